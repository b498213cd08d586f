"""The rule lists of data/lexicons/situation as compiled values; a wrong row is refused by file and cue."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.situation.values import Circumstance, WishKind

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it stands for; ``us`` is the American wording where it differs."""

    pattern: re.Pattern[str]
    say: str | None = None
    us: str | None = None
    weight: float = 1.0
    ask: tuple[str, ...] = ()


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
class WishWords:
    """How wishes are said, which verbs they may open with, which words spoil them for a line."""

    patterns: tuple[re.Pattern[str], ...]
    never: re.Pattern[str]
    may: frozenset[str]
    asks: frozenset[str]
    spoilers: frozenset[str]
    be: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filmable:
    """Which clauses may be told as an event (data/lexicons/situation/filmable.json)."""

    verbs: frozenset[str]
    drop: frozenset[str]
    spoil: frozenset[str]


@dataclass(frozen=True, slots=True)
class SituationWords:
    """Everything the listener goes by."""

    topics: dict[str, tuple[Cue, ...]]
    feelings: tuple[Cue, ...]
    charges: tuple[Cue, ...]
    times: tuple[Cue, ...]
    places: tuple[Cue, ...]
    sides: tuple[Cue, ...]
    circumstances: tuple[CircumstanceRule, ...]
    moves: tuple[MoveRule, ...]
    wishes: WishWords
    filmable: Filmable
    registers: dict[str, tuple[re.Pattern[str], ...]]
    english: dict[str, tuple[re.Pattern[str], ...]]
    heat: tuple[tuple[re.Pattern[str], float], ...]
    hot: float

    @classmethod
    def load(cls, folder: Path) -> "SituationWords":
        """Read all lists of ``folder``. Raises ValueError naming the file and what is wrong in it."""
        topics = _file(folder, "topics", None)
        feelings = _file(folder, "feelings", {"feelings", "charges"})
        times = _file(folder, "times", {"times", "places"})
        register = _file(folder, "register", {"texting", "formal", "english", "hot", "heat"})
        filmable = _file(folder, "filmable", {"verbs", "drop", "spoil"})
        return cls(
            topics={name: _cues("topics", rows) for name, rows in topics.items()},
            feelings=_cues("feelings", feelings["feelings"]),
            charges=_cues("feelings", feelings["charges"]),
            times=_cues("times", times["times"]),
            places=_cues("times", times["places"]),
            sides=_cues("sides", _file(folder, "sides", {"sides"})["sides"]),
            circumstances=tuple(
                _circumstance(row) for row in _file(folder, "circumstances", {"circumstances"})["circumstances"]
            ),
            moves=tuple(_move(row) for row in _file(folder, "moves", {"moves"})["moves"]),
            wishes=_wishes(_file(folder, "wishes", {"patterns", "never", "may", "asks", "spoilers", "be"})),
            filmable=Filmable(**{key: frozenset(words) for key, words in filmable.items()}),
            registers={name: _patterns("register", register[name]) for name in ("texting", "formal")},
            english={name: _patterns("register", rows) for name, rows in register["english"].items()},
            heat=tuple((_pattern("register", row["cue"]), float(row["points"])) for row in register["heat"]),
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
    allowed = {"cue", "say", "us", "weight", "ask"}
    for row in rows:
        if "cue" not in row or set(row) - allowed:
            raise ValueError(f"{name}.json: row {dict(row)} may hold {sorted(allowed)} and needs cue")
    return tuple(
        Cue(
            _word(name, row["cue"]),
            row.get("say"),
            row.get("us"),
            float(row.get("weight", 1)),
            tuple(row.get("ask", ())),
        )
        for row in rows
    )


def _circumstance(row: _Row) -> CircumstanceRule:
    flags = {key: row.get(key, False) for key in ("no_line", "no_part", "own_lines", "always", "quiet_is_not_flight")}
    if set(row) - set(flags) - {"name", "cues", "unless"}:
        raise ValueError(f"circumstances.json: unknown keys in {row.get('name')!r}")
    cues = tuple(_word("circumstances", cue) for cue in row["cues"])
    return CircumstanceRule(Circumstance(row["name"], **flags), cues, _patterns("circumstances", row["unless"]))


def _move(row: _Row) -> MoveRule:
    if set(row) != {"name", "whole", "max_words", "cues"}:
        raise ValueError(f"moves.json: wrong keys in {row.get('name')!r}")
    cues = [rf"\s*(?:{cue})[\s.!?…)]*" if row["whole"] else cue for cue in row["cues"]]
    return MoveRule(row["name"], bool(row["whole"]), int(row["max_words"]), _patterns("moves", cues))


def _wishes(rows: _Row) -> WishWords:
    kinds = {kind.value for kind in WishKind}
    patterns = _patterns("wishes", rows["patterns"])
    for pattern in patterns:
        if not set(pattern.groupindex) <= kinds or not pattern.groupindex:
            raise ValueError(f"wishes.json: {pattern.pattern!r} needs one group of {sorted(kinds)}")
    words = {key: frozenset(rows[key]) for key in ("may", "asks", "spoilers", "be")}
    return WishWords(patterns, _pattern("wishes", rows["never"]), **words)
