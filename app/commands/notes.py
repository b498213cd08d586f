"""export, backup, restore, doctor: the notes from outside of the server, running or not."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.exc import DBAPIError

from app.accounts.access import settle_owner
from app.batch import UnusableFileError, write_atomically
from app.commands.failing import fail
from app.database.backups import BEFORE_RESTORE, BackupError, automatic, back_up, database_file, restore, rows_of
from app.database.engine import make_engine, session_scope
from app.database.failures import UnusableDataError
from app.database.passphrase import FileKind, Key, derived, kind_of, salt_of
from app.database.schema import migrate, newest_revision, revision
from app.database.vault import opens
from app.errors import StorageError
from app.exports.document import EMPTY, export_document
from app.imports.document import DocumentError, bring_in
from app.serving import ServeError, hold
from app.settings import Settings, from_environment


def export_notes(out: Path | None, *, flagged: bool, plain: bool) -> None:
    """Write everything as JSON; nothing is written to the database. Under a passphrase only when a plain file is asked for."""
    settings = from_environment()
    sqlite = settings.url.startswith("sqlite")
    kind = _kind(settings) if sqlite else FileKind.PLAIN
    if kind is FileKind.NONE:
        _write(EMPTY, out)
        return
    if kind is FileKind.ENCRYPTED and not plain:
        fail(
            "your notes have a passphrase, and an export is a file anybody can read. Add --plain if you want that, "
            "or use `ropework backup`, whose file stays encrypted"
        )
    key = _key(database_file(settings.url)) if kind is FileKind.ENCRYPTED else None
    try:
        engine = make_engine(settings.url, key, only_reading=sqlite)
        try:
            if revision(engine) != newest_revision():
                fail("these notes are of another version: start `ropework serve` once, which brings them up to date")
            document = export_document(engine, with_flagged=flagged)
        finally:
            engine.dispose()
    except StorageError as error:
        fail(error.told)
    except DBAPIError as error:
        fail(f"cannot read the notes: {error.orig}")
    except UnusableDataError as error:
        fail(str(error))
    _write(document, out)


def _write(document: dict[str, Any], out: Path | None) -> None:
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        typer.echo(content, nl=False)
        return
    try:
        write_atomically(out, content)
    except UnusableFileError as error:
        fail(str(error))


def back_up_notes(target: Path) -> None:
    """Copy the notes to a new file, verified; encrypted where they are."""
    settings = from_environment()
    try:
        path = database_file(settings.url)
        key = _key(path) if _notes(settings) is FileKind.ENCRYPTED else None
        counts = back_up(path, key, target)
    except (BackupError, UnusableDataError) as error:
        fail(str(error))
    typer.echo(f"{_said(counts)} copied to {target} and checked.", err=True)


def bring_in_notes(source: Path) -> None:
    """Bring an exported JSON document into the notes; all of it or nothing."""
    try:
        document = json.loads(source.read_text("utf-8"))
    except OSError as error:
        fail(f"cannot read {source}: {error.strerror}")
    except ValueError as error:
        fail(f"{source} is no JSON: {error}")
    settings = from_environment()
    kind = _kind(settings) if settings.url.startswith("sqlite") else FileKind.PLAIN
    key = _key(database_file(settings.url)) if kind is FileKind.ENCRYPTED else None
    try:
        lock = hold(settings)
    except ServeError as error:
        fail(str(error))
    with lock:
        try:
            engine = make_engine(settings.url, key)
            migrate(engine, settings.data / "backups", datetime.now(UTC))
            with session_scope(engine) as session:
                owner = settle_owner(session, datetime.now(UTC), settings.time_zone)
                brought = bring_in(session, owner, document)
            engine.dispose()
        except (DocumentError, UnusableDataError) as error:
            fail(str(error))
        except StorageError as error:
            fail(error.told)
    typer.echo(
        f"Brought in {brought.messages} messages and {brought.threads} good things; {brought.there_already} were there already.",
        err=True,
    )


def restore_notes(source: Path) -> None:
    """Put a backup in the place of the notes; what was there stays beside it."""
    settings = from_environment()
    if not source.is_file():
        fail(f"cannot read {source}: there is no such file")
    try:
        path = database_file(settings.url)
        with closing(hold(settings)):
            key = _key(source) if kind_of(source) is FileKind.ENCRYPTED else None
            there = path.exists()
            counts = restore(source, key, path)
    except (BackupError, UnusableDataError, ServeError, OSError) as error:
        fail(str(error))
    typer.echo(f"{_said(counts)} restored from {source}.", err=True)
    if there:
        typer.echo(
            f"The notes that were there are in backups/{BEFORE_RESTORE}; the next delete in Ropework erases them.",
            err=True,
        )


def examine() -> None:
    """Say how the notes are; exit 1 when something is wrong."""
    settings = from_environment()
    if not settings.url.startswith("sqlite"):
        fail("these notes lie in a database of their own: use its own tools")
    path = database_file(settings.url)
    typer.echo(f"data folder: {settings.data}")
    kind = _notes(settings)
    typer.echo(
        f"database:    {path.name}, {'encrypted with a passphrase' if kind is FileKind.ENCRYPTED else 'plain'}, {path.stat().st_size:,} bytes"
    )
    wrong = _private(settings.data)
    if (settings.data / "unfinished-delete").exists():
        wrong.append(
            "deleted words may still stand in the journal: close other programs that have the file open; the next start tries again"
        )
    try:
        key = _key(path) if kind is FileKind.ENCRYPTED else None
        typer.echo(f"content:     {_said(rows_of(path, key))}; every page checked")
        engine = make_engine(settings.url, key, only_reading=True)
        found = revision(engine)
        engine.dispose()
        if found != newest_revision():
            typer.echo(f"version:     {found}; the next start brings it to {newest_revision()}, after a copy")
    except (BackupError, UnusableDataError) as error:
        wrong.append(f"{error}. Keep a copy of the folder, then put the newest backup back: ropework restore FILE")
    for copy in automatic(settings.data / "backups"):
        typer.echo(f"copy:        {copy}")
    for line in wrong:
        typer.echo(f"wrong:       {line}")
    typer.echo("Something is wrong." if wrong else "All is well.")
    if wrong:
        raise typer.Exit(1)


def _private(folder: Path) -> list[str]:
    """What others on this machine could read."""
    return [
        f"{file.name} can be read by other accounts of this machine: chmod go= {file}"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock" and file.stat().st_mode & 0o077
    ]


def _kind(settings: Settings) -> FileKind:
    path = database_file(settings.url)
    try:
        kind = kind_of(path)
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror}")
    if kind is FileKind.FOREIGN:
        fail(f"{path} is damaged, or no database of Ropework: `ropework restore` puts a backup in its place")
    return kind


def _notes(settings: Settings) -> FileKind:
    kind = _kind(settings)
    if kind is FileKind.NONE:
        fail(f"there are no notes in {settings.data} yet")
    return kind


def _key(path: Path) -> Key:
    """The key of an encrypted file, of the passphrase asked for on the terminal (or the first line of standard input)."""
    key = derived(typer.prompt("Passphrase", hide_input=True, err=True), salt_of(path))
    if not opens(path, key):
        fail("that passphrase does not open the file")
    return key


def _said(counts: dict[str, int]) -> str:
    messages, talks = counts.get("message", 0), counts.get("conversation", 0)
    return f"{messages} {'message' if messages == 1 else 'messages'} in {talks} {'talk' if talks == 1 else 'talks'}"
