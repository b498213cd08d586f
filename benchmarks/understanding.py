"""How well the reader keeps to what was told when it is told otherwise: exchanged people, rewrites, paraphrases."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from classifiers.annotations import Reading
from classifiers.artifact import load
from classifiers.codebook import Actor
from classifiers.learning import augment
from classifiers.learning.corpus import load as load_messages
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir, model_dir

CASES = Path(__file__).parents[1] / "tests" / "cases"
Pair = tuple[str, str]
_PARTNER = re.compile(r"\b[Mm]y (?:husband|wife|boyfriend|girlfriend|partner)\b(?!['’])")
_NAMES = (
    ("Tom", "Kwame"),
    ("Anna", "Xiomara"),
    ("Dave", "Bartek"),
    ("Jess", "Niamh"),
    ("Mark", "Sanjay"),
    ("Sarah", "Oluchi"),
)


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    reader = load(model_dir()).reader
    yield "people exchanged: tags that move along", _share(*swapped(reader))
    right, total, rows = paraphrased(reader)
    yield "who did what, paraphrases right", _share(right, total)
    yield (
        "  rows with under four of five right",
        ", ".join(f"{row} ({count})" for row, count in sorted(rows.items()) if count < 4) or "none",
    )
    for name, rewrite in REWRITES.items():
        changed, told = rewritten(reader, rewrite)
        yield f"{name}: tags that change", _share(changed, told)


def pairs(reading: Reading) -> set[Pair]:
    """Who and what."""
    return {(tag.actor.value, tag.behavior.value) for tag in reading.tags}


def rows_of(name: str) -> list[dict]:
    """The cases of one file."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def swapped(reader: Reader) -> tuple[int, int]:
    """(tags that moved to the other person, tags read in either telling, each pair of tellings counted from both sides)."""
    rows = rows_of("swaps")
    moved = told = 0
    for one, other in zip(*(reader.read_all([row[key] for row in rows]) for key in ("text", "swapped")), strict=True):
        first = {(str(Actor(actor).other), behavior) for actor, behavior in pairs(one)}
        second = pairs(other)
        moved += 2 * len(first & second)
        told += len(first) + len(second)
    return moved, told


def paraphrased(reader: Reader) -> tuple[int, int, dict[int, int]]:
    """(paraphrases read right, all, right ones a row): everything that must be, nothing but what may be."""
    rows = [row for row in rows_of("who_did_what") if not row["own"]]
    right: dict[int, int] = {row["row"]: 0 for row in rows}
    for row, reading in zip(rows, reader.read_all([row["text"] for row in rows]), strict=True):
        right[row["row"]] += is_right(row, reading)
    return sum(right.values()), len(rows), right


def is_right(row: dict, reading: Reading) -> bool:
    """Whether a reading has all that must be and nothing that may not be."""
    found = pairs(reading)
    must = {tuple(pair) for pair in row["must"]}
    return must <= found <= must | {tuple(pair) for pair in row["may"]}


def rewritten(reader: Reader, rewrite: Callable[[str], str]) -> tuple[int, int]:
    """(tags only one telling has, tags of both tellings) over the dev messages that the rewrite changes."""
    texts = [message.text for message in load_messages(data_dir() / "labelled" / "dev")]
    changed = [(text, rewrite(text)) for text in texts if rewrite(text) != text]
    before = reader.read_all([text for text, _ in changed])
    after = reader.read_all([text for _, text in changed])
    differences = [(pairs(one), pairs(other)) for one, other in zip(before, after, strict=True)]
    return sum(len(one ^ other) for one, other in differences), sum(len(one) + len(other) for one, other in differences)


def _edited(text: str, edits: list[augment.Edit]) -> str:
    return augment.edited(augment.Example(text), edits).text


def _names(text: str) -> str:
    for old, new in _NAMES:
        text = re.sub(rf"\b{old}\b", new, text)
    return text


REWRITES: dict[str, Callable[[str], str]] = {
    "other gender": lambda text: _edited(text, augment.other_gender(text)),
    "other names": _names,
    "UK and US spelling": lambda text: _edited(text, augment.other_spelling(text)),
    "no apostrophes": lambda text: _edited(text, augment.no_apostrophes(text)),
    "slips": lambda text: _edited(text, augment.slips(text, Random(text))),  # noqa: S311 - the same slips every time
    "DH for the partner": lambda text: _PARTNER.sub("DH", text),
    "SO (28M) for the partner": lambda text: _PARTNER.sub("my SO (28M)", text),
    "an initial for the partner": lambda text: _PARTNER.sub("J", text),
}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):6.1f} %  ({part} of {whole})"
