"""Who is asking, and the one door to that person's rows.

There is one local owner, created at the first start; nothing else in the app makes an ``OwnRows``.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.database import purge, transaction
from app.rows import OwnRows
from app.tables import Owner

LOCAL_OWNER = "local"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Clock = Callable[[], datetime]


def ensure_local_owner(engine: Engine, now: datetime) -> int:
    """The key of the local owner, who is created when this is the first start."""
    with transaction(engine, write=True) as session:
        owner = session.exec(select(Owner).where(Owner.name == LOCAL_OWNER)).first()
        if owner is None:
            owner = Owner(name=LOCAL_OWNER, created_at=now)
            session.add(owner)
            session.flush()
        if owner.id is None:
            raise RuntimeError("the database gave the local owner no key")
        return owner.id


def own_rows(request: Request) -> Iterator[OwnRows]:
    """The asking person's rows, in one transaction that is committed before the answer leaves.

    Needs ``scope="function"``: with the usual scope the code after ``yield`` runs when the answer is out, and a
    failed commit would look like success.
    """
    engine: Engine = request.app.state.engine
    with transaction(engine, write=request.method not in SAFE_METHODS) as session:
        rows = OwnRows(session, request.app.state.owner_id)
        yield rows
    if rows.gone_for_good:
        purge(engine)
        request.app.state.remove_backups()


def owner_of(rows: OwnRows) -> Owner:
    """The person these rows belong to."""
    return _existing(rows.session, rows.owner_id)


def _existing(session: Session, key: int) -> Owner:
    owner = session.get(Owner, key)
    if owner is None:
        raise RuntimeError("the local owner is missing from the database")
    return owner


def now_of(request: Request) -> datetime:
    """The moment of this request, by the clock the app was given."""
    clock: Clock = request.app.state.clock
    return clock()


Rows = Annotated[OwnRows, Depends(own_rows, scope="function")]
Now = Annotated[datetime, Depends(now_of)]
