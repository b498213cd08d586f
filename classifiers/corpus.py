"""The labelled messages of data/labelled: loaded, checked, their quotes turned into offsets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.annotations import Span
from classifiers.codebook import Actor, Behavior, SafetyFlag

Pair = tuple[Actor, Behavior]


class CorpusError(ValueError):
    """A labelled file holds something the formats do not allow; the message names file, line and id."""


@dataclass(frozen=True, slots=True)
class GoldTag:
    """One labelled act; ``span`` is None where the file gives the pair only."""

    actor: Actor
    behavior: Behavior
    span: Span | None

    @property
    def pair(self) -> Pair:
        """Who and what, without where."""
        return (self.actor, self.behavior)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled message (docs/formats.md)."""

    id: str
    text: str
    tags: tuple[GoldTag, ...]
    optional: frozenset[Pair]
    safety: frozenset[SafetyFlag]
    safety_optional: bool = False
    concern: bool = False
    writer: str | None = None
    kind: str | None = None
    trap: str | None = None
    pair: str | None = None
    level: str | None = None
    history: tuple[str, ...] = ()

    @property
    def gold(self) -> frozenset[Pair]:
        """The (actor, behavior) pairs that count."""
        return frozenset(tag.pair for tag in self.tags)


def load(path: Path) -> list[Labelled]:
    """Read one JSONL file, or every ``*.jsonl`` of a folder in name order.

    Raises CorpusError naming file and line for a bad row, OSError when the file cannot be read.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return [row for file in files for row in _rows(file)]


def _rows(file: Path) -> Iterator[Labelled]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _labelled(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CorpusError(f"{file.name} line {number}: {error}") from error


def _labelled(row: dict[str, Any]) -> Labelled:
    text, key = row["text"], str(row["id"])
    if not isinstance(text, str):
        raise CorpusError(f"{key}: text must be a string")
    return Labelled(
        id=key,
        text=text,
        tags=tuple(_tag(key, text, tag) for tag in row.get("tags", ())),
        optional=frozenset((Actor(actor), Behavior(behavior)) for actor, behavior in row.get("optional", ())),
        safety=frozenset(SafetyFlag(flag) for flag in row.get("safety", ())),
        safety_optional=bool(row.get("safety_optional")),
        concern=bool(row.get("concern")),
        writer=row.get("writer"),
        kind=row.get("kind"),
        trap=row.get("trap"),
        pair=row.get("pair"),
        level=row.get("level"),
        history=tuple(row.get("history", ())),
    )


def _tag(key: str, text: str, tag: Any) -> GoldTag:  # noqa: ANN401 - a row is a list or a dict until it is checked here
    if isinstance(tag, list):
        actor, behavior = tag
        return GoldTag(Actor(actor), Behavior(behavior), None)
    return GoldTag(
        Actor(tag["actor"]), Behavior(tag["behavior"]), find_quote(key, text, tag["quote"], tag.get("nth", 1))
    )


def find_quote(key: str, text: str, quote: str, nth: int) -> Span:
    """The span of the ``nth`` (from 1) occurrence of ``quote``; raises CorpusError naming id and quote."""
    start = -1
    for _ in range(nth):
        start = text.find(quote, start + 1)
        if start < 0 or not quote:
            raise CorpusError(f"{key}: quote {quote!r} (occurrence {nth}) is not in the text")
    return Span(start, start + len(quote))
