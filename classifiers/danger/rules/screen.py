"""SafetyScreen: a message and the few before it -> Screening. Runs first, needs nothing but its rules."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.rules.guards import Hit, matches, stands
from classifiers.danger.rules.judge import Finding, judged
from classifiers.danger.rules.lexicon import Lexicon, Rule, load_lexicon
from classifiers.danger.rules.normalise import Sentence, sentences
from classifiers.danger.rules.patterns import Pattern
from classifiers.danger.rules.people import People

_REMEMBERED = 5
_ENOUGH_SIGNS = 3
_SENTENCE_ENDS = (".", "!", "?")
_HITS_PER_RULE = 20  # the same danger told over and over tells nothing new


@dataclass(frozen=True)
class _Window:
    """What is looked at: sentences, and in a joined sentence the word index a match must straddle."""

    sentences: Sequence[Sentence]
    around: Sequence[Sentence]
    seam: int = 0


class SafetyScreen:
    """Screens messages with a lexicon. Build it with :meth:`load`; it holds no state between messages."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._index: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in lexicon.rules:
            for pattern in rule.patterns:
                for anchor in pattern.anchors:
                    self._index.setdefault(anchor, []).append((rule, pattern))

    @classmethod
    def load(cls, folder: Path) -> "SafetyScreen":
        """A screen with the rules in ``folder``. Raises SafetyLexiconError naming the wrong row."""
        return cls(load_lexicon(folder))

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """What is dangerous in ``text``, with the user's earlier messages (oldest first). Never raises."""
        try:
            return self._screened(text, history)
        except Exception:  # whatever breaks, help is shown: the screen fails closed
            return Screening(level=SafetyLevel.DANGER, failed=True)

    def fired(self, text: str) -> tuple[str, ...]:
        """The ids of the rules that hold in ``text`` alone, sorted: for tests and for reading the screen's mind."""
        return tuple(sorted({finding.rule for finding in self._findings(self._window(text))}))

    def _screened(self, text: str, history: Sequence[str]) -> Screening:
        own = self._findings(self._window(text))
        if any(finding.level == "danger" for finding in own):
            return _summary(own)
        earlier = [known for known in history[-_REMEMBERED:] if known.strip()]
        return _summary([*own, *self._completed(text, earlier)])

    def _window(self, text: str) -> _Window:
        read = sentences(text, self.lexicon.spelling)
        return _Window(read, read)

    def _completed(self, text: str, earlier: Sequence[str]) -> list[Finding]:
        """Dangers that only ``text`` and an earlier message together tell; answered dangers are not told again."""
        now = self._window(text)
        found: list[Finding] = []
        for age, message in enumerate(reversed(earlier)):
            before = self._window(message)
            if not now.sentences or not before.sentences:
                continue
            answered = self._is_danger(before)
            if age == 0 and not (answered and message.rstrip().endswith(_SENTENCE_ENDS)):
                found += self._findings(self._joined(before, now))
            if answered:
                continue
            apart = _Window(now.sentences, (*before.sentences, *now.sentences))
            known = {finding.rule for finding in self._findings(now)}
            found += [finding for finding in self._findings(apart) if finding.rule not in known]
            backwards = _Window(before.sentences, (*before.sentences, *now.sentences))
            known = {finding.rule for finding in self._findings(before)}
            found += [finding for finding in self._findings(backwards) if finding.rule not in known]
        return [finding for finding in found if finding.level == "danger"]

    def _is_danger(self, window: _Window) -> bool:
        return any(finding.level == "danger" for finding in self._findings(window))

    def _joined(self, before: _Window, now: _Window) -> _Window:
        first, second = before.sentences[-1], now.sentences[0]
        seam = len(first.words)
        breaks = first.breaks | {index + seam for index in second.breaks}
        return _Window([Sentence(first.words + second.words, breaks)], now.around, seam)

    def _findings(self, window: _Window) -> list[Finding]:
        people = People(self.lexicon.guards, window.around)
        found = [finding for hit in self._hits(window) if (finding := judged(hit, people, self.lexicon))]
        flags = {flag for finding in found if finding.level == "danger" for flag in finding.flags}
        needs = {rule.id: rule.with_flags for rule in self.lexicon.rules if rule.with_flags}
        return [finding for finding in found if finding.rule not in needs or needs[finding.rule] & flags]

    def _hits(self, window: _Window) -> Iterator[Hit]:
        count: Counter[str] = Counter()
        for sentence in window.sentences:
            for rule, pattern in self._candidates(sentence):
                if count[rule.id] >= _HITS_PER_RULE:
                    continue
                if rule.also and not _also(rule, window.around):
                    continue
                for hit in _located(rule, pattern, sentence):
                    straddles = not window.seam or hit.start < window.seam < hit.end
                    if straddles and stands(hit, self.lexicon):
                        count[rule.id] += 1
                        yield hit

    def _candidates(self, sentence: Sentence) -> Iterable[tuple[Rule, Pattern]]:
        found: dict[int, tuple[Rule, Pattern]] = {}
        for word in sentence.words:
            for entry in self._index.get(word, ()):
                found[id(entry[1])] = entry
        return found.values()


def _also(rule: Rule, around: Sequence[Sentence]) -> bool:
    return any(matches(pattern, sentence) for pattern in rule.also for sentence in around)


def _located(rule: Rule, pattern: Pattern, sentence: Sentence) -> Iterator[Hit]:
    offsets = sentence.offsets
    for match in pattern.regex.finditer(sentence.line):
        focus = offsets[pattern.focus(match)]
        yield Hit(rule, sentence, offsets[match.start()], focus, offsets[match.end()], pattern.roles(match))


def _summary(found: Sequence[Finding]) -> Screening:
    dangers = [finding for finding in found if finding.level == "danger"]
    signs = frozenset(finding.rule for finding in found if finding.level in ("concern", "sign"))
    if not dangers:
        concern = any(finding.level == "concern" for finding in found) or len(signs) >= _ENOUGH_SIGNS
        return Screening(level=SafetyLevel.CONCERN if concern else SafetyLevel.NONE, signs=signs)
    marks = [finding for finding in found if finding.level == "mark"]
    doers = frozenset[str]().union(*(finding.doers for finding in dangers))
    return Screening(
        level=SafetyLevel.DANGER,
        flags=frozenset[SafetyFlag]().union(*(finding.flags for finding in dangers)),
        at_risk=frozenset[str]().union(*(finding.at_risk for finding in dangers)),
        doer=next((who for who in ("partner", "writer", "other") if who in doers), None),
        when="past" if all(finding.past for finding in dangers) else "now",
        urgent=frozenset[str]().union(*(finding.urgent for finding in (*dangers, *marks))),
        fear=any(finding.fear for finding in (*dangers, *marks)),
        suicidal=frozenset[str]().union(*(finding.suicidal for finding in dangers)),
        signs=signs,
    )
