"""Labelled messages -> what the tagger is fitted on: one row a clause and actor, with targets and weights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from classifiers.annotations import Span
from classifiers.clauses import Clause
from classifiers.codebook import Actor, Behavior
from classifiers.learning.corpus import Labelled
from classifiers.features import FeatureMaker
from classifiers.parse import Parsed, Parser

BEHAVIORS: tuple[Behavior, ...] = tuple(Behavior)


@dataclass(slots=True)
class Side:
    """One message seen from one actor: features a clause, targets and weights (clauses x behaviors)."""

    message: int
    actor: Actor
    features: list[list[str]]
    targets: NDArray[np.int8]
    weights: NDArray[np.float32]
    gold: NDArray[np.int8] = field(default_factory=lambda: np.zeros(len(BEHAVIORS), np.int8))
    counted: NDArray[np.bool_] = field(default_factory=lambda: np.ones(len(BEHAVIORS), np.bool_))


def clause_span(parsed: Parsed, clause: Clause) -> Span:
    """Where the clause stands in the text."""
    return Span(parsed.tokens[clause.first].start, parsed.tokens[clause.last - 1].end)


def sides(messages: Sequence[Labelled], parser: Parser, maker: FeatureMaker) -> Iterable[Side]:
    """Two sides a message, the writer's and the partner's; optional pairs get no weight."""
    for number, message in enumerate(messages):
        parsed = parser.parse(message.text)
        spans = [clause_span(parsed, clause) for clause in parsed.clauses]
        for actor in Actor:
            yield _side(number, message, parsed, spans, actor, maker)


def _side(number: int, message: Labelled, parsed: Parsed, spans: list[Span], actor: Actor, maker: FeatureMaker) -> Side:
    features = maker.features(parsed, actor)
    targets = np.zeros((len(spans), len(BEHAVIORS)), np.int8)
    weights = np.ones((len(spans), len(BEHAVIORS)), np.float32)
    side = Side(number, actor, features, targets, weights)
    for column, behavior in enumerate(BEHAVIORS):
        if (actor, behavior) in message.optional:
            weights[:, column] = 0.0
            side.counted[column] = False
        if (actor, behavior) in message.gold:
            weights[:, column] = 0.4  # a retelling elsewhere in the message may have gone unmarked
            side.gold[column] = 1
    for tag in message.tags:
        if tag.actor is actor and tag.span is not None:
            column = BEHAVIORS.index(tag.behavior)
            for row in _covered(tag.span, spans):
                targets[row, column] = 1
                weights[row, column] = 1.0
    return side


def _covered(span: Span, clauses: Sequence[Span]) -> list[int]:
    """The clauses that hold at least two fifths of the span, or else the one that holds most of it."""
    shares = [
        max(0, min(span.end, clause.end) - max(span.start, clause.start)) / (span.end - span.start)
        for clause in clauses
    ]
    rows = [row for row, share in enumerate(shares) if share >= 0.4]
    if not rows and shares and max(shares) > 0:
        rows = [int(np.argmax(shares))]
    return rows
