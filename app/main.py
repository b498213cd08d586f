"""create_app(settings): the only file that knows every area."""

import contextlib
import logging
import os
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from app.api import routes as api
from app.batch import BadRequestError
from app.chat import routes as chat
from app.corrections import routes as corrections
from app.database import make_engine, migrate
from app.errors import NotFoundError, RopeworkError, UnreadableError
from app.help import routes as help_area
from app.history import routes as history
from app.patterns import routes as patterns
from app.readiness import ReaderLoader
from app.replies.wording import Prompts
from app.resources import prompts_dir
from app.settings import Settings
from app.web.guards import Guards
from app.web.pages import STATIC, make_environment, page
from classifiers.resources import data_dir
from classifiers.safety import SafetyScreen

log = logging.getLogger("ropework")
_QUIET = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


def create_app(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """The web service. ``clock`` tells the time; tests hand in their own."""
    engine = make_engine(settings.url)
    migrate(engine, settings.data / "backups", clock())
    app = FastAPI(title="Ropework", docs_url=None, redoc_url=None, lifespan=_lifespan, telemetry=_QUIET)
    app.state.settings = settings
    app.state.engine = engine
    app.state.clock = clock
    app.state.drafts = {}
    app.state.pages = make_environment()
    app.state.screen = SafetyScreen.load(data_dir() / "lexicons" / "safety")
    app.state.prompts = Prompts.load(prompts_dir())
    app.state.loader = ReaderLoader(settings.models)
    app.state.token = api_token(settings.data)
    for area in (chat, corrections, history, patterns, help_area, api):
        app.include_router(area.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guards, hosts=settings.hosts)
    _translate_errors(app)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.loader.start()
    yield
    app.state.engine.dispose()


def api_token(data: Path) -> str:
    """The API's token: 32 random bytes in ``api-token`` (mode 0600), made once."""
    file = data / "api-token"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
    return file.read_text().strip()


def _translate_errors(app: FastAPI) -> None:
    """Every error becomes a plain page, or JSON under /api; never any of the request's text, never a traceback."""

    @app.exception_handler(RopeworkError)
    def known(request: Request, error: RopeworkError) -> Response:
        return _told(request, error.status, error.code, error.told)

    @app.exception_handler(BadRequestError)
    def bad(request: Request, error: BadRequestError) -> Response:
        return _told(request, 422, "invalid", str(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, _: RequestValidationError) -> Response:
        return _told(request, 422, UnreadableError.code, UnreadableError.told)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        told = {404: NotFoundError.told, 405: "That page does not take this kind of request."}
        return _told(request, error.status_code, f"http_{error.status_code}", told.get(error.status_code, UnreadableError.told))

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:
        log.error("unexpected %s at %s", type(error).__name__, request.scope.get("route") and request.scope["route"].path)
        return _told(request, 500, RopeworkError.code, RopeworkError.told)


def _told(request: Request, status: int, code: str, told: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": code, "message": told}}, status)
    answer: HTMLResponse = page(request, "error.html", status, told=told)
    return answer
