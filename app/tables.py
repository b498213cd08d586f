"""The rows. Every row has its owner; all times are aware and in UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, MetaData
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


class Conversation(SQLModel, table=True):
    """Messages that belong together."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(sa_column=_owner())
    started_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class Message(SQLModel, table=True):
    """What was written, what the screen found and what was answered."""

    __table_args__ = (Index("ix_message_owner_said", "owner_id", "said_at"),)

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
    dismissed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


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
