"""Fits the tagger on data/labelled/train and picks thresholds on data/labelled/dev (scikit-learn lives only here)."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifiers import artifact
from classifiers.learning.corpus import Labelled, load
from classifiers.examples import BEHAVIORS, Side, sides
from classifiers.features import FeatureMaker
from classifiers.metrics import family, macro_f1, micro, scored, who_tag
from classifiers.parse import Parser
from classifiers.linear import Reader
from classifiers.tagger import SUMMARY_WIDTH, Matrix, Tagger, plain_cues, summary
from classifiers.train_danger import fit_ear

CLAUSE_C = 4.0
CUE_SCALE = 5.0  # a curated cue counts as five plain features: it is worth more trust where training data is thin
SUMMARY_C = 1.0
MIN_COUNT = 2
FOLDS = 4
PULL = 0.3  # F1 points given up per unit of distance from the common threshold; guards against chance on dev
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the reader, its card and the hash it was saved under."""

    reader: Reader
    card: dict[str, Any]
    model_hash: str


def train(labelled: Path, lexicons: Path, folder: Path, progress: Progress = lambda *_: None) -> Trained:
    """Fit, choose thresholds, score on dev and save to ``folder``. Deterministic: same data and code, same bytes."""
    parser, maker = Parser(lexicons), FeatureMaker.load(lexicons)
    messages, dev = load(labelled / "train"), load(labelled / "dev")
    total = FOLDS + 4
    progress("reading the labelled messages", 0, total)
    rows = list(sides(messages, parser, maker))
    groups = np.array([hash_group(messages[side.message]) for side in rows])
    held_out: list[Matrix] = [np.zeros((0, len(BEHAVIORS)), np.float32)] * len(rows)
    for fold, (fit_on, score_on) in enumerate(GroupKFold(FOLDS).split(rows, groups=groups)):
        progress(f"fold {fold + 1} of {FOLDS}", 1 + fold, total)
        first = fit_clauses([rows[i] for i in fit_on])
        for i in score_on:
            held_out[i] = first.clause_scores(rows[i].features)
    progress("fitting on everything", FOLDS + 1, total)
    tagger = fit_summary(fit_clauses(rows), rows, held_out)
    progress("choosing thresholds on dev", FOLDS + 2, total)
    tagger = choose_thresholds(tagger, list(sides(dev, parser, maker)))
    reader = Reader(parser, maker, tagger, "")
    card = _card(reader, labelled, lexicons, messages, dev)
    progress("a second ear for danger", FOLDS + 3, total)
    ear = fit_ear(labelled, lexicons)
    card["danger"] = {"alone": round(ear.alone, 3), "confirm": round(ear.confirm, 3)}
    model_hash = artifact.save(tagger, ear, card, folder)
    progress("saved", total, total)
    return Trained(replace(reader, model_hash=model_hash), card, model_hash)


def hash_group(message: Labelled) -> str:
    """Who wrote the message: folds never split a writer."""
    return message.writer or message.id


def _normalised(matrix: csr_matrix) -> csr_matrix:
    counts = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1)
    return csr_matrix(diags(1.0 / np.sqrt(counts)) @ matrix)


def fit_clauses(rows: Sequence[Side]) -> Tagger:
    """The first stage: one logistic regression a behavior over clause features."""
    vectorizer = CountVectorizer(analyzer=_as_is, binary=True, min_df=MIN_COUNT, dtype=np.float64)
    matrix = _normalised(vectorizer.fit_transform([names for side in rows for names in side.features]))
    names = vectorizer.get_feature_names_out()
    scale = np.where(np.char.startswith(names.astype(str), "cue:"), CUE_SCALE, 1.0)
    matrix = csr_matrix(matrix @ diags(scale))
    targets = np.vstack([side.targets for side in rows])
    weights = np.vstack([side.weights for side in rows])
    coefficients, bias = [], []
    for column in range(len(BEHAVIORS)):
        used = weights[:, column] > 0
        model = LogisticRegression(solver="liblinear", C=CLAUSE_C, intercept_scaling=3.0, random_state=0)
        model.fit(matrix[used], targets[used, column], sample_weight=weights[used, column])
        coefficients.append(model.coef_[0] * scale)
        bias.append(model.intercept_[0])
    size = len(BEHAVIORS)
    return Tagger(
        vocabulary={str(name): int(row) for name, row in vectorizer.vocabulary_.items()},
        weights=np.array(coefficients, np.float32).T.astype(np.float16).astype(np.float32),
        bias=np.array(bias, np.float32),
        summary_weights=np.zeros((size, SUMMARY_WIDTH), np.float32),
        summary_bias=np.zeros(size, np.float32),
        thresholds=np.full(size, 0.5, np.float32),
        maybe=np.full(size, 0.3, np.float32),
    )


def _as_is(names: list[str]) -> list[str]:
    return names


def fit_summary(tagger: Tagger, rows: Sequence[Side], scores: Sequence[Matrix]) -> Tagger:
    """The second stage, on clause scores each message got from a model that had not seen its writer."""
    table = _summaries(rows, scores)
    gold, counted = _gold(rows)
    weights = np.zeros((len(BEHAVIORS), SUMMARY_WIDTH), np.float32)
    bias = np.zeros(len(BEHAVIORS), np.float32)
    for column in range(len(BEHAVIORS)):
        used = counted[:, column]
        model = LogisticRegression(C=SUMMARY_C, max_iter=500)
        model.fit(table[used, column], gold[used, column])
        weights[column], bias[column] = model.coef_[0], model.intercept_[0]
    return replace(tagger, summary_weights=weights, summary_bias=bias)


def _summaries(rows: Sequence[Side], scores: Sequence[Matrix]) -> Matrix:
    place = {(side.message, side.actor): index for index, side in enumerate(rows)}
    return np.stack(
        [
            summary(scores[index], scores[place[side.message, side.actor.other]], plain_cues(side.features))
            for index, side in enumerate(rows)
        ]
    )


def _gold(rows: Sequence[Side]) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    return np.array([side.gold for side in rows]), np.array([side.counted for side in rows])


def choose_thresholds(tagger: Tagger, rows: Sequence[Side]) -> Tagger:
    """The probability from which each tag is shown: best F1 on dev, pulled towards the best common threshold."""
    scores = [tagger.clause_scores(side.features) for side in rows]
    place = {(side.message, side.actor): index for index, side in enumerate(rows)}
    probabilities = np.array(
        [
            tagger.message_probabilities(
                scores[i], scores[place[side.message, side.actor.other]], plain_cues(side.features)
            )
            for i, side in enumerate(rows)
        ]
    )
    gold, counted = _gold(rows)
    grid = np.round(np.arange(0.12, 0.76, 0.02), 2)
    tables = np.array([_counts(probabilities >= level, gold, counted) for level in grid])
    common = int(np.argmax([_f1(*table.sum(axis=1)) for table in tables]))
    chosen = []
    for column in range(len(BEHAVIORS)):
        values = [_f1(*table[:, column]) - PULL * abs(grid[row] - grid[common]) for row, table in enumerate(tables)]
        best = int(np.argmax(values))
        chosen.append(float(grid[best]))
    thresholds = np.array(chosen, np.float32)
    return replace(tagger, thresholds=thresholds, maybe=(thresholds * 0.6).astype(np.float32))


def _counts(shown: NDArray[np.bool_], gold: NDArray[np.int8], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    wanted = gold == 1
    return np.array(
        [(shown & wanted & counted).sum(0), (shown & ~wanted & counted).sum(0), (~shown & wanted & counted).sum(0)],
        dtype=np.float64,
    )


def _f1(tp: float, fp: float, fn: float) -> float:
    return 2 * tp / max(2 * tp + fp + fn, 1.0)


def _card(
    reader: Reader, labelled: Path, lexicons: Path, messages: Sequence[Labelled], dev: Sequence[Labelled]
) -> dict[str, Any]:
    items = [scored(message, reader.read(message.text)) for message in dev]
    return {
        "data": artifact.data_hash(labelled),
        "lexicons": artifact.lexicon_hash(lexicons),
        "code": artifact.code_hash(),
        "messages": {"train": len(messages), "dev": len(dev)},
        "written_by": "a large language model, texts and labels; not collected from people",
        "dev": {
            "who_tag_f1": round(micro(items, who_tag).f1, 4),
            "family_f1": round(micro(items, family).f1, 4),
            "macro_f1": round(macro_f1(items), 4),
        },
        "thresholds": {b.value: round(float(t), 2) for b, t in zip(BEHAVIORS, reader.tagger.thresholds, strict=True)},
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
    }
