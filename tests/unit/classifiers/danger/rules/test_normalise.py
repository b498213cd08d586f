"""Text becomes plain words, however it is typed."""

import pytest

from classifiers.danger.rules import SafetyScreen
from classifiers.danger.rules.normalise import sentences
from classifiers.danger.rules.patterns import inflected
from classifiers.resources import data_dir

SPELLING = SafetyScreen.load(data_dir() / "lexicons" / "safety").lexicon.spelling


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He’s yelling, I can't", "he s yelling i can not"),
        ("he k*lled it", "he killed it"),
        ("h i t  m e", "hit me"),
        ("we talked and traced", "we talked and traced"),
        ("kms", "kill myself"),
        ("self-harm", "self harm"),
        ("sooooo scared", "so scared"),
    ],
)
def test_words_are_made_plain(text: str, words: str):
    """Apostrophes, censoring, spacing and slang are undone; real words are left alone."""
    assert [" ".join(sentence.words) for sentence in sentences(text, SPELLING)] == [words]


def test_sentences_end_at_hard_stops():
    """A full stop, a question or exclamation mark, and an empty line end a sentence; a comma does not."""
    found = sentences("He left! Why? I cried, then slept.\n\nToday", SPELLING)
    assert [len(sentence.words) for sentence in found] == [2, 1, 4, 1]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("slap++", ("slap", "slaps", "slapped", "slapping")),
        ("choke+", ("choke", "chokes", "choked", "choking")),
        ("lash+_out", ("lash_out", "lashes_out", "lashed_out", "lashing_out")),
        ("hit", ("hit",)),
    ],
)
def test_a_plus_inflects(word: str, forms: tuple[str, ...]):
    """The pattern language inflects regular verbs."""
    assert inflected(word) == forms
