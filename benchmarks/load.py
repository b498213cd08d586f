"""One server process under load: the rate at which it saturates, and how long an answer takes at half of it."""

import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx
import numpy as np

from benchmarks.faults.load import free_port
from benchmarks.texts import of_words
from benchmarks.timing import said

PEOPLE = 8
SATURATED, STEADY = 20.0, 60.0  # seconds
WORDS = 60


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    with tempfile.TemporaryDirectory() as folder, _served(folder) as base:
        rate, failed = _saturated(base)
        yield f"{PEOPLE} people who never pause, {SATURATED:.0f} s", f"{rate:.1f} messages a second, {failed} failed"
        taken, failed = _steady(base, rate / 2)
        yield (
            f"half that rate for {STEADY:.0f} s, from due time to answer",
            f"{said(taken)}   {len(taken)} sent, {failed} failed",
        )


def _client(base: str) -> httpx.Client:
    return httpx.Client(base_url=base, headers={"Origin": base, "X-Fragment": "1"}, timeout=60)


def _send(client: httpx.Client, text: str) -> bool:
    try:
        return client.post("/messages", data={"text": text}).status_code == 200
    except httpx.HTTPError:
        return False


def _saturated(base: str) -> tuple[float, int]:
    texts = itertools.cycle(of_words(WORDS))
    end = time.monotonic() + SATURATED
    done = [0, 0]
    lock = threading.Lock()

    def person() -> None:
        with _client(base) as client:
            while time.monotonic() < end:
                with lock:
                    text = next(texts)
                good = _send(client, text)
                with lock:
                    done[not good] += 1

    people = [threading.Thread(target=person) for _ in range(PEOPLE)]
    began = time.monotonic()
    for one in people:
        one.start()
    for one in people:
        one.join()
    return done[0] / (time.monotonic() - began), done[1]


def _steady(base: str, rate: float) -> tuple[np.ndarray, int]:
    """Messages sent when they are due, whether or not earlier ones were answered; waiting counts."""
    texts = itertools.cycle(of_words(WORDS))
    began = time.monotonic()
    local = threading.local()

    def one(due: float, text: str) -> tuple[float, bool]:
        if not hasattr(local, "client"):
            local.client = _client(base)
        good = _send(local.client, text)
        return (time.monotonic() - began - due) * 1000, good

    with ThreadPoolExecutor(32) as pool:
        sent = []
        for number in range(int(STEADY * rate)):
            due = number / rate
            time.sleep(max(0.0, due - (time.monotonic() - began)))
            sent.append(pool.submit(one, due, next(texts)))
        results = [future.result() for future in sent]
    return np.array([taken for taken, _ in results]), sum(not good for _, good in results)


@contextmanager
def _served(folder: str) -> Iterator[str]:
    """`ropework serve` in a process of its own, warm."""
    port = str(free_port())
    environment = {**os.environ, "ROPEWORK_DATA": folder}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", port], env=environment, stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        with _client(base) as client:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                with suppress(httpx.HTTPError):
                    if client.get("/healthz").text.startswith("ok") and _send(client, "He drove off."):
                        break
                time.sleep(0.2)
        yield base
    finally:
        process.terminate()
        process.wait()
