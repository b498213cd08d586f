"""What the chat page shows of one exchange: marked text, groups, the answer. Pure; no request, no database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.replies.reply import Reply, ReplyKind
from app.tables import Message, TagRow
from app.web.labels import sureness
from classifiers.codebook import Behavior, Family, Intent

_SENTENCE = re.compile(r"\S[^.!?\n]*(?:[.!?]+|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A suggested line as shown; ``number`` is its place in the reply."""

    number: int
    text: str
    form: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One tag as shown."""

    id: int
    actor: str
    behavior: str
    family: str
    words: str
    sure: bool
    sureness: str
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the message, the marks that cover it (none for plain text) and those that end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and its answer, ready for the template."""

    id: int
    said: str
    pieces: tuple[Piece, ...]
    groups: tuple[tuple[Family, tuple[Mark, ...]], ...]
    maybe: tuple[Mark, ...]
    dismissed: tuple[Mark, ...]
    reply: Reply
    level: str
    lifted: bool
    concern_answer: str | None
    lines: tuple[Line, ...] = ()
    sentences: tuple[str, ...] = ()
    entry: int | None = None
    happened: str = ""
    pasted: str = ""  # the whole message, where it is lines of a chat

    @property
    def asks_concern(self) -> bool:
        """Whether the private question still waits for an answer."""
        return self.reply.kind is ReplyKind.CONCERN and self.concern_answer is None

    @property
    def is_help(self) -> bool:
        """Whether this answer is help and nothing else."""
        return self.reply.kind in {ReplyKind.DANGER, ReplyKind.CAREFUL, ReplyKind.CONCERN}


def turn(
    message: Message,
    rows: Sequence[TagRow],
    reply: Reply,
    said: str,
    kept: frozenset[str] = frozenset(),
    happened: str = "",
) -> Turn:
    """Everything about one stored message the page needs.

    ``kept`` are the lines kept in its conversation; ``happened`` the day of its entry, where that is another than the day it was said.
    """
    marks = [_mark(row, message.text) for row in rows]
    sure = [mark for mark in marks if mark.sure and not mark.dismissed]
    groups = tuple(
        (family, tuple(mark for mark in sure if mark.family == family))
        for family in Family
        if any(mark.family == family for mark in sure)
    )
    return Turn(
        id=message.id or 0,
        said=said,
        pieces=pieces(
            message.text,
            [(row.start, row.end, mark) for row, mark in zip(rows, marks, strict=True) if not mark.dismissed],
        ),
        groups=groups,
        maybe=tuple(mark for mark in marks if not mark.sure and not mark.dismissed),
        dismissed=tuple(mark for mark in marks if mark.dismissed),
        reply=reply,
        level=message.level,
        lifted=message.lifted_at is not None,
        concern_answer=message.concern_answer,
        lines=lines(reply, kept),
        sentences=tuple(message.text[start:end] for start, end in sentences(message.text)),
        entry=message.entry_id,
        happened=happened,
        pasted=message.text if message.heard.get("intent") == Intent.PASTED_CHAT.value else "",
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a message begin and end, for choosing the words of an act."""
    found = [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]
    return found or [(0, len(text))]


def lines(reply: Reply, kept: frozenset[str]) -> tuple[Line, ...]:
    """The suggested lines, the one to show large first: the newest asked for, else the warm one."""
    shown = [Line(number, one.text, one.form.value, one.text in kept) for number, one in enumerate(reply.suggestions)]
    first = next((line for line in shown if line.form == "warm"), None) if _as_offered(reply) else None
    return tuple(([first] if first else []) + [line for line in shown if line is not first])


def _as_offered(reply: Reply) -> bool:
    """Whether no further line was asked for: then no form stands twice."""
    forms = [one.form for one in reply.suggestions]
    return len(set(forms)) == len(forms)


def _mark(row: TagRow, text: str) -> Mark:
    return Mark(
        id=row.id or 0,
        actor=row.actor,
        behavior=row.behavior,
        family=Behavior(row.behavior).family.value,
        words=text[row.start : row.end],
        sure=row.sure,
        sureness=sureness(row.confidence),
        dismissed=row.dismissed_at is not None,
    )


def pieces(text: str, marked: Sequence[tuple[int, int, Mark]]) -> tuple[Piece, ...]:
    """Cut the text at every edge of a mark, so that overlapping marks share their stretch."""
    edges = sorted({0, len(text), *(edge for start, end, _ in marked for edge in (start, end))})
    found = []
    for start, end in pairwise(edges):
        covering = tuple(mark for first, last, mark in marked if first <= start and end <= last)
        ends = tuple(mark for _, last, mark in marked if last == end)
        found.append(Piece(text[start:end], covering, ends))
    return tuple(found)
