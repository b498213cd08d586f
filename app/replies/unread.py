"""Is this English at all? Decided before anything is read into it.

One English dictionary, and the commonest small words of the larger languages: a dictionary for each would cost 400 MB of memory.
"""

import json
import re
from functools import cache
from pathlib import Path

import simplemma

from classifiers.resources import data_dir

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = 0.4
_FOREIGN = 0.3  # of the words: small words of one other language
_LONGEST = 4000
_TEXTING = frozenset(
    "u ur r lol idk tbh omg cuz bc ngl wtf smh pls thx im ive dont didnt doesnt cant wont isnt hes shes bf gf hubby ok okay ugh argh meh nah yeah yep ya "
    "gonna wanna gotta hmm mum mom dh mil fil rn asap".split()
)  # fmt: skip
_SMALL = frozenset(
    "the a an and or but i you he she it we they me him her us them my your his our their is are was were am be been do did does not to of in on at "
    "for with from that this so if when because what who how just then than there as up out about had have has will would can could".split()
)


def unread(text: str) -> str | None:
    """ "gibberish", "other_language", or None when the text looks like English.

    Short messages get the benefit of the doubt: fewer than three words are gibberish only without a known one.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:_LONGEST])]
    if not words:
        return "gibberish"
    foreign = _foreign(words)
    if len(words) >= 4 and foreign >= _FOREIGN and foreign > sum(word in _SMALL for word in words) / len(words):
        return "other_language"
    share = sum(map(_english, words)) / len(words)
    if share >= _ENGLISH:
        return None
    other_script = sum(letter.isascii() for letter in text) / len(text) < 0.6
    if len(words) < 3:
        return "gibberish" if share == 0 and not foreign and all(map(str.isascii, words)) else None
    return "other_language" if other_script or foreign >= _FOREIGN / 2 else "gibberish"


def _foreign(words: list[str]) -> float:
    """The share of words that are small words of the one language most of them belong to."""
    return max(sum(word in small for word in words) / len(words) for small in _languages(data_dir()).values())


@cache
def _languages(data: Path) -> dict[str, frozenset[str]]:
    rows = json.loads((data / "lexicons" / "languages.json").read_text(encoding="utf-8"))
    rows.pop("_about")
    return {language: frozenset(words.split()) - _SMALL for language, words in rows.items()}


def _english(word: str) -> bool:
    return word in _TEXTING or simplemma.is_known(word.split("'")[0], lang="en")
