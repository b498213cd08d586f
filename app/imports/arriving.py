"""A chat's file as it arrives: bounded, its lines kept a step at a time."""

from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from app.accounts.access import Notes, number_in, owned
from app.errors import RopeworkError, TooBigFileError
from app.imports import store
from app.imports.chats.file import ChatFile as File
from app.imports.chats.lines import ChatLine
from app.tables import ChatFile

LARGEST = 100 * 1024 * 1024  # bytes of a file
_STEP = 256 * 1024  # bytes gathered before they are worth a write


async def body_of(request: Request) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises TooBigFileError."""
    if (number_in(request.headers.get("content-length", "")) or 0) > LARGEST:
        raise TooBigFileError
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST:
            raise TooBigFileError
        yield piece


class Coming:
    """A file that is coming: bytes in, lines into the database. ``key`` is its row's."""

    def __init__(self, notes: Notes, now: datetime) -> None:
        self._notes = notes
        with notes.writing() as (session, owner):
            self.key = store.begin(session, owner, now)
            self._file = File(ZoneInfo(owner.time_zone))
        self._waiting = bytearray()

    def take(self, piece: bytes) -> None:
        """Some bytes of the file."""
        self._waiting += piece

    def step(self) -> None:
        """Keep the lines that are whole, when there is enough to make it worth a write. Raises ChatFileError."""
        if len(self._waiting) >= _STEP:
            self._read()

    def end(self) -> None:
        """All of it is there. Raises ChatFileError."""
        self._read()
        self._keep(self._file.end())
        dates = store.UNDATED if self._file.undated else self._file.order
        with self._notes.writing() as (session, owner):
            store.arrived(session, owned(session, ChatFile, self.key, owner), self._file.name, dates)

    def forget(self) -> None:
        """It cannot be used: nothing of it stays."""
        with suppress(RopeworkError), self._notes.deleting() as (session, owner):
            store.drop(session, owned(session, ChatFile, self.key, owner))

    def _read(self) -> None:
        piece, self._waiting = bytes(self._waiting), bytearray()
        self._keep(self._file.feed(piece))

    def _keep(self, lines: Iterable[ChatLine]) -> None:
        whole = list(lines)  # read before the turn to write is taken
        with self._notes.writing() as (session, owner):
            store.add(session, owned(session, ChatFile, self.key, owner), whole)
