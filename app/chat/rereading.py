"""Messages read by an earlier reader, read again: one in which the person put something right keeps all it had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from app.chat import store
from app.entries import store as entries
from app.tables import Message, Owner, TagRow
from classifiers.annotations import Reading, Tag
from classifiers.codebook import SafetyLevel

AT_ONCE = 50  # messages a press: about two seconds


@dataclass(frozen=True, slots=True)
class Older:
    """What is to be read again: one person's telling, or the ``lines`` of a chat in it (mine or not, start, end)."""

    text: str
    lines: Sequence[Sequence[int]] | None


def waiting(session: Session, owner: Owner, model_hash: str) -> int:
    """How many messages another reader than this one read."""
    return session.exec(select(func.count()).select_from(Message).where(*_older(owner, model_hash))).one()


def _older(owner: Owner, model_hash: str) -> tuple[bool, ...]:
    return (
        Message.owner_id == owner.id,
        Message.level == SafetyLevel.NONE.value,
        Message.model_hash != model_hash,
        Message.model_hash != "",  # said while there was no reader
    )


def newest(session: Session, owner: Owner, model_hash: str) -> dict[int, Older]:
    """The newest of them by key, as many as are read at a time."""
    query = select(Message.id, Message.text, Message.heard).where(*_older(owner, model_hash))
    rows = session.exec(query.order_by(col(Message.id).desc()).limit(AT_ONCE))
    return {key or 0: Older(text, heard.get("lines")) for key, text, heard in rows}


def put(session: Session, owner: Owner, readings: Mapping[int, Reading], model_hash: str) -> None:
    """Keep what was read anew, by the key of its message; one deleted meanwhile is left out. Answers stay as they were given."""
    days = set()
    query = select(Message).where(*_older(owner, model_hash), col(Message.id).in_(readings))
    for message in session.exec(query).all():
        _put(session, message, readings[message.id or 0], model_hash)
        entry = entries.entry_of(session, message)
        if entry is not None:
            days.add(entry.happened_on)
    entries.recount(session, owner, days)


def _put(session: Session, message: Message, reading: Reading, model_hash: str) -> None:
    rows = session.exec(select(TagRow).where(TagRow.message_id == message.id)).all()
    went_over = any(row.by_hand or row.dismissed_at is not None for row in rows)
    kept = rows if went_over else []  # what the person left in a message they went over is theirs, too
    for row in rows:
        if row not in kept:
            session.delete(row)
    fresh = Reading(
        reading.text,
        tags=tuple(tag for tag in reading.tags if not _settled(tag, kept)),
        unsure=tuple(tag for tag in reading.unsure if not _settled(tag, kept)),
    )
    store.add_tags(session, message, fresh, model_hash)
    message.model_hash = model_hash
    if not message.from_chat:
        message.heard = store.heard_row(reading)


def _settled(tag: Tag, kept: Sequence[TagRow]) -> bool:
    """Whether the person has already said what this is: the same act there, or a correction over most of its words."""
    for row in kept:
        shared = min(tag.span.end, row.end) - max(tag.span.start, row.start)
        same = row.behavior == tag.behavior.value and shared > 0
        if same or (row.by_hand and 2 * shared >= tag.span.end - tag.span.start):
            return True
    return False
