"""From a reading to an answer: hearing, planning, lines through the gate. Reading the chosen lines back is the reader's part, told apart."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle

from app.practice.check import checks
from app.replies.answer import answer
from app.replies.prompts import Prompts
from app.resources import prompts_dir
from benchmarks.timing import said, times
from classifiers.annotations import Reading
from classifiers.artifact import load
from classifiers.resources import data_dir, model_dir

_NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


class _Reads:
    """Reads nothing back, so that only composing is timed."""

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """An empty reading each."""
        return [Reading(text) for text in texts]


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure, over the first turns of the scenarios kept for dev."""
    reader, prompts = load(model_dir()).reader, Prompts.load(prompts_dir())
    rows = [
        json.loads(line) for line in (data_dir() / "scenarios" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    readings = [reader.read(row["turns"][0]) for row in rows]
    nothing = _Reads()
    each = cycle(readings)
    yield (
        "composing an answer, gate included",
        said(times(lambda: answer(next(each), (), _NOON, nothing, prompts), 120)),
    )
    lines = [line.text for reading in readings for line in answer(reading, (), _NOON, nothing, prompts).suggestions]
    fours = cycle([lines[at : at + 4] for at in range(0, len(lines) - 4, 4)])
    yield "reading four chosen lines back", said(times(lambda: reader.read_all(next(fours)), 60))
    typed = cycle(lines)
    yield "checking a practised line", said(times(lambda: checks(next(typed)), 200))
