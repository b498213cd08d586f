"""Whose rows: the one door to a person's rows. Somebody else's and missing look the same; while the notes are locked, nobody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session, select

from app.database.engine import session_scope
from app.database.vault import Vault
from app.errors import LockedError, NotFoundError
from app.tables import ChatFile, Conversation, Entry, KeptLine, Message, Owner, Ritual, Strand, TagRow, Thread

Row = TypeVar("Row", ChatFile, Conversation, Entry, KeptLine, Message, Ritual, Strand, TagRow, Thread)
LARGEST_KEY = 2**63 - 1  # what either database takes; a larger number in an address is nobody's row
KEY_COOKIE = "opened"  # set by unlocking, for this browser alone


def now_of(request: Request) -> datetime:
    """The clock, handed in by main so that tests can set it."""
    moment: datetime = request.app.state.clock()
    return moment


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of the person at this browser.

    A route opens them for writing only around what it writes, inside the endpoint: a transaction held by a dependency keeps the one
    writer waiting until a thread is free to go on, and many such requests wait for each other.
    """

    vault: Vault

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, Owner]]:
        """A session that waits for nobody, and the owner."""
        with session_scope(self.vault.engine, write=False) as session:
            yield session, local_owner(session)

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Owner]]:
        """A session in its turn, and the owner; on leaving, its work is on the disk. Raises StorageError."""
        with self.vault.writer.turn() as session:
            yield session, local_owner(session, lock=True)

    @contextmanager
    def deleting(self) -> Iterator[tuple[Session, Owner]]:
        """As ``writing``, for a delete: on leaving, the words are also gone from the file and its journal, or the scrub is pending."""
        with self.writing() as opened:
            yield opened
            self.vault.scrubber.ask()
        self.vault.scrubber.scrub(self.vault.engine)


def vault_of(request: Request) -> Vault:
    """The vault, whether or not this browser may look into it."""
    vault: Vault = request.app.state.vault
    return vault


def is_open(request: Request, *, here: bool = True) -> bool:
    """Whether this browser may see the notes now; ``here`` is whether somebody asks, not a page by itself."""
    return vault_of(request).admits(request.cookies.get(KEY_COOKIE, ""), here=here)


def looked_at(request: Request) -> Notes:
    """The notes, for what an open page asks by itself: that keeps no lock from closing. Raises LockedError."""
    if not is_open(request, here=False):
        raise LockedError
    return Notes(vault_of(request))


def notes_of(request: Request) -> Notes:
    """The notes. Raises LockedError."""
    if not is_open(request):
        raise LockedError
    return Notes(vault_of(request))


MyNotes = Annotated[Notes, Depends(notes_of)]


def session_of(notes: MyNotes) -> Iterator[Session]:
    """A session for a page that only reads."""
    with notes.reading() as (session, _):
        yield session


Db = Annotated[Session, Depends(session_of, scope="function")]
Now = Annotated[datetime, Depends(now_of)]


def owner_of(session: Db) -> Owner:
    """The one local owner, made at the first start."""
    return local_owner(session)


Who = Annotated[Owner, Depends(owner_of)]


def local_owner(session: Session, *, lock: bool = False) -> Owner:
    """The first owner of this database, created when there is none; ``lock`` keeps other writers waiting where there can be several (PostgreSQL)."""
    query = select(Owner).order_by(Owner.id).limit(1)  # type: ignore[arg-type]
    owner = session.exec(query.with_for_update() if lock else query).first()
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


def number_in(text: str) -> int | None:
    """The key or place that a form or an address names, one beyond the largest for any larger; None where that is no number."""
    if not (text.isascii() and text.isdecimal()):
        return None
    return int(text) if len(text) < len(str(LARGEST_KEY)) else LARGEST_KEY + 1  # Python turns no number of 5,000 digits


def owned(session: Session, kind: type[Row], key: int, owner: Owner) -> Row:
    """The row ``key`` of ``owner``. Raises NotFoundError for a missing row and for anybody else's."""
    row = session.get(kind, key) if 0 < key <= LARGEST_KEY else None
    if row is None or row.owner_id != owner.id:
        raise NotFoundError
    return row
