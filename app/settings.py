"""What a start of the app needs to know; read once from the environment, then handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs

from app.resources import prompts_dir
from classifiers.resources import data_dir, model_dir

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_LOCAL_ZONE_LINK = Path("/etc/localtime")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and who may ask.

    ``database_url`` empty means a SQLite file in ``data_folder``; ``hosts`` are the names a browser may use
    for this server; ``time_zone`` is an IANA name and decides which day and week an entry belongs to.
    """

    data_folder: Path
    database_url: str = ""
    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    time_zone: str = "UTC"
    model_folder: Path = model_dir()
    texts_folder: Path = prompts_dir()
    word_lists: Path = data_dir()

    @property
    def url(self) -> str:
        """The database's address as SQLAlchemy wants it."""
        return self.database_url or f"sqlite:///{self.data_folder / 'notes.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as a value."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Settings out of ``ROPEWORK_DATA``, ``_DATABASE_URL``, ``_HOSTS`` (comma separated), ``_MODEL`` and ``_TIME_ZONE``."""
        folder = environment.get("ROPEWORK_DATA") or platformdirs.user_data_dir("ropework", appauthor=False)
        more_hosts = tuple(name.strip() for name in environment.get("ROPEWORK_HOSTS", "").split(",") if name.strip())
        return cls(
            data_folder=Path(folder).expanduser(),
            database_url=environment.get("ROPEWORK_DATABASE_URL", ""),
            hosts=LOOPBACK_HOSTS + more_hosts,
            time_zone=_known_zone(environment.get("ROPEWORK_TIME_ZONE") or environment.get("TZ") or _machine_zone()),
            model_folder=Path(environment.get("ROPEWORK_MODEL") or model_dir()),
        )


def _machine_zone() -> str:
    """The IANA name this machine is set to, "UTC" when it does not say."""
    if not _LOCAL_ZONE_LINK.is_symlink():
        return "UTC"
    _, found, name = str(_LOCAL_ZONE_LINK.resolve()).partition("zoneinfo/")
    return name if found else "UTC"


def _known_zone(name: str) -> str:
    """``name`` when it is an IANA zone, else "UTC": a strange TZ must not keep the app from starting."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
