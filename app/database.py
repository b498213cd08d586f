"""Opening the database, so that what is acknowledged is on disk and what is deleted is gone.

The same code runs on SQLite (a file of mode 0600) and on PostgreSQL.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, create_engine, event, text
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

_BEGIN = "ropework_begin"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL loses acknowledged writes when the power goes
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # VACUUM would else leave a copy in the temporary folder
    "busy_timeout=10000",
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides: SQLite hands back naive ones. Raises ValueError for a naive moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database: in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database: aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def engine_for(url: str) -> Engine:
    """An engine for ``url``; a SQLite file is created with mode 0600 in a folder of mode 0700.

    Parameters are hidden from every error: they hold what the person wrote.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)
    create_private_file(Path(address.database or ""))
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def create_private_file(path: Path) -> None:
    """Make an empty file only its owner can read, or tighten the one that is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


@contextmanager
def transaction(engine: Engine, *, write: bool) -> Iterator[Session]:
    """A session that commits at the end and rolls back on an error; reading ones take no write lock."""
    bound = engine.execution_options(**{_BEGIN: "IMMEDIATE" if write else "DEFERRED"})
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session


def purge(engine: Engine) -> None:
    """Rewrite the file so that deleted rows are in no page, free list or journal of it any more."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL"))
        return
    raw = engine.raw_connection()
    try:
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement).fetchall()
    finally:
        raw.close()


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    """Own the transactions (the driver's plain BEGIN loses updates) and set what durability needs."""
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(f"expected a SQLite connection, got {type(connection).__name__}")
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, unless the transaction said that it only reads."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_BEGIN, 'IMMEDIATE')}")
