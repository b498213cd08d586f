"""The path of one message, without web, clock or database: screen, read, choose, word.

``respond`` is pure: everything it needs is handed in, the same input gives the same answer.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.errors import NotReadyError
from app.replies.answer import Talk, answer
from app.replies.gate import Reads as Lines
from app.replies.help import careful_reply, help_reply
from app.replies.reply import Reply
from app.replies.wording import Prompts
from classifiers.annotations import Reading, Screening
from classifiers.codebook import SafetyLevel
from classifiers.danger.taking_back import takes_back
from classifiers.reading.encoder import Encoded

_log = logging.getLogger(__name__)


class Screens(Protocol):
    """The screen as this path needs it (classifiers.danger.screen.DangerScreen)."""

    def screen(self, text: str, history: tuple[str, ...] = (), encoded: Encoded | None = None) -> Screening:
        """What is found in ``text`` and the messages before it; ``encoded`` is None where the encoder could not run."""


class Reads(Lines, Protocol):
    """The reader as this path needs it (classifiers.reading.reader.Reader)."""

    def encode(self, text: str, asked: str = "") -> Encoded:
        """What the encoder hears in ``text``, the app's last words before it."""

    def reading(self, encoded: Encoded) -> Reading:
        """Every act told in an encoded text."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before this message: the earlier part of the conversation and the person's choices.

    ``messages`` and ``readings`` are the user's earlier messages of this conversation, oldest first (a flagged
    one has an empty reading); ``questions`` the questions asked last; ``frames`` the wordings used in the last
    ten answers to this person; ``alarm`` whether the message just before was flagged and not lifted; ``careful``
    is "danger" or "concern" while an earlier screening still holds (90 days for danger; one press lifts it), else
    None; ``country`` an ISO code or None; ``time_zone`` IANA.
    """

    messages: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    questions: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    careful: str | None = None
    alarm: bool = False
    country: str | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its answer.

    ``reading`` is empty (no tags) when the message was flagged; ``lifts`` says that it takes the alarm before it back.
    """

    message: str
    reply: Reply
    reading: Reading
    screening: Screening
    said_at: datetime = field(compare=False)
    lifts: bool = False


def respond(
    message: str, context: Context, said_at: datetime, screen: Screens, reader: Reads | None, prompts: Prompts
) -> Exchange:
    """The answer to ``message``. Safety comes first: only a clear message is read and gets words. The message is encoded once.

    ``said_at`` is the moment of the message (aware, or naive local time). A screen that breaks counts as danger. Raises NotReadyError for a
    clear message when there is no reader or it broke.
    """
    encoded = _encoded(message, context, reader)
    screening = _screened(message, context, screen, encoded)
    if not screening.clear:
        reply = help_reply(screening, context.country, prompts.helplines)
        return Exchange(message, reply, Reading(message), screening, said_at)
    lifts = context.alarm and takes_back(message)
    if context.careful and not lifts:
        reply = careful_reply(context.country, prompts.helplines, concern=context.careful == "concern")
        return Exchange(message, reply, Reading(message), screening, said_at)
    if encoded is None or reader is None:
        raise NotReadyError
    reading = reader.reading(encoded)
    talk = Talk(context.messages, context.readings, context.questions, context.frames, context.time_zone)
    return Exchange(message, answer(reading, talk, said_at, reader, prompts), reading, screening, said_at, lifts)


def _encoded(message: str, context: Context, reader: Reads | None) -> Encoded | None:
    try:
        return reader.encode(message, " ".join(context.questions)) if reader else None
    except Exception as broken:  # the rules must still speak
        _log.error("encoder failed: %s", type(broken).__name__)
        return None


def _screened(message: str, context: Context, screen: Screens, encoded: Encoded | None) -> Screening:
    try:
        return screen.screen(message, context.messages, encoded)
    except Exception as broken:  # whatever breaks in the screen must lead to help, never to coaching
        _log.error("safety screen failed: %s", type(broken).__name__)
        return Screening(level=SafetyLevel.DANGER, failed=True)
