"""The screen as a person meets it: who did it, how urgent it is, what the messages before add."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.rules import SafetyScreen
from classifiers.resources import data_dir

SCREEN = SafetyScreen.load(data_dir() / "lexicons" / "safety")


def test_partner_hits_writer_now():
    """Who does what to whom, and when, is read from the sentence."""
    screening = SCREEN.screen("My husband hit me last night.")
    assert screening.level is SafetyLevel.DANGER
    assert screening.flags == {SafetyFlag.VIOLENCE}
    assert (screening.doer, screening.at_risk, screening.when) == ("partner", {"writer"}, "now")


def test_writer_hits_partner():
    """The writer's own force is flagged too, with the partner at risk."""
    screening = SCREEN.screen("I slapped her and I am ashamed.")
    assert screening.flags == {SafetyFlag.VIOLENCE}
    assert (screening.doer, screening.at_risk) == ("writer", {"partner"})


def test_force_by_both_is_answered_as_to_a_target():
    """Where both used force, both are at risk and the partner is named as doer."""
    screening = SCREEN.screen("We hit each other on Saturday.")
    assert (screening.doer, screening.at_risk) == ("partner", {"partner", "writer"})


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("He choked me until I saw stars.", "strangling"),
        ("She pulled a knife on me.", "weapon"),
        ("He said he would kill me.", "threat_to_kill"),
        ("My ex keeps showing up at my work.", "stalking"),
        ("I am six months pregnant and he shoved me.", "pregnant"),
        ("He hit me when I told him I was leaving him.", "separation"),
        ("I locked myself in the bathroom and he is kicking the door.", "emergency"),
    ],
)
def test_what_needs_urgent_words_is_named(text: str, urgent: str):
    """Strangling, weapons and the like are named for the urgent wording."""
    assert urgent in SCREEN.screen(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "He choked me.",
        "HE CHOKED ME",
        "he ch0ked me",
        "he ch*ked me",
        "he c h o k e d me",
        "he cho\u200bked me",
        "he ch\u043eked me",
        "he chokedd me",
        "h  chkd  m  bd, he chkd me",
    ],
)
def test_disguised_spellings_are_heard(text: str):
    """Capitals, l33t, censored, spaced-out, zero-width, look-alike and missing letters change nothing."""
    assert SCREEN.screen(text).flags == {SafetyFlag.VIOLENCE}


@pytest.mark.parametrize(
    "text",
    [
        "We yelled for an hour and he slammed the door. I am thinking about divorce.",
        "She swore at me and drove off. I called her names too.",
        "My boss hit the roof and my husband just stared at his phone.",
        "In the film the husband strangles his wife and we argued about it.",
        "I could kill for a coffee after that fight.",
        "My brother used to hit me when we were kids, and now I freeze when people shout.",
    ],
)
def test_an_ordinary_argument_is_no_danger(text: str):
    """Yelling, slammed doors, divorce talk, other people and figures of speech raise no flag."""
    assert SCREEN.screen(text).level is not SafetyLevel.DANGER


def test_a_danger_split_over_two_messages_is_completed():
    """The last messages can complete what no single one tells."""
    assert SCREEN.screen("my neck and squeezed", history=["He put his hands round"]).level is SafetyLevel.DANGER


def test_an_answered_danger_does_not_flag_a_later_harmless_message():
    """What was flagged before does not flag again."""
    history = ["He hit me last night.", "Thank you."]
    assert SCREEN.screen("Tonight we talked about the bill.", history).level is SafetyLevel.NONE


def test_suicide_as_a_threat_names_both_dangers():
    """A partner who would die if left is in danger, and the writer is threatened."""
    screening = SCREEN.screen("He says he will kill himself if I leave.")
    assert screening.flags == {SafetyFlag.SELF_HARM, SafetyFlag.THREAT}
    assert screening.suicidal == {"partner"}


def test_concern_is_below_a_flag():
    """Eggshells raise concern, no flag, and name the sign for the thirty days."""
    screening = SCREEN.screen("I walk on eggshells around her.")
    assert screening.level is SafetyLevel.CONCERN
    assert screening.flags == frozenset()
    assert screening.signs == {"their_words"}


def test_a_broken_screen_fails_closed():
    """Anything that breaks inside counts as danger, so help is shown."""
    screening = SCREEN.screen(None)  # type: ignore[arg-type]
    assert screening.failed
    assert screening.level is SafetyLevel.DANGER


@given(st.text(max_size=300))
def test_no_text_breaks_the_screen(text: str):
    """Whatever is typed, the screen answers."""
    assert not SCREEN.screen(text, (text,)).failed


@pytest.mark.parametrize("unit", ["he hit me and ", "*", "'", "k*ll ", "h i t ", "not let me ", "my the "])
def test_twenty_thousand_characters_are_quick(unit: str):
    """No input makes a pattern run away."""
    text = (unit * 20_000)[:20_000]
    SCREEN.screen(text)
    started = time.perf_counter()
    SCREEN.screen(text)
    assert time.perf_counter() - started < 1.5
