"""Fits the layer that reads lines of chats, over the frozen reader (logistic regression with the reader's log odds, held near them by its penalty)."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import artifact
from classifiers.codebook import Actor, Behavior
from classifiers.learning.corpus import Labelled, answered_lines, load
from classifiers.learning.logistic import most_probable
from classifiers.learning.metrics import Counts
from classifiers.reading.lines import BEHAVIORS, LineLayer, states
from classifiers.reading.own_words import log_odds
from classifiers.reading.reader import Reader

PENALTY = 0.3  # variance of a weight; chosen on the dev chats
_HELD = 0.25  # variance of the scale around 1
_LEVELS = np.round(np.arange(-1.0, 0.6, 0.1), 1)  # what may be added to every score
PAIRS = [(Actor.USER, behavior) for behavior in Behavior]


def fit_lines(reader: Reader, lines: Sequence[Labelled], dev: Sequence[Labelled]) -> LineLayer:
    """A layer fitted on ``lines``, its level chosen on ``dev`` for the best F1; what is labelled are the sender's acts."""
    hidden, level, gold, counted = _heard(reader, lines)
    rows = [_row(hidden, level[:, b], gold[:, b], counted[:, b]) for b in range(BEHAVIORS)]
    found = np.stack(rows).astype(np.float32)
    layer = LineLayer(scale=found[:, 0], weights=found[:, 1:-1], bias=found[:, -1])
    hidden, level, gold, counted = _heard(reader, dev)
    scores = layer.scale * level + hidden @ layer.weights.T + layer.bias
    best = max(_LEVELS, key=lambda added: _f1(scores + added >= 0, gold, counted))
    return replace(layer, bias=layer.bias + np.float32(best))


def refit(labelled: Path, folder: Path) -> dict[str, Any]:
    """Fit the layer anew for the model in ``folder`` and save it with it; returns the card."""
    reader = artifact.load(folder).reader
    train, dev = load(labelled / "chats" / "train"), load(labelled / "chats" / "dev")
    made = {"train": len(train), "dev": len(dev), "penalty": PENALTY, "data": chats_hash(labelled)}
    return artifact.with_lines(folder, fit_lines(reader, train, dev), made)


def chats_hash(labelled: Path) -> str:
    """SHA-256 of the chats that a layer is fitted on and its level chosen on."""
    files = sorted((labelled / "chats").glob("train/*.jsonl")) + sorted((labelled / "chats").glob("dev/*.jsonl"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _heard(
    reader: Reader, lines: Sequence[Labelled]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Hidden states, log odds above the threshold, labels, and which of them count."""
    encoded = reader.encode_all([line.text for line in lines])
    before = reader.encode_all(answered_lines(lines))
    told = [(line, one, prior) for line, one, prior in zip(lines, encoded, before, strict=True) if one.offsets]
    sure = log_odds(reader.calibration.sure[:BEHAVIORS])
    return (
        np.stack([states(one.pooled, prior.pooled) for _, one, prior in told]),
        np.stack([log_odds(reader.chances(one)[:BEHAVIORS]) - sure for _, one, _ in told]),
        np.array([[pair in line.gold for pair in PAIRS] for line, _, _ in told]),
        np.array([[pair in line.gold or pair not in line.optional for pair in PAIRS] for line, _, _ in told]),
    )


def _row(
    hidden: NDArray[np.float64], level: NDArray[np.float64], gold: NDArray[np.bool_], counted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Scale, weights, bias of one behavior."""
    features = np.column_stack([level, hidden, np.ones(len(hidden))])[counted]
    middle, variance = np.zeros(features.shape[1]), np.full(features.shape[1], PENALTY)
    middle[0], variance[0], variance[-1] = 1.0, _HELD, 10.0
    return most_probable(features, gold[counted], middle, variance)


def _f1(shown: NDArray[np.bool_], gold: NDArray[np.bool_], counted: NDArray[np.bool_]) -> float:
    return Counts(int((shown & gold).sum()), int((shown & ~gold & counted).sum()), int((~shown & gold).sum())).f1
