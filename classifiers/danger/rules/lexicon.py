"""Loads the curated rules of data/lexicons/safety; a wrong row is refused by name.

``words.toml`` holds the word classes, ``spelling.toml`` slang and misspellings, ``guards.toml`` what takes a
match back, every other file rules: each with examples that must fire and harmless twins that must not.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.codebook import SafetyFlag
from classifiers.danger.rules.patterns import Compiler, Pattern, PatternError
from classifiers.danger.rules.spelling import Spelling

_APART = frozenset({"words.toml", "spelling.toml", "guards.toml", "protected.toml"})
DOERS = frozenset({"subject", "partner", "writer", "none"})
PEOPLE = frozenset({"writer", "partner", "child"})
GUARDS = frozenset({"negated", "hypothetical", "childhood", "fiction", "subject"})
URGENT = frozenset({"strangling", "weapon", "threat_to_kill", "stalking", "pregnant", "separation", "emergency"})
_REQUIRED = frozenset({"id", "patterns", "fires", "spares"})
_OPTIONAL = frozenset({"flags", "level", "unless", "also", "with_flags", "doer", "at_risk", "suicidal", "urgent"})
_KEYS = _REQUIRED | _OPTIONAL | {"fear", "skip"}


class SafetyLexiconError(ValueError):
    """A row of the safety lexicon is wrong; the message names file, row and what is allowed."""


@dataclass(frozen=True)
class Rule:
    """One curated rule.

    ``level`` is "danger", "concern", "sign" (a milder sign: three make a concern) or "mark" (adds urgent or fear to
    a danger found elsewhere). ``doer`` "subject" means: whoever the sentence says; ``at_risk`` empty means: whoever
    the match names. ``also``: one of these must match elsewhere in the message or the messages before it.
    ``with_flags``: counts only where another rule raised one of these flags. ``skip``: guards that do not apply.
    """

    id: str
    flags: frozenset[SafetyFlag]
    level: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    also: tuple[Pattern, ...]
    with_flags: frozenset[SafetyFlag]
    doer: str
    at_risk: frozenset[str]
    suicidal: str | None
    urgent: frozenset[str]
    fear: bool
    skip: frozenset[str]
    fires: tuple[str, ...]
    spares: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything curated: the rules, the words of the guards and the spelling."""

    rules: tuple[Rule, ...]
    guards: Mapping[str, frozenset[str]]
    guard_patterns: Mapping[str, tuple[Pattern, ...]]
    spelling: Spelling


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in ``folder``. Raises SafetyLexiconError naming the file and row."""
    words = _toml(folder / "words.toml")
    compiler = Compiler(words["classes"], frozenset(words["common"]))
    guards = _toml(folder / "guards.toml")
    files = sorted(path for path in folder.glob("*.toml") if path.name not in _APART)
    rules = tuple(_rule(row, path.name, compiler) for path in files for row in _toml(path).get("rule", ()))
    _refuse_twins(rules)
    patterns = {name: _compiled(rows, f"guards.toml {name}", compiler) for name, rows in guards["patterns"].items()}
    lists = {name: frozenset(found) for name, found in guards["words"].items()}
    return Lexicon(rules, lists, patterns, _spelling(folder, rules, patterns, lists))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise SafetyLexiconError(f"{path.name}: {wrong}") from wrong


def _rule(row: Mapping[str, Any], file: str, compiler: Compiler) -> Rule:
    where = f"{file} rule {row.get('id', '?')!r}"
    _check(row, where)
    return Rule(
        id=row["id"],
        flags=frozenset(SafetyFlag(flag) for flag in row.get("flags", ())),
        level=row.get("level", "danger"),
        patterns=_compiled(row["patterns"], where, compiler),
        unless=_compiled(row.get("unless", ()), where, compiler),
        also=_compiled(row.get("also", ()), where, compiler),
        with_flags=frozenset(SafetyFlag(flag) for flag in row.get("with_flags", ())),
        doer=row.get("doer", "subject"),
        at_risk=frozenset(row.get("at_risk", ())),
        suicidal=row.get("suicidal"),
        urgent=frozenset(row.get("urgent", ())),
        fear=row.get("fear", False),
        skip=frozenset(row.get("skip", ())),
        fires=tuple(row["fires"]),
        spares=tuple(row["spares"]),
    )


def _check(row: Mapping[str, Any], where: str) -> None:
    level = row.get("level", "danger")
    checks = (
        (set(row) - _KEYS, "unknown keys", _KEYS),
        (_REQUIRED - set(row), "missing keys", _KEYS),
        ({key for key in ("patterns", "fires", "spares") if not row.get(key)}, "empty", _KEYS),
        ({*row.get("flags", ()), *row.get("with_flags", ())} - set(SafetyFlag), "unknown flags", set(SafetyFlag)),
        ({level} - {"danger", "concern", "sign", "mark"}, "unknown level", {"danger", "concern", "sign", "mark"}),
        ({row.get("doer", "subject")} - DOERS, "unknown doer", DOERS),
        (set(row.get("at_risk", ())) - PEOPLE, "unknown at_risk", PEOPLE),
        (set(row.get("urgent", ())) - URGENT, "unknown urgent", URGENT),
        (set(row.get("skip", ())) - GUARDS, "unknown skip", GUARDS),
        ({"flags"} if (level == "danger") != bool(row.get("flags")) else set(), "danger, and only it, needs", _KEYS),
    )
    for wrong, what, allowed in checks:
        if wrong:
            raise SafetyLexiconError(f"{where}: {what} {sorted(wrong)}; allowed: {sorted(allowed)}")


def _compiled(rows: object, where: str, compiler: Compiler) -> tuple[Pattern, ...]:
    if not isinstance(rows, list | tuple):
        raise SafetyLexiconError(f"{where}: patterns are a list, got {rows!r}")
    try:
        return tuple(compiler.compile(row) for row in rows)
    except PatternError as wrong:
        raise SafetyLexiconError(f"{where}: {wrong}") from wrong


def _refuse_twins(rules: tuple[Rule, ...]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise SafetyLexiconError(f"rule id {rule.id!r} is used twice")
        seen.add(rule.id)


def _spelling(
    folder: Path,
    rules: tuple[Rule, ...],
    patterns: Mapping[str, tuple[Pattern, ...]],
    lists: Mapping[str, frozenset[str]],
) -> Spelling:
    table = _toml(folder / "spelling.toml")
    vocabulary: set[str] = set().union(*lists.values())
    for rule in rules:
        for pattern in (*rule.patterns, *rule.also):
            vocabulary |= pattern.words
    for group in patterns.values():
        for pattern in group:
            vocabulary |= pattern.words
    protected = frozenset(" ".join(_toml(folder / "protected.toml")["words"]).split()) | frozenset(table["keep"])
    fuzzy = frozenset(" ".join(table["mend"]).split())
    return Spelling(frozenset(vocabulary | fuzzy), fuzzy, protected, table["aliases"])
