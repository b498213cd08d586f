"""What the dictionary knows of a word form (lemminflect's lexicon; no model, no download)."""

from functools import lru_cache

from lemminflect import getAllLemmas


@lru_cache(maxsize=20_000)
def may_be_verb(word: str) -> bool:
    """Whether the dictionary knows this word as a verb form."""
    return "VERB" in _lemmas(word) or "AUX" in _lemmas(word)


@lru_cache(maxsize=20_000)
def is_verb_form(word: str) -> bool:
    """Whether the word is an inflected verb ("slammed", "ignores", "went") rather than a bare noun-like form."""
    lemmas = _lemmas(word).get("VERB", ())
    if not lemmas or word.endswith("ing"):
        return False
    return word not in lemmas and (
        word.endswith(("ed", "es", "s")) is False or word.endswith("ed") or "NOUN" not in _lemmas(word)
    )


@lru_cache(maxsize=20_000)
def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    return dict(getAllLemmas(word)) if word.isalpha() else {}


def is_known(word: str) -> bool:
    """Whether the dictionary has the word at all; most first names are unknown to it."""
    return bool(_lemmas(word))
