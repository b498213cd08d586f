"""Turns every error into a plain page, or JSON under /api: never any of the request's text, never a traceback."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.errors import LeftError, LockedError, NotFoundError, RopeworkError, TooBigError, UnreadableError
from app.web.pages import page, wants_fragment

_TOLD = {
    404: NotFoundError.told,
    405: "That page does not take this kind of request.",
    413: TooBigError.told,
}


def told(request: Request, status: int, code: str, text: str) -> Response:
    """The answer that says what went wrong in plain words."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": code, "message": text}}, status)
    return page(request, "error.html", status, told=text)


def translate_errors(app: FastAPI) -> None:
    """Set up the handlers; what nobody expected is caught by the guards, outside of these."""

    @app.exception_handler(LeftError)
    def left(_request: Request, _error: LeftError) -> Response:
        return RedirectResponse("/leave", 303)

    @app.exception_handler(LockedError)
    def locked(request: Request, error: LockedError) -> Response:
        if wants_fragment(request) or request.url.path.startswith("/api/"):
            return told(request, error.status, error.code, error.told)
        return RedirectResponse("/unlock", 303)

    @app.exception_handler(RopeworkError)
    def known(request: Request, error: RopeworkError) -> Response:
        return told(request, error.status, error.code, error.told)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _error: RequestValidationError) -> Response:
        return told(request, UnreadableError.status, UnreadableError.code, UnreadableError.told)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return told(
            request, error.status_code, f"http_{error.status_code}", _TOLD.get(error.status_code, UnreadableError.told)
        )
