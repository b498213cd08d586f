"""Chats brought in, in and out of the database: lines wait until they are read, stretches stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, insert, or_
from sqlmodel import Session, col, delete, func, select

from app.accounts.access import owned
from app.chat import store as talks
from app.entries import store as entries
from app.imports.chats.hearing import HeardStretch
from app.imports.chats.lines import ChatLine as Line
from app.imports.chats.lines import Stamp, day_of
from app.imports.chats.stretches import MOST_LINES, Spoken, Stretch, stretches
from app.replies.reply import Reply, ReplyKind
from app.searching import plain
from app.tables import ChatFile, ChatLine, Conversation, Entry, Message, Owner
from classifiers.codebook import SafetyLevel

UNDATED = "none"
ARRIVES_WITHIN = timedelta(hours=1)
_NOON = 12
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


def arrived(file: ChatFile, name: str, dates: str) -> None:
    """All of it is there: what it is and how its dates are written."""
    file.format, file.dates, file.state = name, dates, "choosing"


def files(session: Session, owner: Owner) -> Sequence[ChatFile]:
    """All that were brought, newest first."""
    query = select(ChatFile).where(ChatFile.owner_id == owner.id, ChatFile.state != "arriving")
    return session.exec(query.order_by(col(ChatFile.id).desc())).all()


def chats(session: Session, file: ChatFile) -> list[tuple[str, int]]:
    """The chats in a file, the longest first."""
    query = select(ChatLine.chat, func.count()).where(ChatLine.file_id == file.id).group_by(col(ChatLine.chat))
    return sorted(session.exec(query), key=lambda one: (-one[1], one[0]))


def senders(session: Session, file: ChatFile, chat: str) -> list[Sender]:
    """Who writes in a chat, with how each begins; those who write most first."""
    here = (ChatLine.file_id == file.id, ChatLine.chat == chat)
    counted = session.exec(
        select(ChatLine.sender, func.count())
        .where(*here)
        .group_by(col(ChatLine.sender))
        .order_by(func.count().desc(), col(ChatLine.sender))
    ).all()
    return [
        Sender(
            name,
            n,
            tuple(
                session.exec(
                    select(ChatLine.text)
                    .where(*here, ChatLine.sender == name)
                    .order_by(col(ChatLine.number))
                    .limit(_SHOWN)
                )
            ),
        )
        for name, n in counted
    ]


def span(session: Session, file: ChatFile, chat: str, order: str) -> tuple[date, date] | None:
    """The first and the last day of a chat, None where it tells none."""
    here = select(ChatLine.stamp).where(ChatLine.file_id == file.id, ChatLine.chat == chat, ChatLine.stamp != "")
    ends = [
        session.exec(here.order_by(order_by).limit(1)).first()
        for order_by in (col(ChatLine.number), col(ChatLine.number).desc())
    ]
    first, last = (day_of(Stamp.of(stamp).day, order) if stamp else None for stamp in ends)
    return (min(first, last), max(first, last)) if first and last else None


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


def put(
    session: Session, owner: Owner, file: ChatFile, read: Sequence[Stretch], heard: Iterable[HeardStretch], model: str
) -> None:
    """Keep what was found, and that these stretches have been read: both or neither."""
    days: set[date] = set()
    for one in heard:
        if one.kept:
            _put(session, owner, file, one, model, days)
    file.read_to = read[-1].lines[-1].number
    file.read += sum(len(one.lines) for one in read)
    session.flush()
    entries.recount(session, owner, days)


def _put(session: Session, owner: Owner, file: ChatFile, heard: HeardStretch, model: str, days: set[date]) -> None:
    first = heard.stretch.lines[0].at
    said_at = first.replace(tzinfo=ZoneInfo(owner.time_zone))
    text = heard.reading.text
    if _there(session, owner, said_at, text):
        return
    place = _month(session, owner, file, said_at)
    message = Message(
        owner_id=owner.id or 0,
        conversation_id=place.id or 0,
        text=text,
        said_at=said_at,
        level=heard.screening.level.value,
        screening=talks.screening_row(heard.screening),
        reply=talks.reply_row(Reply(ReplyKind.CHAT, ())),
        model_hash=model,
        heard={},
        plain=plain(text),
        from_chat=True,
        watched=heard.screening.level is SafetyLevel.DANGER,
        concern_answer="skip" if heard.screening.level is SafetyLevel.CONCERN else None,
    )
    if heard.screening.clear:
        hour = first.hour if file.dates != UNDATED else None
        entry = Entry(owner_id=owner.id or 0, happened_on=first.date(), hour=hour, topic=heard.reading.topic.value)
        session.add(entry)
        session.flush()
        message.entry_id = entry.id
        days.add(entry.happened_on)
    session.add(message)
    session.flush()
    talks.add_tags(session, message, heard.reading, model)
    file.kept += 1
    file.harm = file.harm or heard.screening.level is SafetyLevel.DANGER


def _there(session: Session, owner: Owner, said_at: datetime, text: str) -> bool:
    """Whether it is kept already. One that was kept when the chat was shorter gives way to this one."""
    query = select(Message).where(
        Message.owner_id == owner.id, col(Message.from_chat).is_(True), Message.said_at == said_at
    )
    for message in session.exec(query).all():
        if message.text.startswith(text):
            return True
        if text.startswith(message.text):
            talks.delete_message(session, owner, message.id or 0)
    return False


def _month(session: Session, owner: Owner, file: ChatFile, said_at: datetime) -> Conversation:
    """The talk that holds this month of the chat."""
    start = said_at.replace(day=1, hour=0, minute=0)
    following = (start + timedelta(days=32)).replace(day=1)
    query = select(Conversation).where(
        Conversation.chat_file_id == file.id, Conversation.started_at >= start, Conversation.started_at < following
    )
    place = session.exec(query).first()
    if place is None:
        place = Conversation(
            owner_id=owner.id or 0,
            started_at=said_at,
            updated_at=said_at,
            chat=f"{file.format} with {file.them}",
            chat_file_id=file.id,
        )
        session.add(place)
    place.updated_at = max(place.updated_at, said_at)
    session.flush()
    return place


def finish(session: Session, file: ChatFile) -> None:
    """All of it is read: its lines go."""
    session.exec(delete(ChatLine).where(col(ChatLine.file_id) == file.id))
    file.state = "done"


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
    """Delete the files that were brought at or after ``moment``, with all that was read out of them."""
    for file in session.exec(
        select(ChatFile).where(ChatFile.owner_id == owner.id, ChatFile.brought_at >= moment)
    ).all():
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
