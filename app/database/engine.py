"""The engine: durable, strict, private; plain or encrypted whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app import tables  # noqa: F401 - the tables must be known before a migration compares
from app.database.failures import UnusableDataError, named
from app.database.passphrase import Key

BUSY_SECONDS = 10
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # VACUUM would else put a copy into the machine's temporary folder
    f"busy_timeout={BUSY_SECONDS * 1000}",
)
_ONLY_READING = ("query_only=ON", "foreign_keys=ON", "temp_store=MEMORY", f"busy_timeout={BUSY_SECONDS * 1000}")


def make_engine(url: str, key: Key | None = None, *, only_reading: bool = False) -> Engine:
    """An engine with durable, strict settings; ``key`` opens a SQLite file that is encrypted.

    SQLite: WAL with synchronous=FULL (NORMAL lost acknowledged writes in a simulated power cut), foreign keys on,
    deleted content overwritten. A connection begins nothing by itself: a session that writes begins in its turn
    (app.database.writer). Errors never show parameters: those are what the person wrote. ``only_reading`` writes nothing at
    all. Raises UnusableDataError when the file or its folder cannot be had.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=40)
    path = file_of(url)
    if not only_reading:
        _private(path)
    engine = create_engine(
        url,
        module=driver(encrypted=key is not None),
        creator=lambda: connect(path, key, only_reading=only_reading),
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
    )
    event.listen(engine, "begin", _begin)
    return engine


def file_of(url: str) -> Path:
    """The file of a SQLite address."""
    return Path(url.removeprefix("sqlite:///"))


def _private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.chmod(0o600)  # touch leaves the mode of a file that is there
    except OSError as error:
        raise UnusableDataError(
            f"cannot write {path}: {error.strerror}. Set ROPEWORK_DATA to a folder you can write to"
        ) from error


def driver(*, encrypted: bool) -> ModuleType:
    """Python's own SQLite, or SQLCipher's where the file is encrypted."""
    if not encrypted:
        import sqlite3

        return sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise UnusableDataError("a passphrase needs the package sqlcipher3, which is not installed here") from error
    return dbapi2  # type: ignore[no-any-return]


def connect(path: Path, key: Key | None, *, only_reading: bool = False) -> Any:  # noqa: ANN401 - the driver's own connection
    """A connection with the settings above, in autocommit mode."""
    mode = "ro" if only_reading else "rwc"
    connection = driver(encrypted=key is not None).connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")  # else a wrong passphrase is told on standard error
            connection.execute(f'PRAGMA key = "{key.pragma}"')
        for pragma in _ONLY_READING if only_reading else _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's connection
    # a plain BEGIN loses read-then-write updates without an error; a reader does not wait for the writer
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_LOCK, 'IMMEDIATE')}")


_LOCK = "ropework_lock"


def for_reading(engine: Engine) -> Engine:
    """The same engine; its transactions only read, and so wait for nobody."""
    return engine.execution_options(**{_LOCK: "DEFERRED"})


@contextmanager
def session_scope(engine: Engine, *, write: bool = True) -> Iterator[Session]:
    """A session of its own transaction, committed at the end or undone on an error. Raises StorageError for what the database refuses."""
    try:
        with Session(engine if write else for_reading(engine), expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
    except DBAPIError as error:
        raise named(error) from error


def alive(engine: Engine) -> bool:
    """Whether the database answers."""
    with for_reading(engine).connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar() == 1)
