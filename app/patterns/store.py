"""The entries behind a number, found by the rule that counted them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.entries import store as entries
from app.entries.counts import counted
from app.patterns.codes import Number
from app.tables import Entry, Message, Owner, TagRow, Tally, Thread
from classifiers.codebook import Behavior, Family, SafetyLevel

MOST_SHOWN = 40
_DAYS_AT_ONCE = 31


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of an entry: ``parts`` are its words in pieces, each with whether it is one of the acts that count here."""

    day: date
    conversation: int
    message: int
    parts: tuple[tuple[str, bool], ...]


def behind(
    session: Session, owner: Owner, number: Number, first: date, last: date
) -> tuple[list[Shown], list[Thread], date | None]:
    """Messages and logged good things that a number counts, newest first, and the day from which older ones are left out (None: all are here)."""
    shown: list[Shown] = []
    goods: list[Thread] = []
    for days in _days(session, owner, number, first, last):
        told = entries.told_on(session, owner, days)
        keys = {key for key, one in told.items() if number.counts(counted(one))}
        shown += _messages(session, keys, number)
        goods += _goods(session, owner, number, days)
        if len(shown) + len(goods) >= MOST_SHOWN:
            return shown, goods, min(days)
    return shown, goods, None


def _days(session: Session, owner: Owner, number: Number, first: date, last: date) -> list[list[date]]:
    """The days that have it, newest first, in handfuls."""
    query = select(col(Tally.day)).where(
        Tally.owner_id == owner.id, Tally.grain == "d", Tally.day >= first, Tally.day <= last
    )
    if number.keys:
        query = query.where(
            col(Tally.what).in_({what for what, _ in number.keys}), col(Tally.key).in_({key for _, key in number.keys})
        )
    days = list(session.exec(query.distinct().order_by(col(Tally.day).desc())).all())
    return [days[at : at + _DAYS_AT_ONCE] for at in range(0, len(days), _DAYS_AT_ONCE)]


def _messages(session: Session, keys: set[int], number: Number) -> list[Shown]:
    query = (
        select(Message, col(Entry.happened_on))
        .join(Entry, col(Entry.id) == Message.entry_id)
        .where(col(Entry.id).in_(keys), Message.level == SafetyLevel.NONE.value)
        .order_by(col(Entry.happened_on).desc(), col(Message.id))
    )
    rows = session.exec(query).all()
    tags = entries.sure_acts(session, [message.id or 0 for message, _ in rows])
    found = []
    for message, day in rows:
        spans = [(tag.start, tag.end) for tag in tags.get(message.id or 0, ()) if _counts(tag, number)]
        if spans or not number.keys:  # "hurt", said to the app's question, is of the entry and not what counts in it
            found.append(Shown(day, message.conversation_id, message.id or 0, shortened(pieces(message.text, spans))))
    return found


def _counts(tag: TagRow, number: Number) -> bool:
    family = Behavior(tag.behavior).family
    found = {("act", f"{tag.actor}/{tag.behavior}"), ("between", family.value)}
    if any(what in {"act", "between"} for what, _ in number.keys):
        return bool(found & number.keys)
    return family is not Family.THREAD or not number.keys


def shortened(parts: tuple[tuple[str, bool], ...], most: int = 260) -> tuple[tuple[str, bool], ...]:
    """The beginning, and the words that count wherever they stand; what lies between is left out."""
    found: list[tuple[str, bool]] = []
    room = most
    for text, counts in parts:
        if counts or len(text) <= room:
            found.append((text, counts))
        else:
            found.append((f"{text[: max(room, 0)].rstrip()} … " if room > 0 else " … ", False))
        room -= len(text)
    return tuple(found)


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """The text cut at the spans, each piece with whether it lies in one."""
    inside = [False] * len(text)
    for start, end in spans:
        inside[start:end] = [True] * (end - start)
    found: list[tuple[str, bool]] = []
    at = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inside[place] != inside[at]:
            found.append((text[at:place], inside[at]))
            at = place
    return tuple(found)


def _goods(session: Session, owner: Owner, number: Number, days: Sequence[date]) -> list[Thread]:
    wanted = [key for what, key in number.keys if what == "act"]
    all_threads = not number.keys or ("between", Family.THREAD.value) in number.keys
    if not wanted and not all_threads:
        return []
    query = select(Thread).where(Thread.owner_id == owner.id, col(Thread.happened_on).in_(list(days)))
    rows = session.exec(query.order_by(col(Thread.happened_on).desc(), col(Thread.id))).all()
    return [one for one in rows if all_threads or f"{'user' if one.mine else 'partner'}/{one.behavior}" in wanted]
