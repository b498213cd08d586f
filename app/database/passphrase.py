"""A passphrase and the key made of it. Neither is stored anywhere: a forgotten passphrase means lost notes.

Argon2id after RFC 9106, section 4, second recommended option (3 passes over 64 MiB, 4 lanes): about a third of a second a
try. The salt is the first 16 bytes of the encrypted file, which SQLCipher leaves readable for this, so a copy of the file and
the passphrase are all that is needed to open it.
"""

import hmac
import math
import secrets
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

SALT_BYTES = 16
SHORTEST = 8  # characters; OWASP ASVS 5.0, 6.2.1
LONGEST = 1_000
_PASSES, _MEMORY_KIB, _LANES, _KEY_BYTES = 3, 64 * 1024, 4, 32
_PLAIN = b"SQLite format 3\0"
_PAGE = 4096


class FileKind(StrEnum):
    """What a database file is, by its first page."""

    NONE = "none"  # missing or empty
    PLAIN = "plain"
    ENCRYPTED = "encrypted"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one file: 32 bytes, and the salt they were made with."""

    secret: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Nothing of the key: a log or a traceback may hold it."""
        return "Key(…)"

    def __eq__(self, other: object) -> bool:
        """Compared in constant time."""
        return isinstance(other, Key) and hmac.compare_digest(self.secret + self.salt, other.secret + other.salt)

    def __hash__(self) -> int:
        """By its salt, which is no secret."""
        return hash(self.salt)

    @property
    def pragma(self) -> str:
        """As SQLCipher takes a raw key with its salt."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


def derived(passphrase: str, salt: bytes) -> Key:
    """The key of ``passphrase``; the same for the same salt. Takes a third of a second and 64 MiB, on purpose."""
    secret = hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"), salt, _PASSES, _MEMORY_KIB, _LANES, _KEY_BYTES, Type.ID
    )
    return Key(secret, salt)


def new_salt() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted file."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def kind_of(path: Path) -> FileKind:
    """What the file is. An encrypted one is told by whole pages that look random; anything else is no database of ours."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            page = file.read(_PAGE)
    except FileNotFoundError:
        return FileKind.NONE
    if size == 0:
        return FileKind.NONE
    if page.startswith(_PLAIN):
        return FileKind.PLAIN
    return FileKind.ENCRYPTED if size % _PAGE == 0 and _bits_a_byte(page) > 7.5 else FileKind.FOREIGN


def _bits_a_byte(page: bytes) -> float:
    """Shannon's entropy; random pages of 4 KiB have 7.95 ± 0.01."""
    return -sum(n / len(page) * math.log2(n / len(page)) for n in Counter(page).values())
