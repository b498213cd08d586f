"""create_app(settings): the only file that knows every area."""

import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig

from app.accounts.access import settle_owner
from app.api import routes as api
from app.batch import BadRequestError
from app.chat import routes as chat
from app.database import make_engine, migrate, session_scope
from app.help import routes as help_area
from app.history import routes as history
from app.patterns import routes as patterns
from app.practice import routes as practice
from app.readiness import Later, LaterScreen, ReaderLoader, load_screen
from app.replies.prompts import Prompts
from app.resources import prompts_dir
from app.settings import Settings
from app.web.guards import Guards
from app.web.leaving import stay_out
from app.web.pages import STATIC, make_environment
from app.web.problems import told, translate_errors
from app.words import routes as words
from classifiers.danger.screen import DangerScreen
from classifiers.resources import data_dir

MAX_BODY = 256 * 1024
_QUIET: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """The web service. ``clock`` tells the time; tests hand in their own."""
    engine = make_engine(settings.url)
    migrate(engine, settings.data / "backups", clock())
    with session_scope(engine) as session:
        settle_owner(session, clock(), settings.time_zone)
    app = FastAPI(
        title="Ropework", docs_url=None, redoc_url=None, lifespan=_lifespan, telemetry=_QUIET, max_body_size=MAX_BODY
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.clock = clock
    app.state.drafts = {}
    app.state.pages = make_environment()
    app.state.prompts = Later(lambda: Prompts.load(prompts_dir()))
    app.state.rules = Later(lambda: load_screen(data_dir() / "lexicons" / "safety"))
    app.state.loader = ReaderLoader(settings.models)
    app.state.screen = DangerScreen(LaterScreen(app.state.rules), app.state.loader.ear)
    app.state.token = api_token(settings.data)
    for private in (chat, words, practice, history, patterns):
        app.include_router(private.router, dependencies=[Depends(stay_out)])
    for area in (help_area, api):
        app.include_router(area.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guards, hosts=settings.hosts)
    translate_errors(app)
    app.add_exception_handler(BadRequestError, _bad_request)
    return app


def _bad_request(request: Request, error: Exception) -> Response:
    return told(request, 422, "invalid", str(error))


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    for slow in (app.state.rules, app.state.prompts, app.state.loader):
        slow.start()
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
