"""Whose rows: the one door to a person's rows. Somebody else's and missing look the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session, select

from app.database import session_scope
from app.errors import NotFoundError
from app.tables import Conversation, KeptLine, Message, Owner, TagRow

Row = TypeVar("Row", Conversation, KeptLine, Message, TagRow)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_KEY = 2**63 - 1  # what either database takes; a larger number in an address is nobody's row


def now_of(request: Request) -> datetime:
    """The clock, handed in by main so that tests can set it."""
    moment: datetime = request.app.state.clock()
    return moment


def session_of(request: Request) -> Iterator[Session]:
    """A session that is committed before the answer leaves (hence scope="function" below)."""
    with session_scope(request.app.state.engine, write=request.method not in SAFE) as session:
        yield session


Db = Annotated[Session, Depends(session_of, scope="function")]
Now = Annotated[datetime, Depends(now_of)]


def owner_of(session: Db) -> Owner:
    """The one local owner, made at the first start."""
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


def settle_owner(session: Session, now: datetime, time_zone: str) -> Owner:
    """The local owner at a start of the app: there from the first one, in the time zone of this machine."""
    owner = session.exec(select(Owner).order_by(Owner.id)).first()  # type: ignore[arg-type]
    if owner is None:
        owner = Owner(created_at=now)
        session.add(owner)
    owner.time_zone = time_zone
    session.flush()
    return owner


def owned(session: Session, kind: type[Row], key: int, owner: Owner) -> Row:
    """The row ``key`` of ``owner``. Raises NotFoundError for a missing row and for anybody else's."""
    row = session.get(kind, key) if 0 < key <= LARGEST_KEY else None
    if row is None or row.owner_id != owner.id:
        raise NotFoundError
    return row
