"""A line of a chat: what its sender does by writing it, a light layer over what the encoder heard.

The encoder was fitted to accounts, told afterwards; "answer me. hello??" tells of nothing and does something. The layer takes the reader's own
log odds and the mean hidden state of the line.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS
from classifiers.reading.encoder import Array
from classifiers.reading.own_words import log_odds

BEHAVIORS = len(ACTS) // 2
HIDDEN = 384
_LENGTH = 4.0  # hidden states are brought to this length, so that the layer's penalty means the same for each


@dataclass(frozen=True, slots=True)
class LineLayer:
    """``scale`` (15) and ``bias`` (15) of the reader's log odds above its threshold, ``weights`` (15, 384) of the hidden state."""

    scale: Array
    weights: Array
    bias: Array

    def chances(self, told: Array, sure: Array, pooled: Array) -> Array:
        """(15) P(the sender did it by this line), from those that it ``told`` of the writer's doing (15), the thresholds (15) and the hidden state."""
        level = log_odds(sure)
        score = self.scale * (log_odds(told) - level) + self.weights @ of_length(pooled) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-(score + level))), np.float32)


def of_length(pooled: Array) -> NDArray[np.float64]:
    """A hidden state as the layer takes it."""
    return np.asarray(pooled, np.float64) * (_LENGTH / (float(np.linalg.norm(pooled)) + 1e-9))


def plain_layer() -> LineLayer:
    """One that changes nothing."""
    return LineLayer(
        np.ones(BEHAVIORS, np.float32), np.zeros((BEHAVIORS, HIDDEN), np.float32), np.zeros(BEHAVIORS, np.float32)
    )
