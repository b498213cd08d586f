"""Logits of a message -> the probability of each act: a logistic layer, arrays only (fitted in learning.fit_calibration)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS, DANGERS

Array = NDArray[np.float32]

FEATURES = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """``weights`` (30, features), ``bias`` (30): the layer over ``features``; from ``sure`` (30) on an act is told, from ``maybe`` (30) on as "maybe"."""

    weights: Array
    bias: Array
    sure: Array
    maybe: Array

    def probabilities(self, message: Array, pieces: int) -> Array:
        """P(actor and behavior), 0 to 1, for each of ACTS, from a message's own logits (37) and its length in pieces."""
        return self.of(features(message, pieces))

    def of(self, rows: Array) -> Array:
        """The same from ``features`` (30, FEATURES)."""
        scores = (rows * self.weights).sum(axis=1) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-scores)), np.float32)


def features(message: Array, pieces: int) -> Array:
    """(30, FEATURES): for each act its own logit, the other person's, the strongest of all other acts, the strongest danger's, the length.

    The strongest other act tells whether the message is about acts at all: a weak sign that stands alone is worth less. Length is log2 of
    ``pieces`` over 8.
    """
    acts = message[: len(ACTS)]
    half = len(ACTS) // 2
    other = np.concatenate([acts[half:], acts[:half]])
    best = int(acts.argmax())
    rest = np.full_like(acts, acts[best])
    rest[best] = np.delete(acts, best).max()
    danger = message[len(ACTS) : len(ACTS) + len(DANGERS) - 1].max()
    length = np.log2(max(pieces, 1)) / 8.0
    return np.stack([acts, other, rest, np.full_like(acts, danger), np.full_like(acts, length)], axis=1).astype(
        np.float32
    )
