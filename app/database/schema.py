"""The tables' version: brought up to date at a start, with a copy of the file before; what is not ours is left alone."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.database.backups import copy_of
from app.database.engine import for_reading
from app.database.failures import UnusableDataError, named
from app.errors import DamagedError

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def check(engine: Engine) -> None:
    """That the database is one of ours and not newer. ``engine`` may be one that only reads. Raises UnusableDataError."""
    try:
        current = revision(engine)
        if current != newest_revision():
            _ours(engine, current)
    except DBAPIError as error:
        raise UnusableDataError(_why(engine, named(error))) from error


def migrate(engine: Engine, backups: Path, now: datetime) -> None:
    """Bring the schema up to date; an existing SQLite file is copied to ``backups`` first.

    Raises UnusableDataError, with nothing changed, for a database of a newer version, one that is not ours, one that is damaged.
    """
    try:
        check(engine)
        current, head = revision(engine), newest_revision()
        if current == head:
            return
        from app.database.upgrading import upgrade  # lazily: alembic takes a third of a second, seldom needed

        if current is not None and engine.dialect.name == "sqlite":
            copy_of(engine, backups / f"before-{head}-{now:%Y%m%d-%H%M%S}.sqlite3")
        upgrade(engine, MIGRATIONS)
    except DBAPIError as error:
        raise UnusableDataError(_why(engine, named(error))) from error
    engine.dispose()


def _ours(engine: Engine, current: str | None) -> None:
    place = engine.url.database
    if current is None:
        if inspect(for_reading(engine)).get_table_names():
            raise UnusableDataError(
                f"{place} is a database of another program: set ROPEWORK_DATA to a folder of its own for Ropework"
            )
    elif current not in revisions():
        raise UnusableDataError(
            f"{place} was made by a newer version of Ropework: install that version, or a newer one"
        )


def _why(engine: Engine, error: Exception) -> str:
    place = engine.url.database
    if isinstance(error, DamagedError):
        return f"{place} is damaged: keep a copy, then try `ropework doctor`, or `ropework restore` with a backup"
    return f"cannot use the database {place}: {getattr(error, 'told', type(error).__name__)}"


def revisions() -> list[str]:
    """The numbers of all migrations: the files of migrations/versions begin with them."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def newest_revision() -> str:
    """The newest migration's number."""
    return revisions()[-1]


def revision(engine: Engine) -> str | None:
    """The migration this database has, None for one without."""
    if not inspect(for_reading(engine)).has_table("alembic_version"):
        return None
    with for_reading(engine).connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None
