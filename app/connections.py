"""Bounds what a client can hold open: how long a request may take to arrive, and how many connections there are."""

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

REQUEST_SECONDS = 20.0  # a long message over a poor line takes a few seconds; a client that dribbles takes for ever
MOST_OPEN = 100  # a household's browsers hold some dozens
BACKLOG = (
    32  # asyncio accepts this many per turn, and three turns' worth can be open beyond MOST_OPEN: below 256 in all
)

_TICKS = 20  # the deadline is counted in as many parts, so that a part in which the app did not read on can be left out
_UNFINISHED = frozenset({h11.IDLE, h11.SEND_BODY, h11.ERROR})


class DeadlineProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1 connection, closed when a request takes too long to arrive or a newer client needs its place.

    For ``uvicorn.Config(app, http=DeadlineProtocol, backlog=BACKLOG, ws="none")``: a WebSocket would be cut off.
    """

    request_seconds: float = REQUEST_SECONDS
    most_open: int = MOST_OPEN

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.waiting_since: float | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._ticks_left = _TICKS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the deadline; when too many are open, the one waited for longest makes room, or else this one."""
        super().connection_made(transport)
        self._follow()
        if len(self.connections) > self.most_open:
            self._longest_waiting().drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._stop()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Handle what has arrived, now or while an earlier request was answered, and see whether that is a whole request."""
        super().handle_events()
        self._follow()

    def on_response_complete(self) -> None:
        """Go on to the next request, and wait for it."""
        super().on_response_complete()
        self._follow()

    def drop(self) -> None:
        """Close at once, without an answer; from now on it does not count as open."""
        self._stop()
        self.connections.discard(self)
        self.transport.abort()

    @property
    def _answering(self) -> bool:
        whole = self.conn.their_state not in _UNFINISHED
        return whole and self.cycle is not None and not self.cycle.response_complete

    @property
    def _bounded(self) -> bool:
        # An idle connection has uvicorn's own timer, and one that is closing may still be sending its answer.
        return self.timeout_keep_alive_task is not None or self.transport.is_closing()

    def _follow(self) -> None:
        if self._answering:
            self._stop()
        elif self._bounded:
            self._wait()
        elif self._deadline is None:
            self._wait()
            self._ticks_left = _TICKS
            self._count_on()

    def _count_on(self) -> None:
        self._deadline = self.loop.call_later(self.request_seconds / _TICKS, self._tick)

    def _tick(self) -> None:
        if not self.flow.read_paused:  # else it is the app that keeps the client from sending more
            self._ticks_left -= 1
        if self._ticks_left:
            self._count_on()
        else:
            self.drop()

    def _wait(self) -> None:
        self._stop()
        self.waiting_since = self.loop.time()

    def _stop(self) -> None:
        self.waiting_since = None
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _longest_waiting(self) -> "DeadlineProtocol":
        # An idle connection is waited for as well: if it were spared, idle ones could fill every place.
        since = {
            other: other.waiting_since
            for other in self.connections
            if isinstance(other, DeadlineProtocol) and other is not self and other.waiting_since is not None
        }
        return min(since, key=since.__getitem__, default=self)
