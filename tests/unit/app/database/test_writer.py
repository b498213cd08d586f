"""One writer: in turn, one commit for those that queue, nobody told "done" too early."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlmodel import select

from app.accounts.access import settle_owner
from app.database import writer as writing
from app.database.engine import session_scope
from app.database.vault import Vault
from app.database.writer import Writer
from app.errors import BusyError
from app.tables import Owner
from tests.factories import Clock


def together(*jobs: Callable[[], None]) -> None:
    """Run the jobs, each in a thread of its own, all started."""
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


@pytest.fixture
def writer(vault: Vault, moment: Clock) -> Writer:
    """The writer of an open vault in which the owner is there."""
    with session_scope(vault.engine) as session:
        settle_owner(session, moment(), "0")
    return vault.writer


@pytest.fixture
def commits(vault: Vault) -> list[str]:
    """Every commit the database saw from here on."""
    seen: list[str] = []
    event.listen(vault.engine, "commit", lambda _: seen.append("commit"))
    return seen


def zone(vault: Vault) -> str:
    """What a fresh connection sees."""
    with session_scope(vault.engine, write=False) as session:
        return session.exec(select(Owner)).one().time_zone


def add(writer: Writer, sign: str) -> None:
    """Read and write back with a sign more."""
    with writer.turn() as session:
        owner = session.exec(select(Owner)).one()
        owner.time_zone += sign


def in_a_row(
    writer: Writer,
    inside: threading.Event,
    go_on: threading.Event,
    ahead: Callable[[], None],
    *behind: Callable[[], None],
) -> None:
    """Run ``ahead``, which says when it is ``inside`` its turn and waits to ``go_on`` until all of ``behind`` have queued up."""
    threads = [threading.Thread(target=job) for job in (ahead, *behind)]
    threads[0].start()
    inside.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(writer._turns._queue) < len(behind):
        pass
    go_on.set()
    for thread in threads:
        thread.join(10)


def test_what_left_its_turn_is_on_the_disk(vault: Vault, writer: Writer) -> None:
    """Another connection sees it."""
    add(writer, "a")
    assert zone(vault) == "0a"


def test_those_that_queue_share_one_commit(vault: Vault, writer: Writer, commits: list[str]) -> None:
    """Ten wait behind one: one commit for all, and every one of them is there."""
    inside, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        with writer.turn() as session:
            session.exec(select(Owner)).one().time_zone += "f"
            inside.set()
            go_on.wait(10)
        done.append("f")

    def other(sign: str) -> None:
        add(writer, sign)
        done.append(sign)

    ahead = threading.Thread(target=first)
    ahead.start()
    inside.wait(10)
    others = [threading.Thread(target=other, args=(sign,)) for sign in "abcdefghij"]
    for thread in others:
        thread.start()
    while len(writer._turns._queue) < 10:
        pass
    assert done == []
    go_on.set()
    for thread in (ahead, *others):
        thread.join(10)
    assert len(commits) == 1
    assert sorted(done) == sorted("fabcdefghij")
    assert sorted(zone(vault)) == sorted("0fabcdefghij")


def test_one_that_fails_takes_nothing_of_the_others_with_it(vault: Vault, writer: Writer) -> None:
    """Its own work is undone, its error is its own."""
    inside, go_on = threading.Event(), threading.Event()
    told: list[str] = []

    def failing() -> None:
        try:
            with writer.turn() as session:
                session.exec(select(Owner)).one().time_zone += "x"
                session.flush()
                inside.set()
                go_on.wait(10)
                raise ValueError
        except ValueError:
            told.append("failed")

    in_a_row(writer, inside, go_on, failing, lambda: add(writer, "b"))
    assert told == ["failed"]
    assert zone(vault) == "0b"


def test_when_the_commit_fails_nobody_is_told_done(
    vault: Vault, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the batch hear of it, and the next one starts anew."""

    def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    event.listen(vault.engine, "commit", full)
    inside, go_on = threading.Event(), threading.Event()
    told: list[str] = []

    def one(wait: bool) -> None:
        try:
            with writer.turn() as session:
                session.exec(select(Owner)).one().time_zone += "x"
                inside.set()
                if wait:
                    go_on.wait(10)
        except Exception as error:
            told.append(str(error))

    in_a_row(writer, inside, go_on, lambda: one(True), lambda: one(False))
    assert len(told) == 2
    event.remove(vault.engine, "commit", full)
    add(writer, "b")
    assert zone(vault) == "0b"


def test_when_the_database_undoes_the_transaction_all_in_it_hear(vault: Vault, writer: Writer) -> None:
    """On some errors (a full disk) SQLite rolls the whole transaction back: then the one before it in the batch has not been saved either."""
    inside, go_on = threading.Event(), threading.Event()
    told: list[str] = []

    def good() -> None:
        try:
            with writer.turn() as session:
                session.exec(select(Owner)).one().time_zone += "g"
                inside.set()
                go_on.wait(10)
            told.append("saved")
        except Exception:
            told.append("not saved")

    def undone() -> None:
        try:
            with writer.turn() as session:
                session.execute(text("ROLLBACK"))  # as SQLite does by itself
                session.exec(select(Owner)).one()
                raise sqlite3.OperationalError("database or disk is full")
        except Exception:
            told.append("not saved")

    in_a_row(writer, inside, go_on, good, undone)
    assert told == ["not saved", "not saved"]
    assert zone(vault) == "0"


def test_a_batch_has_an_end(vault: Vault, writer: Writer, monkeypatch: pytest.MonkeyPatch, commits: list[str]) -> None:
    """A steady stream of writers does not put the commit off for ever."""
    monkeypatch.setattr(writing, "TOGETHER", 4)
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with writer.turn():
            inside.set()
            go_on.wait(10)

    in_a_row(writer, inside, go_on, first, *[lambda: add(writer, "a")] * 11)
    assert len(commits) == 3
    assert zone(vault) == "0" + "a" * 11


def test_who_waits_too_long_is_told_so(vault: Vault, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """And its place in the queue is given up, so that the next ones go on."""
    monkeypatch.setattr(writing, "PATIENCE", 0.05)
    with writer.turn():
        with pytest.raises(BusyError), writer.turn():
            pass
        assert not writer._turns._queue
    add(writer, "b")
    assert zone(vault) == "0b"


def test_another_program_holding_the_database_is_told(
    vault: Vault, writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A BusyError, and the turn goes on to the next."""
    monkeypatch.setattr("app.database.engine._PRAGMAS", ("busy_timeout=50",))
    vault.engine.dispose()
    other = sqlite3.connect(tmp_path / "notes.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError), writer.turn():
        pass
    other.execute("ROLLBACK")
    other.close()
    add(writer, "b")
    assert zone(vault) == "0b"
