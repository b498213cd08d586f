"""Word lists from data/lexicons as values; a list with an unknown or missing key is refused by name."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed word lists of data/lexicons/grammar.json, one set a key."""

    speech_verbs: frozenset[str]
    quotatives: frozenset[str]
    that_verbs: frozenset[str]
    joiners: frozenset[str]
    subject_pronouns: frozenset[str]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    negators: frozenset[str]
    hypothetical: frozenset[str]
    stopped: frozenset[str]
    question_openers: frozenset[str]
    chat_address: frozenset[str]
    participle_holders: frozenset[str]


@dataclass(frozen=True, slots=True)
class People:
    """The words of data/lexicons/people.json; genders are "m", "f", "p" (several) or None; ``not_names`` are capitalised words that are no people."""

    partner: dict[str, str | None]
    partner_phrases: dict[str, str | None]
    other: dict[str, str | None]
    not_names: frozenset[str]


def load_grammar(path: Path) -> Grammar:
    """Read grammar.json. Raises ValueError naming keys that are unknown or missing."""
    rows = _rows(path, {field.name for field in fields(Grammar)})
    return Grammar(**{key: frozenset(words) for key, words in rows.items()})


def load_people(path: Path) -> People:
    """Read people.json. Raises ValueError naming keys that are unknown or missing."""
    rows = _rows(path, {"partner", "partner_phrases", "other", "not_names"})
    return People(rows["partner"], rows["partner_phrases"], rows["other"], frozenset(rows["not_names"]))


def _rows(path: Path, allowed: set[str]) -> dict[str, Any]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows.pop("_about", None)
    if set(rows) != allowed:
        raise ValueError(
            f"{path.name}: unknown keys {sorted(set(rows) - allowed)}, missing keys {sorted(allowed - set(rows))}"
        )
    return dict(rows)
