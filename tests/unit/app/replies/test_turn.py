"""Turning what was told to the chat into words for the partner."""

import pytest

from app.replies.turn import event_words, wish_words
from app.replies.wording import Prompts
from classifiers.annotations import Reading
from classifiers.codebook import Actor


@pytest.mark.parametrize(
    ("told", "turned"),
    [
        ("my husband came home at eleven last night and didn't call", "you came home at eleven last night"),
        ("On Friday he left his socks on the floor again", "you left your socks on the floor on Friday"),
        ("She was playing a game on her phone", "you were playing a game on your phone"),
        ("He didnt answer my text", "you didn't answer my text"),
        ("Dinner was ready at seven and you walked in at nine", "you walked in at nine"),
    ],
)
def test_the_partners_act_is_told_to_the_partner(told: str, turned: str, prompts: Prompts) -> None:
    """Pronouns and verbs agree, fillers and charges are gone, the time stays."""
    assert event_words(prompts.listener.hear(Reading(told)), Actor.PARTNER) == turned


@pytest.mark.parametrize(
    "told",
    [
        "he always leaves his socks on the floor",
        "he was such a selfish idiot",
        "he said he would come home early",
        "if he comes home late again I will scream",
        "his mother came home at eleven",
        "he lkjed the wzzt",
    ],
)
def test_what_cannot_be_told_surely_is_not_told(told: str, prompts: Prompts) -> None:
    """Habits, judgements, reported speech, suppositions, other people's acts and unknown words give nothing."""
    assert event_words(prompts.listener.hear(Reading(told)), Actor.PARTNER) is None


def test_the_writers_own_event_keeps_its_i(prompts: Prompts) -> None:
    """Only the partner becomes "you"."""
    heard = prompts.listener.hear(Reading("I waited up for him in the kitchen"))
    assert event_words(heard, Actor.USER) == "I waited up for you in the kitchen"


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("I want him to text me when he's running late", "text me when you're running late"),
        ("You never even ask how my day was", "ask how my day was"),
        ("I wish you would just hold me for five minutes", "hold me for five minutes"),
        ("I want us to eat together at least", "eat together"),
        ("I need more help with the kids. My husband is out a lot.", "more help with the kids"),
        ("I want her to stop yelling", None),
        ("I want to talk to him", None),
    ],
)
def test_a_wish_becomes_something_to_ask(told: str, wish: str | None, prompts: Prompts) -> None:
    """A wish is turned to the partner; one about what must stop, or not for the partner, is left out."""
    heard = prompts.listener.hear(Reading(told)).wish
    assert (wish_words(heard) if heard else None) == wish
