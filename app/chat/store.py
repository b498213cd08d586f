"""Conversations and messages, in and out of the database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from app.accounts.access import owned
from app.chat.careful import DANGER_HOLDS, Careful, Screened, careful
from app.chat.exchange import Context, Exchange
from app.chat.page import lines
from app.entries import store as entries
from app.replies.answer import Said
from app.replies.help import Place
from app.replies.reply import Form, HelpLine, Reply, ReplyKind, Suggestion
from app.searching import plain
from app.tables import ChatFile, Conversation, KeptLine, Message, Owner, TagRow, Taught, Thread
from classifiers.annotations import Reading, Screening, Span, Tag, Told
from classifiers.codebook import Actor, Behavior, Intent, SafetyLevel, Slot, Topic

FRAMES_KEPT = 10


def save(
    session: Session, owner: Owner, conversation: Conversation | None, exchange: Exchange, model_hash: str
) -> Message:
    """Store one message with its answer and tags (a flagged message has none); the caller's scope commits."""
    conversation = conversation or _open(session, owner, exchange.said_at)
    conversation.updated_at = exchange.said_at
    screening = exchange.screening
    message = Message(
        owner_id=owner.id or 0,
        conversation_id=conversation.id or 0,
        text=exchange.message,
        said_at=exchange.said_at,
        level=screening.level.value,
        screening=screening_row(screening),
        watched=_watched(screening),
        reply=reply_row(exchange.reply),
        model_hash=model_hash,
        heard=heard_row(exchange.reading) if screening.clear else {},
        plain=plain(exchange.message),
    )
    session.add(message)
    session.flush()
    if screening.clear:
        add_tags(session, message, exchange.reading, model_hash)
        entries.place(session, owner, message, begins=exchange.reply.begins)
    return message


def _watched(screening: Screening) -> bool:
    return bool(not screening.clear or screening.signs)


def heard_row(reading: Reading) -> dict[str, Any]:
    """What was heard beside the acts, as JSON: the acts have rows of their own, because each can be corrected."""
    return {
        "intent": reading.intent.value,
        "topic": reading.topic.value,
        "slots": [_told_row(told) for told in reading.slots],
        "hints": [_told_row(told) for told in reading.hints],
    }


def _told_row(told: Told) -> list[Any]:
    return [told.slot.value, told.span.start, told.span.end, round(told.confidence, 3)]


def _told_of(rows: Sequence[Sequence[Any]]) -> tuple[Told, ...]:
    return tuple(Told(Slot(slot), Span(start, end), sure) for slot, start, end, sure in rows)


def _open(session: Session, owner: Owner, now: datetime) -> Conversation:
    conversation = Conversation(owner_id=owner.id or 0, started_at=now, updated_at=now)
    session.add(conversation)
    session.flush()
    return conversation


def _tag_rows(message: Message, reading: Reading, model_hash: str, *, by_hand: bool) -> list[TagRow]:
    return [
        TagRow(
            owner_id=message.owner_id,
            message_id=message.id or 0,
            actor=tag.actor.value,
            behavior=tag.behavior.value,
            start=tag.span.start,
            end=tag.span.end,
            confidence=tag.confidence,
            sure=sure,
            model_hash=model_hash,
            by_hand=by_hand,
        )
        for sure, tags in ((True, reading.tags), (False, reading.unsure))
        for tag in tags
    ]


def add_tags(session: Session, message: Message, reading: Reading, model_hash: str, *, by_hand: bool = False) -> None:
    """Keep the acts of a reading; ``by_hand`` those that the person added themselves."""
    session.add_all(_tag_rows(message, reading, model_hash, by_hand=by_hand))
    session.flush()


def screening_row(screening: Screening) -> dict[str, Any]:
    """A screening as JSON, all of it but the level, which has its own column."""
    return {
        "flags": sorted(flag.value for flag in screening.flags),
        "at_risk": sorted(screening.at_risk),
        "doer": screening.doer,
        "when": screening.when,
        "urgent": sorted(screening.urgent),
        "fear": screening.fear,
        "failed": screening.failed,
        "suicidal": sorted(screening.suicidal),
        "signs": sorted(screening.signs),
        "lifts": screening.lifts,
    }


REPLY_VERSION = (
    2  # 1, without a number: before answers were one paragraph; some have their dance apart and lack the newer parts
)


def reply_row(reply: Reply) -> dict[str, Any]:
    """A reply as JSON, with the version of its shape."""
    return {"version": REPLY_VERSION, **asdict(reply)}


def reply_of(row: dict[str, Any]) -> Reply:
    """The reply a stored row holds, of this version or an earlier one."""
    return Reply(
        kind=ReplyKind(row["kind"]),
        paragraphs=(
            *row["paragraphs"],
            *([row["dance"]] if row.get("dance") else []),
        ),  # an answer of before 0.9 had its dance apart
        suggestions=tuple(Suggestion(Form(s["form"]), s["text"], s["frame"]) for s in row["suggestions"]),
        how_to_say=row["how_to_say"],
        questions=tuple(row["questions"]),
        help_lines=tuple(HelpLine(**line) for line in row["help_lines"]),
        frames=tuple(row["frames"]),
        more=tuple(row.get("more", ())),
        country=row.get("country", ""),
        guessed=row.get("guessed", False),
        note=row.get("note", ""),
        chips=tuple(row.get("chips", ())),
        about=row.get("about", ""),
        begins=row.get("begins", False),
    )


def messages_of(session: Session, conversation: Conversation) -> Sequence[Message]:
    """The conversation's messages, oldest first."""
    query = select(Message).where(Message.conversation_id == conversation.id).order_by(col(Message.id))
    return session.exec(query).all()


def tags_of(session: Session, messages: Sequence[Message]) -> dict[int, list[TagRow]]:
    """The tags of each message, dismissed ones too, in order of place."""
    keys = [message.id for message in messages]
    query = select(TagRow).where(col(TagRow.message_id).in_(keys)).order_by(col(TagRow.start), col(TagRow.end))
    found: dict[int, list[TagRow]] = {key or 0: [] for key in keys}
    for row in session.exec(query):
        found[row.message_id].append(row)
    return found


def reading_of(message: Message, rows: Sequence[TagRow]) -> Reading:
    """The reading as the person left it: dismissed tags are gone."""
    kept = [row for row in rows if row.dismissed_at is None]
    heard = message.heard
    return Reading(
        message.text,
        tags=tuple(_tag(row) for row in kept if row.sure),
        unsure=tuple(_tag(row) for row in kept if not row.sure),
        intent=Intent(heard.get("intent", Intent.ACCOUNT)),
        topic=Topic(heard.get("topic", Topic.NONE)),
        slots=_told_of(heard.get("slots", ())),
        hints=_told_of(heard.get("hints", ())),
    )


def _tag(row: TagRow) -> Tag:
    return Tag(Actor(row.actor), Behavior(row.behavior), Span(row.start, row.end), row.confidence)


def context_for(
    session: Session,
    owner: Owner,
    conversation: Conversation | None,
    now: datetime,
    place: Place,
    before: Message | None = None,
    zone: str = "",
) -> Context:
    """What exchange.respond needs to know before the next message, or before the message ``before``; ``place`` is whose help lines to show.

    ``zone`` is the time zone the browser told, "" where it told none. UTC is what a server without a clock of its own is set to: nobody's hour.
    """
    zone = zone or owner.time_zone
    earlier = messages_of(session, conversation) if conversation else []
    if before is not None:
        earlier = [message for message in earlier if (message.id or 0) < (before.id or 0)]
    tags = tags_of(session, earlier)
    last = earlier[-1] if earlier else None
    return Context(
        earlier=tuple(
            Said(
                reading_of(message, tags[message.id or 0]) if message.level == SafetyLevel.NONE.value else Reading(""),
                reply_of(message.reply),
            )
            for message in earlier
        ),
        history=_not_lifted(earlier),
        questions=tuple(last.reply["questions"]) if last else (),
        frames=_frames(session, owner),
        careful=careful(_screened(session, owner, conversation, now, before), now),
        country=place.country,
        guessed=place.guessed,
        time_zone=zone if zone and zone != "UTC" else None,
    )


def _not_lifted(earlier: Sequence[Message]) -> tuple[str, ...]:
    last = max((index for index, message in enumerate(earlier) if message.lifted_at is not None), default=-1)
    return tuple(message.text for message in earlier[last + 1 :])


def _frames(session: Session, owner: Owner) -> tuple[str, ...]:
    mine = (Message.owner_id == owner.id, col(Message.from_chat).is_(False))
    query = select(Message).where(*mine).order_by(col(Message.id).desc()).limit(FRAMES_KEPT)
    return tuple(frame for message in session.exec(query) for frame in message.reply["frames"])


def careful_of(session: Session, owner: Owner, conversation: Conversation | None, now: datetime) -> Careful:
    """What the owner's screenings of the last months still mean in ``conversation`` (None: a new one)."""
    return careful(_screened(session, owner, conversation, now), now)


def _screened(
    session: Session, owner: Owner, conversation: Conversation | None, now: datetime, before: Message | None = None
) -> list[Screened]:
    here = conversation.id if conversation else None
    query = select(Message).where(Message.owner_id == owner.id).order_by(col(Message.id))
    # every page asks this: only what a screen has to remember, and texts and replies stay in the database
    lately = col(Message.watched).is_(True) & (col(Message.said_at) >= now - DANGER_HOLDS)
    query = query.where(lately | (col(Message.conversation_id) == here) if here else lately)
    query = query.options(defer(Message.text), defer(Message.reply))  # type: ignore[arg-type]
    if before is not None:
        query = query.where(col(Message.id) < (before.id or 0))
    return [
        Screened(
            level=SafetyLevel(message.level),
            signs=bool(message.screening.get("signs")),
            said_at=message.said_at,
            here=message.conversation_id == here,
            lifted=message.lifted_at is not None,
            answer=message.concern_answer,
        )
        for message in session.exec(query)
    ]


def lift(session: Session, owner: Owner, now: datetime) -> None:
    """End the careful state: every flagged message so far is no longer held."""
    query = select(Message).where(
        Message.owner_id == owner.id, Message.level != SafetyLevel.NONE.value, col(Message.lifted_at).is_(None)
    )
    for message in session.exec(query):
        message.lifted_at = now


def answer_concern(session: Session, owner: Owner, key: int, answer: str) -> tuple[Message, bool]:
    """Keep the answer to the private question: yes, no or skip. Raises NotFoundError.

    Returns the message and whether this was its answer: a question is answered once, and only while it is pending.
    """
    message = owned(session, Message, key, owner)
    pending = message.reply["kind"] == ReplyKind.CONCERN.value and message.concern_answer is None
    if pending:
        message.concern_answer = answer
    return message, pending


def answer_again(session: Session, owner: Owner, message: Message, exchange: Exchange, model_hash: str) -> None:
    """Put a new answer, with its tags, in the place of the private question; tags of an earlier answer go."""
    _delete_tags(session, message)
    message.level = exchange.screening.level.value
    message.screening = screening_row(exchange.screening)
    message.watched = _watched(exchange.screening)
    message.reply = reply_row(exchange.reply)
    message.model_hash = model_hash
    message.heard = heard_row(exchange.reading) if exchange.screening.clear else {}
    if exchange.screening.clear:
        add_tags(session, message, exchange.reading, model_hash)
        entries.place(session, owner, message, begins=exchange.reply.begins)
    session.flush()


def put_reply(message: Message, reply: Reply) -> None:
    """Another answer in the place of the one stored."""
    message.reply = reply_row(reply)


def take_as_target(message: Message, screening: Screening, reply: Reply) -> None:
    """The person is afraid: from here on the message counts as ``screening``, and help stands in place of the question."""
    message.level = screening.level.value
    message.screening = screening_row(screening)
    message.watched = True
    message.reply = reply_row(reply)


def last_line(session: Session, conversation: Conversation) -> str | None:
    """The line offered last in this conversation, as it stands large on the page."""
    for message in reversed(messages_of(session, conversation)):
        shown = lines(reply_of(message.reply), frozenset())
        if shown:
            return shown[0].text
    return None


def newest(session: Session, owner: Owner) -> int:
    """The key of the owner's newest message, 0 where there is none."""
    return session.exec(select(func.max(Message.id)).where(Message.owner_id == owner.id)).one() or 0


def recent(session: Session, owner: Owner) -> Sequence[Conversation]:
    """All conversations, newest first."""
    query = select(Conversation).where(Conversation.owner_id == owner.id)
    query = query.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc())
    return session.exec(query).all()


def matching(session: Session, owner: Owner, words: str) -> Sequence[Message]:
    """Messages that hold ``words``, whatever the case, accents and quotes, newest first."""
    query = (
        select(Message)
        .where(Message.owner_id == owner.id, col(Message.plain).contains(plain(words), autoescape=True))
        .order_by(col(Message.said_at).desc())
        .limit(200)
    )
    return session.exec(query).all()


def titled(session: Session, owner: Owner) -> dict[int, tuple[Message, str]]:
    """The first message of each conversation and what it was about, as it was last said ("" where nobody said), for lists."""
    query = select(Message).where(Message.owner_id == owner.id).order_by(col(Message.id).desc())
    found: dict[int, tuple[Message, str]] = {}
    for message in session.exec(query):
        _, about = found.get(message.conversation_id, (message, ""))
        found[message.conversation_id] = (message, about or message.reply.get("about", ""))
    return found


def delete_conversation(session: Session, owner: Owner, key: int) -> None:
    """Remove one conversation with all in it. Raises NotFoundError."""
    conversation = owned(session, Conversation, key, owner)
    messages = messages_of(session, conversation)
    touched = [message.entry_id for message in messages]
    for message in messages:
        _delete_message(session, message)
    session.flush()
    _delete_talk(session, conversation)
    entries.sweep(session, owner, touched)


def kept_from(session: Session, message: Message) -> list[KeptLine]:
    """The lines kept of this message's answer: they go with it."""
    offered = {line["text"] for line in message.reply["suggestions"]}
    kept = session.exec(select(KeptLine).where(KeptLine.conversation_id == message.conversation_id))
    return [line for line in kept if line.text in offered]


def delete_message(session: Session, owner: Owner, key: int) -> None:
    """Remove one message with its answer, and its conversation when that was all of it. Raises NotFoundError."""
    message = owned(session, Message, key, owner)
    conversation = owned(session, Conversation, message.conversation_id, owner)
    for line in kept_from(session, message):
        session.delete(line)
    touched = message.entry_id
    _delete_message(session, message)
    session.flush()
    if not messages_of(session, conversation):
        _delete_talk(session, conversation)
    entries.sweep(session, owner, [touched])


def read_elsewhere(session: Session, owner: Owner, key: int) -> None:
    """A message that is read in another way: its marks go, and it tells of no day. Raises NotFoundError."""
    message = owned(session, Message, key, owner)
    entry, message.entry_id = message.entry_id, None
    _delete_tags(session, message)
    entries.sweep(session, owner, [entry])


def delete_before(session: Session, owner: Owner, moment: datetime) -> int:
    """Remove every message said before ``moment`` and conversations left empty. Returns how many messages went."""
    entries.delete_goods(session, owner, Thread.logged_at < moment)
    return _delete_all(session, owner, Message.said_at < moment, KeptLine.kept_at < moment)


def delete_since(session: Session, owner: Owner, moment: datetime) -> int:
    """Remove every message said at or after ``moment`` and conversations left empty. Returns how many messages went."""
    entries.delete_goods(session, owner, Thread.logged_at >= moment)
    return _delete_all(session, owner, Message.said_at >= moment, KeptLine.kept_at >= moment)


def _delete_all(session: Session, owner: Owner, which: bool, kept: bool) -> int:
    for line in session.exec(select(KeptLine).where(KeptLine.owner_id == owner.id, kept)):
        session.delete(line)
    rows = session.exec(select(Message).where(Message.owner_id == owner.id, which)).all()
    touched = [message.entry_id for message in rows]
    for message in rows:
        _delete_message(session, message)
    session.flush()
    for key in {message.conversation_id for message in rows}:
        conversation = session.get(Conversation, key)
        if conversation is not None and not messages_of(session, conversation):
            _delete_talk(session, conversation)
    entries.sweep(session, owner, touched)
    return len(rows)


def delete_everything(session: Session, owner: Owner) -> None:
    """Remove every conversation of the owner and what the rope is made of; the choices (country) are forgotten too."""
    for conversation in recent(session, owner):
        delete_conversation(session, owner, conversation.id or 0)
    entries.forget_all(session, owner)
    owner.country, owner.noted = None, False


def _delete_talk(session: Session, conversation: Conversation) -> None:
    """Remove a talk that is empty; with the last one of a chat goes what is known of its file, names too."""
    file = conversation.chat_file_id
    session.delete(conversation)
    session.flush()
    others = select(Conversation.id).where(Conversation.chat_file_id == file).limit(1)
    row = session.get(ChatFile, file) if file and session.exec(others).first() is None else None
    if row is not None and row.state == "done":
        session.delete(row)


def _delete_tags(session: Session, message: Message) -> None:
    for tag in session.exec(select(TagRow).where(TagRow.message_id == message.id)):
        session.delete(tag)


def _delete_message(session: Session, message: Message) -> None:
    _delete_tags(session, message)
    for row in session.exec(select(Taught).where(Taught.owner_id == message.owner_id)):
        if message.id in row.lessons:  # what was learnt holds its words
            session.delete(row)
    session.flush()
    session.delete(message)
