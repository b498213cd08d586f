"""create_app(settings): the only file that knows every area."""

import asyncio
import contextlib
import os
import secrets
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig

from app.accounts.access import settle_owner
from app.api import routes as api
from app.batch import BadRequestError
from app.chat import routes as chat
from app.chat.drafts import Drafts
from app.database.engine import session_scope
from app.database.failures import UnusableDataError
from app.database.vault import Vault
from app.entries import routes as entries
from app.entries.store import recount_all
from app.exports import routes as exports
from app.help import routes as help_area
from app.history import routes as history
from app.imports import routes as imports
from app.imports.reading import ChatReading
from app.learning import routes as learning
from app.patterns import routes as patterns
from app.practice import routes as practice
from app.privacy import routes as privacy
from app.privacy import unlocking
from app.privacy.house import keep_house
from app.readiness import Later, LaterScreen, ReaderLoader, load_screen
from app.replies.prompts import Prompts
from app.reports import routes as reports
from app.resources import prompts_dir
from app.rope import routes as rope
from app.settings import Settings
from app.web.guards import Guards, log_place
from app.web.leaving import stay_out
from app.web.pages import STATIC, make_environment
from app.web.problems import told, translate_errors
from app.words import routes as words
from classifiers.danger.screen import DangerScreen
from classifiers.resources import data_dir

if TYPE_CHECKING:
    from classifiers.learning.fit_own_words import Teacher

MAX_BODY = 256 * 1024
SHORTEST_TOKEN = 32  # characters
CHORES_EVERY = 5.0  # seconds
_QUIET: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """The web service. ``clock`` tells the time; tests hand in their own. Raises UnusableDataError, in one line that says what to do."""
    vault = Vault(settings.url, settings.data, clock)
    vault.on_open = lambda opened: _opened(opened, settings, clock())
    vault.start()
    app = FastAPI(
        title="Ropework", docs_url=None, redoc_url=None, lifespan=_lifespan, telemetry=_QUIET, max_body_size=MAX_BODY
    )
    app.state.settings = settings
    app.state.vault = vault
    app.state.clock = clock
    app.state.drafts = Drafts()
    app.state.answering = threading.Lock()
    app.state.teaching = threading.Lock()
    app.state.pages = make_environment()
    app.state.prompts = Later(lambda: Prompts.load(prompts_dir()))
    app.state.rules = Later(lambda: load_screen(data_dir() / "lexicons" / "safety"))
    app.state.loader = ReaderLoader(settings.models)
    app.state.teacher = Later(lambda: _teacher(app))
    app.state.screen = DangerScreen(LaterScreen(app.state.rules), app.state.loader.ear)
    app.state.chat_reading = ChatReading(vault, app.state.screen, lambda: app.state.loader.reader(), clock)
    app.state.token = api_token(settings.data)
    for private in (
        chat,
        words,
        practice,
        history,
        entries,
        rope,
        patterns,
        reports,
        exports,
        imports,
        learning,
        privacy,
    ):
        app.include_router(private.router, dependencies=[Depends(stay_out)])
    for area in (help_area, unlocking, api):
        app.include_router(area.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guards, hosts=settings.hosts, origins=settings.origins, root=settings.path)
    translate_errors(app)
    app.add_exception_handler(BadRequestError, _bad_request)
    return app


def _opened(vault: Vault, settings: Settings, now: datetime) -> None:
    """Whenever the notes are opened: the owner is there, what they chose holds, deletes that were not finished are."""
    with session_scope(vault.engine) as session:
        owner = settle_owner(session, now, settings.time_zone)
        vault.idle = timedelta(minutes=owner.idle_minutes)
        recount_all(session, owner)
    keep_house(vault, now)


def _teacher(app: FastAPI) -> "Teacher":
    from classifiers.learning.fit_own_words import Teacher  # lazily: it brings scipy, and most never ask for it

    return Teacher.of(app.state.loader.reader())


def _bad_request(request: Request, error: Exception) -> Response:
    return told(request, 422, "invalid", str(error))


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    for slow in (app.state.rules, app.state.prompts, app.state.loader):
        slow.start()
    chores = asyncio.create_task(_chores(app))
    yield
    chores.cancel()
    app.state.chat_reading.stop(patience=5.0)
    app.state.vault.close()


async def _chores(app: FastAPI) -> None:
    """What is due while nobody asks for a page: the idle lock, unfinished deletes, notes that are too old. What fails is tried again."""
    vault, clock = app.state.vault, app.state.clock
    while True:
        await asyncio.sleep(CHORES_EVERY)
        try:
            vault.rest()
            await asyncio.to_thread(keep_house, vault, clock())
        except Exception as error:  # the lock must close whatever else fails
            log_place(error)


def api_token(data: Path) -> str:
    """The API's token: 32 random bytes in ``api-token`` (mode 0600), made once."""
    file = data / "api-token"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists() or len(file.read_text().strip()) < SHORTEST_TOKEN:  # an empty one would let everybody in
            file.unlink(missing_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_urlsafe(32))
        return file.read_text().strip()
    except OSError as error:
        raise UnusableDataError(
            f"cannot use {file}: {error.strerror}. Set ROPEWORK_DATA to a folder you can write to"
        ) from error
