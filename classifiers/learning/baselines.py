"""Plain readers to measure against: a keyword list with the nearest person as actor, the commonest pair, and a bag of words and letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from classifiers.codebook import ACTS, Actor, Behavior
from classifiers.learning.corpus import Labelled, Pair
from classifiers.parsing.tokens import Tokenizer

_KEYWORDS: dict[Behavior, tuple[str, ...]] = {
    Behavior.CRITICIZING: ("criticise", "blame", "accuse", "nag", "complain", "lazy"),
    Behavior.ATTACKING: ("yell", "scream", "shout", "insult", "hit", "slam", "throw", "swear", "name"),
    Behavior.DEMANDING: ("demand", "ultimatum", "insist", "order", "threaten"),
    Behavior.CONTROLLING: ("control", "check", "forbid", "allow", "password"),
    Behavior.PURSUING: ("follow", "beg", "chase", "keep", "pester"),
    Behavior.STONEWALLING: ("ignore", "silent", "silence", "refuse", "whatever"),
    Behavior.SHUTTING_DOWN: ("numb", "freeze", "withdraw", "shut"),
    Behavior.LEAVING: ("leave", "storm", "walk", "couch"),
    Behavior.SELF_PROTECTING: ("defensive", "deny", "lie", "avoid", "excuse", "hide"),
    Behavior.KINDNESS: ("hug", "kiss", "thank", "help", "bring", "comfort"),
    Behavior.ROUTINE: ("every", "routine", "tradition", "weekly"),
    Behavior.HOMECOMING: ("greet", "door", "welcome", "goodbye"),
    Behavior.CONNECTION: ("together", "laugh", "trip", "sex"),
    Behavior.GENTLE_REQUEST: ("ask", "feel", "request"),
    Behavior.REPAIR: ("sorry", "apologise", "forgive", "apology"),
}
_PEOPLE = {
    "i": Actor.USER, "my": Actor.USER, "he": Actor.PARTNER, "she": Actor.PARTNER, "husband": Actor.PARTNER, "wife": Actor.PARTNER,
    "boyfriend": Actor.PARTNER, "girlfriend": Actor.PARTNER, "partner": Actor.PARTNER,
}  # fmt: skip


def keyword_pairs(text: str, tokenizer: Tokenizer) -> frozenset[Pair]:
    """The pairs a keyword list finds: the behavior of each keyword, done by the last person named before it."""
    actor, found = Actor.PARTNER, set()
    by_word = {word: behavior for behavior, words in _KEYWORDS.items() for word in words}
    for token in tokenizer.tokens(text):
        actor = _PEOPLE.get(token.word, actor)
        if token.lemma in by_word:
            found.add((actor, by_word[token.lemma]))
    return frozenset(found)


def majority_pairs(messages: Sequence[Labelled]) -> frozenset[Pair]:
    """The single pair most messages of this very file carry (a constant answer at its best)."""
    counts = Counter(pair for message in messages for pair in message.gold)
    return frozenset(pair for pair, _ in counts.most_common(1))


@dataclass(frozen=True, slots=True)
class Bag:
    """A fitted bag of words: ``pairs`` in the order of the pipeline's outputs (those the messages it saw have and have not)."""

    pipeline: Pipeline
    pairs: tuple[Pair, ...]

    def found(self, texts: Sequence[str], level: float = 0.5) -> list[frozenset[Pair]]:
        """The pairs of each text whose probability is ``level`` or more."""
        chances = self.pipeline.predict_proba(list(texts))
        return [frozenset(self.pairs[column] for column in np.flatnonzero(row >= level)) for row in chances]


def bag_of_words(messages: Sequence[Labelled]) -> Bag:
    """TF-IDF of words (1-2) and letters (3-5), one logistic regression a pair, fitted on ``messages`` (about a minute for 6,000)."""
    parts = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    )
    model = OneVsRestClassifier(LogisticRegression(solver="liblinear", C=10.0, class_weight="balanced"))
    pairs = tuple(pair for pair in ACTS if 0 < sum(pair in message.gold for message in messages) < len(messages))
    targets = np.array([[pair in message.gold for pair in pairs] for message in messages])
    return Bag(make_pipeline(parts, model).fit([message.text for message in messages], targets), pairs)
