"""ropework demo: a year of a made-up couple's life, in a data folder of its own, told and read as a person's would be."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts.access import settle_owner
from app.chat import store as chat
from app.chat.exchange import Context, Screens, respond
from app.database.engine import session_scope
from app.database.vault import Vault
from app.entries import store as entries
from app.replies.prompts import Prompts
from app.rope import store as rope
from app.settings import Settings, from_environment
from app.tables import Owner
from classifiers.codebook import Behavior
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir

STRANDS = ("Lena", "we still laugh at the same things", "the flat with the balcony")
RITUALS = {"Tea on the balcony at nine": Behavior.ROUTINE, "Hello before phones": Behavior.HOMECOMING}
MARK, WHOLE = "demo", "whole"  # a file that says that the folder is ours to fill; what it holds when that is done


def rows(folder: Path) -> list[dict[str, Any]]:
    """All rows of the year, by day."""
    found = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line
    ]
    return sorted(found, key=lambda row: row["day"])


def shifted(found: list[dict[str, Any]], today: date) -> Iterator[tuple[date, dict[str, Any]]]:
    """Each row with its day, the newest of them today; whole weeks, so that a Sunday stays a Sunday."""
    last = max(date.fromisoformat(row["day"]) for row in found)
    weeks = -(-(last - today).days // 7)
    for row in found:
        day = date.fromisoformat(row["day"]) - timedelta(weeks=weeks)
        if day <= today:
            yield day, row


def fill(
    settings: Settings, screen: Screens, reader: Reader, prompts: Prompts, now: datetime, say: Callable[[str], None]
) -> int:
    """Fill the folder's database; returns how many rows went in."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    vault = Vault(settings.url, settings.data, lambda: now)
    vault.start()
    try:
        today = now.astimezone(ZoneInfo(settings.time_zone)).date()
        year = list(shifted(rows(data_dir() / "demo"), today))
        with session_scope(vault.engine) as session:
            owner = settle_owner(session, now, settings.time_zone)
            owner.noted = True
            for words in STRANDS:
                rope.name(session, owner, words)
            means = _Means(screen, reader, prompts)
            for number, (day, row) in enumerate(year, 1):
                _ADD[row["kind"]](session, owner, day, row, means)
                if number % 50 == 0:
                    say(f"{number} of {len(year)}")
        return len(year)
    finally:
        vault.close()


@dataclass(frozen=True, slots=True)
class _Means:
    """What rows are read with; ``rituals`` are the keys of those begun, by name."""

    screen: Screens
    reader: Reader
    prompts: Prompts
    rituals: dict[str, int] = field(default_factory=dict)


def _told(session: Session, owner: Owner, day: date, row: dict[str, Any], means: _Means) -> None:
    hour = row["hour"] if row["hour"] is not None else 20
    said_at = datetime.combine(day, time(hour, 30), ZoneInfo(owner.time_zone)).astimezone(UTC)
    exchange = respond(
        row["text"], Context(time_zone=owner.time_zone), said_at, means.screen, means.reader, means.prompts
    )
    if not exchange.screening.clear:
        return  # a false alarm: the made-up year has no danger in it
    message = chat.save(session, owner, None, exchange, means.reader.model_hash)
    entry = entries.entry_of(session, message)
    if entry is not None:  # what the person would have put right
        entry.topic = row["topic"]
        entries.move(session, owner, entry.id or 0, day, row["hour"], row["size"], former=False, mended=entry.mended)


def _good(session: Session, owner: Owner, day: date, row: dict[str, Any], means: _Means) -> None:  # noqa: ARG001 - as its fellows
    moment = datetime.combine(day, time(21), ZoneInfo(owner.time_zone)).astimezone(UTC)
    thread = rope.thread(owner, Behavior(row["thread"]), row["words"], day, moment, mine=row["whose"] == "mine")
    thread.meant_a_lot, thread.landed = row["meant_a_lot"], row["landed"] and thread.mine
    rope.log(session, owner, thread)


def _ritual(session: Session, owner: Owner, day: date, row: dict[str, Any], means: _Means) -> None:
    name = row["ritual"]
    if name not in means.rituals:
        means.rituals[name] = rope.choose(session, owner, name, RITUALS[name], day)
    rope.happened(session, owner, means.rituals[name], day, yes=row["happened"])


_ADD: dict[str, Callable[[Session, Owner, date, dict[str, Any], _Means], None]] = {
    "told": _told,
    "thread": _good,
    "ritual": _ritual,
}


def prepare(folder: Path, say: Callable[[str], None]) -> None:
    """Make ``folder`` the data folder of this process and fill it, unless it is filled. Raises ValueError for a folder with somebody's notes."""
    os.environ["ROPEWORK_DATA"] = str(folder)
    os.environ.pop("ROPEWORK_DATABASE_URL", None)
    settings = from_environment()
    mark = folder / MARK
    if mark.exists() and mark.read_text() == WHOLE:
        return
    if mark.exists():  # stopped half way: begun again
        for file in folder.glob("ropework.sqlite3*"):
            file.unlink()
    elif (folder / "ropework.sqlite3").exists():
        raise ValueError(f"{folder} holds notes that are not the demo's: give another folder with --data")
    from app.instruments import load_instruments  # lazily: keeps --help fast

    say("Filling a made-up year; this takes about half a minute, once.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch(mode=0o600)
    instruments = load_instruments()
    count = fill(settings, instruments.screen, instruments.reader, instruments.prompts, datetime.now(UTC), say)
    mark.write_text(WHOLE)
    say(f"Done: {count} entries in {folder}.")
