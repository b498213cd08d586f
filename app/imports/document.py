"""An exported JSON document back into the database; what is there already is not brought in twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from app.batch import has_half_characters
from app.chat.forms import CONCERN_ANSWERS
from app.chat.kept import WENT
from app.chat.store import reading_of, reply_of, reply_row
from app.entries import store as entries
from app.exports.document import VERSION
from app.searching import plain
from app.tables import (
    ChatFile,
    Conversation,
    Entry,
    KeptLine,
    Message,
    Owner,
    Ritual,
    RitualDay,
    Strand,
    TagRow,
    Thread,
)
from classifiers.codebook import Actor, Behavior, SafetyLevel

_WRONG = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
)  # what a row of another shape raises
_YEARS = range(1900, 9999)


class DocumentError(ValueError):
    """The document cannot be brought in; the message names the place and says what is wrong there."""


@dataclass(slots=True)
class Brought:
    """How many came in, and how many were there already."""

    messages: int = 0
    threads: int = 0
    there_already: int = 0
    days: set[date] = field(default_factory=set)


def bring_in(session: Session, owner: Owner, document: Any) -> Brought:  # noqa: ANN401 - any JSON; checked here
    """Add what the document holds to the owner's notes. Raises DocumentError before anything is written that could not be undone by the caller."""
    if not isinstance(document, dict) or document.get("format") != "ropework-export":
        raise DocumentError('this is no export of Ropework (a JSON file with "format": "ropework-export")')
    if document.get("version") != VERSION:
        raise DocumentError(
            f"this export has version {document.get('version')!r}; this Ropework brings in version {VERSION}"
        )
    brought = Brought()
    numbers: dict[int, Entry] = {}
    files: dict[int, ChatFile] = {}
    parts: tuple[tuple[str, str, Callable[[Any], None]], ...] = (
        ("conversations", "conversation", lambda row: _talk(session, owner, row, numbers, files, brought)),
        ("threads", "thread", lambda row: _thread(session, owner, row, brought)),
        ("rituals", "ritual", lambda row: _ritual(session, owner, row, brought)),
        ("strands", "strand", lambda row: _strand(session, owner, row, brought)),
    )
    for name, one, bring in parts:
        rows = document.get(name, [])
        if not isinstance(rows, list):
            raise DocumentError(f"{name} is no list, as an export writes it")
        for at, row in enumerate(rows, 1):
            try:
                bring(row)
            except _WRONG as error:
                raise DocumentError(f"{one} {at} is not as an export writes it: {type(error).__name__}") from error
    session.flush()
    entries.recount(session, owner, brought.days)
    return brought


def _talk(
    session: Session,
    owner: Owner,
    talk: dict[str, Any],
    numbers: dict[int, Entry],
    files: dict[int, ChatFile],
    brought: Brought,
) -> None:
    fresh = [row for row in talk["messages"] if not _known(session, owner, row)]
    brought.there_already += len(talk["messages"]) - len(fresh)
    if not fresh:
        return
    conversation = Conversation(
        owner_id=owner.id or 0,
        started_at=_moment(talk["started_at"]),
        updated_at=_moment(fresh[-1]["said_at"]),
        chat=_text(talk.get("chat", "")),
        chat_file_id=_file(session, owner, talk, files, len(fresh)),
    )
    session.add(conversation)
    session.flush()
    for row in fresh:
        _message(session, owner, conversation, row, numbers, brought)
    for line in talk.get("kept_lines", []):
        session.add(
            KeptLine(
                owner_id=owner.id or 0,
                conversation_id=conversation.id or 0,
                text=_text(line["text"]),
                kept_at=_moment(line["kept_at"]),
                went=_one_of(line["went"], WENT),
                asked_at=_moment(line["kept_at"]) if line["went"] else None,
            )
        )


def _file(
    session: Session, owner: Owner, talk: dict[str, Any], files: dict[int, ChatFile], stretches: int
) -> int | None:
    """The chat that this talk was brought in from, so that all of it can be taken back together."""
    if talk.get("chat_file") is None:
        return None
    number = int(talk["chat_file"])
    if number not in files:
        form, _, them = _text(talk["chat"]).partition(" with ")
        files[number] = ChatFile(
            owner_id=owner.id or 0, brought_at=_moment(talk["started_at"]), format=form, them=them, state="done"
        )
        session.add(files[number])
    files[number].kept += stretches
    session.flush()
    return files[number].id


def _known(session: Session, owner: Owner, row: dict[str, Any]) -> bool:
    query = select(Message.id).where(
        Message.owner_id == owner.id, Message.said_at == _moment(row["said_at"]), Message.text == _text(row["text"])
    )
    return session.exec(query.limit(1)).first() is not None


def _message(
    session: Session,
    owner: Owner,
    conversation: Conversation,
    row: dict[str, Any],
    numbers: dict[int, Entry],
    brought: Brought,
) -> None:
    level = SafetyLevel(row["level"])
    text = _text(row["text"])
    message = Message(
        owner_id=owner.id or 0,
        conversation_id=conversation.id or 0,
        text=text,
        said_at=_moment(row["said_at"]),
        level=level.value,
        screening=dict(row["screening"]),
        reply=_answer(row["answer"]),
        model_hash=str(row["model"]),
        heard=dict(row.get("heard") or {}),
        plain=plain(text),
        lifted_at=_moment(row["lifted_at"]) if row.get("lifted_at") else None,
        concern_answer=_one_of(row.get("concern_answer"), CONCERN_ANSWERS),
        watched=level is not SafetyLevel.NONE or bool(row["screening"].get("signs")),
        from_chat=bool(row.get("from_chat", False)),
    )
    reading_of(message, ())  # what was heard can be shown, or is refused here
    if level is SafetyLevel.NONE and row.get("entry"):
        message.entry_id = _entry(session, owner, row["entry"], numbers, brought).id
    session.add(message)
    session.flush()
    for rows, aside in ((row.get("tags", []), False), (row.get("put_aside", []), True)):
        session.add_all(_tag(message, tag, aside=aside) for tag in rows)
    brought.messages += 1


def _entry(session: Session, owner: Owner, row: dict[str, Any], numbers: dict[int, Entry], brought: Brought) -> Entry:
    number = int(row["number"])
    if number not in numbers:
        size = row["size"]
        if size not in {"small", "usual", "big"}:
            raise ValueError("size")
        numbers[number] = Entry(
            owner_id=owner.id or 0,
            happened_on=_day(row["happened_on"]),
            hour=row["hour"] if row["hour"] is None else range(24)[row["hour"]],
            size=size,
            topic=str(row["topic"]),
            former=bool(row["with_an_ex"]),
            mended=bool(row["mended"]),
        )
        session.add(numbers[number])
        session.flush()
        brought.days.add(numbers[number].happened_on)
    return numbers[number]


def _tag(message: Message, row: dict[str, Any], *, aside: bool) -> TagRow:
    start, end = int(row["start"]), int(row["end"])
    if not 0 <= start < end <= len(message.text):
        raise ValueError("span")
    return TagRow(
        owner_id=message.owner_id,
        message_id=message.id or 0,
        actor=Actor(row["actor"]).value,
        behavior=Behavior(row["behavior"]).value,
        start=start,
        end=end,
        confidence=min(max(float(row["confidence"]), 0.0), 1.0),
        sure=bool(row["sure"]),
        model_hash=str(row["model"]),
        by_hand=bool(row["by_hand"]),
        dismissed_at=message.said_at if aside else None,
    )


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    """Read as a page would read it: what cannot be shown is not kept."""
    return reply_row(reply_of(row))


def _thread(session: Session, owner: Owner, row: dict[str, Any], brought: Brought) -> None:
    day = _day(row["happened_on"])
    behavior, mine, words = Behavior(row["behavior"]).value, row["whose"] == "mine", _text(row["words"])
    query = select(Thread.id).where(
        Thread.owner_id == owner.id,
        Thread.happened_on == day,
        Thread.behavior == behavior,
        Thread.mine == mine,
        Thread.words == words,
    )
    if session.exec(query.limit(1)).first() is not None:
        brought.there_already += 1
        return
    moment = datetime.combine(day, datetime.min.time(), owner.created_at.tzinfo)
    session.add(
        Thread(
            owner_id=owner.id or 0, happened_on=day, behavior=behavior, mine=mine, words=words,
            meant_a_lot=bool(row["meant_a_lot"]), landed=bool(row["landed"]), logged_at=moment,
        )
    )  # fmt: skip
    brought.threads += 1
    brought.days.add(day)


def _ritual(session: Session, owner: Owner, row: dict[str, Any], brought: Brought) -> None:
    name, chosen = _text(row["name"]), _day(row["chosen_on"])
    query = select(Ritual).where(Ritual.owner_id == owner.id, Ritual.name == name, Ritual.chosen_on == chosen)
    ritual = session.exec(query).first()
    if ritual is None:
        ritual = Ritual(owner_id=owner.id or 0, name=name, behavior=Behavior(row["behavior"]).value, chosen_on=chosen)
        session.add(ritual)
    ritual.ended_on = _day(row["ended_on"]) if row["ended_on"] else None
    session.flush()
    for day, happened in row["days"].items():
        session.merge(RitualDay(ritual_id=ritual.id or 0, day=_day(day), happened=bool(happened)))
        brought.days.add(_day(day))


def _strand(session: Session, owner: Owner, row: Any, brought: Brought) -> None:  # noqa: ANN401 - any JSON
    words = _text(row)
    if (
        session.exec(select(Strand.id).where(Strand.owner_id == owner.id, Strand.words == words).limit(1)).first()
        is None
    ):
        session.add(Strand(owner_id=owner.id or 0, words=words))
    else:
        brought.there_already += 1


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError("moment")
    return moment


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError("day")
    return day


def _one_of(value: Any, allowed: frozenset[str]) -> str | None:  # noqa: ANN401 - any JSON
    if value is not None and value not in allowed:
        raise ValueError("choice")
    return str(value) if value is not None else None


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(value, str) or "\x00" in value or has_half_characters(value):
        raise ValueError("text")
    return value
