"""The notes behind a passphrase: encrypted whole, opened for one browser, closed by press, by time, by tries."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts.access import settle_owner
from app.database import encryption
from app.database import passphrase as passphrases
from app.database.engine import file_of, session_scope
from app.database.failures import UnusableDataError
from app.database.passphrase import FileKind, kind_of
from app.database.vault import Vault
from app.errors import BusyError, LockedError, TooManyTriesError, WrongPassphraseError
from app.tables import Owner
from tests.factories import Clock

CANARY = "zqxcanaryzqx"
WORDS = "four or five words"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its settings are tested on their own."""
    monkeypatch.setattr(passphrases, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passphrases, "_PASSES", 1)


def put(vault: Vault, words: str = CANARY) -> None:
    """Write some words into the owner's row."""
    with session_scope(vault.engine) as session:
        settle_owner(session, vault._clock(), words)


def words_in(vault: Vault) -> str:
    """What stands there."""
    with session_scope(vault.engine, write=False) as session:
        return session.exec(select(Owner)).one().time_zone


def files_with(folder: Path, words: str = CANARY) -> list[str]:
    """Files of the folder that hold the words."""
    return [file.name for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def test_with_a_passphrase_no_file_can_be_read(vault: Vault, tmp_path: Path) -> None:
    """The same rows, and not a word of them in any file of the folder, the journal while it runs included."""
    put(vault)
    assert files_with(tmp_path)
    vault.set_passphrase(WORDS)
    assert words_in(vault) == CANARY
    assert files_with(tmp_path) == []
    put(vault, CANARY + "2")
    assert files_with(tmp_path) == []
    assert kind_of(tmp_path / "notes.sqlite3") is FileKind.ENCRYPTED
    assert sorted(file.name for file in tmp_path.iterdir() if "notes" in file.name and "-" not in file.name) == [
        "notes.sqlite3"
    ]


def test_locked_notes_open_with_the_passphrase_alone(vault: Vault) -> None:
    """Not with another, nor with nothing."""
    put(vault)
    vault.set_passphrase(WORDS)
    vault.lock()
    with pytest.raises(LockedError):
        _ = vault.engine
    for wrong in ("", WORDS + " ", "x"):
        with pytest.raises(WrongPassphraseError):
            vault.unlock(wrong)
    assert vault.locked
    assert vault.admits(vault.unlock(WORDS))
    assert words_in(vault) == CANARY


def test_only_the_browser_that_opened_them_gets_in(vault: Vault) -> None:
    """Others are asked for the passphrase, which is checked though the notes are open; locking ends it for all."""
    mine = vault.set_passphrase(WORDS)
    assert vault.admits(mine)
    assert not vault.admits("")
    assert not vault.admits(mine[:-1])
    with pytest.raises(WrongPassphraseError):
        vault.unlock("guess")
    other = vault.unlock(WORDS)
    assert vault.admits(other)
    assert vault.admits(mine)
    vault.lock()
    assert not vault.admits(mine)
    vault.unlock(WORDS)
    assert not vault.admits(mine)


def test_without_a_passphrase_everybody_is_let_in_and_nothing_locks(vault: Vault, moment: Clock) -> None:
    """As before there was a lock."""
    moment.pass_by(timedelta(days=3))
    assert vault.admits("")
    vault.lock()
    assert not vault.locked


def test_notes_close_when_nobody_is_there(vault: Vault, moment: Clock) -> None:
    """After the idle time, not before; looking counts as being there."""
    mine = vault.set_passphrase(WORDS)
    moment.pass_by(vault.idle - timedelta(seconds=1))
    assert vault.admits(mine)
    moment.pass_by(vault.idle - timedelta(seconds=1))
    vault.rest()
    assert not vault.locked
    moment.pass_by(timedelta(seconds=1))
    assert not vault.admits(mine)
    assert vault.locked


def test_a_stranger_looking_does_not_keep_them_open(vault: Vault, moment: Clock) -> None:
    """Only who is in counts."""
    vault.set_passphrase(WORDS)
    moment.pass_by(vault.idle - timedelta(seconds=1))
    assert not vault.admits("stranger")
    moment.pass_by(timedelta(seconds=1))
    vault.rest()
    assert vault.locked


def test_wrong_tries_are_slowed_down(vault: Vault, moment: Clock) -> None:
    """After five nothing is tried for half a minute, not even the right one."""
    vault.set_passphrase(WORDS)
    vault.lock()
    for _ in range(5):
        with pytest.raises(WrongPassphraseError):
            vault.unlock("guess")
    with pytest.raises(TooManyTriesError):
        vault.unlock(WORDS)
    moment.pass_by(timedelta(seconds=31))
    assert vault.unlock(WORDS)


def test_changing_and_removing_need_the_present_one(vault: Vault, tmp_path: Path) -> None:
    """A browser left open does not hand the notes to whoever sits down at it."""
    put(vault)
    vault.set_passphrase(WORDS)
    with pytest.raises(WrongPassphraseError):
        vault.set_passphrase("another one", "guess")
    with pytest.raises(WrongPassphraseError):
        vault.set_passphrase(None, "guess")
    vault.set_passphrase("another one", WORDS)
    vault.lock()
    with pytest.raises(WrongPassphraseError):
        vault.unlock(WORDS)
    vault.unlock("another one")
    assert words_in(vault) == CANARY
    assert vault.set_passphrase(None, "another one") == ""
    assert words_in(vault) == CANARY
    assert kind_of(tmp_path / "notes.sqlite3") is FileKind.PLAIN


def test_a_started_server_finds_the_notes_locked(vault: Vault, tmp_path: Path, moment: Clock) -> None:
    """And its rows there once unlocked."""
    put(vault)
    vault.set_passphrase(WORDS)
    vault.close()
    again = Vault(f"sqlite:///{tmp_path / 'notes.sqlite3'}", tmp_path, moment)
    again.start()
    assert again.locked
    assert again.encrypted
    again.unlock(WORDS)
    assert words_in(again) == CANARY
    again.close()


@pytest.mark.parametrize("stage", ["rewriting", "former"])
def test_a_crash_while_encrypting_loses_nothing_and_leaves_nothing(
    vault: Vault, tmp_path: Path, moment: Clock, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """Whether it comes before or after the new file has taken the name."""
    put(vault)
    broken = {"rewriting": "app.database.encryption.rows_of", "former": "app.database.encryption.overwrite"}[stage]
    with monkeypatch.context() as patch:
        patch.setattr(broken, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(Vault, "_take", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            vault.set_passphrase(WORDS)
    assert [file for file in tmp_path.iterdir() if file.name.endswith(stage)]
    again = Vault(f"sqlite:///{tmp_path / 'notes.sqlite3'}", tmp_path, moment)
    again.start()
    if stage == "former":
        again.unlock(WORDS)
        assert files_with(tmp_path) == []
    assert words_in(again) == CANARY
    again.close()
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(stage)] == []


def test_encrypting_waits_for_a_transaction_that_runs(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in the old file would be lost; when it does not end, nothing is changed."""
    monkeypatch.setattr("app.database.vault.time.sleep", lambda _: None)
    put(vault)
    with session_scope(vault.engine) as session:
        session.exec(select(Owner)).one()
        with pytest.raises(BusyError):
            vault.set_passphrase(WORDS)
    assert not vault.encrypted
    assert words_in(vault) == CANARY


@pytest.mark.parametrize("content", [b"Dear diary\n" * 1000, b"SQLite format 3\0" + b"x" * 8176])
def test_what_is_no_database_is_left_alone(tmp_path: Path, moment: Clock, content: bytes) -> None:
    """One line that says what to do, and not a byte changed."""
    file = tmp_path / "notes.sqlite3"
    file.write_bytes(content)
    with pytest.raises(UnusableDataError, match="restore"):
        Vault(f"sqlite:///{file}", tmp_path, moment).start()
    assert file.read_bytes() == content


def test_addresses_of_files_are_found() -> None:
    """As SQLAlchemy writes them."""
    assert file_of("sqlite:////data/notes.sqlite3") == Path("/data/notes.sqlite3")


def test_the_plain_file_is_never_open_to_others(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a passphrase is taken away the file being written is for its owner only, whatever the umask."""
    modes = []
    vault.set_passphrase("four or five words")

    def seen(file: Path) -> None:
        modes.append(file.stat().st_mode & 0o777)

    monkeypatch.setattr(encryption, "on_disk", seen)
    before = os.umask(0)
    try:
        vault.set_passphrase(None, "four or five words")
    finally:
        os.umask(before)
    assert set(modes) == {0o600}
