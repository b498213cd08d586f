"""Copies of a database in use, checked; and putting one back."""

import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.accounts.access import settle_owner
from app.database import passphrase as passphrases
from app.database.backups import BackupError, back_up, restore, rows_of
from app.database.engine import session_scope
from app.database.passphrase import FileKind, derived, kind_of, salt_of
from app.database.vault import Vault
from app.tables import Strand, Thread

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def put(vault: Vault, words: str) -> None:
    with session_scope(vault.engine) as session:
        settle_owner(session, NOW, words)


def words_in(file: Path) -> str:
    with sqlite3.connect(file) as connection:
        (words,) = connection.execute("SELECT time_zone FROM owner").fetchone()
    connection.close()
    return words


def test_a_live_database_is_copied_with_what_is_only_in_the_journal(vault: Vault, tmp_path: Path) -> None:
    """And the copy is for its owner only."""
    put(vault, "in the journal")
    target = tmp_path / "copy.sqlite3"
    assert back_up(tmp_path / "notes.sqlite3", None, target)["owner"] == 1
    assert words_in(target) == "in the journal"
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_never_overwritten(vault: Vault, tmp_path: Path) -> None:
    """Nor does a failed copy leave anything."""
    target = tmp_path / "copy.sqlite3"
    target.write_text("something dear")
    with pytest.raises(BackupError, match="exists already"):
        back_up(tmp_path / "notes.sqlite3", None, target)
    assert target.read_text() == "something dear"
    with pytest.raises(BackupError, match="folder does not exist"):
        back_up(tmp_path / "notes.sqlite3", None, tmp_path / "nowhere" / "copy")


def test_restoring_puts_the_rows_back_and_keeps_what_was_there(vault: Vault, tmp_path: Path) -> None:
    """The journal of the old one does not reach into the new one."""
    file, target = tmp_path / "notes.sqlite3", tmp_path / "copy.sqlite3"
    put(vault, "before")
    back_up(file, None, target)
    put(vault, "after")
    vault.close()
    assert restore(target, None, file)["owner"] == 1
    assert words_in(file) == "before"
    assert words_in(tmp_path / "backups" / "before-restore.sqlite3") == "after"


def test_a_copy_taken_while_others_write_restores_row_for_row(vault: Vault, tmp_path: Path) -> None:
    """All that was acknowledged before it is in it, no transaction half, and what is put back is what was copied."""
    put(vault, "UTC")
    written, stop = [], threading.Event()

    def keep_writing() -> None:
        while not stop.is_set():
            with vault.writer.turn() as session:
                strand = Strand(owner_id=1, words=f"strand {len(written)}")
                session.add(strand)
                session.flush()
                session.add(
                    Thread(
                        owner_id=1,
                        happened_on=NOW.date(),
                        behavior="kindness",
                        mine=True,
                        words=strand.words,
                        logged_at=NOW,
                    )
                )
            written.append(strand.words)

    writers = [threading.Thread(target=keep_writing) for _ in range(3)]
    for writer in writers:
        writer.start()
    while len(written) < 20:
        time.sleep(0.001)
    before = set(written)
    target = tmp_path / "copy.sqlite3"
    back_up(tmp_path / "notes.sqlite3", None, target)
    stop.set()
    for writer in writers:
        writer.join()
    vault.close()
    copied = all_rows(target)
    strands = words_of(target, "strand")
    assert before <= set(strands) <= {*written, *strands}
    assert sorted(strands) == sorted(words_of(target, "thread"))  # each transaction whole
    restore(target, None, tmp_path / "notes.sqlite3")
    assert all_rows(tmp_path / "notes.sqlite3") == copied


def words_of(file: Path, table: str) -> list[str]:
    connection = sqlite3.connect(file)
    found = [words for (words,) in connection.execute(f"SELECT words FROM {table}")]  # noqa: S608
    connection.close()
    return found


def all_rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(file)
    tables = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    found = {table: sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr) for table in tables}  # noqa: S608
    connection.close()
    return found


def test_what_is_no_sound_backup_changes_nothing(vault: Vault, tmp_path: Path) -> None:
    """A damaged copy, another program's database, a text, an empty file."""
    file = tmp_path / "notes.sqlite3"
    put(vault, "dear")
    good = tmp_path / "good.sqlite3"
    back_up(file, None, good)
    vault.close()
    damaged, foreign, text, empty = (tmp_path / name for name in ("damaged", "foreign", "text", "empty"))
    content = bytearray(good.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    damaged.write_bytes(bytes(content))
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE recipes (words)")
    connection.close()
    text.write_text("Dear diary\n" * 1000)
    empty.touch()
    for wrong in (damaged, foreign, text, empty):
        with pytest.raises(BackupError):
            restore(wrong, None, file)
    assert words_in(file) == "dear"
    assert not (tmp_path / "backups" / "before-restore.sqlite3").exists()


def test_rows_without_their_parents_are_no_sound_backup(vault: Vault, tmp_path: Path) -> None:
    """The check looks at what the rows mean, not at pages alone."""
    vault.close()
    with sqlite3.connect(tmp_path / "notes.sqlite3") as connection:
        connection.execute(
            "INSERT INTO conversation (id, owner_id, started_at, updated_at) VALUES (1, 99, '2026-01-01', '2026-01-01')"
        )
    connection.close()
    with pytest.raises(BackupError, match="parents"):
        rows_of(tmp_path / "notes.sqlite3", None)


def test_a_copy_of_encrypted_notes_is_encrypted(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same passphrase, and back again."""
    monkeypatch.setattr(passphrases, "_MEMORY_KIB", 64)
    put(vault, "zqxcanaryzqx")
    vault.set_passphrase("four or five words")
    file, target = tmp_path / "notes.sqlite3", tmp_path / "copy.sqlite3"
    key = derived("four or five words", salt_of(file))
    back_up(file, key, target)
    assert kind_of(target) is FileKind.ENCRYPTED
    assert b"zqxcanaryzqx" not in target.read_bytes()
    vault.close()
    copied = derived("four or five words", salt_of(target))
    assert restore(target, copied, file)["owner"] == 1
    again = Vault(f"sqlite:///{file}", tmp_path, lambda: NOW)
    again.start()
    assert again.locked
    again.unlock("four or five words")
    again.close()
