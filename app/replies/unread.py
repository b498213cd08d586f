"""Is this English at all? Decided before anything is read into it."""

import re

import simplemma

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = 0.4
_MORE_FOREIGN = 0.15
_LANGUAGES = ("es", "de", "fr", "it", "pt")
_LONGEST = 4000
_TEXTING = frozenset(
    "u ur r lol idk tbh omg cuz bc ngl wtf smh pls thx im ive dont didnt doesnt cant wont isnt hes shes bf gf hubby ok okay ugh argh meh nah yeah yep ya "
    "gonna wanna gotta hmm mum mom dh mil fil rn asap".split()
)  # fmt: skip


def unread(text: str) -> str | None:
    """ "gibberish", "other_language", or None when the text looks like English.

    Short messages get the benefit of the doubt: fewer than three words are gibberish only without a known one.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:_LONGEST])]
    if not words:
        return "gibberish"
    share = sum(_english(word) for word in words) / len(words)
    if len(words) >= 4 and _best_foreign(words) >= share + _MORE_FOREIGN:
        return "other_language"
    if share >= _ENGLISH:
        return None
    if len(words) < 3:
        return "gibberish" if share == 0 and not any(map(_foreign, words)) else None
    letters = sum(letter.isascii() for letter in text) / len(text)
    return "other_language" if letters < 0.6 or sum(map(_foreign, words)) / len(words) >= 0.5 else "gibberish"


def _best_foreign(words: list[str]) -> float:
    """The share of words the best of the larger languages knows; English prose is known best by English."""
    return max(
        sum(simplemma.is_known(word.split("'")[-1], lang=lang) for word in words) / len(words) for lang in _LANGUAGES
    )


def _english(word: str) -> bool:
    return word in _TEXTING or simplemma.is_known(word.split("'")[0], lang="en")


def _foreign(word: str) -> bool:
    """Whether one of the larger languages people write here knows the word, or it is in another script."""
    return not word.isascii() or any(simplemma.is_known(word, lang=lang) for lang in _LANGUAGES)
