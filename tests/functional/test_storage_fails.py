"""When the database does not take a message: one clear page, the words still in the box, nothing half saved."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.settings import Settings
from app.tables import Conversation, Message
from tests.factories import BILL, Site, files_with


@pytest.fixture
def database_url() -> str:
    """These are SQLite's own troubles."""
    return ""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for a lock here."""
    from app.database import engine

    monkeypatch.setattr(engine, "_PRAGMAS", (*(one for one in engine._PRAGMAS if "busy" not in one), "busy_timeout=50"))


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Another program is writing."""
    other = sqlite3.connect(settings.data / "ropework.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("headers", [None, {"X-Fragment": "1"}])
def test_a_database_in_use_keeps_the_words(site: Site, settings: Settings, headers: dict[str, str] | None) -> None:
    """503; without scripts the page has the text in its box, and sending it again works."""
    with held(settings):
        answer = site.send(BILL, headers=headers)
    assert answer.status_code == 503
    assert "in use by another program" in answer.text
    if headers is None:
        assert f">{BILL}</textarea>" in answer.text
        assert "Send again" in answer.text
    assert site.row_count(Message) == 0
    assert "I asked him about the bill" in site.send(BILL).text


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("database or disk is full", 507, "The disk is full"),
        ("attempt to write a readonly database", 503, "may not be written"),
        ("database disk image is malformed", 503, "is damaged"),
        ("disk I/O error", 503, "does not answer"),
        ("unable to open database file", 503, "does not answer"),
    ],
)
def test_each_trouble_is_named_and_loses_nothing(site: Site, said: str, status: int, told: str) -> None:
    """As it strikes when the message is written: neither it nor its answer nor an empty talk is left."""

    def strike(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO message"):
            raise sqlite3.OperationalError(said)

    event.listen(site.app.state.vault.engine, "before_cursor_execute", strike)
    answer = site.send(f"{BILL} <b>&")
    event.remove(site.app.state.vault.engine, "before_cursor_execute", strike)
    assert answer.status_code == status
    assert told in answer.text
    assert f"{BILL} &lt;b&gt;&amp;</textarea>" in answer.text
    assert (site.row_count(Message), site.row_count(Conversation)) == (0, 0)


def test_a_message_and_its_answer_are_saved_together_or_not_at_all(site: Site) -> None:
    """When the tags cannot be written, the message is not either."""

    def strike(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO tag"):
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(site.app.state.vault.engine, "before_cursor_execute", strike)
    assert site.send(BILL).status_code == 507
    event.remove(site.app.state.vault.engine, "before_cursor_execute", strike)
    assert (site.row_count(Message), site.row_count(Conversation)) == (0, 0)


def test_other_pages_say_it_too_and_help_is_there(site: Site, settings: Settings) -> None:
    """A change that cannot be saved is a plain page; reading goes on, and so does help."""
    site.send(BILL)
    with held(settings):
        assert site.post("/country", country="GB").status_code == 503
        assert site.post("/history/delete/1").status_code == 503
        assert "I asked him about the bill" in site.get("/c/1").text
        assert site.get("/help").status_code == 200
    assert site.row_count(Message) == 1


def test_a_delete_that_a_reader_holds_up_is_told_and_finished_later(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says that the words are not gone yet; when the other program has closed the file, they go without being asked for."""
    from app.database import scrubbing
    from app.privacy.house import keep_house

    monkeypatch.setattr(scrubbing, "_WAIT_MS", 50)
    site.send("He drove off. zqxcanaryzqx")
    other = sqlite3.connect(settings.data / "ropework.sqlite3", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM message").fetchone()
    assert "Not gone yet." in site.post("/history/delete/everything").text
    assert "Not gone yet." in site.get("/privacy").text
    other.execute("ROLLBACK")
    other.close()
    keep_house(site.app.state.vault, site.app.state.clock())
    assert "Not gone yet." not in site.get("/history").text
    assert files_with(settings.data, "zqxcanaryzqx") == []


def test_an_unfinished_delete_is_finished_at_the_next_start(site: Site, settings: Settings) -> None:
    """The marker outlives a crash."""
    from app.database.vault import Vault

    site.app.state.vault.scrubber.ask()
    site.app.state.vault.close()
    from app.main import create_app

    app = create_app(settings, site.app.state.clock)
    assert isinstance(app.state.vault, Vault)
    assert not app.state.vault.scrubber.pending
    app.state.vault.close()
