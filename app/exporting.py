"""Everything a person told, as one JSON document. Flagged messages carry no tags and no text unless asked for."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts.access import local_owner
from app.chat import store
from app.database.engine import session_scope
from app.tables import Conversation, Message, TagRow
from classifiers.codebook import SafetyLevel

VERSION = 1
EMPTY: dict[str, Any] = {"format": "ropework-export", "version": VERSION, "conversations": []}


def export_document(engine: Engine, *, with_flagged: bool) -> dict[str, Any]:
    """The whole history, oldest first; ``engine`` may be one that only reads, beside a running server."""
    with session_scope(engine, write=False) as session:
        owner = local_owner(session)
        return {
            **EMPTY,
            "conversations": [
                {"started_at": place.started_at.isoformat(), "messages": _messages(session, place, with_flagged)}
                for place in reversed(store.recent(session, owner))
            ],
        }


def _messages(session: Session, place: Conversation, with_flagged: bool) -> list[dict[str, Any]]:
    messages = store.messages_of(session, place)
    tags = store.tags_of(session, messages)
    rows = [_message(message, tags[message.id or 0], with_flagged) for message in messages]
    return [row for row in rows if row]


def _message(message: Message, tags: list[TagRow], with_flagged: bool) -> dict[str, Any] | None:
    if message.level != SafetyLevel.NONE.value:
        return {"said_at": message.said_at.isoformat(), "text": message.text} if with_flagged else None
    return {
        "said_at": message.said_at.isoformat(),
        "text": message.text,
        "tags": [
            {
                "actor": tag.actor,
                "behavior": tag.behavior,
                "start": tag.start,
                "end": tag.end,
                "confidence": round(tag.confidence, 4),
                "sure": tag.sure,
                "model": tag.model_hash,
            }
            for tag in tags
            if tag.dismissed_at is None
        ],
        "reply": store.reply_of(message.reply).plain_text(),
        "suggestions": [{"form": line["form"], "text": line["text"]} for line in message.reply["suggestions"]],
    }
