"""A slow client is cut off and cannot keep others out; a slow answer is left alone."""

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn

from app.connections import BACKLOG, DeadlineProtocol

DEADLINE = 0.3
LONG = 2 * DEADLINE
HALF = b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: "
HALF_BODY = b"POST /read HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nhalf"
BIG = 20_000_000
ROOT = Path(__file__).parents[3]


class Hasty(DeadlineProtocol):
    request_seconds = DEADLINE


class Narrow(DeadlineProtocol):
    most_open = 2


async def tiny(scope: dict, receive: Callable[[], Awaitable[dict]], send: Callable[[dict], Awaitable[None]]) -> None:
    """``/slow`` sleeps first, ``/read`` reads the body, ``/big`` says much; each then answers."""
    path = scope["path"]
    if "slow" in path:
        await asyncio.sleep(LONG)
    if "read" in path:
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            if not event.get("more_body"):
                break
    body = b"x" * BIG if "big" in path else b"ok"
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(protocol: type[DeadlineProtocol]) -> Iterator[int]:
    config = uvicorn.Config(
        tiny, http=protocol, backlog=BACKLOG, port=0, log_level="critical", access_log=False, ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    with served(Hasty) as port:
        yield port


@pytest.fixture
def narrow() -> Iterator[int]:
    with served(Narrow) as port:
        yield port


def connect(port: int, said: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=5)
    client.sendall(said)
    return client


def request(path: str, *more: str, method: str = "GET") -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: here", *more, "", "")).encode()


def answer(client: socket.socket) -> bytes:
    """The whole short answer; nothing when the server closed instead."""
    said = b""
    try:
        while not said.endswith(b"\r\n\r\nok"):
            part = client.recv(65536)
            if not part:
                break
            said += part
    except ConnectionError:
        return b""
    return said


def seconds_until_closed(client: socket.socket) -> float:
    started = time.monotonic()
    assert answer(client) == b""
    return time.monotonic() - started


@pytest.mark.parametrize("said", [b"", HALF, HALF_BODY, request("/") + HALF])
def test_silence_in_the_middle_of_a_request_closes_the_connection(hasty, said):
    """Nothing, half a header, half a body, or half a second request is waited for no longer than the deadline."""
    with connect(hasty, said) as client:
        if said.startswith(request("/")):
            assert answer(client).startswith(b"HTTP/1.1 200")
            client.sendall(b"y")
        assert DEADLINE / 2 < seconds_until_closed(client) < DEADLINE + 2


@pytest.mark.parametrize("said", [HALF, HALF_BODY, HALF_BODY.replace(b"/read", b"/")])
def test_dribbling_does_not_put_the_deadline_off(hasty, said):
    """A byte now and then buys no time, in a header, in a body that is read or in one already answered."""
    with connect(hasty, said) as client:
        started = time.monotonic()
        with pytest.raises(ConnectionError):  # noqa: PT012 - which byte is refused is a matter of time
            while time.monotonic() - started < 4:
                time.sleep(DEADLINE / 3)
                client.sendall(b"y")
        assert time.monotonic() - started < DEADLINE + 2


def test_an_answered_body_that_ends_late_leaves_no_connection_open_for_ever(hasty):
    """Uvicorn sets no timer of its own when the body ends after the answer, so the deadline stays."""
    with connect(hasty, request("/", "Content-Length: 2", method="POST")) as client:
        assert answer(client).startswith(b"HTTP/1.1 200")
        client.sendall(b"ab")
        assert seconds_until_closed(client) < DEADLINE + 2


def test_a_whole_request_is_answered_however_slowly(hasty):
    """An app that takes longer than the deadline, or reads a long body late, still gets to answer."""
    requests = (
        request("/slow"),
        request("/slow", "Connection: close"),
        request("/slow") + HALF,
        request("/read/slow", "Content-Length: 4", method="POST") + b"body",
        request("/read/slow", "Content-Length: 500000", method="POST") + bytes(500_000),
    )
    with ExitStack() as open_clients:
        for client in [open_clients.enter_context(connect(hasty, said)) for said in requests]:
            assert answer(client).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("more", [(), ("Connection: close",)])
def test_an_answer_may_be_read_slowly(hasty, more):
    """A client that reads a long answer only after the deadline gets all of it."""
    with connect(hasty, request("/big", *more)) as client:
        time.sleep(LONG)
        got = 0
        while got < BIG:
            part = client.recv(1 << 20)
            assert part
            got += len(part)


def test_an_idle_connection_is_left_to_uvicorn(hasty):
    """Between two requests a client may rest for longer than the deadline."""
    with connect(hasty) as client:
        client.sendall(request("/"))
        assert answer(client).startswith(b"HTTP/1.1 200")
        time.sleep(LONG)
        client.sendall(request("/"))
        assert answer(client).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"", HALF, HALF_BODY, request("/")])
def test_the_one_waited_for_longest_makes_room(narrow, said):
    """When every place is taken, the oldest unfinished or idle connection gives its own to the newcomer."""
    with connect(narrow, said) as oldest:
        if said == request("/"):
            assert answer(oldest).startswith(b"HTTP/1.1 200")
        time.sleep(0.1)
        with connect(narrow, HALF) as older:
            time.sleep(0.1)
            with connect(narrow, request("/")) as newcomer:
                assert answer(newcomer).startswith(b"HTTP/1.1 200")
                assert seconds_until_closed(oldest) < 2
                older.sendall(b"y\r\n\r\n")
                assert answer(older).startswith(b"HTTP/1.1 200")


def test_when_all_are_being_answered_the_newcomer_is_closed(narrow):
    """A request that is whole keeps its place, and a place that is free again is given away."""
    with connect(narrow, request("/slow")) as first, connect(narrow, request("/slow")) as second:
        time.sleep(0.1)
        with connect(narrow) as newcomer:
            assert seconds_until_closed(newcomer) < DEADLINE
        assert answer(first).startswith(b"HTTP/1.1 200")
        assert answer(second).startswith(b"HTTP/1.1 200")
        with connect(narrow, request("/")) as later:
            assert answer(later).startswith(b"HTTP/1.1 200")


SMALL_SERVER = """
import resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
import uvicorn
from app.connections import BACKLOG, DeadlineProtocol

async def app(scope, receive, send):
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})

with socket.create_server(("127.0.0.1", 0)) as listener:
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(app, http=DeadlineProtocol, backlog=BACKLOG, log_level="critical", ws="none", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
"""


@contextmanager
def served_with_few_descriptors(errors: Path) -> Iterator[int]:
    with (
        errors.open("w") as said,
        subprocess.Popen(
            [sys.executable, "-c", SMALL_SERVER], cwd=ROOT, stdout=subprocess.PIPE, stderr=said
        ) as process,
    ):
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def room_for_many_sockets() -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1024 if hard == resource.RLIM_INFINITY else min(1024, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class SlowClients:
    """Many clients that each send half a header; one that is cut off comes back."""

    def __init__(self, port: int, number: int) -> None:
        self.port = port
        self.came_back = 0
        self._clients = [self._open() for _ in range(number)]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._persist)

    def __enter__(self) -> "SlowClients":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for client in self._clients:
            client.close()

    def _open(self) -> socket.socket:
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", self.port))
        return client

    def _persist(self) -> None:
        while not self._over.wait(0.02):
            self._clients = [self._kept(client) for client in self._clients]

    def _kept(self, client: socket.socket) -> socket.socket:
        try:
            client.send(HALF if client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0 else b"")
            closed = client.recv(1) == b""
        except BlockingIOError:
            closed = False
        except OSError:
            closed = True
        if not closed:
            return client
        client.close()
        self.came_back += 1
        return self._open()


def test_hundreds_of_slow_clients_do_not_keep_a_normal_one_out(tmp_path):
    """With 256 descriptors and 400 slow clients that come back, each normal request is answered soon."""
    errors = tmp_path / "errors"
    with room_for_many_sockets(), served_with_few_descriptors(errors) as port, SlowClients(port, 400) as slow:
        for _ in range(10):
            started = time.monotonic()
            with connect(port, request("/")) as client:
                assert answer(client).startswith(b"HTTP/1.1 200")
            assert time.monotonic() - started < 3
            time.sleep(0.1)
        assert slow.came_back > 100
    assert errors.read_text() == ""
