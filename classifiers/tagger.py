"""Clause features -> how strongly each behavior is shown, and the message-level probability.

Two linear stages. The first scores each clause for the fifteen behaviors, one-vs-rest. The second looks at a whole message
from one side: the best clause, the chance that any clause shows it, whether a curated cue is told as a fact, the same behavior on the other
side, and the best of its family; it gives the calibrated P(actor and behavior). Plain numpy: scikit-learn is needed only for fitting
(classifiers/train.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import Behavior, Family

BEHAVIORS: tuple[Behavior, ...] = tuple(Behavior)
_FAMILY_COLUMNS = {kind: [i for i, b in enumerate(BEHAVIORS) if b.family is kind] for kind in Family}
_FLOOR = -3.0  # below this a clause says nothing
SUMMARY_WIDTH = 7

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagger:
    """The learnt weights.

    ``vocabulary`` gives a feature its row in ``weights`` (features x behaviors); ``bias`` (behaviors);
    ``summary_weights`` (behaviors x SUMMARY_WIDTH) and ``summary_bias`` are the second stage; ``thresholds`` say
    from which probability a tag is shown, ``maybe`` from which it is shown as "maybe".
    """

    vocabulary: dict[str, int]
    weights: Matrix
    bias: Matrix
    summary_weights: Matrix
    summary_bias: Matrix
    thresholds: Matrix
    maybe: Matrix

    def clause_scores(self, rows: Sequence[Sequence[str]]) -> Matrix:
        """Log-odds, clauses x behaviors."""
        scores = np.tile(self.bias, (len(rows), 1)).astype(np.float32)
        for index, names in enumerate(rows):
            known = [self.vocabulary[name] for name in set(names) if name in self.vocabulary]
            if known:
                scores[index] += self.weights[known].sum(axis=0) / np.sqrt(len(known))
        return scores

    def feature_weight(self, name: str, behavior: Behavior) -> float:
        """The weight one feature has for one behavior; 0 when the model does not know it."""
        row = self.vocabulary.get(name)
        return float(self.weights[row, BEHAVIORS.index(behavior)]) if row is not None else 0.0

    def message_probabilities(self, own: Matrix, other: Matrix, cues: Matrix) -> NDArray[np.float64]:
        """P(behavior) for the side whose clause scores are ``own`` and cues ``cues``, given the other side's scores."""
        logits = (summary(own, other, cues) * self.summary_weights).sum(axis=1) + self.summary_bias
        return np.asarray(1.0 / (1.0 + np.exp(-logits.astype(np.float64))), dtype=np.float64)


def plain_cues(rows: Sequence[Sequence[str]]) -> Matrix:
    """1 for each behavior with a cue told as a fact, this side (or both) its subject (behaviors)."""
    names = {name for row in rows for name in row if name.startswith("cue:")}
    return np.array(
        [any(name.startswith((f"cue:{b.value}::A:", f"cue:{b.value}::W:")) for name in names) for b in BEHAVIORS],
        np.float32,
    )


def summary(own: Matrix, other: Matrix, cues: Matrix) -> Matrix:
    """What the second stage sees (behaviors x SUMMARY_WIDTH) of one side's clause scores and cues, and of the other side's scores."""
    best, either = _top(own), _any(own)
    rival = _top(other)
    kin = np.zeros_like(best)
    for columns in _FAMILY_COLUMNS.values():
        for column in columns:
            others = [c for c in columns if c != column]
            kin[column] = best[others].max()
    length = np.full_like(best, np.log1p(len(own)))
    rest = np.array([np.delete(best, column).max() for column in range(len(best))], dtype=np.float32)
    return np.stack([best, either, rival, kin, length, rest, cues], axis=1).astype(np.float32)


def _top(scores: Matrix) -> Matrix:
    if not len(scores):
        return np.full(len(BEHAVIORS), _FLOOR, np.float32)
    best: Matrix = scores.max(axis=0)
    return np.maximum(best, _FLOOR)


def _any(scores: Matrix) -> Matrix:
    """Log-odds that at least one clause shows it, the clauses taken as independent (noisy-or)."""
    none = np.prod(1.0 / (1.0 + np.exp(np.minimum(scores, 20.0))), axis=0) if len(scores) else np.ones(len(BEHAVIORS))
    none = np.clip(none, 1e-6, 1 - 1e-6)
    return np.maximum(np.log((1 - none) / none), _FLOOR).astype(np.float32)
