"""What a line typed by hand carries."""

import pytest

from app.practice.check import checks
from tests.factories import told

GOOD = "I felt alone with the packing on Friday. Could we do the bags together on Sunday?"


def missing(text: str) -> set[str]:
    return {check.name for check in checks(text) if not check.good}


def test_a_good_line_misses_nothing() -> None:
    """Every check is met, and none has advice."""
    assert missing(GOOD) == set()
    assert {check.help for check in checks(GOOD)} == {""}


def test_an_empty_line_has_nothing_to_say() -> None:
    """No advice before a word is typed."""
    assert checks("  \n") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "You dropped the ball on Friday. I was hurt, could we talk?",
            {"Begins with you yourself", "Nothing that stings"},
        ),
        ("I felt hurt because it's always like that. Could we talk tonight?", {"One thing that happened"}),
        ("On Friday I did it all. Could we share it on Sunday?", {"Says how it was for you"}),
        ("I felt ignored on Friday. Could we talk on Sunday?", {"Your feeling, not their fault"}),
        ("I was sad on Friday.", {"Says what you'd like"}),
        ("I was sad on Friday. Stop staring at it. Could we talk?", {"What is wanted, not what must stop"}),
        ("I was sad on Friday. You have to talk to me tonight. Could we?", {"Leaves room for a no"}),
        ("I was sad. Could we talk?", {"Has a time"}),
        ("I was sad on Friday. Please, please, could we talk?", {"Neither pleading nor sugary"}),
        ("I was sad on Friday. Could you show me your phone?", {"About the two of you"}),
        ("I was sad on Friday. " + "Could we talk about it some more tonight? " * 5, {"Short"}),
    ],
)
def test_each_rule_is_told_by_its_name(text: str, names: set[str]) -> None:
    """What is missing, and how to mend it."""
    assert missing(text) == names
    assert all(check.help for check in checks(text) if not check.good)


def test_curly_quotes_are_quotes() -> None:
    """As a phone types them."""
    assert "What is wanted, not what must stop" in missing("I’m sad. Don’t do that. Could we talk tonight?")


def test_what_the_reader_hears_counts() -> None:
    """A feeling no list knows, a wish said another way."""
    text = "Knocked sideways on Friday, me. A quiet Sunday is all."
    assert {"Says how it was for you", "Says what you'd like"} <= missing(text)
    heard = told(text, feel="Knocked sideways", wish="A quiet Sunday")
    assert {check.name for check in checks(text, heard) if not check.good}.isdisjoint(
        {"Says how it was for you", "Says what you'd like"}
    )
