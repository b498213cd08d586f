"""A person's own words on known logits: whose they are, what they shift, where they are shown."""

import numpy as np
import pytest

from classifiers.annotations import Span
from classifiers.codebook import ACTS, Actor, Behavior
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.encoder import OUTPUTS, Encoded
from classifiers.reading.own_words import OwnWords
from classifiers.resources import data_dir

TEXT = "he zorbed it and I zorbed him back"
WORDS = TEXT.split()
LEAVING = list(Behavior).index(Behavior.LEAVING)
USER, PARTNER = ACTS.index((Actor.USER, Behavior.LEAVING)), ACTS.index((Actor.PARTNER, Behavior.LEAVING))


def own(**weights: float) -> OwnWords:
    shifts = {word: np.zeros(15, np.float32) for word in weights}
    for word, weight in weights.items():
        shifts[word][LEAVING] = weight
    return OwnWords(Tokenizer(data_dir() / "lexicons" / "contractions.json"), shifts, "base")


def encoded(partner: float, user: float) -> Encoded:
    """The partner is heard so loud in the first three words, the writer in the last four."""
    offsets, at = [], 0
    for word in WORDS:
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    pieces = np.full((len(WORDS), OUTPUTS), -9.0, np.float32)
    pieces[:3, PARTNER] = partner
    pieces[4:, USER] = user
    nothing = np.zeros(0, np.float32)
    return Encoded(TEXT, tuple(offsets), pieces, np.full(37, -9.0, np.float32), nothing, nothing, nothing)


CHANCES = np.full(30, 0.2, np.float32)


def shifted(words: OwnWords, text: Encoded) -> np.ndarray:
    return words.shifted(words.heard(text), CHANCES)


def spans(words: OwnWords, text: Encoded, column: int) -> list[Span]:
    return words.spans(words.heard(text), column)


def test_a_word_speaks_for_whose_doing_it_is() -> None:
    """Log odds are shifted for both, each by the word that is theirs, once however often it stands."""
    found = shifted(own(zorb=2.0), encoded(3.0, 3.0))
    expected = 1 / (1 + np.exp(-(np.log(0.25) + 2.0)))
    assert found[[USER, PARTNER]] == pytest.approx([expected, expected])
    assert np.delete(found, [USER, PARTNER]) == pytest.approx(0.2)


def test_only_the_person_heard_there_is_shifted() -> None:
    found = shifted(own(him=2.0), encoded(3.0, 3.0))
    assert found[USER] > 0.5
    assert found[PARTNER] == pytest.approx(0.2)
    assert shifted(own(it=2.0), encoded(3.0, -9.0))[USER] == pytest.approx(0.2)


def test_where_nobody_is_heard_it_speaks_for_both() -> None:
    found = shifted(own(it=2.0), encoded(-9.0, -9.0))
    assert found[USER] == found[PARTNER] > 0.5


def test_without_a_word_of_theirs_nothing_changes() -> None:
    assert shifted(own(absent=2.0), encoded(3.0, 3.0)) is CHANCES


def test_the_words_that_say_it_are_shown() -> None:
    """Neighbours as one stretch; a word that says little, or speaks for the other person, is not among them."""
    found = spans(own(zorb=2.0, back=1.0, him=0.1), encoded(3.0, 3.0), USER)
    assert [span.of(TEXT) for span in found] == ["zorbed him back"]
    assert [span.of(TEXT) for span in spans(own(zorb=2.0), encoded(3.0, 3.0), PARTNER)] == ["zorbed"]
    assert spans(own(zorb=-2.0), encoded(3.0, 3.0), USER) == []


def test_words_far_apart_are_two_stretches() -> None:
    found = spans(own(he=2.0, back=2.0), encoded(-9.0, -9.0), USER)
    assert [span.of(TEXT) for span in found] == ["he", "back"]


def test_the_hash_tells_one_teaching_from_another() -> None:
    assert own(zorb=2.0).hash == own(zorb=2.0).hash != own(zorb=1.0).hash


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(15,\)"):
        OwnWords(Tokenizer(data_dir() / "lexicons" / "contractions.json"), {"zorb": np.zeros(3, np.float32)}, "base")
