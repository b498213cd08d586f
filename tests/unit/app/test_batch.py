"""Many messages from a file: good lines are answered, bad ones named, nothing half written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.batch import BadRequestError, Request, UnusableFileError, parse_request, run_file


def answer(requests: Sequence[Request]) -> list[dict[str, Any]]:
    return [{"id": request.id, "length": len(request.text)} for request in requests]


def run(source: Path, out: Path | None) -> tuple[int, list[str], list[str]]:
    warned: list[str] = []
    emitted: list[str] = []
    return run_file(source, answer, out, warned.append, emitted.append), warned, emitted


def test_bad_lines_are_named_and_the_rest_is_answered(tmp_path: Path) -> None:
    """In input order, ids echoed as they came, blank lines skipped."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 7, "text": "hi"}\n\nnot json\n{"id": "b", "text": 3}\n{"id": "c", "text": "bye"}\n')
    bad, warned, emitted = run(source, None)
    assert bad == 2
    assert [line.split(":")[0] for line in warned] == ["line 3", "line 4"]
    assert emitted == ['{"id": 7, "length": 2}', '{"id": "c", "length": 3}']


def test_a_warning_never_quotes_the_message(tmp_path: Path) -> None:
    """Private words stay out of terminals and logs."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "secret words"\n{"id": null, "text": "secret words"}\n')
    _, warned, _ = run(source, None)
    assert len(warned) == 2
    assert not any("secret" in line for line in warned)


def test_the_out_file_is_whole_or_untouched(tmp_path: Path) -> None:
    """A missing input leaves what was there."""
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    with pytest.raises(UnusableFileError, match="cannot read"):
        run(tmp_path / "none.jsonl", out)
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Latin-1 or a picture."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableFileError, match="not UTF-8"):
        run(source, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([], "expected an object"),
        ({"text": "a"}, "id must be"),
        ({"id": True, "text": "a"}, "id must be"),
        ({"id": 1, "text": "  "}, "empty"),
        ({"id": 1, "text": "a" * 20_001}, "longer than 20,000"),
        ({"id": 1, "text": "a", "history": "b"}, "history must be"),
        ({"id": 1, "text": "\ud800"}, "surrogate"),
        ({"id": 1, "text": "a", "asked": 3}, "asked must be"),
        ({"id": 1, "text": "a", "asked": "\ud800"}, "surrogate"),
    ],
)
def test_what_is_wrong_is_said(row: Any, why: str) -> None:
    """In words that say what to mend."""
    with pytest.raises(BadRequestError, match=why):
        parse_request(row)
