"""What every request passes first: a known host, this very site; what every answer carries; how it fails."""

import logging
import traceback
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import ForeignOriginError, RopeworkError, UnknownHostError
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


class Guards:
    """ASGI middleware. ``hosts`` are the names the Host header may carry, without port."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with a plain page, or pass on and add the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        refusal = self._refusal(scope)
        try:
            if refusal is not None:
                raise refusal
            await self._app(scope, receive, answer)
        except RopeworkError as error:
            await told(Request(scope), error.status, error.code, error.told)(scope, receive, answer)
        except Exception as error:
            _log_place(error)
            if answer.started:
                return
            page = told(Request(scope), RopeworkError.status, RopeworkError.code, RopeworkError.told)
            await page(scope, receive, answer)

    def _refusal(self, scope: Scope) -> RopeworkError | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name not in self._hosts:
            return UnknownHostError()
        if scope["method"] in SAFE or same_origin(headers, host):
            return None
        if scope["path"].startswith("/api/") and _from_no_browser(headers):
            return None  # a script: the API asks it for the token
        return ForeignOriginError()


def same_origin(headers: Headers, host: str) -> bool:
    """Whether a state change comes from this very site, by what the browser (and no page) can set."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() == host


def _from_no_browser(headers: Headers) -> bool:
    return "origin" not in headers and "sec-fetch-site" not in headers


class _Answer:
    """Passes an answer on with the headers every page carries, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await self._send(message)


def _log_place(error: Exception) -> None:
    """Log what kind of error and where; its message and the traceback's values could hold what someone wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    log.error("unexpected %s at %s", type(error).__name__, place)
