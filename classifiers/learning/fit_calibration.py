"""Fits the layer between logits and probabilities, and the thresholds (scikit-learn lives here and in the baselines).

One logistic regression over all acts: weights they share, and for each act and each behavior a small correction of slope and level, held small by
the penalty (partial pooling, Gelman & Hill 2007). For calibrated probabilities the threshold that serves micro F1 best is one for all acts, half
the best F1 (Lipton et al. 2014), so one is chosen, and a tag has its own only where the held-out messages ask for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifiers.codebook import ACTS, Behavior
from classifiers.learning.corpus import Labelled
from classifiers.reading.calibration import FEATURES, Calibration, features
from classifiers.reading.encoder import Encoded

Array = NDArray[np.float32]
PENALTY = 0.3
OWN = 0.5  # how freely an act departs from what all share
PULL = 0.4  # F1 points given up per unit a tag's threshold departs from the common one
MAYBE = 0.55  # "maybe" begins at this share of the threshold
GRID = np.round(np.arange(0.2, 0.75, 0.02), 2)
FOLDS = 5
BEHAVIORS = tuple(Behavior)


@dataclass(frozen=True, slots=True)
class Answered:
    """Messages with their labels: ``rows`` (messages, 30, FEATURES), ``gold`` and ``counted`` (messages, 30), ``groups`` (who wrote them)."""

    rows: Array
    gold: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    groups: Sequence[str]

    def part(self, index: NDArray[np.intp]) -> "Answered":
        """Some of the messages."""
        return Answered(self.rows[index], self.gold[index], self.counted[index], [self.groups[i] for i in index])


def answered(messages: Sequence[Labelled], encoded: Sequence[Encoded]) -> Answered:
    """Labelled messages beside what the encoder heard; arguable pairs do not count."""
    return Answered(
        np.stack([features(one.message, len(one.offsets)) for one in encoded]),
        np.array([[pair in message.gold for pair in ACTS] for message in messages]),
        np.array([[pair in message.gold or pair not in message.optional for pair in ACTS] for message in messages]),
        [message.writer or message.id for message in messages],
    )


def fit_calibration(data: Answered) -> Calibration:
    """The layer and its thresholds, fitted on all of ``data``."""
    weights, intercept = _fit_layer(data)
    without = Calibration(weights, intercept, np.ones(len(ACTS), np.float32), np.ones(len(ACTS), np.float32))
    chances = np.stack([without.of(rows) for rows in data.rows])
    sure = _thresholds(chances, data)
    return Calibration(weights, intercept, sure, sure * np.float32(MAYBE))


def cross_fitted(data: Answered) -> tuple[Array, NDArray[np.bool_]]:
    """(chances, shown), both (messages, 30): each message answered by a layer and thresholds that never saw its writer."""
    chances = np.zeros(data.gold.shape, np.float32)
    shown = np.zeros(data.gold.shape, bool)
    for fit_on, score_on in GroupKFold(FOLDS, shuffle=True, random_state=0).split(data.gold, groups=data.groups):
        fitted = fit_calibration(data.part(fit_on))
        chances[score_on] = [fitted.of(rows) for rows in data.rows[score_on]]
        shown[score_on] = chances[score_on] >= fitted.sure
    return chances, shown


def _fit_layer(data: Answered) -> tuple[Array, Array]:
    messages, acts = data.gold.shape
    shared = data.rows.reshape(-1, FEATURES)
    act = np.tile(np.arange(acts), messages)
    own = shared[:, 0]
    at = np.arange(len(act))
    behavior = act % len(BEHAVIORS)
    blocks = [csr_matrix(shared)]
    for index, size in ((act, acts), (behavior, len(BEHAVIORS))):
        blocks.append(csr_matrix((np.full(len(act), OWN), (at, index)), shape=(len(act), size)))
        blocks.append(csr_matrix((own * OWN, (at, index)), shape=(len(act), size)))
    used = data.counted.ravel()
    model = LogisticRegression(C=PENALTY, max_iter=2000)
    model.fit(hstack(blocks, format="csr")[used], data.gold.ravel()[used])
    common, level, slope, group_level, group_slope = np.split(
        model.coef_[0], np.cumsum([FEATURES, acts, acts, len(BEHAVIORS)])
    )
    weights = np.tile(common, (acts, 1))
    weights[:, 0] += OWN * (slope + np.tile(group_slope, 2))
    intercept = model.intercept_[0] + OWN * (level + np.tile(group_level, 2))
    return weights.astype(np.float32), intercept.astype(np.float32)


def _thresholds(chances: Array, data: Answered) -> Array:
    tables = np.array([_counts(chances >= level, data) for level in GRID])
    common = int(np.argmax([f1(table.sum(axis=1)) for table in tables]))
    behaviors = tables.reshape(len(GRID), 3, 2, len(BEHAVIORS)).sum(axis=2)
    chosen = []
    for column in range(len(BEHAVIORS)):
        values = [
            f1(table[:, column]) - PULL * abs(level - GRID[common])
            for level, table in zip(GRID, behaviors, strict=True)
        ]
        chosen.append(GRID[int(np.argmax(values))])
    return np.tile(np.array(chosen, np.float32), 2)


def _counts(shown: NDArray[np.bool_], data: Answered) -> NDArray[np.int64]:
    """(3, 30): right, false, missed."""
    wanted, counted = data.gold, data.counted
    return np.array([(shown & wanted).sum(0), (shown & ~wanted & counted).sum(0), (~shown & wanted).sum(0)])


def f1(counts: NDArray[np.int64]) -> float:
    """F1 of (right, false, missed)."""
    right, false, missed = counts
    return float(2 * right / max(2 * right + false + missed, 1))


def level_for(scores: Array, share: float) -> float:
    """The score that at most ``share`` of ``scores`` reach or pass."""
    return float(np.quantile(scores, 1.0 - share)) + 1e-6 if len(scores) else 1.0
