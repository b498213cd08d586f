"""One message over HTTP with its durable write, beside a bare FastAPI endpoint doing one durable insert."""

import itertools
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
import uvicorn
from fastapi import FastAPI

from app.chat import exchange, routes
from app.main import create_app
from app.settings import Settings
from benchmarks.texts import of_words
from benchmarks.timing import said, times


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    with tempfile.TemporaryDirectory() as folder:
        bare = times_of_bare(Path(folder))
        yield "bare FastAPI endpoint, one durable insert", said(bare)
        for count in (20, 60):
            taken = times_of_chat(Path(folder) / str(count), count)
            yield f"message of {count} words: screen, read, answer, durable write", said(taken)
            yield (
                "  ratio to the bare endpoint (p50)",
                f"{float(sorted(taken)[len(taken) // 2] / sorted(bare)[len(bare) // 2]):7.1f} x",
            )
        yield from stages(Path(folder) / "stages", 60)


def stages(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Where the time of one message goes: the median of each stage, measured inside of the server."""
    taken: dict[str, list[float]] = {}

    def timed(name: str, call):  # noqa: ANN001, ANN202 - any function
        def around(*given, **more):  # noqa: ANN002, ANN003, ANN202
            start = time.perf_counter()
            try:
                return call(*given, **more)
            finally:
                taken.setdefault(name, []).append((time.perf_counter() - start) * 1000)

        return around

    app = create_app(Settings(data=folder))
    app.state.loader.reader()
    with pytest.MonkeyPatch.context() as patch, served(app) as base, httpx.Client(base_url=base) as client:
        patch.setattr(exchange, "_encoded", timed("the encoder's run", exchange._encoded))
        for name, said_so in (
            ("_exchanged", "answer and save"),
            ("_answer", "answer"),
            ("_stored", "rows written"),
            ("_turn", "read back"),
            ("page", "page made"),
        ):
            patch.setattr(routes, name, timed(said_so, getattr(routes, name)))
        texts = itertools.cycle(of_words(count))
        headers = {"X-Fragment": "1", "Origin": base}
        whole = times(lambda: client.post("/messages", data={"text": next(texts)}, headers=headers), 120)
    middle = {name: float(np.median(values)) for name, values in taken.items()}
    answer, encoder = middle["answer"], middle["the encoder's run"]
    for name, value in (
        ("encoder, first run", encoder),
        ("screen, plan, wording, gate", answer - encoder),
        ("rows written", middle["rows written"]),
        ("context read, turn waited for, commit on disk", middle["answer and save"] - answer - middle["rows written"]),
        ("read back and page made", middle["read back"] + middle["page made"]),
        (
            "HTTP, guards, form",
            float(np.median(whole)) - middle["answer and save"] - middle["read back"] - middle["page made"],
        ),
    ):
        yield f"  of it {name}", f"{value:7.2f} ms"


def times_of_bare(folder: Path):  # noqa: ANN201 - a numpy array, for timing.said
    """An endpoint that inserts one row with the same durability."""
    connection = sqlite3.connect(folder / "bare.sqlite3", check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE note (text TEXT)")
    app = FastAPI()

    @app.post("/")
    def insert() -> dict[str, bool]:
        connection.execute("INSERT INTO note VALUES ('a')")
        return {"ok": True}

    with served(app) as base, httpx.Client(base_url=base) as client:
        return times(lambda: client.post("/").raise_for_status(), 200)


def times_of_chat(folder: Path, count: int):  # noqa: ANN201 - a numpy array, for timing.said
    """A message to the chat, a new conversation each."""
    app = create_app(Settings(data=folder))
    texts = itertools.cycle(of_words(count))
    with served(app) as base, httpx.Client(base_url=base) as client:
        app.state.loader.reader()
        headers = {"X-Fragment": "1", "Origin": base}
        return times(
            lambda: client.post("/messages", data={"text": next(texts)}, headers=headers).raise_for_status(), 120
        )


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
