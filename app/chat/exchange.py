"""The path of one message, without web, clock or database: screen, read, choose, word.

``respond`` is pure: everything it needs is handed in, the same input gives the same answer.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.replies.answer import Talk, answer
from app.replies.help import careful_reply, help_reply
from app.replies.reply import Reply
from app.replies.wording import Prompts
from classifiers.annotations import Reading, Screening
from classifiers.codebook import SafetyLevel

_log = logging.getLogger(__name__)


class Screens(Protocol):
    """The safety screen as this path needs it (classifiers.safety.SafetyScreen)."""

    def screen(self, text: str, history: tuple[str, ...] = ()) -> Screening:
        """What is found in ``text`` and the messages before it."""


class Reads(Protocol):
    """The reader as this path needs it (classifiers.linear.Reader)."""

    def read(self, text: str) -> Reading:
        """Every act told in ``text``."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before this message: the earlier part of the conversation and the person's choices.

    ``messages`` and ``readings`` are the user's earlier messages of this conversation, oldest first (a flagged
    one has an empty reading); ``questions`` the questions asked last; ``frames`` the wordings used in the last
    ten answers to this person; ``careful`` is "danger" or "concern" while an earlier screening still holds
    (90 days for danger; one press lifts it), else None; ``country`` an ISO code or None; ``time_zone`` IANA.
    """

    messages: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    questions: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    careful: str | None = None
    country: str | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its answer. ``reading`` is empty (no tags) when the message was flagged."""

    message: str
    reply: Reply
    reading: Reading
    screening: Screening
    said_at: datetime = field(compare=False)


def respond(
    message: str, context: Context, said_at: datetime, screen: Screens, reader: Reads, prompts: Prompts
) -> Exchange:
    """The answer to ``message``. Safety comes first: only a clear message is read and gets words.

    ``said_at`` is the moment of the message (aware, or naive local time). A screen that breaks counts as danger.
    """
    screening = _screened(message, context, screen)
    if not screening.clear:
        reply = help_reply(screening, context.country, prompts.helplines)
        return Exchange(message, reply, Reading(message), screening, said_at)
    if context.careful:
        reply = careful_reply(context.country, prompts.helplines, concern=context.careful == "concern")
        return Exchange(message, reply, Reading(message), screening, said_at)
    reading = reader.read(message)
    talk = Talk(context.messages, context.readings, context.questions, context.frames, context.time_zone)
    return Exchange(message, answer(reading, talk, said_at, reader, prompts), reading, screening, said_at)


def _screened(message: str, context: Context, screen: Screens) -> Screening:
    try:
        return screen.screen(message, context.messages)
    except Exception as broken:  # whatever breaks in the screen must lead to help, never to coaching
        _log.error("safety screen failed: %s", type(broken).__name__)
        return Screening(level=SafetyLevel.DANGER, failed=True)
