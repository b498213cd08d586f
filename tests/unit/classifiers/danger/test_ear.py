"""The encoder's danger logits as flags: each at its own level, concern apart."""

import numpy as np
import pytest

from classifiers.codebook import DANGERS, SafetyFlag
from classifiers.danger.ear import Ear, probabilities

LEVELS = np.array([0.5, 0.6, 0.5, 0.5, 0.5, 0.5], np.float32)

EAR = Ear(LEVELS, concern=0.8, confirm=0.1, calm=0.2)


def message(**logits: float) -> np.ndarray:
    """A message's 37 logits: no act, no danger but those named."""
    values = np.full(37, -9.0, np.float32)
    for name, value in logits.items():
        values[30 + DANGERS.index(name)] = value
    return values


@pytest.mark.parametrize(
    ("logits", "flags", "concern"),
    [
        ({}, set(), False),
        ({"violence": 0.0}, {"violence"}, False),
        ({"violence": -0.01}, set(), False),
        ({"threat": 0.0}, set(), False),
        ({"threat": 0.5, "child_harm": 3.0}, {"threat", "child_harm"}, False),
        ({"concern": 1.5}, set(), True),
        ({"concern": 0.8}, set(), False),
    ],
)
def test_a_flag_is_heard_from_its_level_on(logits: dict[str, float], flags: set[str], concern: bool) -> None:
    """Concern raises no flag."""
    heard = EAR.hear(message(**logits))
    assert heard.sure == {SafetyFlag(flag) for flag in flags}
    assert heard.concern is concern


@pytest.mark.parametrize(("logit", "ordinary"), [(-2.2, True), (-2.19, False), (3.0, False)])
def test_a_message_is_ordinary_when_no_flag_is_likely(logit: float, ordinary: bool) -> None:
    """Below one in ten for each, here; concern does not count."""
    assert EAR.hear(message(threat=logit, concern=5.0)).ordinary is ordinary


@pytest.mark.parametrize(
    ("threat", "concern", "calm"), [(-9, -1.4, True), (-9, -1.38, False), (-2.2, -9, True), (-2.19, -9, False)]
)
def test_a_message_is_calm_when_there_is_not_even_concern(threat: float, concern: float, calm: bool) -> None:
    """And no flag near."""
    assert EAR.hear(message(threat=threat, concern=concern)).calm is calm


def test_acts_are_no_danger() -> None:
    """The first thirty outputs are not looked at."""
    values = message()
    values[:30] = 9.0
    assert EAR.hear(values).sure == frozenset()
    assert len(probabilities(values)) == 7
