"""Everything a person told, as one JSON document. Flagged messages carry no tags and no text unless asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.access import local_owner
from app.chat import store
from app.database.engine import session_scope
from app.entries.store import entry_of, today_of
from app.tables import Conversation, KeptLine, Message, Owner, Ritual, RitualDay, Strand, TagRow, Thread
from classifiers.codebook import SafetyLevel

VERSION = 2  # 1 had no days, good things or answers in full
EMPTY: dict[str, Any] = {
    "format": "ropework-export",
    "version": VERSION,
    "conversations": [],
    "strands": [],
    "threads": [],
    "rituals": [],
}

Kept = TypeVar("Kept", Ritual, Strand, Thread)


@dataclass(frozen=True, slots=True)
class Days:
    """The days to take out, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


ALL = Days()


def export_document(engine: Engine, *, with_flagged: bool, days: Days = ALL) -> dict[str, Any]:
    """The history, oldest first; ``engine`` may be one that only reads, beside a running server."""
    with session_scope(engine, write=False) as session:
        return document_of(session, local_owner(session), with_flagged=with_flagged, days=days)


def document_of(session: Session, owner: Owner, *, with_flagged: bool, days: Days = ALL) -> dict[str, Any]:
    """The owner's history of these days; a message belongs to the day it tells of."""
    talks = [
        {
            "started_at": place.started_at.isoformat(),
            **({"chat": place.chat, "chat_file": place.chat_file_id} if place.chat else {}),
            "messages": _messages(session, owner, place, with_flagged, days),
            "kept_lines": _kept_lines(session, place),
        }
        for place in reversed(store.recent(session, owner))
    ]
    return {**EMPTY, "conversations": [talk for talk in talks if talk["messages"]], **_rope(session, owner, days)}


def _rope(session: Session, owner: Owner, within: Days) -> dict[str, Any]:
    """What the rope and the patterns are made of beside the messages, by day."""
    days = select(RitualDay).join(Ritual, col(Ritual.id) == RitualDay.ritual_id).where(Ritual.owner_id == owner.id)
    happened = session.exec(days.order_by(col(RitualDay.day))).all()
    return {
        "strands": [one.words for one in _all(session, owner, Strand)],
        "threads": [
            {
                "happened_on": one.happened_on.isoformat(),
                "behavior": one.behavior,
                "whose": "mine" if one.mine else "theirs",
                "words": one.words,
                "meant_a_lot": one.meant_a_lot,
                "landed": one.landed,
            }
            for one in _all(session, owner, Thread)
            if one.happened_on in within
        ],
        "rituals": [
            {
                "name": one.name,
                "behavior": one.behavior,
                "chosen_on": one.chosen_on.isoformat(),
                "ended_on": one.ended_on.isoformat() if one.ended_on else None,
                "days": {
                    day.day.isoformat(): day.happened
                    for day in happened
                    if day.ritual_id == one.id and day.day in within
                },
            }
            for one in _all(session, owner, Ritual)
        ],
    }


def _all(session: Session, owner: Owner, table: type[Kept]) -> Sequence[Kept]:
    return session.exec(select(table).where(table.owner_id == owner.id).order_by(col(table.id))).all()


def _messages(
    session: Session, owner: Owner, place: Conversation, with_flagged: bool, days: Days
) -> list[dict[str, Any]]:
    messages = [one for one in store.messages_of(session, place) if _day(session, owner, one) in days]
    tags = store.tags_of(session, messages)
    rows = [_message(session, message, tags[message.id or 0], with_flagged) for message in messages]
    return [row for row in rows if row]


def _kept_lines(session: Session, place: Conversation) -> list[dict[str, Any]]:
    query = select(KeptLine).where(KeptLine.conversation_id == place.id).order_by(col(KeptLine.id))
    return [{"text": line.text, "kept_at": line.kept_at.isoformat(), "went": line.went} for line in session.exec(query)]


def _day(session: Session, owner: Owner, message: Message) -> date:
    entry = entry_of(session, message)
    return entry.happened_on if entry else today_of(owner, message.said_at)


def _entry(session: Session, message: Message) -> dict[str, Any] | None:
    """When what it tells of happened; messages with the same number tell of the same."""
    entry = entry_of(session, message)
    if entry is None:
        return None
    return {
        "number": entry.id,
        "happened_on": entry.happened_on.isoformat(),
        "hour": entry.hour,
        "size": entry.size,
        "topic": entry.topic,
        "with_an_ex": entry.former,
        "mended": entry.mended,
    }


def _message(session: Session, message: Message, tags: list[TagRow], with_flagged: bool) -> dict[str, Any] | None:
    kept = {
        "said_at": message.said_at.isoformat(),
        "text": message.text,
        "level": message.level,
        "screening": message.screening,
        "answer": message.reply,
        "lifted_at": message.lifted_at.isoformat() if message.lifted_at else None,
        "concern_answer": message.concern_answer,
        "model": message.model_hash,
        **({"from_chat": True} if message.from_chat else {}),
    }
    if message.level != SafetyLevel.NONE.value:
        return kept if with_flagged else None
    return {
        **kept,
        "heard": message.heard,
        "entry": _entry(session, message),
        "tags": [_tag(tag) for tag in tags if tag.dismissed_at is None],
        "put_aside": [_tag(tag) for tag in tags if tag.dismissed_at is not None],
        "reply": store.reply_of(message.reply).plain_text(),
        "suggestions": [{"form": line["form"], "text": line["text"]} for line in message.reply["suggestions"]],
    }


def _tag(tag: TagRow) -> dict[str, Any]:
    return {
        "actor": tag.actor,
        "behavior": tag.behavior,
        "start": tag.start,
        "end": tag.end,
        "confidence": round(tag.confidence, 4),
        "sure": tag.sure,
        "by_hand": tag.by_hand,
        "model": tag.model_hash,
    }
