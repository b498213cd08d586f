"""Reads a chat that was brought in, in the background: some stretches at a time, so that stopping and going on loses and doubles nothing."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from app.accounts.access import Notes
from app.chat.exchange import Screens
from app.database.vault import Vault
from app.errors import LockedError, StorageError
from app.imports import keeping, store
from app.imports.chats.hearing import hear
from app.learning.store import taught
from app.tables import ChatFile
from app.web.guards import log_place
from classifiers.reading.reader import Reader

log = logging.getLogger("ropework")
AT_ONCE = 8  # stretches read and kept together


class ChatReading:
    """One chat at a time. What is read is kept with how far it came, in one transaction."""

    def __init__(
        self, vault: Vault, screen: Screens, reader: Callable[[], Reader | None], clock: Callable[[], datetime]
    ) -> None:
        self._vault = vault
        self._clock = clock
        self._screen = screen
        self._reader = reader
        self._lock = threading.Lock()
        self._file: int | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    @property
    def running(self) -> int | None:
        """The file that is being read now."""
        alive = self._thread is not None and self._thread.is_alive()
        return self._file if alive else None

    def start(self, file: int) -> bool:
        """Go on reading; False when another one is being read."""
        with self._lock:
            if self.running is not None:
                return self.running == file
            self._file = file
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, args=(file,), name="chat", daemon=True)
            self._thread.start()
            return True

    def stop(self, patience: float = 30.0) -> None:
        """Stop after what is being read now; what is read is kept."""
        self._stop.set()
        thread = self._thread
        if thread is not None:
            thread.join(patience)

    def _run(self, file: int) -> None:
        try:
            while not self._stop.is_set() and self._some(file):
                pass
        except (LockedError, StorageError):
            log.info("reading a chat stopped: the notes are closed or busy; it can go on later")
        except Exception as error:  # the page shows it as stopped, and it can go on
            log_place(error)

    def _some(self, file: int) -> bool:
        """Read the next stretches; False when there are none, or the file is gone."""
        notes = Notes(self._vault)
        base = self._reader()
        if base is None:
            return False
        with notes.reading() as (session, owner):
            row = session.get(ChatFile, file)
            if row is None or row.state != "reading":
                return False
            reader = taught(session, owner, base)
            stretches, came_to = store.next_stretches(session, row, AT_ONCE), row.read_to
            wanted = [one for one in stretches if store.within(row, one)]
        if not stretches:
            return self._done(notes, file)
        heard = hear(wanted, reader, self._screen)
        with notes.writing() as (session, owner):
            row = session.get(ChatFile, file)
            if row is None or row.state != "reading" or row.read_to != came_to:
                return False
            keeping.put(session, owner, row, stretches, heard, reader.model_hash, self._clock())
        return True

    @staticmethod
    def _done(notes: Notes, file: int) -> bool:
        with notes.deleting() as (session, _):
            row = session.get(ChatFile, file)
            if row is not None:
                store.finish(session, row)
        return False
