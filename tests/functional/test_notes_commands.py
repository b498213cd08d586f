"""export, backup, restore, doctor: beside a running server, with and without a passphrase, and what is said when they cannot."""

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from app.settings import Settings
from app.tables import Message
from tests.factories import BILL, Clock, PhraseReader, Site, serve
from tests.functional.test_command_line import ropework

WORDS = "four or five words"


@pytest.fixture
def database_url() -> str:
    """These commands are for the file."""
    return ""


def locked(site: Site) -> None:
    site.post("/privacy/passphrase", new=WORDS, again=WORDS, understood="yes")


def state_of(folder: Path) -> dict[str, str]:
    """What each file holds, but for the index of the journal, which every reader of the database touches."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith("-shm")
    }


def test_export_beside_a_running_server_writes_nothing_to_the_database(site: Site, settings: Settings) -> None:
    """What is only in the journal is in it too."""
    site.send(BILL)
    before = state_of(settings.data)
    done = ropework("export", data=settings.data)
    assert json.loads(done.stdout)["conversations"][0]["messages"][0]["text"] == BILL
    assert state_of(settings.data) == before
    site.send("And after it.")
    assert site.row_count(Message) == 2


def test_export_of_notes_with_a_passphrase_asks_twice(site: Site, settings: Settings) -> None:
    """A file anybody can read only on demand, and with the passphrase."""
    site.send(BILL)
    locked(site)
    refused = ropework("export", data=settings.data)
    assert (refused.returncode, "--plain" in refused.stderr, refused.stdout) == (2, True, "")
    wrong = ropework("export", "--plain", data=settings.data, text="guess\n")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    done = ropework("export", "--plain", data=settings.data, text=WORDS + "\n")
    assert BILL in done.stdout
    assert WORDS not in done.stderr


@pytest.mark.parametrize("passphrase", [False, True])
def test_backup_and_restore_bring_everything_back(
    site: Site, settings: Settings, clock: Clock, tmp_path: Path, passphrase: bool
) -> None:
    """Taken beside the running server, put back after it has stopped; what was there is kept."""
    site.send(BILL)
    if passphrase:
        locked(site)
    given = WORDS + "\n" if passphrase else ""
    copy = tmp_path / "copy.sqlite3"
    done = ropework("backup", str(copy), data=settings.data, text=given)
    assert (done.returncode, "1 message in 1 talk copied" in done.stderr) == (0, True), done.stderr
    assert (BILL.encode() in copy.read_bytes()) is not passphrase
    site.post("/history/delete/everything")
    site.app.state.vault.close()
    back = ropework("restore", str(copy), data=settings.data, text=given)
    assert (back.returncode, "1 message in 1 talk restored" in back.stderr) == (0, True), back.stderr
    assert (settings.data / "backups" / "before-restore.sqlite3").exists()
    with serve(settings, clock, PhraseReader()) as again:
        if passphrase:
            assert again.get("/c/1").url.path == "/unlock"
            again.post("/unlock", passphrase=WORDS)
        assert "I asked him about the bill" in again.get("/c/1").text


def test_restore_refuses_while_a_server_runs(tmp_path: Path) -> None:
    """The running server would write into the file that was set aside."""
    from app.serving import hold

    data = tmp_path / "data"
    held = hold(Settings(data=data))
    copy = tmp_path / "copy"
    copy.write_text("x")
    done = ropework("restore", str(copy), data=data)
    held.close()
    assert (done.returncode, "stop it first" in done.stderr) == (2, True)


def test_doctor_says_that_all_is_well(site: Site, settings: Settings) -> None:
    """With what is there, beside the running server."""
    site.send(BILL)
    done = ropework("doctor", data=settings.data)
    assert done.returncode == 0, done.stdout
    assert "1 message in 1 talk; every page checked" in done.stdout
    assert "All is well." in done.stdout
    assert "bill" not in done.stdout


def test_doctor_finds_what_is_wrong(site: Site, settings: Settings) -> None:
    """A file others can read, a delete not finished, a damaged page: each with what to do, and exit 1."""
    site.send(BILL)
    site.app.state.vault.close()
    file = settings.data / "ropework.sqlite3"
    (settings.data / "unfinished-delete").touch(mode=0o600)
    file.chmod(0o644)
    first = ropework("doctor", data=settings.data)
    assert first.returncode == 1
    assert "chmod go=" in first.stdout
    assert "journal" in first.stdout
    content = bytearray(file.read_bytes())
    content[8192:] = b"x" * (len(content) - 8192)
    file.write_bytes(bytes(content))
    second = ropework("doctor", data=settings.data)
    assert second.returncode == 1
    assert "ropework restore" in second.stdout


def _file(data: Path) -> None:
    data.write_text("no folder")


def _newer(data: Path) -> None:
    data.mkdir()
    with sqlite3.connect(data / "ropework.sqlite3") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()


def _foreign(data: Path) -> None:
    data.mkdir()
    with sqlite3.connect(data / "ropework.sqlite3") as connection:
        connection.execute("CREATE TABLE recipes (words)")
    connection.close()


def _corrupt(data: Path) -> None:
    data.mkdir()
    (data / "ropework.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 8176)


def _text(data: Path) -> None:
    data.mkdir()
    (data / "ropework.sqlite3").write_text("Dear diary")


@pytest.mark.parametrize("spoil", [_file, _newer, _foreign, _corrupt, _text])
@pytest.mark.parametrize("command", [("serve", "--port", "8999"), ("export",), ("backup", "copy"), ("doctor",)])
def test_a_data_folder_that_cannot_be_used_is_one_line(tmp_path: Path, spoil: object, command: tuple[str, ...]) -> None:
    """What is wrong and what to do, exit 2 (the doctor may say 1), no traceback, not a byte changed."""
    if (spoil, command[0]) == (_newer, "backup"):
        pytest.skip("a copy of newer notes is a good copy")
    data = tmp_path / "data"
    spoil(data)  # type: ignore[operator]
    if command[0] == "backup":
        command = ("backup", str(tmp_path / "copy"))
    before = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    done = ropework(*command, data=data)
    assert done.returncode in ({2} if command[0] != "doctor" else {1, 2}), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode == 2:
        assert len(done.stderr.strip().split("\n")) == 1, done.stderr
        assert done.stderr.startswith("ropework: ")
    after = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file.name != "lock"}
    assert after == before


def test_a_folder_that_cannot_be_written_is_one_line() -> None:
    """As root rights do not count, so a place where nobody can write."""
    done = ropework("serve", data=Path("/proc/ropework"))
    assert (done.returncode, len(done.stderr.strip().split("\n"))) == (2, 1)
    assert "ROPEWORK_DATA" in done.stderr
