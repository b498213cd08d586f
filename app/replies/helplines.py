"""The numbers of data/helplines.json and the fixed texts of prompts/safety: loaded once, checked row by row."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.replies.reply import HelpLine
from app.resources import prompts_dir

KINDS = ("violence", "suicide", "sexual", "child", "own_behaviour", "emergency")
FALLBACK = {"sexual": "violence"}
FIND = HelpLine("findahelpline.com", "https://findahelpline.com", for_whom="anyone: lines by country and need")
UNKNOWN_EMERGENCY = HelpLine("Emergency", "your local emergency number", for_whom="anyone")
_KEYS = ("country", "kind", "name", "number", "text", "chat", "hours", "for_whom", "source", "checked_on", "next_check")
_UNVERIFIED = "not yet verified"
_FIRST_NUMBER = re.compile(r"\+?\d[\d -]*\d")


class HelplinesError(ValueError):
    """A row of the helplines file is wrong; the message names the row and what is allowed."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One row: a line of one country for one kind of need. ``checked_on`` is None until someone verified it."""

    country: str
    kind: str
    name: str
    number: str
    text: str
    chat: str
    hours: str
    for_whom: str
    source: str
    checked_on: date | None
    next_check: date | None

    @property
    def contact(self) -> str:
        """How to reach it, in one line: number, text, chat."""
        written = (self.number, f"text {self.text}" if self.text else "", self.chat)
        return ", ".join(part for part in written if part)

    def shown(self) -> HelpLine:
        """The row as a reply shows it; never verified rows say so."""
        note = _UNVERIFIED if self.checked_on is None else f"checked {self.checked_on.isoformat()}"
        return HelpLine(self.name, self.contact, self.hours, self.for_whom, note, dialled(self.number))


def dialled(number: str) -> str:
    """The digits a phone dials for the first number in ``number`` ("999 or 112" -> "999"); "" where there is none."""
    found = _FIRST_NUMBER.match(number)
    return re.sub(r"[^\d+]", "", found.group()) if found else ""


@dataclass(frozen=True)
class Helplines:
    """All rows, and the safety texts by name ("victim", "doer", ...)."""

    rows: tuple[HelpRow, ...]
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries (ISO codes) there are rows for, sorted."""
        return tuple(sorted({row.country for row in self.rows}))

    def lines(self, country: str | None, kind: str) -> tuple[HelpLine, ...]:
        """The lines of ``country`` for ``kind``, or its stated fallback; () when there is neither."""
        found = self._rows(country, kind) or self._rows(country, FALLBACK.get(kind, ""))
        return tuple(row.shown() for row in found)

    def emergency(self, country: str | None) -> HelpLine:
        """The emergency line of ``country``; the words "your local emergency number" where it is not known."""
        found = self._rows(country, "emergency")
        return found[0].shown() if found else UNKNOWN_EMERGENCY

    def for_everyone(self, country: str | None) -> bool:
        """Whether each person finds a line for violence: one for anyone, or lines for men and for LGBT people beside."""
        told = [row.for_whom for row in self._rows(country, "violence")]
        return "anyone" in told or {"men", "LGBT+ people"} <= set(told)

    def stale(self, today: date) -> tuple[str, ...]:
        """A printable notice for every row whose next check has passed; never an error."""
        return tuple(
            f"helpline {row.country} {row.kind} {row.name!r}: check was due {row.next_check.isoformat()}"
            for row in self.rows
            if row.next_check is not None and row.next_check < today
        )

    def _rows(self, country: str | None, kind: str) -> tuple[HelpRow, ...]:
        code = (country or "").upper()
        return tuple(row for row in self.rows if row.country == code and row.kind == kind)


def load_helplines(path: Path, texts: Path | None = None) -> Helplines:
    """The rows of ``path`` and the texts of the folder ``texts`` (by default prompts/safety).

    Raises HelplinesError naming the row, or the file that cannot be read.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise HelplinesError(f"{path.name}: {wrong}") from wrong
    if not isinstance(rows, list):
        raise HelplinesError(f"{path.name}: a list of rows is needed")
    folder = texts or prompts_dir() / "safety"
    wording = {file.stem: file.read_text(encoding="utf-8").strip() for file in sorted(folder.glob("*.j2"))}
    return Helplines(tuple(_row(row, number) for number, row in enumerate(rows, 1)), wording)


def _row(row: object, number: int) -> HelpRow:
    where = f"helplines row {number}"
    if not isinstance(row, dict) or set(row) != set(_KEYS):
        got = sorted(row) if isinstance(row, dict) else row
        raise HelplinesError(f"{where}: keys must be {sorted(_KEYS)}, got {got}")
    wrong = [key for key in _KEYS[:9] if not isinstance(row[key], str)]
    if wrong:
        raise HelplinesError(f"{where}: {wrong} must be text")
    if row["kind"] not in KINDS:
        raise HelplinesError(f"{where}: kind is one of {list(KINDS)}, got {row['kind']!r}")
    if len(row["country"]) != 2 or not row["country"].isupper():
        raise HelplinesError(f"{where}: country is a two-letter ISO code, got {row['country']!r}")
    if not row["name"] or not row["source"] or not (row["number"] or row["text"] or row["chat"]):
        raise HelplinesError(f"{where}: name, source and a way to reach it are needed")
    checked_on, next_check = (_date(row[key], where, key) for key in ("checked_on", "next_check"))
    return HelpRow(**{key: row[key] for key in _KEYS[:9]}, checked_on=checked_on, next_check=next_check)


def _date(value: object, where: str, key: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as wrong:
        raise HelplinesError(f"{where}: {key} is null or a date like 2027-02-22, got {value!r}") from wrong
