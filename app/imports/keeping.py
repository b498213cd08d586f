"""Stretches of a chat into messages and entries: nothing twice, and what the person put right stays."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.chat import store as talks
from app.entries import store as entries
from app.entries.calendar import next_month
from app.imports.chats.hearing import HeardStretch
from app.imports.chats.stretches import Stretch
from app.imports.store import UNDATED
from app.replies.reply import Reply, ReplyKind
from app.searching import plain
from app.tables import ChatFile, Conversation, Entry, Message, Owner
from classifiers.annotations import Reading
from classifiers.codebook import SafetyLevel

_NEAR = timedelta(hours=26)  # the same stretch may have been brought in where this machine kept another time


def put(
    session: Session,
    owner: Owner,
    file: ChatFile,
    read: Sequence[Stretch],
    heard: Iterable[HeardStretch],
    model: str,
    now: datetime,
) -> None:
    """Keep what was found, and that these stretches have been read: both or neither."""
    days = {_put(session, owner, file, one, model) for one in heard if one.kept}
    file.read_to, file.read_at = read[-1].lines[-1].number, now
    file.read += sum(len(one.lines) for one in read)
    session.flush()
    entries.recount(session, owner, days - {None})  # type: ignore[arg-type]


def _put(session: Session, owner: Owner, file: ChatFile, heard: HeardStretch, model: str) -> date | None:
    """Keep one stretch; the day whose numbers change by it."""
    first = heard.stretch.lines[0].at
    said_at = first.replace(tzinfo=ZoneInfo(owner.time_zone))
    for kept in _near(session, owner, said_at):
        if kept.text.startswith(heard.reading.text):
            file.there += 1
            return None
        if heard.reading.text.startswith(kept.text):
            return _grown(session, owner, file, kept, heard, model)
    return _fresh(session, owner, file, heard, model, said_at)


def _near(session: Session, owner: Owner, said_at: datetime) -> Sequence[Message]:
    query = select(Message).where(
        Message.owner_id == owner.id,
        col(Message.from_chat).is_(True),
        Message.said_at >= said_at - _NEAR,
        Message.said_at <= said_at + _NEAR,
    )
    return session.exec(query).all()


def _grown(
    session: Session, owner: Owner, file: ChatFile, kept: Message, heard: HeardStretch, model: str
) -> date | None:
    """The chat has gone on since: only what came after is new."""
    if not heard.screening.clear or kept.level != SafetyLevel.NONE.value:
        said_at = kept.said_at
        talks.delete_message(session, owner, kept.id or 0)
        return _fresh(session, owner, file, heard, model, said_at)
    text = heard.reading.text
    later = tuple(tag for tag in heard.reading.tags if tag.span.start >= len(kept.text))
    kept.text, kept.plain, kept.heard = text, plain(text), _lines(heard.stretch)
    talks.add_tags(session, kept, Reading(text, tags=later), model)
    file.there += 1
    entry = entries.entry_of(session, kept)
    return entry.happened_on if entry else None


def _fresh(
    session: Session, owner: Owner, file: ChatFile, heard: HeardStretch, model: str, said_at: datetime
) -> date | None:
    first, screening, text = heard.stretch.lines[0].at, heard.screening, heard.reading.text
    message = Message(
        owner_id=owner.id or 0,
        conversation_id=_month(session, owner, file, said_at).id or 0,
        text=text,
        said_at=said_at,
        level=screening.level.value,
        screening=talks.screening_row(screening),
        reply=talks.reply_row(Reply(ReplyKind.CHAT, ())),
        model_hash=model,
        heard=_lines(heard.stretch),
        plain=plain(text),
        from_chat=True,
        watched=screening.level is SafetyLevel.DANGER,
        concern_answer="skip" if screening.level is SafetyLevel.CONCERN else None,  # nobody is asked about an old line
    )
    day = None
    if screening.clear:
        hour = first.hour if file.dates != UNDATED else None
        entry = Entry(owner_id=owner.id or 0, happened_on=first.date(), hour=hour, topic=heard.reading.topic.value)
        session.add(entry)
        session.flush()
        message.entry_id, day = entry.id, entry.happened_on
    session.add(message)
    session.flush()
    talks.add_tags(session, message, heard.reading, model)
    file.kept += 1
    file.harm = file.harm or screening.level is SafetyLevel.DANGER
    return day


def _lines(stretch: Stretch) -> dict[str, list[list[int]]]:
    """Whose words stand where, so that a later reader can read them again."""
    return {
        "lines": [
            [int(line.mine), start, start + len(line.text)]
            for line, start in zip(stretch.lines, stretch.starts(), strict=True)
        ]
    }


def _month(session: Session, owner: Owner, file: ChatFile, said_at: datetime) -> Conversation:
    """The talk that holds this month of the chat."""
    first = said_at.date().replace(day=1)
    start, end = (datetime.combine(day, datetime.min.time(), said_at.tzinfo) for day in (first, next_month(first)))
    query = select(Conversation).where(
        Conversation.chat_file_id == file.id, Conversation.started_at >= start, Conversation.started_at < end
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
