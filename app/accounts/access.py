"""Whose rows: the one door to a person's rows. Somebody else's and missing look the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session, select

from app.database import session_scope
from app.errors import NotFoundError
from app.tables import Conversation, Message, Owner, TagRow

Row = TypeVar("Row", Conversation, Message, TagRow)


def now_of(request: Request) -> datetime:
    """The clock, handed in by main so that tests can set it."""
    moment: datetime = request.app.state.clock()
    return moment


def session_of(request: Request) -> Iterator[Session]:
    """A session that is committed before the answer leaves (hence scope="function" below)."""
    with session_scope(request.app.state.engine) as session:
        yield session


Db = Annotated[Session, Depends(session_of, scope="function")]
Now = Annotated[datetime, Depends(now_of)]


def owner_of(session: Db) -> Owner:
    """The one local owner, made at the first visit."""
    return local_owner(session)


Who = Annotated[Owner, Depends(owner_of)]


def local_owner(session: Session) -> Owner:
    """The first owner of this database, created when there is none."""
    owner = session.exec(select(Owner).order_by(Owner.id)).first()  # type: ignore[arg-type]
    if owner is None:
        owner = Owner(created_at=datetime.now(UTC))
        session.add(owner)
        session.flush()
    return owner


def owned(session: Session, kind: type[Row], key: int, owner: Owner) -> Row:
    """The row ``key`` of ``owner``. Raises NotFoundError for a missing row and for anybody else's."""
    row = session.get(kind, key)
    if row is None or row.owner_id != owner.id:
        raise NotFoundError
    return row
