"""The key made of a passphrase, and what a file's first page tells."""

import os
import sqlite3
from pathlib import Path

import pytest

from app.database.passphrase import FileKind, Key, derived, kind_of, new_salt

SALT = bytes(range(16))


def test_the_key_never_changes_between_versions() -> None:
    """Other settings of Argon2id would lock everybody out of their notes; this value is argon2-cffi's own for (t=3, m=64 MiB, p=4)."""
    key = derived("correct horse battery staple", SALT)
    assert key.secret.hex() == "853b272a44db1421c02962669a55eb0994f3cab385ed1c4c79253eee19bab49e"


def test_another_passphrase_or_salt_makes_another_key() -> None:
    """Both count."""
    first = derived("a passphrase", SALT)
    assert first == derived("a passphrase", SALT)
    assert first != derived("a passphrasf", SALT)
    assert first != derived("a passphrase", new_salt())


def test_a_key_does_not_show_itself() -> None:
    """Nothing of it is in a log or a traceback."""
    key = Key(b"s" * 32, SALT)
    assert "s" * 4 not in repr(key)
    assert key.secret.hex() not in f"{key}"


def test_files_are_told_apart_by_their_first_page(tmp_path: Path) -> None:
    """Missing, empty, plain, encrypted, and what is no database at all."""
    file = tmp_path / "notes"
    assert kind_of(file) is FileKind.NONE
    file.touch()
    assert kind_of(file) is FileKind.NONE
    for content, kind in (
        (os.urandom(8192), FileKind.ENCRYPTED),
        (os.urandom(8192)[:-1], FileKind.FOREIGN),
        (b"Dear diary\n" * 1000, FileKind.FOREIGN),
        (bytes(8192), FileKind.FOREIGN),
    ):
        file.write_bytes(content)
        assert kind_of(file) is kind
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    assert kind_of(file) is FileKind.PLAIN


@pytest.mark.parametrize("_", range(20))
def test_random_pages_are_never_taken_for_foreign(tmp_path: Path, _: int) -> None:
    """The measure leaves room: 7.95 bits a byte against a level of 7.5."""
    file = tmp_path / "notes"
    file.write_bytes(os.urandom(4096))
    assert kind_of(file) is FileKind.ENCRYPTED


def test_half_a_character_is_a_wrong_passphrase_and_no_error() -> None:
    """An odd character set in a form can bring one."""
    assert derived("\ud800 four words", b"0" * 16) != derived("four words", b"0" * 16)
