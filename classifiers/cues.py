"""Curated cues (data/lexicons/cues): how each behavior is said, as patterns over a view.

A line is a pattern of words: ``A`` the doer, ``B`` the other, ``As``/``Bs`` their own, ``W`` both, ``O`` somebody else; a lower-case word matches a
lemma; ``a|b`` either; ``?`` after a word makes it optional; ``_`` is nothing or one or two words; ``#`` starts a comment.
The cues are features the model weighs, not verdicts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.codebook import Behavior

_ASSERTING = frozenset(
    {"not", "never", "without", "refuse", "stop", "no", "want", "if", "could", "should", "instead", "barely", "hardly"}
)
_WORD = re.compile(r"^[A-Za-z’'\-_|?]+$")


@dataclass(frozen=True, slots=True)
class _Cue:
    behavior: Behavior
    pattern: re.Pattern[str]


class CueError(ValueError):
    """A cue line cannot be read; the message names file and line."""


class Cues:
    """All cues of a folder, one file a behavior (``attacking.txt``)."""

    def __init__(self, folder: Path) -> None:
        self._cues: list[_Cue] = []
        for behavior in Behavior:
            file = folder / f"{behavior.value}.txt"
            lines = file.read_text(encoding="utf-8").splitlines()
            sources = [
                f"(?P<n{number}>{_source(line, file.name, number)})"
                for number, line in enumerate(lines, 1)
                if line.split("#")[0].strip()
            ]
            if sources:
                self._cues.append(_Cue(behavior, re.compile(" (?:" + "|".join(sources) + ")(?= )")))

    def hits(self, words: Sequence[str]) -> Iterator[tuple[str, int, int, str]]:
        """Each cue that fires as (behavior, first word, last word exclusive, name of its line)."""
        line = " " + " ".join(words) + " "
        for cue in self._cues:
            for match in cue.pattern.finditer(line):
                start = line.count(" ", 0, match.start())
                end = line.count(" ", 0, match.end())
                yield cue.behavior.value, start, end, match.lastgroup or ""

    @staticmethod
    def asserts(words: Sequence[str]) -> bool:
        """Whether the cue itself holds the negation or wish, so that its scope is no news."""
        return not _ASSERTING.isdisjoint(words)


def _source(line: str, file: str, number: int) -> str:
    parts = []
    for word in line.split("#")[0].split():
        if not _WORD.match(word):
            raise CueError(f"{file} line {number}: {word!r} is not a word, a|b, an optional word? or _")
        if word == "_":
            parts.append("(?:[^ ]+ ){0,2}")
            continue
        optional = word.endswith("?")
        choice = "|".join(re.escape(option) for option in word.rstrip("?").split("|"))
        parts.append(f"(?:(?:{choice}) )?" if optional else f"(?:{choice}) ")
    return "".join(parts).removesuffix(" ")
