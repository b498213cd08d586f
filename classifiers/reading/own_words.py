"""Words of a person's own: how much each speaks for or against an act, beside what the encoder heard.

A couple has words for things that no reader has met ("he went Switzerland"). The encoder stays as it is; a word learnt from corrections
(``learning.fit_own_words``) shifts the log odds of each behavior, for the person whose doing the encoder hears around it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from classifiers.annotations import Span
from classifiers.codebook import ACTS
from classifiers.parsing.tokens import Token, Tokenizer
from classifiers.reading.encoder import Array, Encoded

BEHAVIORS = len(ACTS) // 2
AROUND = 2  # words to each side in which the encoder is asked whose doing it is
CLEARLY = 1.0  # logits by which one person has to lead; else the word is heard for both
_HIGHEST = 3
_SPEAKS = 1 / 3  # a word belongs to the words that show an act from this share of the strongest word's weight on
_NEAR = 2  # words between two that are shown as one stretch


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word of a text: its lemma, where it stands, and for whom it is heard ("user", "partner")."""

    lemma: str
    span: Span
    for_user: bool
    for_partner: bool
    at: int  # which word of the text


def heard_words(
    encoded: Encoded, tokenizer: Tokenizer, only: Mapping[str, object] | None = None
) -> Iterator[HeardWord]:
    """The words of an encoded text, or those in ``only``, with whose doing the encoder hears around each."""
    words = [token for token in tokenizer.tokens(encoded.text) if token.is_word]
    for at, token in enumerate(words):
        if only is None or token.lemma in only:
            lead = _lead(encoded, words, at)
            yield HeardWord(token.lemma, Span(token.start, token.end), lead > -CLEARLY, lead < CLEARLY, at)


def _lead(encoded: Encoded, words: Sequence[Token], at: int) -> float:
    """By how much the writer's acts are heard louder than the partner's around the word ``at``; 0 where nothing is heard."""
    start, end = words[max(0, at - AROUND)].start, words[min(len(words) - 1, at + AROUND)].end
    inside = [index for index, (first, last) in enumerate(encoded.offsets) if first < end and start < last]
    if not inside:
        return 0.0
    acts = encoded.pieces[inside[0] : inside[-1] + 1, : len(ACTS)]
    loudest = np.sort(np.stack([acts[:, :BEHAVIORS].max(axis=1), acts[:, BEHAVIORS:].max(axis=1)]), axis=1)
    user, partner = loudest[:, -_HIGHEST:].mean(axis=1)
    return float(user - partner)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """``weights``: lemma -> (15,) what it adds to the log odds of each behavior; ``base`` is the hash of the model it was learnt over."""

    tokenizer: Tokenizer
    weights: Mapping[str, NDArray[np.float32]]
    base: str
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        """Refuse weights of another shape; name them by a hash of their own."""
        for word, shift in self.weights.items():
            if shift.shape != (BEHAVIORS,):
                raise ValueError(
                    f"the weights of a word have shape ({BEHAVIORS},), got {shift.shape} for one of {len(word)} letters"
                )
        rows = json.dumps({word: shift.round(3).tolist() for word, shift in sorted(self.weights.items())})
        object.__setattr__(self, "hash", hashlib.sha256(f"{self.base} {rows}".encode()).hexdigest())

    def heard(self, encoded: Encoded) -> list[HeardWord]:
        """The person's own words in a text: heard once, for ``shifted`` and ``spans``."""
        return list(heard_words(encoded, self.tokenizer, self.weights))

    def shifted(self, words: Sequence[HeardWord], chances: Array) -> Array:
        """(30) probabilities, with what the person's own words say."""
        shift = np.zeros((2, BEHAVIORS))
        seen = set()
        for word in words:
            for row, heard in enumerate((word.for_user, word.for_partner)):
                if heard and (row, word.lemma) not in seen:
                    seen.add((row, word.lemma))
                    shift[row] += self.weights[word.lemma]
        if not seen:
            return chances
        return np.asarray(1.0 / (1.0 + np.exp(-(log_odds(chances) + shift.ravel()))), np.float32)

    def spans(self, words: Sequence[HeardWord], column: int) -> list[Span]:
        """The words that speak for the act ``column`` of ACTS, neighbours as one stretch; [] where none does."""
        row, behavior = divmod(column, BEHAVIORS)
        found = [
            (word, float(self.weights[word.lemma][behavior]))
            for word in words
            if (word.for_user, word.for_partner)[row]
        ]
        strongest = max((weight for _, weight in found), default=0.0)
        stretches: list[tuple[int, Span]] = []
        for word, weight in found:
            if strongest <= 0 or weight < _SPEAKS * strongest:
                continue
            if stretches and word.at - stretches[-1][0] <= _NEAR:
                stretches[-1] = (word.at, Span(stretches[-1][1].start, word.span.end))
            else:
                stretches.append((word.at, word.span))
        return [span for _, span in stretches]


def log_odds(chances: Array) -> NDArray[np.float64]:
    """Probabilities as log odds, bounded away from certainty."""
    held = np.clip(chances.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)))
