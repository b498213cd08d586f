"""The second ear for danger: the encoder's own logits for the six flags and concern, as probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS, SafetyFlag

FLAGS: tuple[SafetyFlag, ...] = tuple(SafetyFlag)
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ear heard in one message.

    ``sure`` flags raise a danger by themselves, ``concern`` says whether the level below was heard, ``ordinary`` that it is next to certain there
    is no danger.
    """

    sure: frozenset[SafetyFlag] = frozenset()
    concern: bool = False
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Ear:
    """The probabilities the ear goes by.

    From ``alone`` (6) on each flag is heard, from ``concern`` on concern; a message none of whose flags reaches ``confirm`` is ordinary.
    """

    alone: Array
    concern: float
    confirm: float

    def hear(self, message: Array) -> Heard:
        """What a message's own logits (37, acts first) tell of danger."""
        chances = probabilities(message)
        sure = frozenset(
            flag for flag, chance, level in zip(FLAGS, chances, self.alone, strict=False) if chance >= level
        )
        return Heard(sure, bool(chances[len(FLAGS)] >= self.concern), bool(chances[: len(FLAGS)].max() < self.confirm))


def probabilities(message: Array) -> Array:
    """P of the six flags and of concern (7), 0 to 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-message[len(ACTS) :])), np.float32)
