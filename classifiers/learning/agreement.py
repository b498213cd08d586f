"""How far two blind labellings of the same messages agree: the ceiling for a reader."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nltk.metrics.agreement import AnnotationTask

from classifiers.codebook import ACTS, Behavior
from classifiers.learning.corpus import GoldTag, Labelled, find_quote, load
from classifiers.learning.metrics import Counts, Scored, micro, per_tag, who_tag


@dataclass(frozen=True, slots=True)
class Agreement:
    """Second labels scored against the first.

    ``f1`` is who+tag F1, ``f1_without_arguable`` the same with what either called arguable left out, ``kappa`` Cohen's kappa (-1 to 1; Cohen
    1960) over all decisions on a message and a pair, ``messages`` how many have both labels.
    """

    messages: int
    f1: float
    f1_without_arguable: float
    per_tag: dict[Behavior, float]
    kappa: float


def agreement(labelled: Path) -> Agreement:
    """The agreement of ``second/`` with the train and dev splits. Raises ValueError when no message has both, OSError for a missing file."""
    first = {message.id: message for split in ("train", "dev") for message in load(labelled / split)}
    second = second_labels(labelled / "second", first)
    both = [(first[message.id], message) for message in second]
    if not both:
        raise ValueError(f"{labelled / 'second'}: no second labels of messages that are there")
    strict = [Scored(replace(one, optional=frozenset()), other.gold) for one, other in both]
    lenient = [Scored(replace(one, optional=one.optional | other.optional), other.gold) for one, other in both]
    return Agreement(
        len(both),
        micro(strict, who_tag).f1,
        _lenient(lenient).f1,
        {behavior: counts.f1 for behavior, counts in per_tag(strict).items()},
        _kappa(both),
    )


def second_labels(folder: Path, first: dict[str, Labelled]) -> list[Labelled]:
    """The second labels in ``folder`` as messages, in file order."""
    rows: list[dict[str, Any]] = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    known = [row for row in rows if row["id"] in first]
    return [
        replace(
            first[row["id"]],
            tags=tuple(_tags(row, first[row["id"]])),
            optional=frozenset(pair for pair in ACTS if [pair[0].value, pair[1].value] in row["optional"]),
        )
        for row in known
    ]


def _tags(row: dict[str, Any], message: Labelled) -> list[GoldTag]:
    return [
        GoldTag(actor, behavior, find_quote(message.id, message.text, tag["quote"], tag.get("nth", 1)))
        for tag in row["tags"]
        for actor, behavior in ACTS
        if (actor.value, behavior.value) == (tag["actor"], tag["behavior"])
    ]


def _lenient(items: Sequence[Scored]) -> Counts:
    """What either called arguable counts neither way, also where the first labelling has it as sure."""
    return micro(
        [
            Scored(
                replace(
                    item.message, tags=tuple(tag for tag in item.message.tags if tag.pair not in item.message.optional)
                ),
                item.predicted - item.message.optional,
            )
            for item in items
        ],
        who_tag,
    )


def _kappa(both: Sequence[tuple[Labelled, Labelled]]) -> float:
    rows = [
        (coder, f"{message.id}/{actor}/{behavior}", (actor, behavior) in message.gold)
        for pair in both
        for coder, message in zip(("first", "second"), pair, strict=True)
        for actor, behavior in ACTS
    ]
    return float(AnnotationTask(rows).kappa())
