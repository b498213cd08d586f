"""The database: one engine, durable writes, migrations with a backup before, deleted text really gone."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlmodel import Session

from app import tables  # noqa: F401 - the tables must be known before a migration compares

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK = "ropework_lock"


def make_engine(url: str) -> Engine:
    """An engine with durable, strict settings.

    SQLite: WAL with synchronous=FULL (NORMAL lost acknowledged writes in a simulated power cut), foreign keys on,
    deleted content overwritten, and BEGIN IMMEDIATE, because a plain BEGIN loses read-then-write updates without an
    error. Errors never show parameters: those are what the person wrote.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True)
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)  # touch leaves the mode of a file that is there
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True)
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pragmas(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",  # VACUUM would else put a copy into the machine's temporary folder
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_LOCK, 'IMMEDIATE')}")


def migrate(engine: Engine, backups: Path, now: datetime) -> None:
    """Bring the schema up to date; an existing SQLite file is copied to ``backups`` first."""
    current, head = revision(engine), newest_revision()
    if current == head:
        return
    from app.upgrading import upgrade  # lazily: alembic takes a third of a second, and most starts need no migration

    if current is not None and engine.dialect.name == "sqlite":
        backup(engine, backups / f"before-{head}-{now:%Y%m%d-%H%M%S}.sqlite3")
    upgrade(engine, MIGRATIONS)
    engine.dispose()


def newest_revision() -> str:
    """The newest migration's number: the files of migrations/versions begin with it."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision(engine: Engine) -> str | None:
    """The migration this database has, None for an empty one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def backup(engine: Engine, target: Path) -> None:
    """Copy a live SQLite database to ``target`` (a plain copy of the file would miss the journal)."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = engine.url.database or ""
    with sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    os.chmod(target, 0o600)  # noqa: PTH101 - a mode, not a path question


def scrub(engine: Engine) -> None:
    """After a delete: empty the journal into the file and rewrite the file, so that no copy of the text is left."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.close()


def erase_backups(backups: Path) -> None:
    """Remove the automatic backups: they hold what was just deleted."""
    for file in backups.glob("*.sqlite3*"):
        file.unlink(missing_ok=True)


@contextmanager
def session_scope(engine: Engine, *, write: bool = True) -> Iterator[Session]:
    """A session whose work is committed at the end, or undone on an error: the one place that commits.

    One that only reads does not wait for the write lock, so a page opens while an answer is being made.
    """
    bound = engine if write else engine.execution_options(**{_LOCK: "DEFERRED"})
    with Session(bound, expire_on_commit=False) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def alive(engine: Engine) -> bool:
    """Whether the database answers."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar() == 1)
