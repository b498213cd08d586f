"""A vault in a folder of its own, and a clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.database.vault import Vault
from tests.factories import Clock


@pytest.fixture
def moment() -> Clock:
    """A clock that stands still until told."""
    return Clock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@pytest.fixture
def vault(tmp_path: Path, moment: Clock) -> Iterator[Vault]:
    """An open, plain vault."""
    made = Vault(f"sqlite:///{tmp_path / 'notes.sqlite3'}", tmp_path, moment)
    made.start()
    yield made
    made.close()
