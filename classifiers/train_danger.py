"""Fits the second ear on the safety messages, the rules' own examples and the ordinary messages of the corpus."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifiers.codebook import SafetyFlag
from classifiers.learning.corpus import load
from classifiers.danger import FLAGS, DangerEar, features
from classifiers.features import FeatureMaker
from classifiers.parse import Parser
from classifiers.safety import SafetyScreen

DANGER_C = 20.0
MIN_COUNT = 2
FALSE_ALARMS = 0.03  # of ordinary messages the ear may raise by itself, out of fold
LOST = 0.1  # of the dangers the rules caught, the share that may be softened to concern, out of fold


@dataclass(frozen=True, slots=True)
class Told:
    """One message to learn from; ``ordinary`` marks the corpus, ``own`` the rules' own examples (not used for thresholds)."""

    text: str
    flags: frozenset[SafetyFlag]
    group: str
    ordinary: bool = False
    own: bool = False


def told(labelled: Path, rules: Path) -> list[Told]:
    """Everything there is to learn from; arguable messages are left out, the test splits never read."""
    rows = []
    for name in ("dangers", "harmless"):
        for number, line in enumerate((rules / "examples" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            flags = frozenset({SafetyFlag(row["flag"])}) if name == "dangers" else frozenset()
            rows.append(Told(row["text"], flags, f"own{number % 20}", own=True))
    for folder in ("train", "dev", "safety/train", "safety/dev"):
        if not (labelled / folder).is_dir():
            continue
        rows += [
            Told(m.text, m.safety, m.writer or m.id, ordinary=not folder.startswith("safety"))
            for m in load(labelled / folder)
            if not m.safety_optional
        ]
    return rows


def fit_ear(labelled: Path, lexicons: Path) -> DangerEar:
    """The ear with its two thresholds, chosen on scores out of fold (folds never split a writer)."""
    parser, maker = Parser(lexicons), FeatureMaker.load(lexicons)
    rules = SafetyScreen.load(lexicons / "safety")
    rows = told(labelled, lexicons / "safety")
    fired = [rules.fired(row.text) for row in rows]
    caught = np.array([rules.screen(row.text).level == "danger" for row in rows])
    names = [sorted(features(parser, maker, row.text, hits)) for row, hits in zip(rows, fired, strict=True)]
    vectorizer = CountVectorizer(analyzer=_as_is, binary=True, min_df=MIN_COUNT, dtype=np.float64)
    matrix = _normalised(vectorizer.fit_transform(names))
    targets = np.array([[bool(row.flags), *(flag in row.flags for flag in FLAGS)] for row in rows])
    held_out = np.zeros(len(rows))
    for fit_on, score_on in GroupKFold(4).split(matrix, groups=[row.group for row in rows]):
        weights, bias = _fit(matrix[fit_on], targets[fit_on, 0])
        held_out[score_on] = 1.0 / (1.0 + np.exp(-(matrix[score_on] @ weights + bias)))
    columns = [_fit(matrix, targets[:, column]) for column in range(targets.shape[1])]
    alone, confirm = _thresholds(rows, held_out, caught)
    return DangerEar(
        parser,
        maker,
        {str(name): int(row) for name, row in vectorizer.vocabulary_.items()},
        np.array([weights for weights, _ in columns], np.float32).T.astype(np.float16).astype(np.float32),
        np.array([bias for _, bias in columns], np.float32),
        alone,
        confirm,
    )


def _as_is(names: list[str]) -> list[str]:
    return names


def _normalised(matrix: csr_matrix) -> csr_matrix:
    counts = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1)
    return csr_matrix(diags(1.0 / np.sqrt(counts)) @ matrix)


def _fit(matrix: csr_matrix, target: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    model = LogisticRegression(solver="liblinear", C=DANGER_C, class_weight={False: 1, True: 3}, random_state=0)
    model.fit(matrix, target)
    return model.coef_[0], float(model.intercept_[0])


def _thresholds(rows: Sequence[Told], scores: NDArray[np.float64], caught: NDArray[np.bool_]) -> tuple[float, float]:
    danger = np.array([bool(row.flags) for row in rows])
    ordinary = np.array([row.ordinary for row in rows]) & ~danger & ~caught
    alone = float(np.quantile(scores[ordinary], 1.0 - FALSE_ALARMS))
    told_by_rules = danger & caught & np.array([not row.own for row in rows])
    confirm = float(np.quantile(scores[told_by_rules], LOST)) if told_by_rules.any() else 0.0
    return max(alone, 0.05), min(confirm, alone)
