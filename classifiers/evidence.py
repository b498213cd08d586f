"""Narrows a clause to the words that show the behavior."""

from collections.abc import Sequence

from classifiers.annotations import Span
from classifiers.codebook import Behavior
from classifiers.features import View
from classifiers.parse import Parsed
from classifiers.tagger import Tagger

_MAX_WORDS = 9
_SHORT = 7  # words of a predicate that is marked whole
_CUE_WEIGHT = 3.0
_STEP = 0.05  # what a word must add to be worth its place
_OPENING = 3
_SUBJECTS = frozenset({"A", "W"})
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
    """The words of the clause that show ``behavior``.

    A word weighs what its own features weigh (alone, in its pairs); a cue that fires adds to its words. A short predicate is taken whole;
    of a long one the stretch with the most weight, widened by a word before and two after, since people mark the verb with its object.
    The subject is left out.
    """
    weights = _word_weights(view, tagger, behavior)
    if cue:
        for spot in range(*cue):
            weights[spot] += _CUE_WEIGHT
    first, last = _best_window(weights)
    end = len(view.words) - 1
    opening = max(first, min(_OPENING, end))  # "my girlfriend wants to know": the subject, however long, is left out
    start = max((spot + 1 for spot in range(opening) if view.words[spot] in _SUBJECTS), default=0)
    last = max(last, start)
    if end - start < _SHORT:
        first, last = start, end
    else:
        first, last = max(start, first - 1), min(end, last + 2)
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
    best, best_sum = (0, len(weights) - 1), float("-inf")
    for first in range(len(weights)):
        total = 0.0
        for last in range(first, min(len(weights), first + _MAX_WORDS)):
            total += weights[last] - _STEP
            if total > best_sum:
                best, best_sum = (first, last), total
    return best


def _trim(view: View, first: int, last: int) -> tuple[int, int]:
    while first < last and (
        view.words[first] in _EDGE or view.words[first] in _SUBJECTS or not view.words[first][0].isalnum()
    ):
        first += 1
    while last > first and (view.words[last] in _EDGE or not view.words[last][0].isalnum()):
        last -= 1
    return first, last
