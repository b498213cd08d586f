"""Copies of a live database, whole and verified, encrypted where the database is; and the way back."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.database.engine import connect, file_of
from app.database.failures import UnusableDataError
from app.database.passphrase import FileKind, Key, kind_of

BEFORE_RESTORE = "before-restore.sqlite3"


class BackupError(RuntimeError):
    """A copy could not be made, read or put back; the message says why and what to do. The database is as it was."""


def copy_of(engine: Engine, target: Path) -> None:
    """Copy the live SQLite database behind ``engine`` to ``target``; a plain copy of the file would miss the journal."""
    raw = engine.raw_connection()
    try:
        _vacuum_into(raw.driver_connection, target)
    finally:
        raw.close()


def back_up(path: Path, key: Key | None, target: Path) -> dict[str, int]:
    """Copy the database ``path``, in use or not, to the new file ``target``; returns the rows of each table in the copy.

    Raises BackupError when ``target`` exists, cannot be written, or the copy does not verify.
    """
    if target.exists():
        raise BackupError(f"{target} exists already: give a new name")
    if not target.parent.is_dir():
        raise BackupError(f"cannot write {target}: its folder does not exist")
    try:
        with closing(connect(path, key, only_reading=True)) as source:
            source.execute("PRAGMA query_only=OFF")  # VACUUM INTO writes the copy, never the source
            _vacuum_into(source, target)
        return rows_of(target, key)
    except Exception as error:
        target.unlink(missing_ok=True)
        raise BackupError(f"no backup was made: {error}") from error


def _vacuum_into(connection: Any, target: Path) -> None:  # noqa: ANN401 - the driver's own connection
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # empty, which VACUUM INTO takes
    os.close(handle)
    connection.execute("VACUUM INTO ?", (str(target),))
    on_disk(target)


def on_disk(path: Path) -> None:
    """Wait until a file and its name are on the disk."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rows_of(path: Path, key: Key | None) -> dict[str, int]:
    """How many rows each table has, after the whole file was checked. Raises BackupError for a file that is not sound."""
    try:
        with closing(connect(path, key, only_reading=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
            names = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                )
            ]
            counts = {name: _count(connection, name) for name in names}
    except UnusableDataError:
        raise
    except Exception as error:  # two drivers, each with its own kinds of error
        raise BackupError(f"{path} cannot be read: {error}") from error
    if found != ["ok"] or orphans:
        raise BackupError(f"{path} is damaged: {found[0] if found != ['ok'] else 'rows without their parents'}")
    if "alembic_version" not in counts:
        raise BackupError(f"{path} is no database of Ropework")
    return counts


def _count(connection: Any, table: str) -> int:  # noqa: ANN401 - the driver's own connection
    (number,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - a name out of the schema
    return int(number)


def restore(source: Path, key: Key | None, path: Path) -> dict[str, int]:
    """Put the backup ``source`` in the place of the database ``path``, which no server may have open.

    What was there goes to ``backups/before-restore.sqlite3``.

    Returns the rows of each table. Raises BackupError, with nothing changed, when the backup is not sound.
    """
    if kind_of(source) in {FileKind.NONE, FileKind.FOREIGN}:
        raise BackupError(f"{source} is no backup of Ropework")
    counts = rows_of(source, key)
    fresh = path.with_name(path.name + ".restoring")
    fresh.unlink(missing_ok=True)
    with closing(connect(source, key, only_reading=True)) as connection:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection.execute("PRAGMA query_only=OFF")  # VACUUM INTO writes the copy, never the source
        _vacuum_into(connection, fresh)
    set_aside(path)
    fresh.replace(path)
    on_disk(path)
    return counts


def set_aside(path: Path) -> None:
    """Move the database with its journal among the automatic copies, one whole name at a time; an older one set aside goes. A delete erases it with them."""
    aside = path.parent / "backups" / BEFORE_RESTORE
    aside.parent.mkdir(exist_ok=True, mode=0o700)
    for ending in ("-wal", "-shm", ""):
        file = path.with_name(path.name + ending)
        other = aside.with_name(aside.name + ending)
        other.unlink(missing_ok=True)
        if file.exists():
            file.replace(other)


def automatic(backups: Path) -> list[Path]:
    """The copies made before a change of the tables or a restore."""
    return sorted(backups.glob("*.sqlite3*"))


def erase_automatic(backups: Path) -> None:
    """Remove them: they hold what was just deleted."""
    for file in automatic(backups):
        file.unlink(missing_ok=True)


def database_file(url: str) -> Path:
    """The SQLite file of ``url``. Raises BackupError for another kind of database."""
    if not url.startswith("sqlite"):
        raise BackupError("this database is not a file: use its own tools (pg_dump, pg_restore)")
    return file_of(url)
