"""The database file: private, durable, safe under two writers, backed up before it changes."""

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.accounts.access import settle_owner
from app.database.engine import make_engine, session_scope
from app.database.failures import UnusableDataError
from app.database.schema import migrate
from app.tables import Conversation, Owner, metadata

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A SQLite file with the tables in it."""
    address = f"sqlite:///{tmp_path / 'notes.sqlite3'}"
    migrate(make_engine(address), tmp_path / "backups", NOW)
    return address


def test_file_is_for_its_owner_only(url: str, tmp_path: Path) -> None:
    """The file and its journal cannot be read by others, even when the file was open before."""
    (tmp_path / "notes.sqlite3").chmod(0o644)
    with session_scope(make_engine(url)) as session:
        settle_owner(session, NOW, "UTC")
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.glob("notes*")}
    assert set(modes.values()) == {"0o600"}


def test_acknowledged_means_on_disk(url: str) -> None:
    """Write-ahead log with full synchronising, foreign keys, and deleted content overwritten."""
    with make_engine(url).connect() as connection:
        values = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
        flags = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("foreign_keys", "secure_delete")]
    assert values == ["wal", 2]
    assert flags == [1, 1]


def test_row_without_an_owner_is_impossible(url: str) -> None:
    """Every row needs an owner who exists."""
    with pytest.raises(IntegrityError), session_scope(make_engine(url)) as session:
        session.add(Conversation(owner_id=99, started_at=NOW, updated_at=NOW))


def test_errors_do_not_show_what_was_written(url: str) -> None:
    """A failed statement's error holds none of its values."""
    with pytest.raises(IntegrityError) as failed, session_scope(make_engine(url)) as session:
        session.execute(text("INSERT INTO owner (id) VALUES (:words)"), {"words": "a private sentence"})
    assert "private" not in str(failed.value)


def test_two_writers_lose_nothing(url: str) -> None:
    """Forty read-then-write updates from four threads all count."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        settle_owner(session, NOW, "0")

    def count() -> None:
        for _ in range(10):
            with session_scope(engine) as session:
                owner = session.exec(select(Owner)).one()
                owner.time_zone = str(int(owner.time_zone) + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert session.exec(select(Owner)).one().time_zone == "40"


def test_a_page_can_be_read_while_an_answer_is_written(url: str) -> None:
    """A reading session does not wait for the write lock."""
    engine = make_engine(url)
    with session_scope(engine) as writing:
        settle_owner(writing, NOW, "UTC")
        with session_scope(engine, write=False) as reading:
            assert reading.exec(select(Owner)).all() == []


def test_undone_work_leaves_nothing(url: str) -> None:
    """An error inside takes everything back."""
    engine = make_engine(url)

    def half_done() -> None:
        with session_scope(engine) as session:
            settle_owner(session, NOW, "UTC")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    with Session(engine) as session:
        assert session.exec(select(Owner)).all() == []


def test_migrating_an_older_file_backs_it_up_first(url: str, tmp_path: Path) -> None:
    """A file of another version is copied, whole and private, before anything is changed; a current one is not."""
    assert not (tmp_path / "backups").exists()
    engine = make_engine(url)
    with session_scope(engine) as session:
        settle_owner(session, NOW, "Europe/Paris")
        session.execute(text("DROP TABLE kept_line"))
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(UnusableDataError):  # its columns are there already
        migrate(engine, tmp_path / "backups", NOW)
    (backup,) = (tmp_path / "backups").iterdir()
    assert oct(backup.stat().st_mode & 0o777) == "0o600"
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT time_zone FROM owner").fetchall() == [("Europe/Paris",)]
    copy.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version"),
        ("DROP TABLE alembic_version", "another program"),
    ],
)
def test_a_newer_or_foreign_database_is_left_alone(url: str, tmp_path: Path, change: str, said: str) -> None:
    """One line that says what to do; nothing is changed, no copy made."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        session.execute(text(change))
    engine.dispose()
    before = (tmp_path / "notes.sqlite3").read_bytes()
    with pytest.raises(UnusableDataError, match=said):
        migrate(engine, tmp_path / "backups", NOW)
    engine.dispose()
    assert (tmp_path / "notes.sqlite3").read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_tables_and_migrations_agree(url: str) -> None:
    """The migrations build exactly the tables the code believes in."""
    with make_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
