"""Logits of pieces become words: whole, trimmed, one run over a short gap, never over a sentence end."""

import re

import numpy as np
import pytest

from classifiers.reading.spans import Cut, spans

CUT = Cut(floor=-2.0, drop=3.0, gap=2, again=0.0)


def found(text: str, logits: list[float], cut: Cut = CUT) -> list[str]:
    """The words of the spans; each word and each mark is a piece."""
    offsets = [piece.span() for piece in re.finditer(r"\w+|[^\w\s]", text)]
    return [span.of(text) for span in spans(text, offsets, np.array(logits, np.float32), cut)]


@pytest.mark.parametrize(
    ("logits", "expected"),
    [
        ([-9, 2, 2, -9, -9, -9, -9], ["slammed the"]),
        ([-9, 2, -9, -9, 2, -9, -9], ["slammed the door and"]),
        ([-9, 2, -9, -9, -9, 2, -9], ["slammed", "drove"]),
        ([-9, 2, -9, -9, -9, -0.5, -9], ["slammed"]),
        ([-9, -5, -6, -9, -9, -9, -9], ["slammed"]),
        ([-9, 2, -0.9, -1.1, -9, -9, -9], ["slammed the"]),
        ([-9, 0, -1.9, -2.1, -9, -9, -9], ["slammed the"]),
        ([-9, -1, -9, -9, -9, -1.5, -9], ["slammed"]),
    ],
)
def test_runs_of_pieces_become_words(logits: list[float], expected: list[str]) -> None:
    """Near the peak, over short gaps; a second run only where it is sure by itself; the peak always."""
    assert found("he slammed the door and drove off", logits) == expected


def test_a_gap_is_not_closed_over_a_sentence_end() -> None:
    """Two sentences, two spans."""
    assert found("he shouted. then left", [-9, 2, -9, -9, 2]) == ["shouted", "left"]
    assert found("he shouted\nthen left", [-9, 2, -9, 2]) == ["shouted", "left"]
    assert found("he shouted, then left", [-9, 2, -9, -9, 2]) == ["shouted, then left"]


def test_edges_are_trimmed_of_marks() -> None:
    """Quotes and commas are no words."""
    assert found("he “shouted,” then", [-9, 2, 2, 2, 2, -9]) == ["shouted"]


def test_half_a_word_becomes_the_whole() -> None:
    """Pieces cut words; spans do not."""
    text = "he stone walled's me"
    offsets = [(0, 2), (3, 6), (6, 8), (9, 13), (13, 15), (15, 17), (18, 20)]
    logits = np.array([-9, -9, 2, 2, -9, -9, -9], np.float32)
    assert [span.of(text) for span in spans(text, offsets, logits, CUT)] == ["stone walled's"]


def test_two_runs_in_one_word_are_one_span() -> None:
    """However many pieces lie between."""
    text, offsets = "stonewalled", [(0, 1), (1, 2), (2, 4), (4, 6), (6, 9), (9, 11)]
    logits = np.array([2, -9, -9, -9, -9, 2], np.float32)
    assert [span.of(text) for span in spans(text, offsets, logits, CUT)] == ["stonewalled"]


def test_marks_alone_stay_as_they_are() -> None:
    """A span is never empty."""
    assert found("?!", [2, 2]) == ["?!"]


def test_no_piece_shows_nothing() -> None:
    """The caller asks only where there is one."""
    with pytest.raises(ValueError, match="without a piece"):
        spans("", [], np.zeros(0, np.float32), CUT)
