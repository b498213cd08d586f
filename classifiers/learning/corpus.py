"""The labelled messages of data/labelled: loaded, checked, their quotes turned into offsets."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from classifiers.annotations import Span
from classifiers.codebook import Actor, Behavior, Intent, SafetyFlag, Slot, Topic

Pair = tuple[Actor, Behavior]
Row = TypeVar("Row")


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
    """One labelled message (docs/formats.md). ``denied`` holds the ``not_tags``, ``danger_spans`` the words that show a flag, where marked."""

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
    denied: tuple[GoldTag, ...] = ()
    danger_spans: tuple[tuple[SafetyFlag, Span], ...] = ()
    split: str | None = None
    by: str | None = None  # of a line of a chat: who sent it

    @property
    def gold(self) -> frozenset[Pair]:
        """The (actor, behavior) pairs that count."""
        return frozenset(tag.pair for tag in self.tags)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the user in a labelled talk, read as a message of its own with the app's last words in ``asked`` ("" at the start).

    ``earlier`` are the user's turns before it, oldest first.
    """

    message: Labelled
    asked: str
    earlier: tuple[str, ...]
    intent: Intent
    topic: Topic
    slots: tuple[tuple[Slot, Span], ...]


def load(path: Path) -> list[Labelled]:
    """Read one JSONL file, or every ``*.jsonl`` of a folder in name order.

    Raises CorpusError naming file and line for a bad row, OSError when the file cannot be read.
    """
    return _load(path, lambda row: [_labelled(row)])


def load_talks(path: Path) -> list[Turn]:
    """The user's turns of the talks in one JSONL file or every one of a folder. Raises as ``load`` does."""
    return _load(path, _turns)


def load_slots(path: Path, messages: Sequence[Labelled]) -> list[Turn]:
    """What a row of ``path`` tells of one of ``messages``: its slots, intent and topic; rows of other messages are left out.

    Raises as ``load`` does.
    """
    known = {message.id: message for message in messages}
    return _load(path, lambda row: [_told(row, known[row["id"]])] if row["id"] in known else [])


def _told(row: dict[str, Any], message: Labelled) -> Turn:
    return Turn(message, "", (), Intent(row["intent"]), Topic(row["topic"]), _slots(message.id, message.text, row))


def _slots(key: str, text: str, row: dict[str, Any]) -> tuple[tuple[Slot, Span], ...]:
    return tuple(
        (Slot(mark["slot"]), find_quote(key, text, mark["quote"], mark.get("nth", 1))) for mark in row.get("slots", ())
    )


def load_real(references: Path, texts: Sequence[Path]) -> list[Labelled]:
    """The real posts ``references`` labels, with their texts from files of ``{"id", "text"}`` rows; posts without a text are left out.

    Raises CorpusError naming file, line and id where a label lies outside its text, OSError when a file cannot be read.
    """
    known = {row["id"]: row["text"] for file in texts for (row,) in _rows(file, lambda row: [row])}
    return _load(references, lambda row: [_referred(row, known[row["id"]])] if row["id"] in known else [])


def _referred(row: dict[str, Any], text: str) -> Labelled:
    def quoted(mark: dict[str, Any]) -> dict[str, Any]:
        start, end = mark["start"], mark["end"]
        if not 0 <= start < end <= len(text):
            raise CorpusError(
                f"{row['id']}: a label at {start} to {end} lies outside its text of {len(text)} characters"
            )
        return {**mark, "quote": text[start:end], "nth": text.count(text[start:end], 0, start) + 1}

    marks = {name: [quoted(mark) for mark in row.get(name, ())] for name in ("tags", "not_tags")}
    return _labelled({**row, **marks, "text": text})


def is_talk(path: Path) -> bool:
    """Whether the first row of a file, or of a folder's first file, is a talk. Raises OSError when it cannot be read."""
    for file in _files(path)[:1]:
        with file.open(encoding="utf-8") as lines:
            return '"turns"' in next(lines, "")
    return False


def answered_lines(lines: Sequence[Labelled]) -> list[str]:
    """What each line of chats answers: the last one before it that the other sent in the same chat, "" where there is none."""
    found: list[str] = []
    last: dict[tuple[str | None, str | None], str] = {}
    for line in lines:
        others = [text for (chat, by), text in reversed(last.items()) if chat == line.writer and by != line.by]
        found.append(others[0] if others else "")
        last.pop((line.writer, line.by), None)
        last[line.writer, line.by] = line.text
    return found


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def _load(path: Path, read: Callable[[dict[str, Any]], list[Row]]) -> list[Row]:
    return [item for file in _files(path) for items in _rows(file, read) for item in items]


def _rows(file: Path, read: Callable[[dict[str, Any]], list[Row]]) -> Iterator[list[Row]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield read(json.loads(line))
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
        denied=tuple(_tag(key, text, tag) for tag in row.get("not_tags", ())),
        danger_spans=tuple(
            (SafetyFlag(mark["flag"]), find_quote(key, text, mark["quote"], mark.get("nth", 1)))
            for mark in row.get("safety_spans", ())
        ),
        split=row.get("split"),
        by=row.get("by"),
    )


def _turns(row: dict[str, Any]) -> list[Turn]:
    turns: list[Turn] = []
    asked, earlier = "", list[str]()
    for number, turn in enumerate(row["turns"]):
        if turn["by"] == "app":
            asked = turn["text"]
            continue
        key = f"{row['id']}.{number}"
        message = _labelled({**turn, "id": key, "writer": row.get("writer")})
        intent = "answer" if turn["intent"].startswith("answer") else turn["intent"]
        slots = _slots(key, message.text, turn)
        turns.append(Turn(message, asked, tuple(earlier), Intent(intent), Topic(turn["topic"]), slots))
        earlier.append(message.text)
    return turns


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
