"""What is in a database file after the fault."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.database.engine import connect
from app.database.passphrase import FileKind, derived, kind_of, salt_of
from benchmarks.faults.load import PASSPHRASE


def lost(file: Path, saved: Sequence[str]) -> tuple[int, bool]:
    """How many of the saved messages are not in the file, and whether the file is sound (pages, parents, an answer to each message)."""
    key = derived(PASSPHRASE, salt_of(file)) if kind_of(file) is FileKind.ENCRYPTED else None
    with closing(connect(file, key)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        sound &= connection.execute("PRAGMA foreign_key_check").fetchone() is None
        rows = connection.execute("SELECT text, reply FROM message").fetchall()
    found = {text for text, _ in rows}
    return len([text for text in saved if text not in found]), sound and all(
        reply not in {"", "{}"} for _, reply in rows
    )
