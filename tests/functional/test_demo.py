"""`ropework demo`: a made-up year in a folder of its own."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from app.accounts.access import local_owner
from app.commands.demo import fill, prepare, rows, shifted
from app.database.engine import make_engine
from app.instruments import load_instruments
from app.rope.store import rope_of
from app.settings import Settings
from app.tables import Entry, Message, RitualDay, Thread
from classifiers.codebook import Behavior, Family
from classifiers.resources import data_dir

YEAR = data_dir() / "demo"
NOW = datetime(2026, 11, 28, 18, tzinfo=UTC)


def test_the_year_is_whole() -> None:
    """Every kind of row, every thread of both, rituals; no text twice."""
    year = rows(YEAR)
    told = [row["text"] for row in year if row["kind"] == "told"]
    assert len(year) >= 380
    assert len(set(told)) == len(told)
    threads = {(row["thread"], row["whose"]) for row in year if row["kind"] == "thread"}
    assert threads == {
        (one.value, whose) for one in Behavior if one.family is Family.THREAD for whose in ("mine", "theirs")
    }
    assert len({row["ritual"] for row in year if row["kind"] == "ritual"}) == 2


def test_the_year_ends_today_and_weekdays_stay() -> None:
    """Moved by whole weeks, none after today."""
    year = rows(YEAR)
    moved = list(shifted(year, date(2027, 3, 5)))
    assert date(2027, 2, 26) < max(day for day, _ in moved) <= date(2027, 3, 5)
    assert all(day.weekday() == date.fromisoformat(row["day"]).weekday() for day, row in moved)


def test_a_filled_folder_shows_a_rope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by the reader the product uses; nine in ten of what is told go in (the rest are false alarms), nothing is flagged."""
    autumn = [json.loads(line) for line in (YEAR / "4-autumn.jsonl").read_text("utf-8").splitlines()][-60:]
    monkeypatch.setattr("app.commands.demo.rows", lambda _: autumn)
    settings = Settings(data=tmp_path / "demo")
    instruments = load_instruments()
    fill(settings, instruments.screen, instruments.reader, instruments.prompts, NOW, lambda _: None)
    told = sum(row["kind"] == "told" for row in autumn)
    with Session(make_engine(settings.url)) as session:

        def count(table: type) -> int:
            return session.exec(select(func.count()).select_from(table)).one()

        assert 0.85 * told <= count(Message) <= told
        assert count(Entry) == count(Message)
        assert count(Thread) == sum(row["kind"] == "thread" for row in autumn)
        assert count(RitualDay) == sum(row["kind"] == "ritual" for row in autumn)
        drawn = rope_of(session, local_owner(session), NOW.date())
        assert drawn.enough
        assert len(drawn.rope.strands) > 10


def test_a_stopped_filling_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there half is thrown away; a whole year is left as it is."""
    monkeypatch.setattr("app.commands.demo.rows", lambda _: rows(YEAR)[:3])
    monkeypatch.setenv("ROPEWORK_DATA", "")
    (tmp_path / "demo").touch()
    (tmp_path / "ropework.sqlite3").write_bytes(b"half")
    said: list[str] = []
    prepare(tmp_path, said.append)
    assert said[-1].startswith("Done: 3 entries in")
    prepare(tmp_path, said.append)
    assert len(said) == 2


def test_somebodys_notes_are_never_filled(tmp_path: Path) -> None:
    """A folder that holds notes is refused."""
    (tmp_path / "ropework.sqlite3").touch()
    with pytest.raises(ValueError, match="not the demo's"):
        prepare(tmp_path, lambda _: None)
