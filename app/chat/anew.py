"""Answers made anew after a message before them was deleted: they may have taken up its words."""

from datetime import datetime

from sqlmodel import Session

from app.chat import store
from app.chat.exchange import Reads, mended
from app.replies.help import Place
from app.replies.prompts import Prompts
from app.replies.reply import Reply, ReplyKind
from app.tables import Conversation, Owner
from classifiers.codebook import SafetyLevel

_NO_READER = Reply(ReplyKind.SMALL_TALK, ("A message before this one was deleted, and its answer with it.",))


def answer_anew(
    session: Session,
    owner: Owner,
    conversation: int,
    after: int,
    now: datetime,
    reader: Reads | None,
    prompts: Prompts,
    place: Place,
) -> None:
    """Make the answers to the messages after the key ``after`` again, without it; without a reader they are taken back. Help stays as it is."""
    talk = session.get(Conversation, conversation)
    if talk is None:
        return
    for message in store.messages_of(session, talk):
        if (message.id or 0) < after or message.level != SafetyLevel.NONE.value or message.from_chat:
            continue
        if reader is None:
            store.put_reply(message, _NO_READER)
            continue
        context = store.context_for(session, owner, talk, now, place, before=message)
        reading = store.reading_of(message, store.tags_of(session, [message])[message.id or 0])
        store.put_reply(message, mended(context, reading, message.said_at, reader, prompts))
        session.flush()
