"""Settings out of the environment."""

from pathlib import Path

import pytest

from app.settings import from_environment, known_zone


def test_environment_overrides_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Data folder, more host names and time zone come from the environment; loopback names stay."""
    monkeypatch.setenv("ROPEWORK_DATA", str(tmp_path))
    monkeypatch.setenv("ROPEWORK_HOSTS", "notes.home, box.lan")
    monkeypatch.setenv("ROPEWORK_TIME_ZONE", "Pacific/Auckland")
    settings = from_environment()
    assert settings.data == tmp_path
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]", "notes.home", "box.lan")
    assert settings.time_zone == "Pacific/Auckland"


@pytest.mark.parametrize("odd", ["Nowhere/City", "", ":/etc/localtime", "../../etc/passwd"])
def test_odd_time_zone_does_not_stop_the_start(odd: str) -> None:
    """An unknown zone is UTC."""
    assert known_zone(odd) == "UTC"
