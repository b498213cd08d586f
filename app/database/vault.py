"""The notes while the server runs: open, or locked behind a passphrase; who has unlocked them, and for how long.

With a passphrase the file is encrypted whole (SQLCipher) and its key is held only while the notes are open. Unlocking lets in the one browser that
did it, by a random token; everything else on this machine that can reach the server stays out.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from app.database.encryption import encrypt, left_over
from app.database.engine import connect, file_of, make_engine
from app.database.failures import UnusableDataError
from app.database.passphrase import FileKind, Key, derived, kind_of, new_salt, salt_of
from app.database.schema import check, migrate
from app.database.scrubbing import Scrubber
from app.database.writer import Writer
from app.errors import BusyError, LockedError, TooManyTriesError, WrongPassphraseError

IDLE = timedelta(minutes=5)
TRIES = 5  # wrong ones before a pause
PAUSE = timedelta(seconds=30)


class Vault:
    """``url`` as SQLAlchemy wants it; ``data`` is the folder for backups and markers. ``on_open`` is called with the vault after each opening."""

    def __init__(self, url: str, data: Path, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._data = data
        self._clock = clock
        self._lock = threading.RLock()
        self._open: tuple[Engine, Writer] | None = None
        self._key: Key | None = None
        self._tokens: set[bytes] = set()
        self._seen = clock()
        self._wrong: list[datetime] = []
        self.encrypted = False  # whether there is a passphrase
        self.idle = IDLE
        self.scrubber = Scrubber(data / "unfinished-delete")
        self.on_open: Callable[[Vault], None] = lambda _: None

    @property
    def lockable(self) -> bool:
        """Whether a passphrase can be had: the notes lie in a SQLite file of this machine."""
        return self._url.startswith("sqlite")

    @property
    def locked(self) -> bool:
        """Whether nothing can be read now."""
        return self._open is None

    @property
    def engine(self) -> Engine:
        """The open database. Raises LockedError."""
        return self._opened()[0]

    @property
    def writer(self) -> Writer:
        """The one writer. Raises LockedError."""
        return self._opened()[1]

    def _opened(self) -> tuple[Engine, Writer]:
        found = self._open
        if found is None:
            raise LockedError
        return found

    def start(self) -> None:
        """Open a plain database; leave an encrypted one locked. Raises UnusableDataError, with nothing touched, for what cannot be used."""
        if not self.lockable:
            self._take(None)
            return
        path = file_of(self._url)
        try:
            left_over(path)
            kind = kind_of(path)
        except OSError as error:
            raise UnusableDataError(
                f"cannot use {path}: {error.strerror}. Set ROPEWORK_DATA to a folder you can write to"
            ) from error
        if kind is FileKind.FOREIGN:
            raise UnusableDataError(
                f"{path} is damaged, or no database of Ropework: move it away, or use `ropework restore` with a backup"
            )
        self.encrypted = kind is FileKind.ENCRYPTED
        if not self.encrypted:
            self._take(None)

    def _take(self, key: Key | None) -> None:
        self._check(key)
        engine = make_engine(self._url, key)
        try:
            migrate(engine, self._data / "backups", self._clock())
        except BaseException:
            engine.dispose()
            raise
        self._key, self.encrypted = key, key is not None
        self._open = (engine, Writer(engine))
        self._seen = self._clock()
        self.on_open(self)

    def _check(self, key: Key | None) -> None:
        """Look before touching: opening a file for writing changes it, even one that turns out not to be ours."""
        if self.lockable and kind_of(file_of(self._url)) is not FileKind.NONE:
            looking = make_engine(self._url, key, only_reading=True)
            try:
                check(looking)
            finally:
                looking.dispose()

    def unlock(self, passphrase: str) -> str:
        """Open the notes; the token that lets this one browser in. Raises WrongPassphraseError or TooManyTriesError."""
        with self._lock:
            self._tried()
            key = derived(passphrase, salt_of(file_of(self._url)))
            if not self._fits(key):
                self._wrong.append(self._clock())
                raise WrongPassphraseError
            self._wrong.clear()
            if self._open is None:
                self._take(key)
            return self._let_in()

    def _tried(self) -> None:
        now = self._clock()
        self._wrong = [moment for moment in self._wrong if moment > now - PAUSE]
        if len(self._wrong) >= TRIES:
            raise TooManyTriesError

    def _fits(self, key: Key) -> bool:
        if self._key is not None:
            return key == self._key
        return opens(file_of(self._url), key)

    def _let_in(self) -> str:
        token = secrets.token_urlsafe(32)
        self._tokens.add(_hashed(token))
        self._seen = self._clock()
        return token

    def lock(self) -> None:
        """Close the notes and forget the key, if there is a passphrase; every browser is out."""
        with self._lock:
            if self._key is None or self._open is None:
                return
            engine, _ = self._open
            self._open, self._key = None, None
            self._tokens.clear()
            engine.dispose()

    def admits(self, token: str, *, here: bool = True) -> bool:
        """Whether a browser with ``token`` may see the notes now; looking counts as being here, unless a page looks by itself. Locks after the idle time."""
        self.rest()
        with self._lock:
            if self._open is None:
                return False
            if self._key is None:
                return True
            if _hashed(token) not in self._tokens:
                return False
            if here:
                self._seen = self._clock()
            return True

    def rest(self) -> None:
        """Lock when nobody has been here for the idle time."""
        if self._clock() - self._seen >= self.idle:
            self.lock()

    def set_passphrase(self, passphrase: str | None, old: str = "") -> str:
        """Encrypt the file under a new passphrase, or make it plain (None). Returns a token for this browser ("" when plain).

        Raises WrongPassphraseError when ``old`` is not the present one (where there is one), LockedError.
        """
        with self._lock:
            self._tried()
            engine, _ = self._opened()
            path = file_of(self._url)
            if self._key is not None and derived(old, self._key.salt) != self._key:
                self._wrong.append(self._clock())
                raise WrongPassphraseError
            key = derived(passphrase, new_salt()) if passphrase is not None else None
            former = self._key
            self._open = None
            try:
                _drained(engine)
                engine.dispose()
                encrypt(path, former, key)
            except BaseException:
                self._take(former)
                raise
            self._tokens.clear()
            self._take(key)
            return self._let_in() if key else ""

    def close(self) -> None:
        """The server stops."""
        with self._lock:
            if self._open is not None:
                self._open[0].dispose()
                self._open = None


def _drained(engine: Engine) -> None:
    """Wait until no transaction is running: one in the old file would be lost. Raises BusyError."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    for _ in range(200):
        if pool.checkedout() == 0:
            return
        time.sleep(0.05)
    raise BusyError


def opens(path: Path, key: Key) -> bool:
    """Whether ``key`` opens the encrypted file."""
    try:
        connection = connect(path, key, only_reading=True)
    except UnusableDataError:
        raise
    except Exception as error:  # SQLCipher's own error class, which is not there where it is not installed
        if "not a database" in str(error):
            return False
        raise
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Exception as error:
        if "not a database" in str(error):
            return False
        raise
    finally:
        connection.close()
    return True


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
