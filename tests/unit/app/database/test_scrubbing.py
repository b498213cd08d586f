"""Deleted words are in no file, or it is known that they still are and tried again."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts.access import settle_owner
from app.database import scrubbing
from app.database.engine import session_scope
from app.database.vault import Vault
from app.tables import Owner

CANARY = "zqxcanaryzqx"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(scrubbing, "_WAIT_MS", 50)


def written_and_deleted(vault: Vault) -> None:
    """A canary goes in, and out again."""
    for words in (CANARY * 400, "UTC"):
        with session_scope(vault.engine) as session:
            settle_owner(session, datetime.now(UTC), words)


def files_with(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]


def test_nothing_is_left(vault: Vault, tmp_path: Path) -> None:
    """Neither in the file nor in the journal; the marker goes."""
    written_and_deleted(vault)
    assert files_with(tmp_path)
    vault.scrubber.ask()
    assert vault.scrubber.pending
    assert vault.scrubber.scrub(vault.engine)
    assert files_with(tmp_path) == []
    assert not vault.scrubber.pending


def test_while_another_program_reads_it_is_not_done_and_said_so(vault: Vault, tmp_path: Path) -> None:
    """The journal still has the words: the scrub says no and stays pending, until the reader has gone."""
    for words in (CANARY * 400, "UTC"):
        with session_scope(vault.engine) as session:
            settle_owner(session, datetime.now(UTC), words)
        if words != "UTC":
            reader = sqlite3.connect(tmp_path / "notes.sqlite3", isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM owner").fetchone()
    vault.scrubber.ask()
    assert not vault.scrubber.scrub(vault.engine)
    assert vault.scrubber.pending
    assert files_with(tmp_path)
    reader.execute("ROLLBACK")
    reader.close()
    assert vault.scrubber.scrub(vault.engine)
    assert files_with(tmp_path) == []
    assert not vault.scrubber.pending


def test_trying_again_while_somebody_reads_costs_no_room(vault: Vault, tmp_path: Path) -> None:
    """The file is not rewritten into the journal with every try."""
    written_and_deleted(vault)
    reader = sqlite3.connect(tmp_path / "notes.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM owner").fetchone()
    journal = tmp_path / "notes.sqlite3-wal"
    before = journal.stat().st_size
    for _ in range(3):
        assert not vault.scrubber.scrub(vault.engine)
    assert journal.stat().st_size == before
    reader.close()


def test_a_writer_in_the_way_is_no_error(vault: Vault, tmp_path: Path) -> None:
    """It is pending until the writer is done."""
    written_and_deleted(vault)
    vault.scrubber.ask()
    writer = sqlite3.connect(tmp_path / "notes.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert not vault.scrubber.scrub(vault.engine)
    writer.execute("ROLLBACK")
    writer.close()
    assert vault.scrubber.scrub(vault.engine)
    assert files_with(tmp_path) == []


def test_the_file_shrinks_to_what_is_left(vault: Vault, tmp_path: Path) -> None:
    """Rewritten, so that no free page holds an old copy."""
    with session_scope(vault.engine) as session:
        settle_owner(session, datetime.now(UTC), "x" * 2_000_000)
    with session_scope(vault.engine) as session:
        session.exec(select(Owner)).one().time_zone = "UTC"
    vault.scrubber.scrub(vault.engine)
    assert (tmp_path / "notes.sqlite3").stat().st_size < 200_000


def test_after_it_the_connection_waits_as_before(vault: Vault) -> None:
    """The short patience was the scrub's alone."""
    vault.scrubber.scrub(vault.engine)
    with vault.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_no_room_for_the_rewriting_is_tried_again(vault: Vault) -> None:
    """Refused by the database (as a full disk does): the delete stands, and what is left to do stays pending."""
    written_and_deleted(vault)
    vault.scrubber.ask()
    raw = vault.engine.raw_connection()
    raw.driver_connection.set_authorizer(
        lambda *asked: sqlite3.SQLITE_DENY if asked[0] == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK
    )
    raw.close()
    assert not vault.scrubber.scrub(vault.engine)
    assert vault.scrubber.pending
