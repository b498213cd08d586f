"""People writing without a pause, and what the server told each of them was saved."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PASSPHRASE = "four or five words"  # noqa: S105 - of folders made for this
WRITERS = 4


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """The server in a process of its own; without ``models`` it has no reader and is up in a second."""

    data: Path
    database_url: str = ""
    models: Path | None = None
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        more = [self.database_url] if self.database_url else []
        models = self.models or self.data / "no-model"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.faults.server", str(self.data), str(self.port), str(models), *more]
        )
        self.wait()

    def wait(self, seconds: float = 30) -> None:
        """Wait until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.base}/healthz", timeout=2).text.startswith("ok"):
                    return
            time.sleep(0.02)
        raise TimeoutError("the server does not answer")

    def send(self, sign: signal.Signals) -> None:
        """A signal to its process."""
        assert self.process is not None
        os.kill(self.process.pid, sign)

    def kill(self) -> None:
        """As `kill -9` does."""
        self.send(signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def set_passphrase(self) -> None:
        """Lock its notes with ``PASSPHRASE``."""
        with self.client() as client:
            client.post("/privacy/passphrase", data={"new": PASSPHRASE, "again": PASSPHRASE, "understood": "yes"})

    def client(self) -> httpx.Client:
        """A browser's client."""
        return httpx.Client(base_url=self.base, headers={"Origin": self.base, "X-Fragment": "1"}, timeout=20)


@dataclass
class Writers:
    """Threads that post numbered messages; ``saved`` are those the server said were."""

    server: Server
    locked: bool = False
    saved: list[str] = field(default_factory=list)
    refused: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def start(self) -> None:
        """Begin; a passphrase is typed first where there is one."""
        self._stop.clear()
        cookies = None
        if self.locked:
            with self.server.client() as client:
                client.post("/unlock", data={"passphrase": PASSPHRASE})
                cookies = dict(client.cookies)
        self._threads = [threading.Thread(target=self._write, args=(cookies,)) for _ in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def in_full_flow(self) -> None:
        """Wait until messages are being saved: the first one waits for the safety rules to load."""
        before = len(self.saved)
        until = time.monotonic() + 30
        while len(self.saved) < before + 2 * WRITERS and time.monotonic() < until:
            time.sleep(0.01)

    def _write(self, cookies: dict[str, str] | None) -> None:
        with self.server.client() as client:
            client.cookies.update(cookies or {})
            while not self._stop.is_set():
                text = f"We argued about number {next(self._numbers)}."
                try:
                    answer = client.post("/messages", data={"text": text})
                except httpx.HTTPError:
                    time.sleep(0.05)
                    continue
                if answer.status_code == 200:
                    self.saved.append(text)
                else:
                    self.refused += 1
                    time.sleep(0.05)

    def stop(self) -> None:
        """End."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
