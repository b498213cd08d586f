"""Learns a person's own words from what they put right: a light layer over the frozen reader.

For each behavior one logistic regression over the words of the corrected messages, the reader's own log odds as its offset and a Gaussian prior
around nothing learnt (maximum a posteriori; Bishop 2006, section 4.5). A word's prior is the narrower the more common the word is in English told
to us: what a household means by "Switzerland" is learnt from two corrections, what it means by "kitchen" hardly ever. So the reader changes
where the person's own words stand and next to nowhere else.
"""

import json
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS
from classifiers.learning.corpus import Labelled, Pair, load
from classifiers.learning.logistic import most_probable
from classifiers.learning.metrics import Counts, compare
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.encoder import Encoded
from classifiers.reading.own_words import BEHAVIORS, OwnWords, heard_words, log_odds
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir

# variance of the prior of a word nobody else uses, the strongest first; tuned on ten people, p31 to p40
STRENGTHS = (1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0)
SEEN_IN = 2  # messages put right that a word has to stand in; what stands in one alone may have come by chance
RARITY = 4  # how steeply it narrows for words in use
MOST_LOSS = 0.005  # F1 on messages of others that may be given up for it
FOLDS = 5
_TOO_LITTLE = 0.02  # a shift smaller than this at every behavior is not kept


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message as the person left it: what was done in it by ``gold``, and what is left open by ``arguable``."""

    encoded: Encoded
    gold: frozenset[Pair]
    arguable: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt and how well it reads.

    ``own_before`` and ``own_after`` count on the person's corrected messages, each judged by what the others of them taught; ``others_before``
    and ``others_after`` on ``others`` messages of other people.
    """

    own: OwnWords
    own_before: Counts
    own_after: Counts
    others_before: Counts
    others_after: Counts
    others: int

    @property
    def loss(self) -> float:
        """F1 given up on messages of others."""
        return self.others_before.f1 - self.others_after.f1


@dataclass(frozen=True, slots=True)
class WordCounts:
    """In how many of ``messages`` messages a word stands."""

    messages: int
    counts: Mapping[str, int]

    @classmethod
    def load(cls, path: Path) -> "WordCounts":
        """Read ``word_counts.json``."""
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls(rows["messages"], rows["counts"])

    @classmethod
    def of(cls, texts: Iterable[str], tokenizer: Tokenizer, least: int = 2) -> "WordCounts":
        """Count the words of ``texts``; those in fewer than ``least`` of them are left out."""
        counts: Counter[str] = Counter()
        messages = 0
        for text in texts:
            messages += 1
            counts.update({token.lemma for token in tokenizer.tokens(text) if token.is_word})
        return cls(messages, {word: n for word, n in sorted(counts.items()) if n >= least})

    def rarity(self, word: str) -> float:
        """1 for a word that stands in no message, 0 for one that stands in all."""
        return max(0.0, 1.0 - math.log1p(self.counts.get(word, 0)) / math.log(self.messages))


class Teacher:
    """Fits own words; ``others`` are messages of other people, by which it is seen to that the reader gets no worse for them."""

    def __init__(self, reader: Reader, tokenizer: Tokenizer, counts: WordCounts, others: Sequence[Labelled]) -> None:
        self._reader = replace(reader, own=None)
        self._tokenizer = tokenizer
        self._counts = counts
        self._others = [
            Lesson(encoded, message.gold, message.optional)
            for message, encoded in zip(others, self._reader.encode_all([one.text for one in others]), strict=True)
        ]

    @classmethod
    def of(cls, reader: Reader) -> "Teacher":
        """With the word counts and the dev messages of this installation."""
        lexicons = data_dir() / "lexicons"
        counts = WordCounts.load(lexicons / "word_counts.json")
        return cls(reader, Tokenizer(lexicons / "contractions.json"), counts, load(data_dir() / "labelled" / "dev"))

    def teach(self, lessons: Sequence[Lesson], without: Collection[str] = ()) -> Learnt:
        """Learn from corrected messages, as strongly as the others allow, but nothing of the words in ``without``.

        Raises ValueError where there is no lesson.
        """
        if not lessons:
            raise ValueError("nothing was put right")
        before = figures_of(self._reader, self._others)
        for strength in STRENGTHS:
            own = self.fit(lessons, strength, without)
            after = figures_of(self._reader.taught(own), self._others)
            if before.f1 - after.f1 <= MOST_LOSS:
                break
        return Learnt(
            own,
            figures_of(self._reader, lessons),
            self._left_out(lessons, strength, without),
            before,
            after,
            len(self._others),
        )

    def fit(self, lessons: Sequence[Lesson], strength: float, without: Collection[str] = ()) -> OwnWords:
        """What the lessons teach at one strength; nothing is learnt of the words in ``without``."""
        rows = [self._words(one.encoded) for one in lessons]
        often = Counter(word for user, partner in rows for word in user | partner)
        names = sorted(word for word, n in often.items() if n >= min(SEEN_IN, len(lessons)) and word not in without)
        at = {word: index for index, word in enumerate(names)}
        rarity = np.array([self._counts.rarity(word) ** RARITY for word in names])
        heard = np.zeros((2 * len(lessons), len(names)))
        for row, words in enumerate(word for pair in rows for word in pair):
            columns = [at[word] for word in words if word in at]
            heard[row, columns] = rarity[columns]
        sure = log_odds(self._reader.calibration.sure)
        offsets = np.concatenate(
            [(log_odds(self._reader.chances(one.encoded)) - sure).reshape(2, -1) for one in lessons]
        )
        gold = np.concatenate([_table(one.gold) for one in lessons])
        counted = np.concatenate([_table(one.gold) | ~_table(one.arguable) for one in lessons])
        shifts = np.stack(
            [_weights(heard, offsets[:, b], gold[:, b], counted[:, b], strength) * rarity for b in range(BEHAVIORS)],
            axis=1,
        )
        kept = np.abs(shifts).max(axis=1, initial=0.0) >= _TOO_LITTLE
        weights = {word: shifts[at[word]].round(3).astype(np.float32) for word in names if kept[at[word]]}
        return OwnWords(self._tokenizer, weights, self._reader.model_hash)

    def _words(self, encoded: Encoded) -> tuple[set[str], set[str]]:
        words = list(heard_words(encoded, self._tokenizer))
        return {one.lemma for one in words if one.for_user}, {one.lemma for one in words if one.for_partner}

    def _left_out(self, lessons: Sequence[Lesson], strength: float, without: Collection[str]) -> Counts:
        """Each lesson read with what the lessons of the other folds teach."""
        total = Counts()
        folds = min(FOLDS, len(lessons))
        for fold in range(folds):
            rest = [one for index, one in enumerate(lessons) if index % folds != fold]
            own = self.fit(rest, strength, without) if rest else None
            total += figures_of(self._reader.taught(own), lessons[fold::folds])
        return total


def figures_of(reader: Reader, lessons: Sequence[Lesson]) -> Counts:
    """How a reader's sure acts agree with the lessons."""
    total = Counts()
    for one in lessons:
        if not one.encoded.offsets:
            continue
        shown = reader.chances(one.encoded) >= reader.calibration.sure
        total += compare(one.gold, [ACTS[column] for column in np.flatnonzero(shown)], one.arguable)
    return total


def _table(pairs: frozenset[Pair]) -> NDArray[np.bool_]:
    """(2, 15): what the writer did, what the partner did."""
    return np.array([pair in pairs for pair in ACTS]).reshape(2, -1)


def _weights(
    heard: NDArray[np.float64],
    offset: NDArray[np.float64],
    gold: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    strength: float,
) -> NDArray[np.float64]:
    """The most probable weights of the words for one behavior; nothing where the reader was right all along."""
    if not ((offset >= 0) != gold)[counted].any():
        return np.zeros(heard.shape[1])
    prior = np.zeros(heard.shape[1])
    return most_probable(heard[counted], gold[counted], prior, np.full_like(prior, strength), offset[counted])
