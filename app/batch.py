"""JSONL in, JSONL out: many messages from a file, as docs/formats.md says ("Batches and errors")."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_CHARACTERS = 20_000
TOGETHER = 64  # lines answered in one go


@dataclass(frozen=True, slots=True)
class Request:
    """One message to read: its id as given (a string or an integer), its text, the user's earlier messages, the app's last words."""

    id: str | int
    text: str
    history: tuple[str, ...] = ()
    asked: str = ""


def has_half_characters(text: str) -> bool:
    """Whether half of a surrogate pair is in it: no character, and no database takes one."""
    return any("\ud800" <= char <= "\udfff" for char in text)


class BadRequestError(ValueError):
    """A request is not as the formats say; the message tells what is wrong without quoting any of it."""


class UnusableFileError(OSError):
    """A file cannot be read or written at all; the message says which and why."""


def parse_request(row: Any) -> Request:  # noqa: ANN401 - whatever JSON held; checked here
    """Check one decoded JSON value. Raises BadRequestError."""
    if not isinstance(row, dict):
        raise BadRequestError("expected an object with id and text")
    key, text, history = row.get("id"), row.get("text"), row.get("history", [])
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise BadRequestError("id must be a string or an integer")
    if not isinstance(text, str):
        raise BadRequestError("text must be a string")
    if not isinstance(history, list) or not all(isinstance(item, str) for item in history):
        raise BadRequestError("history must be a list of strings")
    asked = row.get("asked") or ""
    if not isinstance(asked, str):
        raise BadRequestError("asked must be a string")
    for part in (text, asked, *history):
        if len(part) > MAX_CHARACTERS:
            raise BadRequestError(f"text is longer than {MAX_CHARACTERS:,} characters")
        if has_half_characters(part):
            raise BadRequestError("text holds half of a surrogate pair, which is no character")
    if isinstance(key, str) and has_half_characters(key):
        raise BadRequestError("id holds half of a surrogate pair, which is no character")
    if not text.strip():
        raise BadRequestError("text is empty")
    return Request(key, text, tuple(history), asked)


def requests(lines: Iterator[str]) -> Iterator[tuple[int, Request | BadRequestError]]:
    """Each non-blank line's number (from 1) with its request, or with what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, parse_request(json.loads(line))
        except json.JSONDecodeError as error:
            yield number, BadRequestError(f"not JSON: {error.msg} at column {error.colno}")
        except BadRequestError as error:
            yield number, error
        except (RecursionError, ValueError):
            yield number, BadRequestError("not JSON that can be read here")


def run_file(
    source: Path,
    answer: Callable[[Sequence[Request]], Sequence[dict[str, Any]]],
    out: Path | None,
    warn: Callable[[str], None],
    emit: Callable[[str], None],
) -> int:
    """Answer every line of ``source``, TOGETHER at a time; rows go to ``out`` (atomic rename) or to ``emit``. Returns the number of bad lines.

    Raises UnusableFileError before anything is written.
    """
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFileError(
            f"cannot read {source}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"
        ) from error
    if out is not None and not out.parent.is_dir():
        raise UnusableFileError(f"cannot write {out}: its folder does not exist")
    bad, rows, waiting = 0, [], []
    for number, request in requests(iter(lines)):
        if isinstance(request, BadRequestError):
            bad += 1
            warn(f"line {number}: {request}")
            continue
        waiting.append(request)
    for start in range(0, len(waiting), TOGETHER):
        for answered in answer(waiting[start : start + TOGETHER]):
            row = json.dumps(answered, ensure_ascii=False)
            rows.append(row) if out else emit(row)
    if out is not None:
        write_atomically(out, "".join(row + "\n" for row in rows))
    return bad


def write_atomically(path: Path, content: str) -> None:
    """Write a whole file or none: a temporary file beside it, flushed to disk, then renamed. Raises UnusableFileError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise UnusableFileError(f"cannot write {path}: {error.strerror}") from error
