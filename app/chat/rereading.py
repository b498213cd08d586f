"""Messages read by an earlier reader, read again: what the person put right or put aside stays as it is."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from app.chat import store
from app.chat.exchange import Reads
from app.entries import store as entries
from app.tables import Message, Owner, TagRow
from classifiers.annotations import Reading, Tag
from classifiers.codebook import SafetyLevel

AT_ONCE = 50  # messages a press: about two seconds


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


def read_again(session: Session, owner: Owner, reader: Reads, model_hash: str) -> int:
    """Read the newest of them; returns how many are left. Answers stay as they were given."""
    query = select(Message).where(*_older(owner, model_hash)).order_by(col(Message.id).desc()).limit(AT_ONCE)
    days = set()
    for message in session.exec(query).all():
        reading = reader.reading(reader.encode(message.text))
        _put(session, message, reading, model_hash)
        entry = entries.entry_of(session, message)
        if entry is not None:
            days.add(entry.happened_on)
    session.flush()
    entries.recount(session, owner, days)
    return waiting(session, owner, model_hash)


def _put(session: Session, message: Message, reading: Reading, model_hash: str) -> None:
    rows = session.exec(select(TagRow).where(TagRow.message_id == message.id)).all()
    kept = [row for row in rows if row.by_hand or row.dismissed_at is not None]
    for row in rows:
        if row not in kept:
            session.delete(row)
    fresh = Reading(
        reading.text,
        tags=tuple(tag for tag in reading.tags if not _settled(tag, kept)),
        unsure=tuple(tag for tag in reading.unsure if not _settled(tag, kept)),
    )
    store.add_tags(session, message, fresh, model_hash)
    message.heard = store.heard_row(reading)
    message.model_hash = model_hash


def _settled(tag: Tag, kept: Sequence[TagRow]) -> bool:
    """Whether the person has already said what this is: the same act there, or a correction over most of its words."""
    for row in kept:
        shared = min(tag.span.end, row.end) - max(tag.span.start, row.start)
        same = row.behavior == tag.behavior.value and shared > 0
        if same or (row.by_hand and 2 * shared >= tag.span.end - tag.span.start):
            return True
    return False
