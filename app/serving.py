"""Runs the server: one at a time on the same data, on a port that is free."""

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO

import uvicorn

from app.connections import BACKLOG, DeadlineProtocol
from app.main import create_app
from app.replies.helplines import load_helplines
from app.settings import Settings, from_environment
from classifiers.resources import data_dir

try:
    import fcntl
except ImportError:  # Windows has no fcntl; there the lock is left out
    fcntl = None  # type: ignore[assignment]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ServeError(RuntimeError):
    """The server cannot start; the message says what to do."""


def serve(host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until stopped.

    Raises ServeError when the port is taken or another server uses the same data, UnusableDataError, ValueError for a setting that is none.
    """
    settings = from_environment()
    more = () if host in {*LOOPBACK, "0.0.0.0"} else (host,)  # noqa: S104 - compared, not bound
    settings = replace(settings, host=host, port=port, hosts=(*settings.hosts, *more))
    lock = hold(settings)
    listener = listen(host, port)
    try:
        app = create_app(settings)
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
        say(f"Ropework is at http://{shown}:{port}{settings.path}  (Ctrl+C stops it)")
        say(f"Your notes are kept in {settings.data} and nowhere else.")
        if host not in LOOPBACK and not app.state.vault.encrypted:
            say(
                "Anybody who reaches this address can read them: set a passphrase, or put it behind something that asks who it is (docs/operations.md)."
            )
        for notice in load_helplines(data_dir() / "helplines.json").stale(datetime.now(UTC).date()):
            say(notice)
        config = uvicorn.Config(
            app,
            http=DeadlineProtocol,
            ws="none",
            backlog=BACKLOG,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
        lock.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ServeError when the port cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"port {port} is taken by another program: try `ropework serve --port {port + 1}`"
            ) from error
        raise ServeError(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listener


def hold(settings: Settings) -> IO[str]:
    """A lock on the data folder, held until closed. Raises ServeError when another server has it."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = open(settings.data / "lock", "w", opener=lambda name, flags: os.open(name, flags, 0o600))  # noqa: SIM115 - held by the caller
    except OSError as error:
        raise ServeError(
            f"cannot use {settings.data} for your notes: {error.strerror}. Set ROPEWORK_DATA to a folder you can write to"
        ) from error
    if fcntl is not None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise ServeError(
                f"another Ropework already uses {settings.data}: stop it first, or set ROPEWORK_DATA to another folder"
            ) from error
    return lock
