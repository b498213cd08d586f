"""What can be configured, read once from the environment in main and handed on."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path

from classifiers.resources import model_dir


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data lies, where to listen, which names the server answers to.

    ``hosts`` are the names a request's Host header may carry (guards against DNS rebinding); ``origins`` further places pages may be
    shown at by a proxy that rewrites that header, as ``name`` or ``name:port``. ``path`` is the part of the address before every page ("/notes"), "" for none.
    ``database_url`` is SQLite in ``data`` unless given. ``time_zone`` is an IANA name: it decides the day and the week an entry belongs to.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    origins: tuple[str, ...] = ()
    path: str = ""
    database_url: str = ""
    models: Path = field(default_factory=model_dir)
    time_zone: str = "UTC"

    @property
    def url(self) -> str:
        """The database as SQLAlchemy wants it."""
        return self.database_url or f"sqlite:///{self.data / 'ropework.sqlite3'}"


def from_environment() -> Settings:
    """ROPEWORK_DATA, _DATABASE_URL, _HOSTS (with commas, beside loopback), _PATH, _TIME_ZONE (else the machine's).

    Raises ValueError for a path that is none.
    """
    data = os.environ.get("ROPEWORK_DATA")
    more = tuple(name.strip() for name in os.environ.get("ROPEWORK_HOSTS", "").split(",") if name.strip())
    return Settings(
        data=Path(data).expanduser() if data else user_data_path("ropework", appauthor=False),
        hosts=("127.0.0.1", "localhost", "[::1]", *(name_of(place) for place in more)),
        origins=more,
        path=known_path(os.environ.get("ROPEWORK_PATH", "")),
        database_url=os.environ.get("ROPEWORK_DATABASE_URL", ""),
        time_zone=known_zone(os.environ.get("ROPEWORK_TIME_ZONE") or os.environ.get("TZ") or _machine_zone()),
    )


def name_of(place: str) -> str:
    """A host without its port: "notes.lan:8443" is "notes.lan", "[::1]:80" is "[::1]"."""
    return place if place.endswith("]") or ":" not in place else place.rpartition(":")[0]


def known_path(path: str) -> str:
    """``path`` with a slash before and none after it. Raises ValueError for anything but plain letters, digits and dashes between slashes."""
    bare = path.strip().strip("/")
    if not bare:
        return ""
    if not re.fullmatch(r"[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*", bare) or {".", ".."} & set(bare.split("/")):
        raise ValueError(f"ROPEWORK_PATH takes a path such as /notes, not {path!r}")
    return f"/{bare}"


def _machine_zone() -> str:
    """The IANA name this machine is set to; "UTC" when it does not say."""
    link = Path("/etc/localtime")
    _, found, name = str(link.resolve()).partition("zoneinfo/")
    return name if found else "UTC"


def known_zone(name: str) -> str:
    """``name`` when it is an IANA zone, else "UTC": a strange TZ must not keep the app from starting."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
