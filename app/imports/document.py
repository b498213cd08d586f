"""An exported JSON document back into the database; what is there already is not brought in twice."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from app.batch import has_half_characters
from app.chat.store import reply_of, reply_row
from app.entries import store as entries
from app.exports.document import VERSION
from app.searching import plain
from app.tables import Conversation, Entry, KeptLine, Message, Owner, Ritual, RitualDay, Strand, TagRow, Thread
from classifiers.codebook import Actor, Behavior, SafetyLevel


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
    for at, talk in enumerate(document.get("conversations", []), 1):
        place = f"conversation {at}"
        try:
            _talk(session, owner, talk, numbers, brought)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise DocumentError(f"{place} is not as an export writes it: {type(error).__name__}") from error
    for name, bring in (("threads", _thread), ("rituals", _ritual), ("strands", _strand)):
        for at, row in enumerate(document.get(name, []), 1):
            try:
                bring(session, owner, row, brought)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise DocumentError(
                    f"{name[:-1]} {at} is not as an export writes it: {type(error).__name__}"
                ) from error
    session.flush()
    entries.recount(session, owner, brought.days)
    return brought


def _talk(session: Session, owner: Owner, talk: dict[str, Any], numbers: dict[int, Entry], brought: Brought) -> None:
    fresh = [row for row in talk["messages"] if not _known(session, owner, row)]
    brought.there_already += len(talk["messages"]) - len(fresh)
    if not fresh:
        return
    conversation = Conversation(
        owner_id=owner.id or 0,
        started_at=_moment(talk["started_at"]),
        updated_at=_moment(fresh[-1]["said_at"]),
        chat=_text(talk.get("chat", "")),
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
                text=str(line["text"]),
                kept_at=_moment(line["kept_at"]),
                went=line["went"],
                asked_at=_moment(line["kept_at"]) if line["went"] else None,
            )
        )


def _known(session: Session, owner: Owner, row: dict[str, Any]) -> bool:
    query = select(Message.id).where(
        Message.owner_id == owner.id, Message.said_at == _moment(row["said_at"]), Message.text == row["text"]
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
        concern_answer=row.get("concern_answer"),
        watched=level is not SafetyLevel.NONE or bool(row["screening"].get("signs")),
        from_chat=bool(row.get("from_chat", False)),
    )
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
            happened_on=date.fromisoformat(row["happened_on"]),
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
    day = date.fromisoformat(row["happened_on"])
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
    name, chosen = _text(row["name"]), date.fromisoformat(row["chosen_on"])
    query = select(Ritual).where(Ritual.owner_id == owner.id, Ritual.name == name, Ritual.chosen_on == chosen)
    ritual = session.exec(query).first()
    if ritual is None:
        ritual = Ritual(owner_id=owner.id or 0, name=name, behavior=Behavior(row["behavior"]).value, chosen_on=chosen)
        session.add(ritual)
    ritual.ended_on = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
    session.flush()
    for day, happened in row["days"].items():
        session.merge(RitualDay(ritual_id=ritual.id or 0, day=date.fromisoformat(day), happened=bool(happened)))
        brought.days.add(date.fromisoformat(day))


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
    if moment.tzinfo is None:
        raise ValueError("time zone")
    return moment


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(value, str) or "\x00" in value or has_half_characters(value):
        raise ValueError("text")
    return value
