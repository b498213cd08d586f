"""The rows: every one knows its owner. Table classes do not validate; values are checked before they get here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, MetaData
from sqlmodel import Field, SQLModel

from app.database import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
METADATA: MetaData = SQLModel.metadata


def _owner() -> Any:  # noqa: ANN401
    return Field(sa_column=_parent("owner.id"))


def _parent(target: str) -> Column[Any]:
    return Column(Integer, ForeignKey(target, ondelete="CASCADE"), nullable=False, index=True)


def _moment(*, optional: bool = False) -> Any:  # noqa: ANN401
    if optional:
        return Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    return Field(sa_column=Column(UtcDateTime, nullable=False))


class Owner(SQLModel, table=True):
    """A person with rows. One local owner exists from the first start (``name`` is "local")."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = _moment()
    welcomed_at: datetime | None = _moment(optional=True)
    country: str | None = None


class Conversation(SQLModel, table=True):
    """Messages that belong together."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = _owner()
    started_at: datetime = _moment()
    last_at: datetime = _moment()


class ExchangeRow(SQLModel, table=True):
    """One message with its answer. ``screening`` and the replies are as ``app.chat.record`` writes them.

    ``follow_up`` is what came after the answer to the private question: ``concern_answer`` "yes", "no" or "skip".
    """

    __tablename__ = "exchange"
    __table_args__ = (Index("ix_exchange_owner_said", "owner_id", "said_at"),)

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = _owner()
    conversation_id: int = Field(sa_column=_parent("conversation.id"))
    said_at: datetime = _moment()
    text: str
    level: str
    screening: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    kind: str
    reply: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    concern_answer: str | None = None
    answered_at: datetime | None = _moment(optional=True)
    follow_up: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class TagRow(SQLModel, table=True):
    """One act read in a message. ``sure`` is false for a "maybe"; ``dismissed_at`` is set when the person said it is wrong."""

    __tablename__ = "tag"

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = _owner()
    exchange_id: int = Field(sa_column=_parent("exchange.id"))
    actor: str
    behavior: str
    family: str
    start: int
    end: int
    confidence: float
    sure: bool
    model_hash: str
    dismissed_at: datetime | None = _moment(optional=True)


class Lift(SQLModel, table=True):
    """The person ended the careful state: what was screened before ``lifted_at`` holds no longer."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = _owner()
    lifted_at: datetime = _moment()
    reason: str
