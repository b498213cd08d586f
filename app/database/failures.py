"""What a database refuses, by name: the driver's words become one of the errors a person is told."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from app.errors import BusyError, DamagedError, FullError, ReadOnlyError, StorageError, UnreachableError


class UnusableDataError(RuntimeError):
    """The data folder or the database in it cannot be used; the message is one line that says what to do."""


# SQLite's own words for its result codes (sqlite3_errstr), and PostgreSQL's SQLSTATE classes
_SQLITE: tuple[tuple[str, type[StorageError]], ...] = (
    ("is locked", BusyError),
    ("is full", FullError),
    ("readonly database", ReadOnlyError),
    ("malformed", DamagedError),
    ("not a database", DamagedError),
    ("unable to open", UnreachableError),
    ("disk i/o error", UnreachableError),
)
_POSTGRESQL: dict[str, type[StorageError]] = {
    "53100": FullError,
    "25006": ReadOnlyError,
    "40001": BusyError,
    "40P01": BusyError,
    "55P03": BusyError,
}


def named(error: DBAPIError) -> Exception:
    """The StorageError for ``error``; ``error`` itself where it is no fault of the storage (a broken constraint, say)."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]()
    said = str(error.orig).lower()
    for words, kind in _SQLITE:
        if words in said:
            return kind()
    if isinstance(error, OperationalError | InterfaceError):
        return UnreachableError()
    return error
