"""What takes a match back: denied, only supposed, childhood long past, a film or a game."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from classifiers.danger.rules.lexicon import Lexicon, Rule
from classifiers.danger.rules.normalise import Sentence
from classifiers.danger.rules.patterns import Pattern

_REACH = 8
_BESIDE = 1
_BEFORE_SUBJECT = 4
_SUBJECTS = frozenset({"i", "he", "she", "they", "we", "you", "it"})


@dataclass(frozen=True)
class Hit:
    """A place where a rule's pattern matched: word indexes in ``sentence``, and the roles it names."""

    rule: Rule
    sentence: Sentence
    start: int
    focus: int
    end: int
    roles: frozenset[str]


Guard = Callable[[Hit, Lexicon], bool]


def matches(pattern: Pattern, sentence: Sentence) -> bool:
    """Whether ``pattern`` matches anywhere in ``sentence``."""
    return bool(pattern.anchors & sentence.vocabulary) and pattern.regex.search(sentence.line) is not None


def _touches(pattern: Pattern, hit: Hit) -> bool:
    """Whether ``pattern`` matches at or right beside ``hit``: a twin elsewhere in the sentence proves nothing."""
    if not pattern.anchors & hit.sentence.vocabulary:
        return False
    offsets = hit.sentence.offsets
    spans = ((offsets[m.start()], offsets[m.end()]) for m in pattern.regex.finditer(hit.sentence.line))
    return any(start < hit.end + _BESIDE and end > hit.start - _BESIDE for start, end in spans)


def _any(name: str, hit: Hit, lexicon: Lexicon) -> bool:
    return any(matches(pattern, hit.sentence) for pattern in lexicon.guard_patterns[name])


def _phrase_at(words: tuple[str, ...], index: int, phrases: frozenset[str]) -> bool:
    return any(words[index : index + size] == phrase for phrase, size in _split(phrases).items())


_SPLITS: dict[frozenset[str], Mapping[tuple[str, ...], int]] = {}


def _split(phrases: frozenset[str]) -> Mapping[tuple[str, ...], int]:
    if phrases not in _SPLITS:
        _SPLITS[phrases] = {tuple(phrase.split()): len(phrase.split()) for phrase in phrases}
    return _SPLITS[phrases]


def negated(hit: Hit, lexicon: Lexicon) -> bool:
    """Denied: a "not" or "never" between subject and verb, or "I do not think" before the subject."""
    words, guards = hit.sentence.words, lexicon.guards
    if _phrase_after(words, hit.end, guards["unnegates_after"]):
        return False
    for index in range(hit.focus - 1, max(-1, hit.focus - 1 - _REACH), -1):
        word = words[index]
        if word in guards["barriers"]:
            return False
        if word in guards["negations"]:
            return not any(_phrase_at(words, start, guards["not_negations"]) for start in (index, index - 1))
        if word in _SUBJECTS and index < hit.focus:
            return _denied_before(words, index, guards)
    return False


def _denied_before(words: tuple[str, ...], subject: int, guards: Mapping[str, frozenset[str]]) -> bool:
    starts = range(max(0, subject - _BEFORE_SUBJECT), subject)
    return any(_phrase_at(words, start, guards["denials"]) for start in starts)


def _phrase_after(words: tuple[str, ...], end: int, phrases: frozenset[str]) -> bool:
    return any(_phrase_at(words, start, phrases) for start in range(end, min(end + 4, len(words))))


def hypothetical(hit: Hit, lexicon: Lexicon) -> bool:
    """Only supposed, wished or nearly done: "if he hit me", "I wanted to slap him"."""
    words, guards = hit.sentence.words, lexicon.guards
    if any(word in guards["happened_anyway"] for word in words[hit.focus : hit.end + 4]):
        return False
    for index in range(hit.focus - 1, max(-1, hit.focus - 1 - _REACH), -1):
        if words[index] in guards["barriers"]:
            return False
        if _phrase_at(words, index, guards["wishes"]):
            return True
        if words[index] in guards["conditions"]:
            return words[max(0, index - 1)] not in ("even", "as")
        if words[index] in _SUBJECTS:
            before = words[max(0, index - 2) : index]
            return bool(set(before[-1:]) & guards["conditions"]) and "even" not in before and "as" not in before
    return False


def childhood(hit: Hit, lexicon: Lexicon) -> bool:
    """Told of the writer's or the partner's own childhood."""
    return _any("childhood", hit, lexicon)


def fiction(hit: Hit, lexicon: Lexicon) -> bool:
    """Play, dreams, films: in play always, in a film only where nobody present is hurt."""
    if _any("play", hit, lexicon):
        return True
    return not hit.roles & {"me", "kid", "each"} and _any("film", hit, lexicon)


GUARDS: tuple[tuple[str, Guard], ...] = (
    ("negated", negated),
    ("hypothetical", hypothetical),
    ("childhood", childhood),
    ("fiction", fiction),
)


def stands(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether nothing takes ``hit`` back."""
    if any(_touches(pattern, hit) for pattern in hit.rule.unless):
        return False
    return not any(guard(hit, lexicon) for name, guard in GUARDS if name not in hit.rule.skip)
