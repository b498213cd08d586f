"""The path of one message, without web, clock or database: screen, read, choose, word.

``respond`` is pure: everything it needs is handed in, the same input gives the same answer.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from app.chat.careful import NOT_CAREFUL, Careful
from app.errors import NotReadyError
from app.replies.answer import Said, answer, further
from app.replies.gate import Reads as Lines
from app.replies.help import Place, careful_reply, help_reply
from app.replies.prompts import Prompts
from app.replies.reply import Reply
from classifiers.annotations import Reading, Screening
from classifiers.danger.decide import NOTHING_BEFORE, Before
from classifiers.reading.encoder import Encoded

_log = logging.getLogger(__name__)


class Screens(Protocol):
    """The screen as this path needs it (classifiers.danger.screen.DangerScreen)."""

    def screen(
        self, text: str, history: tuple[str, ...] = (), encoded: Encoded | None = None, before: Before = NOTHING_BEFORE
    ) -> Screening:
        """What is found in ``text`` and the messages before it; ``encoded`` is None where the encoder could not run. Never raises."""


class Reads(Lines, Protocol):
    """The reader as this path needs it (classifiers.reading.reader.Reader)."""

    def encode(self, text: str, asked: str = "") -> Encoded:
        """What the encoder hears in ``text``, the app's last words before it."""

    def reading(self, encoded: Encoded) -> Reading:
        """Every act told in an encoded text."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before this message: the earlier part of the conversation and the person's choices.

    ``earlier`` are the turns of this conversation, oldest first (the reading of a flagged one is empty); ``history`` those of its messages that are
    screened together with this one: none before an alarm that was lifted; ``questions`` the questions asked last; ``frames`` the wordings used in the
    last ten answers to this person; ``careful`` is what earlier screenings still mean (app.chat.careful); ``country`` an
    ISO code or None, ``guessed`` whether it was taken from the browser's languages; ``time_zone`` IANA, None where it is not known.
    """

    earlier: tuple[Said, ...] = ()
    questions: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    careful: Careful = NOT_CAREFUL
    country: str | None = None
    guessed: bool = False
    time_zone: str | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its answer.

    ``reading`` is empty (no tags) when the message was flagged.
    """

    message: str
    reply: Reply
    reading: Reading
    screening: Screening
    said_at: datetime = field(compare=False)


def respond(
    message: str, context: Context, said_at: datetime, screen: Screens, reader: Reads | None, prompts: Prompts
) -> Exchange:
    """The answer to ``message``. Safety comes first: only a clear message is read and gets words. The message is encoded once.

    ``said_at`` is the moment of the message (aware, or naive local time). Raises NotReadyError for a clear message when there is no reader or
    it broke.
    """
    encoded = _encoded(message, context, reader)
    screening = screen.screen(message, context.history, encoded, context.careful.before)
    place = Place(context.country, guessed=context.guessed)
    if not screening.clear:
        return Exchange(message, help_reply(screening, place, prompts.helplines), Reading(message), screening, said_at)
    if context.careful.state and not screening.lifts:
        reply = careful_reply(place, prompts.helplines, concern=context.careful.state == "concern")
        return Exchange(message, reply, Reading(message), screening, said_at)
    if encoded is None or reader is None:
        raise NotReadyError
    reading = reader.reading(encoded)
    asked = () if context.earlier else context.questions
    reply = answer(
        reading,
        context.earlier,
        said_at,
        reader,
        prompts,
        asked=asked,
        frames=context.frames,
        time_zone=context.time_zone,
    )
    return Exchange(message, reply, reading, screening, said_at)


def _encoded(message: str, context: Context, reader: Reads | None) -> Encoded | None:
    try:
        return reader.encode(message, " ".join(context.questions)) if reader else None
    except Exception as broken:  # the rules must still speak
        _log.error("encoder failed: %s", type(broken).__name__)
        return None


def more_lines(
    context: Context, reading: Reading, reply: Reply, want: str, said_at: datetime, reader: Reads, prompts: Prompts
) -> Reply:
    """``reply`` with a further line of the form ``want`` ("short", "warm", "firm", "any"), the newest first; as it was where no other line passes."""
    earlier = (*context.earlier, Said(reading, reply))
    lines = further(earlier, want, said_at, reader, prompts, frames=context.frames, time_zone=context.time_zone)
    return replace(
        reply, suggestions=(*lines[:1], *reply.suggestions), frames=(*reply.frames, *(line.frame for line in lines[:1]))
    )


def mended(context: Context, reading: Reading, said_at: datetime, reader: Reads, prompts: Prompts) -> Reply:
    """The answer to a message whose reading the person put right."""
    return answer(
        reading, context.earlier, said_at, reader, prompts, frames=context.frames, time_zone=context.time_zone
    )
