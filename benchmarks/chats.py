"""Bringing a chat of 50,000 messages in, at a server of its own: how long, how much memory, and that stopping loses nothing.

The messages are lines and turns of the labelled messages for fitting, said by the two in turn, with pauses as between people; the server is
killed once half way.
"""

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import httpx

from benchmarks.faults.load import Server
from classifiers.learning.corpus import load, load_talks
from classifiers.resources import data_dir, model_dir

MESSAGES = 50_000
_PROGRESS = re.compile(r"(\d+) (?:of \d+ )?messages, (\d+) stretch")


def measure(messages: int = MESSAGES) -> Iterator[tuple[str, str]]:
    """Label and figure."""
    content = chat(messages)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with _Server(data) as server:
            start = server.memory()
            begun = time.perf_counter()
            page = server.upload(content)
            yield (
                f"taking in {messages:,} messages ({len(content) / 1e6:.1f} MB)",
                f"{time.perf_counter() - begun:.1f} s",
            )
            yield "  memory of the server before, highest meanwhile", f"{start:.0f} MB, {server.memory('VmHWM'):.0f} MB"
            names = re.findall(r"<strong>(Sam|Mo)</strong>", page)
            begun = time.perf_counter()
            server.post("/chats/1/read", {"me": str(names.index("Sam"))})
            server.wait(until=messages // 2)
            killed = server.progress()
        with _Server(data) as server:
            assert server.progress()[0] >= killed[0], "what was kept before the kill was lost"
            server.post("/chats/1/go-on", {})
            reached = server.wait(until=messages)
            taken = time.perf_counter() - begun
            yield (
                "reading them, killed and gone on half way",
                f"{taken:.0f} s, {messages / taken:.0f} messages a second",
            )
            yield "  memory highest meanwhile", f"{server.memory('VmHWM'):.0f} MB"
            yield "  read, stretches kept", f"{reached[0]:,}, {reached[1]:,}"
            kept = server.stretches()
        with _Server(Path(folder) / "whole") as server:
            page = server.upload(content)
            names = re.findall(r"<strong>(Sam|Mo)</strong>", page)
            server.post("/chats/1/read", {"me": str(names.index("Sam"))})
            server.wait(until=messages)
            whole = server.stretches()
        lost, doubled = set(whole) - set(kept), len(kept) - len(set(kept))
        yield (
            "  beside the same chat read in one go: lost, doubled, other",
            f"{len(lost)}, {doubled}, {len(set(kept) - set(whole))}",
        )


def chat(messages: int) -> bytes:
    """A WhatsApp export of ``messages`` messages; the same each time."""
    random = Random(1)  # noqa: S311 - a benchmark, not a secret
    labelled = data_dir() / "labelled"
    lines = [one.text for one in load(labelled / "train") if one.kind == "line"]
    small = [turn.message.text for turn in load_talks(labelled / "talks" / "train") if len(turn.message.text) < 60]
    at = datetime(2021, 1, 3, 8)
    rows = []
    for number in range(messages):
        at += (
            timedelta(minutes=random.choice((1, 1, 2, 3, 5, 20)))
            if random.random() < 0.96
            else timedelta(hours=random.randint(4, 14))
        )
        words = random.choice(lines if random.random() < 0.1 else small).replace("\n", " ")
        rows.append(f"{at:%d/%m/%Y, %H:%M} - {'Sam' if number % 2 else 'Mo'}: {words}")
    return ("\n".join(rows) + "\n").encode()


class _Server:
    """The server on a data folder, with its reader; killed at the end."""

    def __init__(self, data: Path) -> None:
        self._server = Server(data, models=model_dir())

    def __enter__(self) -> "_Server":
        self._server.start()
        self._client = httpx.Client(
            base_url=self._server.base, headers={"Origin": self._server.base}, follow_redirects=True, timeout=120
        )
        self.post("/before-you-start", {})
        self.post("/messages", {"text": "hello"})  # the reader is there from here on
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._server.kill()

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self._client.post(path, data=fields).raise_for_status().text

    def upload(self, content: bytes) -> str:
        return self._client.post("/chats/file", files={"file": ("chat.txt", content)}).raise_for_status().text

    def progress(self) -> tuple[int, int]:
        found = _PROGRESS.search(self._client.get("/chats/1").text)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def wait(self, until: int, patience: float = 1800.0) -> tuple[int, int]:
        """Until so many messages are read; raises TimeoutError."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            reached = self.progress()
            if reached[0] >= until:
                return reached
            time.sleep(0.5)
        raise TimeoutError

    def stretches(self) -> Sequence[tuple[str, str]]:
        document = self._client.post("/export", data={"kind": "json", "flagged": "yes"}).json()
        return [
            (one["said_at"], one["text"])
            for talk in document["conversations"]
            for one in talk["messages"]
            if one.get("from_chat")
        ]

    def memory(self, what: str = "VmRSS") -> float:
        """Megabytes."""
        status = Path(f"/proc/{self._server.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
