"""Piece logits -> the words that show an act: runs of pieces, whole words, short gaps closed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.annotations import Span

_EDGES = ' \t\r\n,.;:!?…"“”()[]-–—'


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a run of pieces ends.

    A piece belongs while its logit is at least ``floor`` and no more than ``drop`` under the peak of the message; a gap of at most ``gap`` pieces is
    closed; a further run needs a peak of at least ``again``.
    """

    floor: float = -2.0
    drop: float = 3.0
    gap: int = 2
    again: float = 0.0


def spans(text: str, offsets: Sequence[tuple[int, int]], logits: NDArray[np.float32], cut: Cut) -> list[Span]:
    """The stretches of ``text`` where ``logits`` (one a piece) show the act, in order; the best one always, so never none.

    Raises ValueError when there is no piece.
    """
    if not len(offsets):
        raise ValueError("a text without a piece shows nothing")
    peak = float(logits.max())
    level = max(min(cut.floor, peak), peak - cut.drop)
    found = [
        (first, last)
        for first, last in _runs(np.flatnonzero(logits >= level), cut.gap, text, offsets)
        if logits[first : last + 1].max() >= min(cut.again, peak)
    ]
    whole = [_whole_words(text, offsets[first][0], offsets[last][1]) for first, last in found]
    return [Span(start, end) for start, end in _united(whole)]


def _runs(kept: NDArray[np.intp], gap: int, text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """(first, last) piece of each run; a gap is not closed over the end of a sentence."""
    runs: list[tuple[int, int]] = []
    for piece in map(int, kept):
        near = bool(runs) and piece - runs[-1][1] <= gap + 1
        if near and not _ends_sentence(text[offsets[runs[-1][1]][1] : offsets[piece][0]]):
            runs[-1] = (runs[-1][0], piece)
        else:
            runs.append((piece, piece))
    return runs


def _ends_sentence(between: str) -> bool:
    return "\n" in between or any(mark in between for mark in ".!?")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and _joined(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _joined(text[end], text[end - 1]):
        end += 1
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip(_EDGES))
    right = len(inner) - len(inner.rstrip(_EDGES))
    return (start, end) if left + right >= len(inner) else (start + left, end - right)


def _joined(one: str, other: str) -> bool:
    return all(char.isalnum() or char in "'’_" for char in (one, other))


def _united(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch after widening to whole words become one."""
    united: list[tuple[int, int]] = []
    for start, end in stretches:
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
