"""The rule lists of data/lexicons/situation as compiled values; a wrong row is refused by file and cue."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.situation.values import Circumstance

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it stands for: "$0" is the words found, "{day}" the day named."""

    pattern: re.Pattern[str]
    say: str | None = None
    ask: tuple[str, ...] = ()

    def worded(self, found: re.Match[str]) -> str | None:
        """How a line says what was found; None for a charge."""
        if self.say is None:
            return None
        day = found.groupdict().get("day")
        if day:
            return f"on {day.capitalize()}{found.group().lower().split(day.lower())[1]}"
        return found.group().lower().replace("christmas", "Christmas") if self.say == "$0" else self.say


@dataclass(frozen=True, slots=True)
class CircumstanceRule:
    """When a circumstance is taken: one of ``cues`` and none of ``unless``."""

    circumstance: Circumstance
    cues: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class MoveRule:
    """When a message is a move in the talk; ``whole`` ones must match all of it."""

    name: str
    whole: bool
    max_words: int
    cues: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class SituationWords:
    """Everything the listener goes by."""

    feelings: tuple[Cue, ...]
    charges: tuple[Cue, ...]
    times: tuple[Cue, ...]
    circumstances: tuple[CircumstanceRule, ...]
    moves: tuple[MoveRule, ...]
    heat: tuple[tuple[re.Pattern[str], float], ...]
    hot: float

    @classmethod
    def load(cls, folder: Path) -> "SituationWords":
        """Read all lists of ``folder``. Raises ValueError naming the file and what is wrong in it."""
        feelings = _file(folder, "feelings", {"feelings", "charges"})
        register = _file(folder, "heat", {"hot", "heat"})
        return cls(
            feelings=_cues("feelings", feelings["feelings"]),
            charges=_cues("feelings", feelings["charges"]),
            times=_cues("times", _file(folder, "times", {"times"})["times"]),
            circumstances=tuple(
                _circumstance(row) for row in _file(folder, "circumstances", {"circumstances"})["circumstances"]
            ),
            moves=tuple(_move(row) for row in _file(folder, "moves", {"moves"})["moves"]),
            heat=tuple((_pattern("heat", row["cue"]), float(row["points"])) for row in register["heat"]),
            hot=float(register["hot"]),
        )


def _file(folder: Path, name: str, allowed: set[str] | None) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    rows.pop("_about", None)
    if allowed is not None and set(rows) != allowed:
        raise ValueError(f"{name}.json: keys {sorted(set(rows) ^ allowed)} are unknown or missing")
    return rows


def _pattern(name: str, cue: str) -> re.Pattern[str]:
    try:
        return re.compile(cue, re.IGNORECASE)
    except re.error as wrong:
        raise ValueError(f"{name}.json: cue {cue!r} is no pattern: {wrong}") from wrong


def _patterns(name: str, cues: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(name, cue) for cue in cues)


def _word(name: str, cue: str) -> re.Pattern[str]:
    return _pattern(name, rf"(?<![\w'])(?:{cue})(?![\w])")


def _cues(name: str, rows: Iterable[_Row]) -> tuple[Cue, ...]:
    allowed = {"cue", "say", "ask"}
    for row in rows:
        if "cue" not in row or set(row) - allowed:
            raise ValueError(f"{name}.json: row {dict(row)} may hold {sorted(allowed)} and needs cue")
    return tuple(Cue(_word(name, row["cue"]), row.get("say"), tuple(row.get("ask", ()))) for row in rows)


def _circumstance(row: _Row) -> CircumstanceRule:
    flags = {
        key: row.get(key, False)
        for key in ("no_line", "no_part", "own_lines", "always", "quiet_is_not_flight", "quiet_only")
    }
    if set(row) - set(flags) - {"name", "cues", "unless"}:
        raise ValueError(f"circumstances.json: unknown keys in {row.get('name')!r}")
    cues = tuple(_word("circumstances", cue) for cue in row["cues"])
    return CircumstanceRule(Circumstance(row["name"], **flags), cues, _patterns("circumstances", row["unless"]))


def _move(row: _Row) -> MoveRule:
    if set(row) != {"name", "whole", "max_words", "cues"}:
        raise ValueError(f"moves.json: wrong keys in {row.get('name')!r}")
    cues = [rf"\s*(?:{cue})[\s.!?…)]*" if row["whole"] else cue for cue in row["cues"]]
    return MoveRule(row["name"], bool(row["whole"]), int(row["max_words"]), _patterns("moves", cues))
