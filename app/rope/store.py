"""What the rope is made of, in and out of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.accounts.access import owned
from app.entries import store as entries
from app.entries.counts import strands_of
from app.rope.rope import MOST_NAMED, WEEKS, Deed, Quarrels, Rope, enough, rope
from app.tables import Entry, Message, Owner, Ritual, RitualDay, Strand, Thread
from classifiers.codebook import Behavior, SafetyLevel


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rope, and from how many entries on how many days it is drawn."""

    rope: Rope
    entries: int
    days: int

    @property
    def enough(self) -> bool:
        """Whether that is enough to show it."""
        return enough(self.entries, self.days)


def rope_of(session: Session, owner: Owner, today: date) -> Drawn:
    """The owner's rope today."""
    since = today - timedelta(weeks=WEEKS)
    deeds, written, total = [], set(), 0
    quarrels: dict[date, dict[str, int]] = {}
    for day, what, key, n in entries.by_day(session, owner, ("deed", "loosened", "mended", "entries"), since, today):
        if what == "deed":
            behavior, mine, solid, strands = strands_of(key)
            deeds.append(Deed(day, behavior, mine, solid, strands))
        elif what == "entries":
            if key != "quarrel":  # a quarrel is counted as told too
                total += n
            if key != "former":
                written.add(day)
        else:
            quarrels.setdefault(day, {})[what] = n
    found = rope(
        today=today,
        named=[one.words for one in named(session, owner)],
        deeds=deeds,
        quarrels=[Quarrels(day, some.get("loosened", 0), some.get("mended", 0)) for day, some in quarrels.items()],
        written=written,
    )
    return Drawn(found, total, len(written))


def named(session: Session, owner: Owner) -> Sequence[Strand]:
    """What already holds the two, as the person named it."""
    return session.exec(select(Strand).where(Strand.owner_id == owner.id).order_by(col(Strand.id))).all()


def name(session: Session, owner: Owner, words: str) -> bool:
    """Name one more; False when there are five."""
    if len(named(session, owner)) >= MOST_NAMED:
        return False
    session.add(Strand(owner_id=owner.id or 0, words=words))
    return True


def goods(session: Session, owner: Owner, most: int = 6) -> Sequence[Thread]:
    """The good things logged last, newest first."""
    query = (
        select(Thread)
        .where(Thread.owner_id == owner.id)
        .order_by(col(Thread.happened_on).desc(), col(Thread.id).desc())
    )
    return session.exec(query.limit(most)).all()


def log(session: Session, owner: Owner, thread: Thread) -> None:
    """Keep a good thing."""
    session.add(thread)
    session.flush()
    entries.recount(session, owner, {thread.happened_on})


def mark(session: Session, owner: Owner, key: int, *, landed: bool = False, lot: bool = False) -> None:
    """Turn "it landed" or "meant a lot" on or off. Raises NotFoundError."""
    thread = owned(session, Thread, key, owner)
    thread.landed ^= landed and thread.mine
    thread.meant_a_lot ^= lot
    session.flush()
    entries.recount(session, owner, {thread.happened_on})


def forget(session: Session, owner: Owner, key: int) -> None:
    """Delete a good thing. Raises NotFoundError."""
    thread = owned(session, Thread, key, owner)
    session.delete(thread)
    session.flush()
    entries.recount(session, owner, {thread.happened_on})


def rituals(session: Session, owner: Owner, today: date) -> list[tuple[Ritual, bool | None, date | None]]:
    """The rituals that are on: each with what was said for today, and the last day it happened before today."""
    query = select(Ritual).where(Ritual.owner_id == owner.id, col(Ritual.ended_on).is_(None)).order_by(col(Ritual.id))
    found = []
    for ritual in session.exec(query).all():
        days = select(RitualDay).where(
            RitualDay.ritual_id == ritual.id, RitualDay.day < today, col(RitualDay.happened).is_(True)
        )
        last = session.exec(days.order_by(col(RitualDay.day).desc()).limit(1)).first()
        now = session.get(RitualDay, (ritual.id, today))
        found.append((ritual, now.happened if now else None, last.day if last else None))
    return found


def happened(session: Session, owner: Owner, key: int, day: date, *, yes: bool) -> None:
    """Whether a ritual happened on a day; said again, the later word counts. Raises NotFoundError."""
    ritual = owned(session, Ritual, key, owner)
    session.merge(RitualDay(ritual_id=ritual.id or 0, day=day, happened=yes))
    session.flush()
    entries.recount(session, owner, {day})


def choose(session: Session, owner: Owner, words: str, behavior: Behavior, today: date) -> int:
    """Begin a ritual; returns its key."""
    ritual = Ritual(owner_id=owner.id or 0, name=words, behavior=behavior.value, chosen_on=today)
    session.add(ritual)
    session.flush()
    return ritual.id or 0


def end(session: Session, owner: Owner, key: int, today: date) -> None:
    """Let a ritual go; what happened stays. Raises NotFoundError."""
    owned(session, Ritual, key, owner).ended_on = today


def day(session: Session, owner: Owner, when: date) -> tuple[list[Message], list[Thread], list[Ritual]]:
    """What was told of a day: messages that are not flagged, good things, rituals that happened."""
    messages = session.exec(
        select(Message)
        .join(Entry, col(Entry.id) == Message.entry_id)
        .where(Entry.owner_id == owner.id, Entry.happened_on == when, Message.level == SafetyLevel.NONE.value)
        .order_by(col(Message.id))
    ).all()
    threads = session.exec(
        select(Thread).where(Thread.owner_id == owner.id, Thread.happened_on == when).order_by(col(Thread.id))
    ).all()
    done = session.exec(
        select(Ritual)
        .join(RitualDay, col(RitualDay.ritual_id) == Ritual.id)
        .where(Ritual.owner_id == owner.id, RitualDay.day == when, col(RitualDay.happened).is_(True))
    ).all()
    return list(messages), list(threads), list(done)


def lately_mine(session: Session, owner: Owner, today: date) -> dict[Behavior, tuple[bool, date]]:
    """For each kind the writer did in the last half year: whether it ever landed, and the last day."""
    found: dict[Behavior, tuple[bool, date]] = {}
    for when, _, key, _ in entries.by_day(session, owner, ("deed",), today - timedelta(days=182), today):
        behavior, mine, solid, _ = strands_of(key)
        if mine:
            landed, _ = found.get(behavior, (False, when))
            found[behavior] = (landed or solid, when)
    return found


def thread(owner: Owner, behavior: Behavior, words: str, when: date, now: datetime, *, mine: bool) -> Thread:
    """A row for ``log``."""
    return Thread(
        owner_id=owner.id or 0, happened_on=when, behavior=behavior.value, mine=mine, words=words, logged_at=now
    )
