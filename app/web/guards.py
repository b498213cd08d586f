"""What every request passes first: a known host, this very site; what every answer carries; how it fails."""

import logging
import traceback
from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import BusyError, ForeignOriginError, RopeworkError, TooBigError, UnknownHostError
from app.settings import name_of
from app.web.problems import told

log = logging.getLogger("ropework")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # not "no-referrer": with it a plain form is sent with "Origin: null", and nothing works without JavaScript
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
}


MOST_AT_ONCE = 64  # requests being answered; more than the worker threads, so that a burst waits and a flood does not
MOST_IGNORED = (
    16 * 1024 * 1024
)  # bytes of a body refused as too big that are still taken in, so that the answer arrives


class Guards:
    """ASGI middleware.

    ``hosts`` are the names the Host header may carry, without port; ``origins`` further places of our own pages; ``root`` the path before every page.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], origins: tuple[str, ...] = (), root: str = "") -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._origins = frozenset(origin.lower() for origin in origins)
        self._root = root
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with a plain page, or pass on and add the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = _without(scope, self._root)
        answer = _Answer(send, self._root, Headers(scope=scope))
        self._running += 1
        try:
            self._check(scope)
            await self._app(scope, receive, answer)
        except RopeworkError as error:
            await told(Request(scope), error.status, error.code, error.told)(scope, receive, answer)
        except Exception as error:
            log_place(error)
            if answer.started:
                return
            page = told(Request(scope), RopeworkError.status, RopeworkError.code, RopeworkError.told)
            await page(scope, receive, answer)
        finally:
            self._running -= 1

    def _check(self, scope: Scope) -> None:
        """Raises UnknownHostError, ForeignOriginError or BusyError."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if name_of(host) not in self._hosts:
            raise UnknownHostError
        if self._running > MOST_AT_ONCE:
            raise BusyError
        if scope["method"] in SAFE or same_origin(headers, host, self._origins):
            return
        if scope["path"].startswith("/api/") and _from_no_browser(headers):
            return  # a script: the API asks it for the token
        raise ForeignOriginError


def _without(scope: Scope, root: str) -> Scope:
    """``scope`` as if the pages lay at "/": a proxy may pass the path before them on, or take it off itself."""
    path: str = scope["path"]
    if not root or not (path == root or path.startswith(root + "/")):
        return scope
    bare = path.removeprefix(root) or "/"
    return {**scope, "path": bare, "raw_path": quote(bare).encode()}


def same_origin(headers: Headers, host: str, origins: frozenset[str] = frozenset()) -> bool:
    """Whether a state change comes from this very site, by what the browser (and no page) can set; ``origins`` are further places it is shown at."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and _place(origin) in {host, *origins}


def from_here(headers: Headers) -> bool:
    """Whether a page was asked for by this site's own page, or by the person in the address bar: not by another site's link, frame or picture."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    referer = headers.get("referer")  # older browsers; our own pages send it to ourselves
    return referer is not None and _place(referer) == headers.get("host", "").lower()


def _place(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _from_no_browser(headers: Headers) -> bool:
    return "origin" not in headers and "sec-fetch-site" not in headers


class _Answer:
    """Passes an answer on with the headers every page carries, and knows whether it has begun."""

    def __init__(self, send: Send, root: str, asked: Headers) -> None:
        self._send = send
        self._root = root
        self._asked = asked
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if self._root and headers.get("location", "").startswith("/"):
                headers["location"] = self._root + headers["location"]
            if message["status"] == TooBigError.status and not self._ends_soon():
                headers["connection"] = "close"
        await self._send(message)

    def _ends_soon(self) -> bool:
        """Whether what is still being sent is worth waiting for: a browser shows the answer only when it has sent everything."""
        length = self._asked.get("content-length", "")
        return length.isdigit() and int(length) <= MOST_IGNORED


def log_place(error: Exception) -> None:
    """Log what kind of error and where; its message and the traceback's values could hold what someone wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    log.error("unexpected %s at %s", type(error).__name__, place)
