"""The rope and the patterns page over a thousand and a hundred thousand entries: server time of a page, SQLite."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import numpy as np
from sqlalchemy import insert

from app.accounts.access import settle_owner
from app.database.engine import session_scope
from app.database.vault import Vault
from app.entries.store import recount_all
from app.main import create_app
from app.settings import Settings
from app.tables import Conversation, Entry, Message, Owner, TagRow, Thread
from benchmarks.serving import served
from classifiers.codebook import Actor, Behavior, Family

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
YEARS, ROUNDS = 5, 40
PAGES = ("/rope", "/patterns?span=30", "/patterns?span=90", "/patterns?span=365", "/patterns?span=all")
_TEXT = "I asked again about the money and followed him, then he went out and I sat in the kitchen."
_REPLY = {
    "kind": "reflection",
    "paragraphs": ["x"],
    "suggestions": [],
    "how_to_say": "",
    "questions": [],
    "help_lines": [],
    "frames": [],
}


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    taken: dict[int, dict[str, float]] = {}
    for count in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data=Path(folder))
            began = time.monotonic()
            fill(settings, count)
            yield f"{count:,} entries written and counted", f"{time.monotonic() - began:7.1f} s"
            taken[count] = pages(settings)
        for path, value in taken[count].items():
            yield f"{count:,} entries: {path}, p95", f"{value:7.1f} ms"
    for path in PAGES:
        grown = taken[100_000][path] / taken[1_000][path]
        yield f"{path}: a hundred times the entries take", f"{grown:7.1f} times the time"


def fill(settings: Settings, count: int) -> None:
    """``count`` entries over five years: two in three quarrels told, one in three a good thing logged."""
    draw = random.Random(6)  # noqa: S311 - made-up data
    vault = Vault(settings.url, settings.data, lambda: NOW)
    vault.start()
    fights = [one for one in Behavior if one.family is not Family.THREAD]
    threads = [one for one in Behavior if one.family is Family.THREAD]
    with session_scope(vault.engine) as session:
        owner = settle_owner(session, NOW, "UTC")
        owner.noted = True
        session.add(Conversation(owner_id=owner.id or 0, started_at=NOW, updated_at=NOW))
        session.flush()
        entries, messages, tags, goods = [], [], [], []
        for key in range(1, count + 1):
            when = NOW - timedelta(hours=draw.uniform(0, YEARS * 365 * 24))
            if key % 3 == 0:
                goods.append({"owner_id": owner.id, "happened_on": when.date(), "behavior": draw.choice(threads).value, "mine": draw.random() < 0.5,
                              "words": "tea", "meant_a_lot": False, "landed": False, "logged_at": when})  # fmt: skip
                continue
            entries.append({"id": key, "owner_id": owner.id, "happened_on": when.date(), "hour": when.hour, "size": "usual",
                            "topic": draw.choice(("money", "chores", "tone")), "former": False, "mended": False})  # fmt: skip
            messages.append({"id": key, "owner_id": owner.id, "conversation_id": 1, "text": _TEXT, "said_at": when, "level": "none", "screening": {},
                             "reply": _REPLY, "model_hash": "x", "heard": {}, "plain": "", "entry_id": key, "watched": False})  # fmt: skip
            for at, actor in enumerate((Actor.USER, Actor.PARTNER, Actor.USER)):
                tags.append({"owner_id": owner.id, "message_id": key, "actor": actor.value, "behavior": draw.choice(fights).value, "start": at * 20,
                             "end": at * 20 + 10, "confidence": 0.9, "sure": True, "model_hash": "x", "by_hand": False})  # fmt: skip
        for table, rows in ((Entry, entries), (Message, messages), (TagRow, tags), (Thread, goods)):
            session.execute(insert(table), rows)
    with session_scope(vault.engine) as session:
        owner = session.get_one(Owner, 1)
        recount_all(session, owner)
    vault.close()


def pages(settings: Settings) -> dict[str, float]:
    """p95 of each page, in milliseconds, over HTTP on this machine."""
    app = create_app(settings, lambda: NOW)
    found = {}
    with served(app) as base, httpx.Client(base_url=base) as client:
        for path in PAGES:
            taken = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                client.get(path).raise_for_status()
                taken.append((time.perf_counter() - start) * 1000)
            found[path] = float(np.percentile(taken[5:], 95))
    return found
