"""Narrows a clause to the words that show the behavior."""

from collections.abc import Sequence

from classifiers.annotations import Span
from classifiers.codebook import Behavior
from classifiers.features import View
from classifiers.parse import Parsed
from classifiers.tagger import Tagger

_MAX_WORDS = 9
_EDGE = frozenset(
    {
        "and",
        "but",
        "so",
        "then",
        "because",
        "when",
        "while",
        "that",
        "just",
        "also",
        "be",
        "the",
        "a",
        "to",
        "of",
        "or",
        "if",
        "as",
        "have",
    }
)


def narrow(parsed: Parsed, view: View, cue: tuple[int, int] | None, tagger: Tagger, behavior: Behavior) -> Span:
    """The stretch of the clause with the most weight for ``behavior``: a window of summed word weights.

    A word weighs what its own features weigh (alone, in its pairs); a cue that fires adds to its words. The subject itself is
    left out unless nothing else remains.
    """
    weights = _word_weights(view, tagger, behavior)
    if cue:
        for spot in range(*cue):
            weights[spot] += 1.5
    first, last = _best_window(weights)
    first, last = _trim(view, first, last)
    tokens = parsed.tokens
    return Span(tokens[view.positions[first]].start, tokens[view.positions[last]].end)


def _word_weights(view: View, tagger: Tagger, behavior: Behavior) -> list[float]:
    words = view.words
    weights = []
    for index, word in enumerate(words):
        value = tagger.feature_weight(word, behavior) + tagger.feature_weight(f"{view.subject}>{word}", behavior)
        if index + 1 < len(words):
            value += 0.5 * tagger.feature_weight(f"{word} {words[index + 1]}", behavior)
        if index:
            value += 0.5 * tagger.feature_weight(f"{words[index - 1]} {word}", behavior)
        weights.append(value)
    return weights


def _best_window(weights: Sequence[float]) -> tuple[int, int]:
    """First and last index of the stretch with the greatest sum, at most _MAX_WORDS long, small steps down allowed."""
    cost = 0.12
    best, best_sum = (0, len(weights) - 1), float("-inf")
    for first in range(len(weights)):
        total = 0.0
        for last in range(first, min(len(weights), first + _MAX_WORDS)):
            total += weights[last] - cost
            if total > best_sum:
                best, best_sum = (first, last), total
    return best


def _trim(view: View, first: int, last: int) -> tuple[int, int]:
    while first < last and (
        view.words[first] in _EDGE or view.words[first] in {"A", "W"} or not view.words[first][0].isalnum()
    ):
        first += 1
    while last > first and (view.words[last] in _EDGE or not view.words[last][0].isalnum()):
        last -= 1
    return first, last
