"""Chats brought in, in and out of the database: files, and lines that wait to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, and_, insert, or_, text
from sqlmodel import Session, col, delete, func, select

from app.accounts.access import owned
from app.chat import store as talks
from app.imports.chats.lines import ChatLine as Line
from app.imports.chats.lines import Stamp, day_of
from app.imports.chats.stretches import MOST_LINES, Spoken, Stretch, stretches
from app.tables import ChatFile, ChatLine, Conversation, Owner

UNDATED = "none"
ARRIVES_WITHIN = timedelta(hours=1)
_NOON = 12
_IN_TIME = text(
    "UPDATE chat_line SET number = -placed.place FROM (SELECT number, row_number() OVER (ORDER BY stamp, number) AS place FROM chat_line"
    " WHERE file_id = :file) AS placed WHERE chat_line.file_id = :file AND chat_line.number = placed.number"
)
_NUMBERED = text("UPDATE chat_line SET number = -number WHERE file_id = :file")
_SHOWN = 3  # lines of each sender in the preview


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who writes in a chat."""

    name: str
    lines: int
    opening: tuple[str, ...]


def begin(session: Session, owner: Owner, now: datetime) -> int:
    """A new file."""
    file = ChatFile(owner_id=owner.id or 0, brought_at=now)
    session.add(file)
    session.flush()
    return file.id or 0


def add(session: Session, file: ChatFile, lines: Sequence[Line]) -> None:
    """Keep lines that have arrived."""
    rows = [
        {
            "file_id": file.id,
            "number": line.number,
            "stamp": line.stamp.raw if line.stamp else "",
            "chat": line.chat,
            "sender": line.sender,
            "text": line.text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""),
        }
        for line in lines
    ]
    if rows:
        session.execute(insert(ChatLine), rows)
        file.lines += len(rows)


def arrived(session: Session, file: ChatFile, name: str, dates: str) -> None:
    """All of it is there: what it is and how its dates are written. Where the year stands first, lines are put in order of time."""
    file.format, file.dates, file.state = name, dates, "choosing"
    session.flush()
    if dates == "ymd":
        # a backup of text messages holds first the short ones, then those with pictures
        for step in (_IN_TIME, _NUMBERED):
            session.execute(step, {"file": file.id})


def files(session: Session, owner: Owner) -> Sequence[ChatFile]:
    """All that were brought, newest first."""
    query = select(ChatFile).where(ChatFile.owner_id == owner.id, ChatFile.state != "arriving")
    return session.exec(query.order_by(col(ChatFile.id).desc())).all()


def chats(session: Session, file: ChatFile) -> list[tuple[str, int]]:
    """The chats in a file, the longest first."""
    query = select(ChatLine.chat, func.count()).where(ChatLine.file_id == file.id).group_by(col(ChatLine.chat))
    return sorted(session.exec(query), key=lambda one: (-one[1], one[0]))


def names(session: Session, file: ChatFile, chat: str) -> list[tuple[str, int]]:
    """Who writes in a chat and how much, those who write most first."""
    counted = select(ChatLine.sender, func.count()).where(ChatLine.file_id == file.id, ChatLine.chat == chat)
    counted = counted.group_by(col(ChatLine.sender)).order_by(func.count().desc(), col(ChatLine.sender))
    return list(session.exec(counted))


def senders(session: Session, file: ChatFile, chat: str, most: int) -> list[Sender]:
    """The first ``most`` of them with how each begins."""
    return [Sender(name, n, _opening(session, file, chat, name)) for name, n in names(session, file, chat)[:most]]


def _opening(session: Session, file: ChatFile, chat: str, name: str) -> tuple[str, ...]:
    query = select(ChatLine.text).where(ChatLine.file_id == file.id, ChatLine.chat == chat, ChatLine.sender == name)
    return tuple(session.exec(query.order_by(col(ChatLine.number)).limit(_SHOWN)))


def span(session: Session, file: ChatFile, chat: str, order: str) -> tuple[date, date] | None:
    """The first and the last day of a chat, None where it tells none."""
    query = select(ChatLine.stamp).where(ChatLine.file_id == file.id, ChatLine.chat == chat, ChatLine.stamp != "")
    days = {day_of(Stamp.of(stamp).day, order) for stamp in session.exec(query.distinct())}
    return (min(days), max(days)) if days else None


def choose(
    session: Session, file: ChatFile, chat: str, me: str, them: str, dates: str, first: date | None, last: date | None
) -> None:
    """It is known who is who: reading can begin."""
    file.chat, file.me, file.them, file.dates, file.first, file.last = chat, me, them, dates, first, last
    file.state = "reading"
    file.lines = sum(n for name, n in names(session, file, chat) if name in (me, them))


def next_stretches(session: Session, file: ChatFile, most: int) -> list[Stretch]:
    """The next stretches that are to be read, from after the last line that was; fewer than ``most`` at the end, none after it."""
    query = select(ChatLine).where(
        ChatLine.file_id == file.id,
        ChatLine.chat == file.chat,
        col(ChatLine.sender).in_((file.me, file.them)),
        ChatLine.number > file.read_to,
    )
    rows = session.exec(query.order_by(col(ChatLine.number)).limit((most + 1) * MOST_LINES)).all()
    spoken = (_spoken(row, file) for row in rows)
    whole = list(islice(stretches(spoken, file.them), most + 1))
    return whole[:most]


def _spoken(row: ChatLine, file: ChatFile) -> Spoken:
    if row.stamp:
        stamp = Stamp.of(row.stamp)
        day = day_of(stamp.day, file.dates)
        at = datetime(day.year, day.month, day.day, stamp.hour, stamp.minute)
    else:
        day = file.first or file.brought_at.date()
        at = datetime(day.year, day.month, day.day, _NOON)
    return Spoken(row.number, at, row.sender == file.me, row.text)


def within(file: ChatFile, stretch: Stretch) -> bool:
    """Whether a stretch began in the days that were asked for."""
    day = stretch.lines[0].at.date()
    return (file.first is None or day >= file.first) and (file.last is None or day <= file.last)


def finish(session: Session, file: ChatFile) -> None:
    """All of it is read: its lines go."""
    session.exec(delete(ChatLine).where(col(ChatLine.file_id) == file.id))
    file.state, file.me = "done", ""


def drop(session: Session, file: ChatFile) -> None:
    """Forget a file; what was read out of it stays in its talks."""
    session.exec(delete(ChatLine).where(col(ChatLine.file_id) == file.id))
    for place in session.exec(select(Conversation).where(Conversation.chat_file_id == file.id)):
        place.chat_file_id = None
    session.flush()
    session.delete(file)
    session.flush()


def take_back(session: Session, owner: Owner, key: int) -> None:
    """Delete a file and everything that was read out of it. Raises NotFoundError."""
    file = owned(session, ChatFile, key, owner)
    for place in session.exec(select(Conversation).where(Conversation.chat_file_id == file.id)).all():
        talks.delete_conversation(session, owner, place.id or 0)
    session.flush()
    if session.get(ChatFile, key) is not None:
        drop(session, file)


def a_stamp(session: Session, file: ChatFile, chat: str) -> str:
    """A stamp that reads as two days, the first there is."""
    query = select(ChatLine.stamp).where(ChatLine.file_id == file.id, ChatLine.chat == chat, ChatLine.stamp != "")
    stamps = session.exec(query.order_by(col(ChatLine.number))).all()
    return next((one for one in stamps if len(set(Stamp.of(one).day[:2])) > 1), stamps[0])


def forget_all(session: Session, owner: Owner) -> None:
    """Delete every file and its lines; the talks made of them are deleted by others."""
    for file in session.exec(select(ChatFile).where(ChatFile.owner_id == owner.id)).all():
        drop(session, file)


def take_back_since(session: Session, owner: Owner, moment: datetime) -> None:
    """Delete the files that were brought or read at or after ``moment``, with all that was read out of them."""
    lately = or_(col(ChatFile.brought_at) >= moment, col(ChatFile.read_at) >= moment)
    for file in session.exec(select(ChatFile).where(ChatFile.owner_id == owner.id, lately)).all():
        take_back(session, owner, file.id or 0)


def _stale(owner: Owner, now: datetime) -> ColumnElement[bool]:
    """Files that never arrived whole, and those not read in the days that notes are kept."""
    stale = and_(col(ChatFile.state) == "arriving", col(ChatFile.brought_at) < now - ARRIVES_WITHIN)
    if owner.keep_days is not None:
        kept_since = now - timedelta(days=owner.keep_days)
        stale = or_(stale, and_(col(ChatFile.state) != "done", col(ChatFile.brought_at) < kept_since))
    return and_(col(ChatFile.owner_id) == owner.id, stale)


def any_stale(session: Session, owner: Owner, now: datetime) -> bool:
    """Whether there is a file whose lines should not wait any longer."""
    return session.exec(select(ChatFile.id).where(_stale(owner, now)).limit(1)).first() is not None


def forget_stale(session: Session, owner: Owner, now: datetime) -> None:
    """Delete such files and their lines."""
    for file in session.exec(select(ChatFile).where(_stale(owner, now))).all():
        drop(session, file)
