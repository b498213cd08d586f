"""The little language the safety rules are written in, and its compiler to regular expressions.

A pattern is a row of elements that must follow each other within one sentence: ``word``,
``one|other|two_words``, ``slap++`` (slap slaps slapped slapping; one plus does not double the consonant; a clipped
stem such as ``isolat+`` gets its e), ``{class}`` (a class of words.toml), any of them with ``?`` (may be missing),
``~3`` (up to three words of anything), ``@`` (what is asserted starts here: guards look left of it), ``^`` and ``$``
(start, end).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

ROLES = ("kid", "pet", "each", "me", "mate", "you")
_CLIPPED = re.compile(r"(?:[^e]at|iz|us|ez|gu|tl|rad|pil|oerc|ctur|jur|tag|gi|si|ni|ul|iti)$")  # "isolat+", "accus+"
_FOCUS = "focus"


class PatternError(ValueError):
    """A pattern cannot be read; the message names it."""


def inflected(word: str) -> tuple[str, ...]:
    """``slap++`` -> slap, slaps, slapped, slapping; ``choke+_on`` -> choke_on, chokes_on, choked_on, choking_on."""
    if "+" not in word:
        return (word,)
    head, _, tail = word.partition("+")
    before, _, stem = head.rpartition("_")
    forms = _forms(stem, doubled=tail.startswith("+"))
    before = before + "_" if before else ""
    return tuple(before + form + tail.lstrip("+") for form in forms)


def _forms(stem: str, *, doubled: bool) -> tuple[str, ...]:
    if stem.endswith("e"):
        return (stem, stem + "s", stem + "d", stem[:-1] + "ing")
    if stem.endswith("y") and stem[-2] not in "aeou":
        return (stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
    if _CLIPPED.search(stem):
        return tuple(stem + end for end in ("e", "es", "ed", "ing", "ion", "ze", "zes", "zed", "zing", ""))
    long = stem + stem[-1] if doubled else stem
    plural = stem + "es" if stem.endswith(("s", "sh", "ch", "x", "z")) else stem + "s"
    return (stem, plural, long + "ed", long + "ing")


def _required(element: str) -> bool:
    return element[0] not in "@^$~" and element[-1] not in "?$"


@dataclass(frozen=True)
class Pattern:
    """A pattern, translated; it can only match a sentence that holds one of its ``anchors``."""

    source: str
    expression: str
    anchors: frozenset[str]
    words: frozenset[str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, compiled when first needed: most patterns never are."""
        return re.compile(self.expression)

    def focus(self, match: re.Match[str]) -> int:
        """Character offset in the line where the asserted part starts."""
        return match.start(_FOCUS) if _FOCUS in self.regex.groupindex else match.start()

    def roles(self, match: re.Match[str]) -> frozenset[str]:
        """Which roles (me, mate, kid, pet, each, you) the match names."""
        return frozenset(name.rstrip("0123456789") for name, got in match.groupdict().items() if got) - {_FOCUS}


class Compiler:
    """Compiles patterns with the given word classes. ``common`` are words too frequent to be an anchor."""

    def __init__(self, classes: Mapping[str, Sequence[str]], common: frozenset[str]) -> None:
        self.classes = classes
        self.common = common
        self._count = 0

    def compile(self, source: str) -> Pattern:
        """``source`` as a pattern. Raises PatternError naming it."""
        self._count = 0
        try:
            expression = "(?<= )" + self._sequence(source, named=True)
            return Pattern(source, expression, self._anchors(source), self._words(source))
        except (KeyError, ValueError, IndexError) as wrong:
            raise PatternError(f"pattern {source!r}: {wrong}") from wrong

    def _sequence(self, source: str, *, named: bool) -> str:
        return "".join(self._element(element, named=named) for element in source.split())

    def _element(self, element: str, *, named: bool) -> str:
        if element == "@":
            return f"(?P<{_FOCUS}>)"
        if element == "^":
            return "(?<=^ )"
        if element == "$":
            return "$"
        if element[0] == "~":
            return f"(?:[^ ]+ ){{0,{int(element[1:])}}}?"
        optional = element.endswith("?")
        body = "|".join(self._choice(choice, named=named) for choice in element.rstrip("?").split("|"))
        return f"(?:{body})" + ("?" if optional else "")

    def _choice(self, choice: str, *, named: bool) -> str:
        if choice == "$":
            return "$"
        if choice[0] != "{":
            return "|".join(re.escape(form).replace("_", " ") + " " for form in inflected(choice))
        name = choice[1:-1]
        if name == "obj":
            return "|".join(self._choice("{" + role + "}", named=named) for role in ROLES)
        body = "|".join(self._sequence(item, named=False) for item in self.classes[name])
        if named and name in ROLES:
            self._count += 1
            return f"(?P<{name}{self._count}>{body})"
        return f"(?:{body})"

    def _anchors(self, source: str) -> frozenset[str]:
        options = [
            self._element_anchors(element)
            for element in source.split()
            if element[0] not in "@^$~" and element[-1] != "?"
        ]
        if not options:
            raise PatternError("no element is required")
        return min(options, key=lambda words: (len(words & self.common), len(words)))

    def _element_anchors(self, element: str) -> frozenset[str]:
        found: set[str] = set()
        for choice in element.rstrip("?").split("|"):
            if choice[0] == "{":
                for item in self._items(choice):
                    found |= self._anchors(item)
            else:
                found |= {self._rarest(form.split("_")) for form in inflected(choice)}
        return frozenset(found)

    def _items(self, choice: str) -> Sequence[str]:
        name = choice[1:-1]
        return ["{" + role + "}" for role in ROLES] if name == "obj" else self.classes[name]

    def _rarest(self, words: Iterable[str]) -> str:
        return max(words, key=lambda word: (word not in self.common, len(word)))

    def _words(self, source: str) -> frozenset[str]:
        found: set[str] = set()
        for element in source.split():
            if element[0] in "@^$~":
                continue
            for choice in element.rstrip("?").replace("|$", "").split("|"):
                if choice[0] == "{":
                    found.update(*(self._words(item) for item in self._items(choice)))
                else:
                    found.update(word for form in inflected(choice) for word in form.split("_"))
        return frozenset(found)
