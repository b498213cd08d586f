"""A clause, seen from one person's side, as the words a linear model reads.

The person asked about is always ``A``, the other end of the rope ``B``, both ``W``, anybody else ``O``. So "he ignores me" seen from
the partner's side is "A ignore B", just as "I ignore him" from the writer's: one model serves both actors, and
swapping the two in a message swaps the tags.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.actors import Mention, Role
from classifiers.assertion import Scope
from classifiers.clauses import Clause
from classifiers.codebook import Actor, Behavior
from classifiers.cues import Cues
from classifiers.lexicon import load_word_classes
from classifiers.parse import Parsed
from classifiers.speech import Speech

_VIEW = {
    Actor.USER: {Role.USER: "A", Role.PARTNER: "B", Role.BOTH: "W", Role.OTHER: "O", Role.GENERIC: "G"},
    Actor.PARTNER: {Role.USER: "B", Role.PARTNER: "A", Role.BOTH: "W", Role.OTHER: "O", Role.GENERIC: "G"},
}
_MARKS = {",", ".", "(", ")", '"', "“", "”", "*", "-", "/", ":", ";"}


@dataclass(frozen=True, slots=True)
class View:
    """One clause from one side: its words (roles and lemmas), their scopes and who speaks them."""

    words: tuple[str, ...]
    scopes: tuple[Scope, ...]
    speakers: tuple[str, ...]
    positions: tuple[int, ...]
    subject: str


class FeatureMaker:
    """Clause and actor -> feature names (a list, repeats kept out by the vectorizer)."""

    def __init__(self, cues: Cues, classes: dict[str, str]) -> None:
        self._cues = cues
        self._classes = classes

    @classmethod
    def load(cls, lexicons: Path) -> "FeatureMaker":
        """The maker with the cues and word classes of data/lexicons."""
        return cls(Cues(lexicons / "cues"), load_word_classes(lexicons / "word_classes.json"))

    def views(self, parsed: Parsed, actor: Actor) -> list[View]:
        """One view a clause."""
        return [self._view(parsed, clause, actor) for clause in parsed.clauses]

    def features(self, parsed: Parsed, actor: Actor) -> list[list[str]]:
        """The feature names of each clause, seen from ``actor``."""
        views = self.views(parsed, actor)
        rows = []
        for index, view in enumerate(views):
            row = list(self._own(view))
            row.extend(self._around(parsed, views, index))
            row.extend(self._shape(parsed, index))
            rows.append(row)
        return rows

    def _view(self, parsed: Parsed, clause: Clause, actor: Actor) -> View:
        names = _VIEW[actor]
        words, scopes, speakers, positions = [], [], [], []
        for spot in range(clause.first, clause.last):
            token, mention = parsed.tokens[spot], parsed.mentions[spot]
            if mention is None and token.word in _MARKS:
                continue
            words.append(_named(mention, names) if mention else token.lemma)
            scopes.append(parsed.scopes[spot])
            speakers.append(_speaker(parsed.speech[spot], names))
            positions.append(spot)
        subject = names[clause.subject] if clause.subject else "-"
        return View(tuple(words), tuple(scopes), tuple(speakers), tuple(positions), subject)

    def _own(self, view: View) -> Iterator[str]:
        yield f"s={view.subject}"
        marked = [_scoped(word, scope) for word, scope in zip(view.words, view.scopes, strict=True)]
        for index, word in enumerate(marked):
            yield word
            yield f"{view.subject}>{word}"
            if view.speakers[index]:
                yield f"say{view.speakers[index]}:{word}"
            if index + 1 < len(marked):
                yield f"{word} {marked[index + 1]}"
                if view.speakers[index]:
                    yield f"say{view.speakers[index]}:{word} {marked[index + 1]}"
            if index + 2 < len(marked):
                yield f"{word} {marked[index + 1]} {marked[index + 2]}"
                yield f"{word} _ {marked[index + 2]}"
            if len(view.words[index]) > 4 and view.words[index].isalpha():
                yield f"{view.subject}~{view.words[index][:4]}"
        yield from self._class_features(view)
        for speaker in {speaker for speaker in view.speakers if speaker}:
            yield f"speech={speaker}"
        yield from self.cue_features(view)

    def _class_features(self, view: View) -> Iterator[str]:
        """The meaning groups of the words, with their scope, the subject and the word after."""
        for index, word in enumerate(view.words):
            group = self._classes.get(word)
            if group is None:
                continue
            name = f"{view.scopes[index].value}k{group}"
            yield name
            yield f"{view.subject}>{name}"
            if index + 1 < len(view.words):
                yield f"{name} {view.words[index + 1]}"

    def cue_features(self, view: View) -> Iterator[str]:
        """The curated cues that fire, with the scope they fire in."""
        for behavior, start, end, line in self._cues.hits(view.words):
            scope = (
                ""
                if self._cues.asserts(view.words[start:end])
                else max((s.value for s in view.scopes[start:end]), default="")
            )
            speaker = next((s for s in view.speakers[start:end] if s), "")
            yield f"cue:{behavior}:{scope}"
            yield f"line:{behavior}:{line}:{scope}:{view.subject}"
            yield f"cue:{behavior}:{scope}:{view.subject}:{speaker}"

    def cue(self, view: View, behavior: Behavior) -> tuple[int, int] | None:
        """The words (first, last exclusive) of the first cue of ``behavior`` in this view, if one fires."""
        return next(((start, end) for name, start, end, _ in self._cues.hits(view.words) if name == behavior), None)

    @staticmethod
    def _around(parsed: Parsed, views: Sequence[View], index: int) -> Iterator[str]:
        for name, other in (("p", index - 1), ("n", index + 1)):
            if not 0 <= other < len(views):
                yield f"{name}:none"
                continue
            view = views[other]
            yield f"{name}:s={view.subject}"
            same = parsed.clauses[other].sentence == parsed.clauses[index].sentence
            if same:
                yield from (f"{name}:{word}" for word in view.words)

    @staticmethod
    def _shape(parsed: Parsed, index: int) -> Iterator[str]:
        clause = parsed.clauses[index]
        mark = parsed.tokens[clause.last].word if clause.last < len(parsed.tokens) else ""
        if mark in {"?", "!"}:
            yield f"mark={mark}"
        if clause.inherited:
            yield "inherited"
        if len(parsed.clauses) <= 2:
            yield "short"


def _named(mention: Mention, names: dict[Role, str]) -> str:
    return names[mention.role] + ("s" if mention.case == "possessive" else "")


def _scoped(word: str, scope: Scope) -> str:
    return f"{scope.value}_{word}" if scope is not Scope.PLAIN and word[0].islower() else word


def _speaker(speech: Speech | None, names: dict[Role, str]) -> str:
    if speech is None or speech.speaker is None:
        return ""
    role = {"U": Role.USER, "W": Role.BOTH, "O": Role.OTHER}.get(speech.speaker, Role.PARTNER)
    return names[role] + ("!" if speech.line else "")
