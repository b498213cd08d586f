"""From a plain file to an encrypted one and back: a copy is made and checked beside the file, then takes its name in one step."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from app.database.backups import on_disk, rows_of
from app.database.engine import connect, driver
from app.database.passphrase import Key

_BLOCK = 1024 * 1024


def encrypt(path: Path, old: Key | None, new: Key | None) -> None:
    """Rewrite the database ``path`` under ``new`` (None: plain). No other connection may be open.

    A crash leaves either the old file or the new one, whole. The old file's blocks are overwritten before they are given back; what a
    journalling or copying file system, a snapshot or the disk itself keeps is out of reach.
    """
    fresh = path.with_name(path.name + ".rewriting")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL, 0o600))  # before a word is in it
    _empty_journal(path, old)
    with closing(_cipher(path, old)) as connection:
        connection.execute("ATTACH DATABASE ? AS fresh KEY " + _literal(new), (str(fresh),))
        connection.execute("SELECT sqlcipher_export('fresh')")
        connection.execute("DETACH DATABASE fresh")
        connection.execute("PRAGMA journal_mode=DELETE")
    if rows_of(fresh, new) != rows_of(path, old):
        fresh.unlink()
        raise RuntimeError("the rewritten database does not hold the same rows; the old one was kept")
    on_disk(fresh)
    former = path.with_name(path.name + ".former")
    former.unlink(missing_ok=True)
    former.hardlink_to(path)
    fresh.replace(path)
    on_disk(path)
    overwrite(former)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def left_over(path: Path) -> None:
    """Clear what a crash during ``encrypt`` left beside the file."""
    path.with_name(path.name + ".rewriting").unlink(missing_ok=True)
    former = path.with_name(path.name + ".former")
    if former.exists():
        former.unlink() if former.samefile(path) else overwrite(former)


def overwrite(file: Path) -> None:
    """Fill a file with zeros, on disk, then remove it."""
    size = file.stat().st_size
    with file.open("r+b") as out:
        for start in range(0, size, _BLOCK):
            out.write(bytes(min(_BLOCK, size - start)))
    on_disk(file)
    file.unlink()


def _cipher(path: Path, key: Key | None) -> Any:  # noqa: ANN401 - SQLCipher's connection
    connection = driver(encrypted=True).connect(str(path), isolation_level=None, timeout=10)
    if key is not None:
        connection.execute(f'PRAGMA key = "{key.pragma}"')
    return connection


def _literal(key: Key | None) -> str:
    return f'"{key.pragma}"' if key else "''"


def _empty_journal(path: Path, key: Key | None) -> None:
    with closing(connect(path, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
