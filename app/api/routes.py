"""POST /api/read and /api/reflect: the command line's rows over HTTP. Nothing is stored."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse

from app.batch import BadRequestError, parse_request
from app.batch import Request as Asked
from app.errors import NotReadyError, UnauthorizedError
from app.instruments import Instruments

router = APIRouter(prefix="/api")
Given = Annotated[Any, Body()]


@router.post("/read")
def read(request: Request, given: Given) -> JSONResponse:
    """Acts and safety flags of one message."""
    return JSONResponse(_instruments(request).read_row(_asked(given)))


@router.post("/reflect")
def reflect(request: Request, given: Given, country: str | None = None) -> JSONResponse:
    """What read gives, with reply, suggestions and questions."""
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise BadRequestError("country takes a two-letter code")
    return JSONResponse(_instruments(request).reflect_row(_asked(given), country.upper() if country else None))


def _asked(given: Any) -> Asked:  # noqa: ANN401 - any JSON; parse_request checks it
    return parse_request({"id": 1, **given} if isinstance(given, dict) else given)


def _instruments(request: Request) -> Instruments:
    """The instruments, for a caller with the token: any program can send the Origin of this page. Raises UnauthorizedError, NotReadyError."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), request.app.state.token.encode()):
        raise UnauthorizedError
    state = request.app.state
    reader = state.loader.reader()
    if reader is None:
        raise NotReadyError
    return Instruments(reader, state.screen, state.prompts())
