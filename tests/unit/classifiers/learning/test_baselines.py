"""The baselines find what they can."""

from classifiers.annotations import Span
from classifiers.codebook import Actor, Behavior
from classifiers.learning.baselines import bag_of_words, keyword_pairs, majority_pairs
from classifiers.learning.corpus import GoldTag, Labelled
from classifiers.parsing.tokens import Tokenizer
from classifiers.resources import data_dir

LEFT, SORRY = (Actor.PARTNER, Behavior.LEAVING), (Actor.USER, Behavior.REPAIR)


def message(text: str, *pairs: tuple[Actor, Behavior]) -> Labelled:
    return Labelled("x", text, tuple(GoldTag(*pair, Span(0, 1)) for pair in pairs), frozenset(), frozenset())


def test_a_bag_of_words_learns_words() -> None:
    """Seen ones, not more."""
    messages = [
        message("he stormed out of the house", LEFT),
        message("i said sorry to him", SORRY),
        message("we had lunch"),
    ] * 4
    fitted = bag_of_words(messages)
    assert fitted.found(["then he stormed out", "so i said sorry", "we had lunch there"]) == [
        {LEFT},
        {SORRY},
        set(),
    ]


def test_keywords_take_the_last_person_named() -> None:
    """Whoever it was."""
    tokenizer = Tokenizer(data_dir() / "lexicons" / "contractions.json")
    assert keyword_pairs("He yelled and I apologise", tokenizer) == {(Actor.PARTNER, Behavior.ATTACKING), SORRY}


def test_the_majority_answers_the_same_to_all() -> None:
    """The commonest pair of the file itself."""
    assert majority_pairs([message("a", LEFT), message("b", LEFT, SORRY)]) == {LEFT}
