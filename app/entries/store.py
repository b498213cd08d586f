"""Entries in and out of the database, and the tallies kept of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select

from app.accounts.access import owned
from app.entries.calendar import next_month
from app.entries.counts import RULE, Good, Key, Told, day_counts
from app.entries.sequence import Step
from app.entries.when import day_told, hour_told
from app.errors import NotFoundError
from app.tables import Entry, Message, Owner, Ritual, RitualDay, Strand, TagRow, Tally, Taught, Thread
from classifiers.codebook import Actor, Behavior, SafetyLevel, Slot

_DAY, _MONTH = "d", "m"


def today_of(owner: Owner, now: datetime) -> date:
    """The owner's day."""
    return now.astimezone(ZoneInfo(owner.time_zone)).date()


def place(session: Session, owner: Owner, message: Message, *, begins: bool) -> None:
    """Give a saved message its entry: one of its own where it ``begins`` something, else that of its talk; a flagged one has none. Counts the day."""
    if message.level != SafetyLevel.NONE.value:
        return
    entry = None if begins else _newest_in_talk(session, message)
    if entry is None:
        if not begins and not sure_acts(session, [message.id or 0]):
            return
        entry = Entry(
            owner_id=message.owner_id,
            happened_on=today_of(owner, message.said_at),
            topic=message.heard.get("topic", "none"),
        )
        session.add(entry)
    _date(entry, message)
    session.flush()
    message.entry_id = entry.id
    session.flush()
    recount(session, owner, {entry.happened_on})


def _newest_in_talk(session: Session, message: Message) -> Entry | None:
    query = select(Message.entry_id).where(
        Message.conversation_id == message.conversation_id, col(Message.entry_id).is_not(None), Message.id != message.id
    )
    key = session.exec(query.order_by(col(Message.id).desc())).first()
    return session.get(Entry, key) if key else None


def _date(entry: Entry, message: Message) -> None:
    """Take the day and the hour from what was told: the first word for it counts, today until then."""
    if entry.id is not None:
        return
    told = " ".join(
        message.text[start:end]
        for slot, start, end, sure in message.heard.get("slots", ())
        if slot == Slot.WHEN.value and sure >= 0.5
    )
    opening = message.text[:400]
    entry.happened_on = day_told(told, entry.happened_on) or day_told(opening, entry.happened_on) or entry.happened_on
    entry.hour = hour_told(told) if told else hour_told(opening)


def move(
    session: Session, owner: Owner, key: int, day: date, hour: int | None, size: str, *, former: bool, mended: bool
) -> Entry:
    """Set what the person says of an entry. Raises NotFoundError."""
    entry = owned(session, Entry, key, owner)
    days = {entry.happened_on, day}
    entry.happened_on, entry.hour, entry.size, entry.former, entry.mended = day, hour, size, former, mended
    session.flush()
    recount(session, owner, days)
    return entry


def join(session: Session, owner: Owner, key: int, other: int) -> Entry:
    """Two tellings of one thing: the messages of ``key`` go to the entry ``other``. Raises NotFoundError."""
    entry, kept = owned(session, Entry, key, owner), owned(session, Entry, other, owner)
    if entry.id != kept.id:
        for message in session.exec(select(Message).where(Message.entry_id == entry.id)):
            message.entry_id = kept.id
        session.flush()
        session.delete(entry)
        session.flush()
        recount(session, owner, {entry.happened_on, kept.happened_on})
    return kept


def part(session: Session, owner: Owner, key: int, message: int) -> Entry:
    """Give a message of the entry one of its own, on the same day. Raises NotFoundError."""
    entry, told = owned(session, Entry, key, owner), owned(session, Message, message, owner)
    if told.entry_id != entry.id:
        raise NotFoundError
    if len(messages_of(session, entry)) == 1:
        return entry
    own = Entry(owner_id=entry.owner_id, happened_on=entry.happened_on, topic=told.heard.get("topic", "none"))
    session.add(own)
    session.flush()
    told.entry_id = own.id
    session.flush()
    recount(session, owner, {entry.happened_on})
    return own


def messages_of(session: Session, entry: Entry) -> Sequence[Message]:
    """What tells of it, oldest first."""
    query = select(Message).where(Message.entry_id == entry.id, Message.level == SafetyLevel.NONE.value)
    return session.exec(query.order_by(col(Message.id))).all()


def around(session: Session, owner: Owner, entry: Entry, most: int = 12) -> list[tuple[Entry, str]]:
    """The entries this one could be a retelling of: the newest others, each with how its first message begins."""
    query = (
        select(Entry, func.min(Message.id))
        .join(Message, col(Message.entry_id) == Entry.id)
        .where(Entry.owner_id == owner.id, Entry.id != entry.id)
        .group_by(col(Entry.id))
        .order_by(col(Entry.happened_on).desc(), col(Entry.id).desc())
        .limit(most)
    )
    found = []
    for other, key in session.exec(query).all():
        message = session.get(Message, key)
        found.append((other, message.text if message else ""))
    return found


def entry_of(session: Session, message: Message) -> Entry | None:
    """What a message tells of."""
    return session.get(Entry, message.entry_id) if message.entry_id else None


def day_of_entry(session: Session, owner: Owner, message: Message) -> None:
    """Count the day of this message anew, after its tags were put right."""
    entry = entry_of(session, message)
    if entry is not None:
        session.flush()
        recount(session, owner, {entry.happened_on})


def sweep(session: Session, owner: Owner, touched: Iterable[int | None]) -> None:
    """After messages of these entries were deleted: entries without a message go, and the days are counted anew."""
    session.flush()
    days = set()
    for key in {key for key in touched if key}:
        entry = session.get(Entry, key)
        if entry is None:
            continue
        days.add(entry.happened_on)
        if session.exec(select(Message.id).where(Message.entry_id == key).limit(1)).first() is None:
            session.delete(entry)
    recount(session, owner, days)


def delete_goods(session: Session, owner: Owner, which: Any) -> None:  # noqa: ANN401 - a condition on Thread
    """Delete logged good things, and count their days anew."""
    rows = session.exec(select(Thread).where(Thread.owner_id == owner.id, which)).all()
    days = {row.happened_on for row in rows}
    for row in rows:
        session.delete(row)
    recount(session, owner, days)


def forget_all(session: Session, owner: Owner) -> None:
    """Delete what the rope is made of: good things, rituals, named strands, every count; and what corrections taught."""
    for ritual in session.exec(select(Ritual).where(Ritual.owner_id == owner.id)):
        session.exec(delete(RitualDay).where(col(RitualDay.ritual_id) == ritual.id))
        session.delete(ritual)
    for table in (Thread, Strand, Tally, Entry, Taught):
        session.exec(delete(table).where(col(table.owner_id) == owner.id))
    session.flush()


def told_on(session: Session, owner: Owner, days: Iterable[date]) -> dict[int, Told]:
    """The entries of these days by their key, as they count."""
    wanted = sorted(days)
    entries = session.exec(select(Entry).where(Entry.owner_id == owner.id, col(Entry.happened_on).in_(wanted))).all()
    keys = [entry.id or 0 for entry in entries]
    messages = session.exec(
        select(col(Message.id), col(Message.entry_id), col(Message.text), col(Message.from_chat))
        .where(col(Message.entry_id).in_(keys), Message.level == SafetyLevel.NONE.value)
        .order_by(col(Message.id))
    ).all()
    tags = sure_acts(session, [key or 0 for key, *_ in messages])
    tellings: dict[int, list[tuple[Step, ...]]] = {key: [] for key in keys}
    for key, entry, text, from_chat in messages:
        tellings[entry or 0].append(_steps("" if from_chat else text, tags.get(key or 0, ())))
    return {
        entry.id or 0: Told(
            entry.happened_on,
            tuple(tellings[entry.id or 0]),
            entry.hour,
            entry.size,
            entry.topic,
            entry.former,
            entry.mended,
        )
        for entry in entries
        if tellings[entry.id or 0]
    }


def sure_acts(session: Session, messages: Sequence[int]) -> dict[int, list[TagRow]]:
    """The acts that count, by message, in order of place: sure, and not put aside."""
    query = select(TagRow).where(
        col(TagRow.message_id).in_(messages), col(TagRow.sure).is_(True), col(TagRow.dismissed_at).is_(None)
    )
    found: dict[int, list[TagRow]] = {}
    for tag in session.exec(query.order_by(col(TagRow.start), col(TagRow.end))):
        found.setdefault(tag.message_id, []).append(tag)
    return found


def _steps(text: str, tags: Sequence[TagRow]) -> tuple[Step, ...]:
    """In the order of telling, with the words between; those of a chat ("") say nothing of the order, which is the true one."""
    ends = [0, *(tag.end for tag in tags)]
    return tuple(
        Step(Actor(tag.actor), Behavior(tag.behavior), text[min(ends[at], tag.start) : tag.start])
        for at, tag in enumerate(tags)
    )


def goods_on(session: Session, owner: Owner, days: Iterable[date]) -> list[Good]:
    """The good things logged for these days, rituals that happened among them."""
    wanted = sorted(days)
    threads = session.exec(select(Thread).where(Thread.owner_id == owner.id, col(Thread.happened_on).in_(wanted)))
    rituals = session.exec(
        select(col(RitualDay.day), col(Ritual.behavior))
        .join(Ritual, col(Ritual.id) == RitualDay.ritual_id)
        .where(Ritual.owner_id == owner.id, col(RitualDay.happened).is_(True), col(RitualDay.day).in_(wanted))
    )
    return [Good(one.happened_on, Behavior(one.behavior), one.mine, one.meant_a_lot, one.landed) for one in threads] + [
        Good(day, Behavior(behavior), None) for day, behavior in rituals
    ]


def recount(session: Session, owner: Owner, days: set[date]) -> None:
    """Make the tallies of these days anew, and of their months."""
    if not days:
        return
    session.flush()
    entries, goods = told_on(session, owner, days), goods_on(session, owner, days)
    for day in days:
        found = day_counts(
            [one for one in entries.values() if one.day == day], [one for one in goods if one.day == day]
        )
        _put(session, owner, _DAY, day, found)
    for month in {day.replace(day=1) for day in days}:
        found = _sums(session, owner, _DAY, month, next_month(month) - timedelta(days=1))
        _put(session, owner, _MONTH, month, found)


def _put(session: Session, owner: Owner, grain: str, day: date, found: Counter[Key]) -> None:
    session.exec(delete(Tally).where(col(Tally.owner_id) == owner.id, col(Tally.grain) == grain, col(Tally.day) == day))
    if found:
        rows = [
            {"owner_id": owner.id, "grain": grain, "day": day, "what": what, "key": key, "n": n}
            for (what, key), n in found.items()
        ]
        session.execute(insert(Tally), rows)


def recount_all(session: Session, owner: Owner) -> None:
    """Count everything anew where it was counted by an older rule."""
    if owner.counted_with == RULE:
        return
    session.exec(delete(Tally).where(col(Tally.owner_id) == owner.id))
    days = set(session.exec(select(col(Entry.happened_on)).where(Entry.owner_id == owner.id).distinct()))
    days |= set(session.exec(select(col(Thread.happened_on)).where(Thread.owner_id == owner.id).distinct()))
    days |= set(
        session.exec(
            select(col(RitualDay.day))
            .join(Ritual, col(Ritual.id) == RitualDay.ritual_id)
            .where(Ritual.owner_id == owner.id)
            .distinct()
        )
    )
    months: dict[date, set[date]] = {}
    for day in days:
        months.setdefault(day.replace(day=1), set()).add(day)
    for some in months.values():
        recount(session, owner, some)
    owner.counted_with = RULE


def totals(session: Session, owner: Owner, first: date | None, last: date) -> Counter[Key]:
    """The numbers from ``first`` (None: from the beginning) to ``last``, both included; whole months by their own tallies."""
    if first is None:
        return _sums(session, owner, _MONTH, date.min, last)
    start = first if first.day == 1 else next_month(first)
    end = last.replace(day=1)  # the month of the last day is not over
    if start >= end:
        return _sums(session, owner, _DAY, first, last)
    one = timedelta(days=1)
    return (
        _sums(session, owner, _DAY, first, start - one)
        + _sums(session, owner, _MONTH, start, end - one)
        + _sums(session, owner, _DAY, end, last)
    )


def _sums(session: Session, owner: Owner, grain: str, first: date, last: date) -> Counter[Key]:
    query = (
        select(col(Tally.what), col(Tally.key), func.sum(Tally.n))
        .where(Tally.owner_id == owner.id, Tally.grain == grain, Tally.day >= first, Tally.day <= last)
        .group_by(col(Tally.what), col(Tally.key))
    )
    return Counter({(what, key): int(n) for what, key, n in session.exec(query)})


def by_day(
    session: Session, owner: Owner, what: Iterable[str], first: date, last: date
) -> list[tuple[date, str, str, int]]:
    """Day, what, key and number of these kinds from ``first`` to ``last``, oldest first."""
    return _series(session, owner, _DAY, what, first, last)


def by_month(
    session: Session, owner: Owner, what: Iterable[str], first: date, last: date
) -> list[tuple[date, str, str, int]]:
    """The same by month; ``first`` is a first of a month."""
    return _series(session, owner, _MONTH, what, first, last)


def _series(
    session: Session, owner: Owner, grain: str, what: Iterable[str], first: date, last: date
) -> list[tuple[date, str, str, int]]:
    query = (
        select(col(Tally.day), col(Tally.what), col(Tally.key), col(Tally.n))
        .where(
            Tally.owner_id == owner.id,
            Tally.grain == grain,
            Tally.day >= first,
            Tally.day <= last,
            col(Tally.what).in_(list(what)),
        )
        .order_by(col(Tally.day), col(Tally.what), col(Tally.key))
    )
    return list(session.exec(query))


def written_days(session: Session, owner: Owner, first: date, last: date) -> set[date]:
    """The days with an entry that counts."""
    return {day for day, _, key, _ in by_day(session, owner, ("entries",), first, last) if key != "former"}


def first_month(session: Session, owner: Owner) -> date | None:
    """The month of the oldest entry."""
    return session.exec(select(func.min(Tally.day)).where(Tally.owner_id == owner.id, Tally.grain == _MONTH)).one()
