"""What a report is made of, from the database."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.tables import Entry, KeptLine, Message, Owner, Ritual, RitualDay, Thread
from classifiers.codebook import SafetyLevel

MOST_OFFERED = 60


def told(session: Session, owner: Owner, first: date, last: date) -> Sequence[tuple[Message, date]]:
    """The first message of each entry of these days, newest first; nothing flagged, nothing of an ex."""
    query = (
        select(Message, col(Entry.happened_on))
        .join(Entry, col(Entry.id) == Message.entry_id)
        .where(
            Entry.owner_id == owner.id,
            Entry.happened_on >= first,
            Entry.happened_on <= last,
            col(Entry.former).is_(False),
            col(Message.from_chat).is_(False),  # one's own words; a chat is the other's, too
            Message.level == SafetyLevel.NONE.value,
        )
        .order_by(col(Entry.happened_on).desc(), col(Message.id))
    )
    seen: set[int | None] = set()
    found: list[tuple[Message, date]] = []
    for message, day in session.exec(query):
        if message.entry_id not in seen and len(found) < MOST_OFFERED:
            seen.add(message.entry_id)
            found.append((message, day))
    return found


def tried(session: Session, owner: Owner, first: date, last: date) -> Sequence[KeptLine]:
    """Lines kept in these days that were said, or asked about, oldest first."""
    zone = ZoneInfo(owner.time_zone)
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    query = select(KeptLine).where(KeptLine.owner_id == owner.id, KeptLine.kept_at >= start, KeptLine.kept_at < end)
    return session.exec(query.order_by(col(KeptLine.kept_at))).all()


def kept_up(session: Session, owner: Owner, first: date, last: date) -> list[tuple[str, int, int]]:
    """Each ritual: on how many of the days somebody said so it happened."""
    query = (
        select(Ritual.name, col(RitualDay.happened))
        .join(RitualDay, col(RitualDay.ritual_id) == Ritual.id)
        .where(Ritual.owner_id == owner.id, RitualDay.day >= first, RitualDay.day <= last)
        .order_by(col(Ritual.id))
    )
    found: dict[str, list[bool]] = {}
    for name, happened in session.exec(query):
        found.setdefault(name, []).append(happened)
    return [(name, sum(days), len(days)) for name, days in found.items()]


def offered(session: Session, owner: Owner, first: date, last: date, most: int = 8) -> Sequence[Thread]:
    """Good things logged in these days, those that landed or meant a lot first."""
    query = select(Thread).where(Thread.owner_id == owner.id, Thread.happened_on >= first, Thread.happened_on <= last)
    order = (col(Thread.meant_a_lot).desc(), col(Thread.landed).desc(), col(Thread.happened_on).desc(), col(Thread.id))
    return session.exec(query.order_by(*order).limit(most)).all()
