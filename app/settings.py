"""What can be configured, read once from the environment in main and handed on."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from classifiers.resources import model_dir


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data lies, where to listen, which names the server answers to.

    ``hosts`` are the names a request's Host header may carry (guards against DNS rebinding). ``database_url`` is SQLite in ``data`` unless given.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    database_url: str = ""
    models: Path = field(default_factory=model_dir)

    @property
    def url(self) -> str:
        """The database as SQLAlchemy wants it."""
        return self.database_url or f"sqlite:///{self.data / 'ropework.sqlite3'}"


def from_environment() -> Settings:
    """ROPEWORK_DATA, ROPEWORK_DATABASE_URL, ROPEWORK_HOSTS (comma separated, added to the loopback names)."""
    data = os.environ.get("ROPEWORK_DATA")
    more = tuple(name.strip() for name in os.environ.get("ROPEWORK_HOSTS", "").split(",") if name.strip())
    return Settings(
        data=Path(data).expanduser() if data else user_data_path("ropework", appauthor=False),
        hosts=("127.0.0.1", "localhost", "[::1]", *more),
        database_url=os.environ.get("ROPEWORK_DATABASE_URL", ""),
    )
