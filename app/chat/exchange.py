"""The path of one message, without web, clock or database: screen, read, choose, word.

``respond`` is pure: everything it needs is handed in, the same input gives the same answer.
"""

from dataclasses import dataclass, field
from datetime import datetime

from app.replies.reply import Reply
from classifiers.annotations import Reading, Screening


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
