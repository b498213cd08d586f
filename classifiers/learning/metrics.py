"""The figures of docs/formats.md: F1 over who+tag and family, spans, traps, quiet messages, intervals."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.annotations import Reading, Span
from classifiers.codebook import Behavior, Family, Slot
from classifiers.learning.corpus import Labelled, Pair, Turn


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Counts of both together."""
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Tp / (tp + fp), 0 when nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Tp / (tp + fn), 0 when there is nothing to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled message and what was predicted for it: pairs, and spans where there are any."""

    message: Labelled
    predicted: frozenset[Pair]
    reading: Reading | None = None


def scored(message: Labelled, reading: Reading) -> Scored:
    """A message beside its reading."""
    return Scored(message, frozenset((tag.actor, tag.behavior) for tag in reading.tags), reading)


def compare(gold: Iterable[Hashable], predicted: Iterable[Hashable], optional: Iterable[Hashable] = ()) -> Counts:
    """Set comparison; what is ``optional`` counts neither way."""
    wanted, found, free = set(gold), set(predicted), set(optional)
    return Counts(len(wanted & found), len(found - wanted - free), len(wanted - found - free))


def who_tag(item: Scored) -> Counts:
    """Counts over (actor, behavior)."""
    return compare(item.message.gold, item.predicted, item.message.optional)


def tag_only(item: Scored) -> Counts:
    """Counts over behaviors, whoever did them."""
    return compare(*([behavior for _, behavior in pairs] for pairs in _three(item)))


def family(item: Scored) -> Counts:
    """Counts over (actor, family)."""
    return compare(*([(actor, behavior.family) for actor, behavior in pairs] for pairs in _three(item)))


def _three(item: Scored) -> tuple[frozenset[Pair], frozenset[Pair], frozenset[Pair]]:
    return item.message.gold, item.predicted, item.message.optional


def micro(items: Sequence[Scored], counter: Callable[[Scored], Counts]) -> Counts:
    """The sum over all messages."""
    return sum((counter(item) for item in items), Counts())


def per_tag(items: Sequence[Scored]) -> dict[Behavior, Counts]:
    """who+tag counts of each behavior."""
    table = {}
    for behavior in Behavior:
        table[behavior] = sum(
            (compare(*({pair for pair in pairs if pair[1] is behavior} for pairs in _three(item))) for item in items),
            Counts(),
        )
    return table


def per_family(items: Sequence[Scored]) -> dict[Family, Counts]:
    """(actor, family) counts of each family."""
    table = {}
    for kind in Family:
        table[kind] = sum(
            (
                compare(*({actor for actor, behavior in pairs if behavior.family is kind} for pairs in _three(item)))
                for item in items
            ),
            Counts(),
        )
    return table


def who_given_tag(items: Sequence[Scored]) -> float | None:
    """Of the predictions whose behavior is right, the share whose actor is right too; None without any."""
    right = wrong = 0
    for item in items:
        behaviors = {behavior for _, behavior in item.message.gold}
        for pair in item.predicted - item.message.optional:
            if pair[1] in behaviors:
                right += pair in item.message.gold
                wrong += pair not in item.message.gold
    return right / (right + wrong) if right + wrong else None


def span_counts(item: Scored) -> Counts:
    """Token overlap of the united spans of each who+tag that stands in both (docs/formats.md)."""
    if item.reading is None:
        return Counts()
    total = Counts()
    for pair in item.message.gold & item.predicted:
        gold = [tag.span for tag in item.message.tags if tag.pair == pair]
        if any(span is None for span in gold):
            continue
        found = [tag.span for tag in item.reading.tags if (tag.actor, tag.behavior) == pair]
        text = item.message.text
        total += compare(_words(text, [span for span in gold if span]), _words(text, found))
    return total


def slot_counts(turn: Turn, reading: Reading, slot: Slot) -> Counts:
    """Token overlap of the united spans of one slot, told and found; a slot that only one side has counts whole."""
    text = turn.message.text
    gold = _words(text, [span for name, span in turn.slots if name is slot])
    return compare(gold, _words(text, [told.span for told in reading.slots if told.slot is slot]))


def _words(text: str, spans: Sequence[Span]) -> set[int]:
    """The start offsets of the white-space tokens the spans touch."""
    starts, start = set(), None
    for index, char in enumerate(text + " "):
        if char.isspace():
            if start is not None and any(span.start < index and start < span.end for span in spans):
                starts.add(start)
            start = None
        elif start is None:
            start = index
    return starts


def quiet(items: Sequence[Scored]) -> tuple[int, int]:
    """(kept quiet, all quiet): messages without gold; kept when nothing outside ``optional`` is predicted."""
    rows = [item for item in items if not item.message.gold]
    return sum(item.predicted <= item.message.optional for item in rows), len(rows)


def traps(items: Sequence[Scored]) -> dict[str, tuple[int, int]]:
    """Each kind of trap: (messages with a tag outside gold and optional, all messages of the kind)."""
    table: dict[str, tuple[int, int]] = {}
    for item in items:
        if item.message.trap:
            false, total = table.get(item.message.trap, (0, 0))
            extra = item.predicted - item.message.gold - item.message.optional
            table[item.message.trap] = (false + bool(extra), total + 1)
    return table


def macro_f1(items: Sequence[Scored]) -> float:
    """Mean F1 over the behaviors that stand in gold."""
    present = [counts.f1 for counts in per_tag(items).values() if counts.tp + counts.fn]
    return float(np.mean(present)) if present else 0.0


def bootstrap(
    items: Sequence[Scored], counter: Callable[[Scored], Counts], *, rounds: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of the micro F1, messages drawn with replacement (Efron & Tibshirani 1993)."""
    table = np.array([[c.tp, c.fp, c.fn] for c in map(counter, items)], dtype=float)
    if not len(table):
        return (0.0, 0.0)
    draws = np.random.default_rng(seed).integers(0, len(table), (rounds, len(table)))
    tp, fp, fn = table[draws].sum(axis=1).T
    total = 2 * tp + fp + fn
    values = np.divide(2 * tp, total, out=np.zeros_like(tp), where=total > 0)
    low, high = np.percentile(values, [2.5, 97.5])
    return (float(low), float(high))


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap of confidence and share right over equal-width bins (Guo et al. 2017)."""
    probability, hit = np.asarray(confidences), np.asarray(right, dtype=float)
    if not len(probability):
        return 0.0
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(probability[place == b].mean() - hit[place == b].mean()) * (place == b).mean() for b in set(place)]
    return float(sum(gaps))
