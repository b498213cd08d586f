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

    ``sure`` flags raise a danger by themselves; ``concern`` says whether the level below was heard; ``ordinary`` that there is hardly a danger,
    ``calm`` that there is hardly even concern.
    """

    sure: frozenset[SafetyFlag] = frozenset()
    concern: bool = False
    ordinary: bool = False
    calm: bool = False


@dataclass(frozen=True, slots=True)
class Ear:
    """The probabilities the ear goes by.

    From ``alone`` (6) on a flag is sure, from ``concern`` on there is concern. A message none of whose flags reaches ``confirm`` is ordinary, and
    calm where concern stays below ``calm`` too.
    """

    alone: Array
    concern: float
    confirm: float
    calm: float

    def hear(self, message: Array) -> Heard:
        """What a message's own logits (37, acts first) tell of danger."""
        chances = probabilities(message)
        flags, concern = chances[: len(FLAGS)], float(chances[len(FLAGS)])
        ordinary = bool(flags.max() < self.confirm)
        return Heard(
            frozenset(flag for flag, chance, level in zip(FLAGS, flags, self.alone, strict=True) if chance >= level),
            concern=concern >= self.concern,
            ordinary=ordinary,
            calm=ordinary and concern < self.calm,
        )


def probabilities(message: Array) -> Array:
    """P of the six flags and of concern (7), 0 to 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-message[len(ACTS) :])), np.float32)
