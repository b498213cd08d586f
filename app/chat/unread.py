"""The answer when there is no reader: the safety screen still speaks first, then the page says what it cannot do."""

from datetime import datetime

from app.chat.exchange import Context, Exchange, Reads, Screens, respond
from app.errors import NotReadyError
from app.replies.prompts import Prompts
from app.replies.reply import Reply, ReplyKind
from classifiers.annotations import Reading, Screening

_TOLD = (
    "I cannot read messages right now: my reader is missing or damaged.",
    "What you wrote is kept, and the help page works. Once the reader is back, you can send this again.",
)


def respond_with_or_without(
    message: str, context: Context, said_at: datetime, screen: Screens, reader: Reads | None, prompts: Prompts
) -> Exchange:
    """As ``respond``; without a reader a clear message is answered with what cannot be done."""
    try:
        return respond(message, context, said_at, screen, reader, prompts)
    except NotReadyError:
        return Exchange(message, Reply(ReplyKind.SMALL_TALK, _TOLD), Reading(message), Screening(), said_at)
