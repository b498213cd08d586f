"""A line of a chat: what its sender does by writing it, a light layer over what the encoder heard.

The encoder was fitted to accounts, told afterwards; "answer me. hello??" tells of nothing and does something, and "fine." is a wall only after a
reproach. The layer takes the reader's own log odds, the mean hidden state of the line, and that of the other's line before it.
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
    """``scale`` (15) and ``bias`` (15) of the reader's log odds above its threshold, ``weights`` (15, 768) of the two hidden states."""

    scale: Array
    weights: Array
    bias: Array

    def chances(self, told: Array, sure: Array, line: Array, before: Array) -> Array:
        """(15) P(the sender did it by this line).

        ``told`` are those that the reader told of the writer's doing (15), ``sure`` its thresholds (15), ``line`` and ``before`` hidden states (384,
        or none where there is no line before).
        """
        level = log_odds(sure)
        score = self.scale * (log_odds(told) - level) + self.weights @ states(line, before) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-(score + level))), np.float32)


def states(line: Array, before: Array) -> NDArray[np.float64]:
    """(768) The two hidden states as the layer takes them, the one before at half the weight; nothing where there is none."""
    return np.concatenate([_of_length(line, _LENGTH), _of_length(before, _LENGTH / 2)])


def _of_length(hidden: Array, length: float) -> NDArray[np.float64]:
    if not len(hidden):
        return np.zeros(HIDDEN)
    return np.asarray(hidden, np.float64) * (length / (float(np.linalg.norm(hidden)) + 1e-9))


def plain_layer() -> LineLayer:
    """One that changes nothing."""
    return LineLayer(
        np.ones(BEHAVIORS, np.float32), np.zeros((BEHAVIORS, 2 * HIDDEN), np.float32), np.zeros(BEHAVIORS, np.float32)
    )
