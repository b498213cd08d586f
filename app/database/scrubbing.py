"""After a delete nothing of the text may be left in the file or its journal: done, checked, tried again until it is so."""

import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

_WAIT_MS = 2_000  # a delete's page should not wait long for somebody else's reader: it says so and tries again later


class Scrubber:
    """Empties the journal into the file and rewrites the file. ``marker`` is an empty file that stands while this is not yet done."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker
        self._one = threading.Lock()

    @property
    def pending(self) -> bool:
        """Whether deleted words may still be in the journal."""
        return self._marker.exists()

    def ask(self) -> None:
        """Say, before a delete, that a scrub is due: so a crash in between does not forget it."""
        self._marker.touch(mode=0o600)

    def scrub(self, engine: Engine) -> bool:
        """Whether the words are gone for good now. False when another program reads the file: then it stays pending."""
        if engine.dialect.name != "sqlite":
            self._marker.unlink(missing_ok=True)
            return True
        with self._one:
            raw = engine.raw_connection()
            try:
                done = _scrubbed(raw.driver_connection)
            finally:
                raw.close()
            if done:
                self._marker.unlink(missing_ok=True)
            return done


def _scrubbed(connection: Any) -> bool:  # noqa: ANN401 - the driver's own connection
    with closing(connection.cursor()) as cursor:
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        try:
            return _emptied(cursor) and _rewritten(cursor) and _emptied(cursor)
        except connection.Error:  # held by another program, or no room for the rewriting: tried again later
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")


def _rewritten(cursor: Any) -> bool:  # noqa: ANN401 - the driver's own cursor
    cursor.execute("VACUUM")
    return True


def _emptied(cursor: Any) -> bool:  # noqa: ANN401 - the driver's own cursor
    """Whether the journal holds nothing any more: the checkpoint says by its first column whether a reader kept it from that."""
    busy, frames, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0 and frames == 0)
