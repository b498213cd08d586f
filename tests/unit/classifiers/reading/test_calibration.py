"""From logits to probabilities: a logistic layer over five features of each act."""

import numpy as np
import pytest

from classifiers.codebook import ACTS, Actor, Behavior
from classifiers.reading.calibration import FEATURES, Calibration, features

USER, PARTNER = ACTS.index((Actor.USER, Behavior.LEAVING)), ACTS.index((Actor.PARTNER, Behavior.LEAVING))


def message(**at: float) -> np.ndarray:
    logits = np.full(37, -6.0, np.float32)
    for name, value in at.items():
        logits[int(name[1:])] = value
    return logits


def test_each_act_has_its_own_logit_and_the_other_persons() -> None:
    """Of the same behavior."""
    rows = features(message(**{f"c{USER}": 2.0, f"c{PARTNER}": -1.0}), 16)
    assert rows.shape == (30, FEATURES)
    assert rows[USER, :2].tolist() == [2.0, -1.0]
    assert rows[PARTNER, :2].tolist() == [-1.0, 2.0]


def test_the_strongest_other_act_leaves_itself_out() -> None:
    """For the strongest it is the second."""
    rows = features(message(**{f"c{USER}": 2.0, f"c{PARTNER}": -1.0}), 16)
    assert rows[USER, 2] == -1.0
    assert rows[PARTNER, 2] == 2.0
    assert rows[0, 2] == 2.0


def test_danger_counts_without_concern_and_length_in_doublings() -> None:
    """Six flags; 256 pieces are 1."""
    rows = features(message(c30=-2.0, c36=5.0), 256)
    assert set(rows[:, 3].tolist()) == {-2.0}
    assert set(rows[:, 4].tolist()) == {1.0}
    assert set(features(message(), 0)[:, 4].tolist()) == {0.0}


def test_the_layer_is_logistic() -> None:
    """Weights times features plus the level."""
    weights = np.zeros((30, FEATURES), np.float32)
    weights[USER] = [1.0, 0.5, 0.0, 0.0, 2.0]
    bias = np.full(30, -1.0, np.float32)
    layer = Calibration(weights, bias, bias, bias)
    chances = layer.probabilities(message(**{f"c{USER}": 2.0, f"c{PARTNER}": -1.0}), 16)
    assert chances[USER] == pytest.approx(1 / (1 + np.exp(-(2.0 - 0.5 + 1.0 - 1.0))))
    assert chances[PARTNER] == pytest.approx(1 / (1 + np.exp(1.0)))
