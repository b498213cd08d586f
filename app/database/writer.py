"""One writer at a time, in turn; those that wait share one commit.

SQLite lets one transaction write. Left to itself a second writer polls for the lock and may starve; here each waits its turn in the
order it came, and the transactions that have queued up behind one another are made durable by a single commit (group commit:
DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984). Each is a savepoint of its own: one that fails takes nothing of the
others with it. Nobody is told "done" before the commit is on the disk.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.database.engine import session_scope
from app.database.failures import named
from app.errors import BusyError

TOGETHER = 32  # transactions at most in one commit, so that the first does not wait for long
PATIENCE = 15.0  # seconds to wait for one's turn


@dataclass(slots=True)
class _Batch:
    """Transactions that end with one commit."""

    connection: Connection
    size: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    failure: BaseException | None = None


class _Turns:
    """A lock that is given in the order it was asked for, and says whether somebody waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._taken = False

    def take(self, patience: float) -> None:
        """Wait for one's turn. Raises BusyError when it does not come in time."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._queue.append(mine)
        if mine.wait(patience):
            return
        with self._lock:
            if mine in self._queue:
                self._queue.remove(mine)
                raise BusyError
        # the turn came in the very moment of giving up

    def hand_over(self) -> bool:
        """Give the turn to the next one; False, and it is kept, when nobody waits."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
                return True
            return False

    def give(self) -> None:
        """Give the turn up, to the next one or to nobody."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._taken = False


class Writer:
    """Writes on one database. PostgreSQL has many writers of its own: there each turn is a plain transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = _Turns()
        self._batch: _Batch | None = None

    @contextmanager
    def turn(self) -> Iterator[Session]:
        """A session in one's turn; on leaving, its work is on the disk, or undone by an error. Raises StorageError for what the database refuses."""
        if self._engine.dialect.name != "sqlite":
            with session_scope(self._engine) as session:
                yield session
            return
        try:
            batch = None
            self._turns.take(PATIENCE)
            try:
                batch = self._joined()
                with Session(
                    batch.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
                ) as session:
                    yield session
                    session.commit()
            except BaseException as error:
                self._spoilt(batch, error)
                raise
            finally:
                self._leave(batch)
            batch.ended.wait()
            if batch.failure is not None:
                raise batch.failure
        except DBAPIError as error:
            raise named(error) from error

    def _joined(self) -> _Batch:
        if self._batch is None:
            connection = self._engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            self._batch = _Batch(connection)
        self._batch.size += 1
        return self._batch

    def _spoilt(self, batch: _Batch | None, error: BaseException) -> None:
        """After some errors (a full disk, say) SQLite has undone the whole transaction: then nobody in the batch may be told "done"."""
        driver = batch.connection.connection.driver_connection if batch else None
        if batch is not None and driver is not None and not driver.in_transaction:
            batch.failure = error

    def _leave(self, batch: _Batch | None) -> None:
        """The last of a batch commits it; the others leave that to who comes after them."""
        full = batch is None or batch.failure is not None or batch.size >= TOGETHER
        if not full and self._turns.hand_over():
            return
        try:
            if batch is not None:
                self._batch = None
                self._end(batch)
        finally:
            self._turns.give()

    def _end(self, batch: _Batch) -> None:
        try:
            if batch.failure is None:
                batch.connection.commit()
        except BaseException as error:
            batch.failure = error
        finally:
            if batch.failure is not None:
                batch.connection.invalidate()  # nobody knows what state it is in
            with suppress(DBAPIError):
                batch.connection.close()
            batch.ended.set()
