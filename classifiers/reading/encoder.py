"""Texts -> what the encoder hears in them: one run for each window, on ONNX Runtime, one thread.

A window is seen whole; where two windows share pieces the higher logit counts, and a message's own logits are the highest over its windows, so
that nothing is heard less for standing in a long story.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from classifiers.codebook import ACTS, DANGERS, SLOTS
from classifiers.reading.windows import Pieces, Vocabulary, Window

Array = NDArray[np.float32]

OUTPUTS = len(ACTS) + len(DANGERS) + len(SLOTS)
HIGHEST = 3  # pieces whose mean logit speaks for a window
BATCH_PIECES = 4096  # padded pieces in one run: bounds the memory of a batch
_NOTHING = -12.0  # the logit of an output where there is no piece at all


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder heard in one text.

    ``pieces`` (pieces, 45) are the logits of every word piece: 30 acts, 7 dangers, 8 slots; ``message`` (37) those of the whole text for acts
    and dangers; ``intent`` (19) and ``topic`` (24) those of its first window; ``pooled`` (384) the mean hidden state.
    """

    text: str
    offsets: tuple[tuple[int, int], ...]
    pieces: Array
    message: Array
    intent: Array
    topic: Array
    pooled: Array


@dataclass(frozen=True, slots=True)
class Encoder:
    """The fitted network. ``scale`` and ``bias`` (37) turn the mean of the highest piece logits into a message's own."""

    vocabulary: Vocabulary
    session: ort.InferenceSession
    scale: Array
    bias: Array

    def encode(self, text: str, asked: str = "") -> Encoded:
        """One text, with the question it answers where there was one."""
        return self.encode_all([text], [asked])[0]

    def encode_all(self, texts: Sequence[str], asked: Sequence[str] = ()) -> list[Encoded]:
        """Many texts together, windows of like length in one run; in the order given."""
        pieces = self.vocabulary.pieces(texts)
        questions = self.vocabulary.pieces(asked) if any(asked) else [None] * len(texts)
        windows: list[tuple[int, Window]] = []
        for index, (text, own, question) in enumerate(zip(texts, pieces, questions, strict=True)):
            windows += [
                (index, one)
                for one in self.vocabulary.windows(text, own, question if question and question.ids else None)
            ]
        heard: list[list[_Heard]] = [[] for _ in texts]
        for batch in _batches(windows):
            for (index, window), row in zip(batch, self._run([window for _, window in batch]), strict=True):
                heard[index].append(_Heard(window, *row))
        return [self._joined(text, own, rows) for text, own, rows in zip(texts, pieces, heard, strict=True)]

    def _run(self, windows: Sequence[Window]) -> list[tuple[Array, Array, Array, Array]]:
        size = max(len(window.ids) for window in windows)
        ids = np.zeros((len(windows), size), np.int64)
        mask = np.zeros((len(windows), size), np.int64)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        logits, intent, topic, pooled = self.session.run(
            ("logits", "intent", "topic", "pooled"), {"ids": ids, "mask": mask}
        )
        return [
            (logits[row, window.first : window.first + window.end - window.start], intent[row], topic[row], pooled[row])
            for row, window in enumerate(windows)
        ]

    def _joined(self, text: str, pieces: Pieces, rows: Sequence["_Heard"]) -> Encoded:
        if not rows:
            nothing = np.zeros(0, np.float32)
            message = np.full(len(self.scale), _NOTHING, np.float32)
            return Encoded(text, (), np.zeros((0, OUTPUTS), np.float32), message, nothing, nothing, nothing)
        logits = np.full((len(pieces.ids), OUTPUTS), -np.inf, np.float32)
        for row in rows:
            at = slice(row.window.start, row.window.end)
            logits[at] = np.maximum(logits[at], row.logits)
        own = [highest(row.logits[:, : len(self.scale)]) * self.scale + self.bias for row in rows]
        first = min(rows, key=lambda row: row.window.start)
        pooled = np.mean([row.pooled for row in rows], axis=0)
        return Encoded(text, pieces.offsets, logits, np.max(own, axis=0), first.intent, first.topic, pooled)


@dataclass(frozen=True, slots=True)
class _Heard:
    window: Window
    logits: Array
    intent: Array
    topic: Array
    pooled: Array


def highest(logits: Array) -> Array:
    """(pieces, outputs) -> (outputs): the mean of the HIGHEST highest logits of each column, of fewer where there are fewer."""
    count = min(HIGHEST, len(logits))
    kept: Array = np.partition(logits, len(logits) - count, axis=0)[len(logits) - count :]
    return np.asarray(kept.mean(axis=0), np.float32)


def _batches(windows: Sequence[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows by length, in runs of at most BATCH_PIECES padded pieces."""
    batch: list[tuple[int, Window]] = []
    for one in sorted(windows, key=lambda pair: len(pair[1].ids)):
        if batch and len(one[1].ids) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def session_of(model: bytes) -> ort.InferenceSession:
    """A session of one thread for a model file's bytes. Raises RuntimeError when they are no model ONNX Runtime can run."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # the arena would keep the largest message's memory for good
    try:
        return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises its own kinds, all of them Exception
        raise RuntimeError(f"not a model that can be run ({type(error).__name__})") from error
