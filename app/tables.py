"""The rows. Every row has its owner; all times are aware and in UTC."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, MetaData, false
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite hands back naive ones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002
        """Refuse a naive time, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002
        """Hand back an aware time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _unindexed_owner() -> Column[int]:
    """For a table with an index that begins with the owner."""
    return Column(ForeignKey("owner.id", ondelete="CASCADE"), nullable=False)


def _owner() -> Column[int]:
    return Column(ForeignKey("owner.id", ondelete="CASCADE"), nullable=False, index=True)


class Owner(SQLModel, table=True):
    """A person whose rows these are, and what they chose."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    country: str | None = None
    time_zone: str = "UTC"
    noted: bool = False  # has seen the plain note on shared devices
    idle_minutes: int = Field(
        default=5, sa_column_kwargs={"server_default": "5"}
    )  # until an open passphrase lock closes
    keep_days: int | None = None  # messages older than this are deleted; None keeps them
    counted_with: str = Field(default="", sa_column_kwargs={"server_default": ""})  # the rule its tallies were made by


class Conversation(SQLModel, table=True):
    """Messages that belong together."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    started_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    chat: str = Field(default="", sa_column_kwargs={"server_default": ""})  # whose chat it was brought in from, if any
    chat_file_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("chat_file.id", ondelete="SET NULL"), index=True)
    )


class Entry(SQLModel, table=True):
    """One thing that happened on one day: what one message, or several about the same, tell of."""

    __table_args__ = (Index("ix_entry_owner_day", "owner_id", "happened_on"),)

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_unindexed_owner())
    happened_on: date  # in the owner's time zone
    hour: int | None = None  # 0 to 23, only where it was told
    size: str = Field(default="usual", sa_column_kwargs={"server_default": "usual"})  # small | usual | big
    topic: str = Field(default="none", sa_column_kwargs={"server_default": "none"})
    former: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # with an ex: another rope
    mended: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # "we made up", said by a press


class Message(SQLModel, table=True):
    """What was written, what the screen found and what was answered."""

    __table_args__ = (
        Index("ix_message_owner_said", "owner_id", "said_at"),
        Index("ix_message_owner_watched", "owner_id", "watched"),
        Index("ix_message_owner_model", "owner_id", "level", "model_hash"),
    )

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    conversation_id: int = Field(
        sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    text: str
    said_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    level: str  # danger | concern | none
    screening: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    reply: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    model_hash: str
    heard: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )  # intent, topic, slots
    plain: str = Field(default="", sa_column_kwargs={"server_default": ""})  # the text as a search compares it
    lifted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))  # the person said it is no danger
    concern_answer: str | None = None  # yes | no | skip
    entry_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("entry.id", ondelete="SET NULL"), index=True)
    )  # None: a move in the talk, or flagged
    from_chat: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # a stretch of a chat brought in: both people speak in it, and nobody is answered
    watched: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # flagged, or with a milder sign: what the screen has to remember


class TagRow(SQLModel, table=True):
    """One act read in a message. ``sure`` is false for a "maybe"; a dismissed tag stays, hidden everywhere."""

    __tablename__ = "tag"

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    message_id: int = Field(sa_column=Column(ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True))
    actor: str
    behavior: str
    start: int
    end: int
    confidence: float
    sure: bool
    model_hash: str
    by_hand: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # put right or added by the person
    dismissed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Thread(SQLModel, table=True):
    """A good thing logged in two presses."""

    __table_args__ = (Index("ix_thread_owner_day", "owner_id", "happened_on"),)

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_unindexed_owner())
    happened_on: date
    behavior: str  # one of the codebook's threads
    mine: bool  # the writer's doing, or the partner's
    words: str
    meant_a_lot: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    landed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # of mine: it reached the other
    logged_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Ritual(SQLModel, table=True):
    """Something two people chose to do again and again."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    name: str
    behavior: str  # routine | homecoming | connection
    chosen_on: date
    ended_on: date | None = None


class RitualDay(SQLModel, table=True):
    """Whether it happened on a day, where somebody said so."""

    __tablename__ = "ritual_day"

    ritual_id: int = Field(sa_column=Column(ForeignKey("ritual.id", ondelete="CASCADE"), primary_key=True))
    day: date = Field(primary_key=True)
    happened: bool


class Strand(SQLModel, table=True):
    """What already holds the two, as the writer named it; five at most."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    words: str


class Tally(SQLModel, table=True):
    """How often something stands in the entries of a day ("d") or of the month that begins on ``day`` ("m"); made from the entries, never typed."""

    __table_args__ = (Index("ix_tally_what", "owner_id", "grain", "what", "day"),)

    owner_id: int = Field(sa_column=Column(ForeignKey("owner.id", ondelete="CASCADE"), primary_key=True))
    grain: str = Field(max_length=1, primary_key=True)
    day: date = Field(primary_key=True)
    what: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    n: int


class KeptLine(SQLModel, table=True):
    """A line the person keeps as theirs. ``asked_at`` is when the page asked how it went (once); ``went`` what they said to it."""

    __tablename__ = "kept_line"

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    conversation_id: int = Field(
        sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    text: str
    kept_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    asked_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    went: str | None = None  # helped | not_helped | not_yet | not_said


class Taught(SQLModel, table=True):
    """What a person's corrections taught the reader: words of their own, so private as what they were learnt from. One row at most."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    base: str  # the hash of the model it was learnt over
    weights: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # lemma -> 15 shifts
    lessons: list[int] = Field(sa_column=Column(JSON, nullable=False))  # the messages it was learnt from, by key
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    struck: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )  # words that are to mean nothing
    in_use: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ChatFile(SQLModel, table=True):
    """A chat brought in from elsewhere. Its lines stay only until it has been read."""

    __tablename__ = "chat_file"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    brought_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    format: str = ""
    state: str = "arriving"  # arriving | choosing | reading | done
    dates: str = ""  # the order of day and month: ymd | dmy | mdy, "" to be asked; "none" where no day is told
    chat: str = ""  # which chat, where the file holds several
    me: str = ""
    them: str = ""
    first: date | None = None
    last: date | None = None
    lines: int = 0
    read_to: int = 0  # the number of the last line that has been read
    read: int = 0  # how many have been
    kept: int = 0  # stretches in which something was read
    there: int = 0  # stretches that were kept already, from the same chat
    harm: bool = False  # danger was found in it
    read_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))  # when some of it was read last


class ChatLine(SQLModel, table=True):
    """One line of a chat that waits to be read."""

    __tablename__ = "chat_line"
    __table_args__ = (Index("ix_chat_line_sender", "file_id", "chat", "sender", "number"),)

    file_id: int = Field(sa_column=Column(ForeignKey("chat_file.id", ondelete="CASCADE"), primary_key=True))
    number: int = Field(primary_key=True)
    stamp: str  # as the file writes it; "" where it tells no day
    chat: str
    sender: str
    text: str
