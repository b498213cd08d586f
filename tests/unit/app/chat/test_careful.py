"""What earlier screenings still mean: one fold for page and command line."""

from datetime import UTC, datetime, timedelta

import pytest

from app.chat.careful import NOT_CAREFUL, Screened, careful
from classifiers.codebook import SafetyLevel

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
NONE, CONCERN, DANGER = SafetyLevel.NONE, SafetyLevel.CONCERN, SafetyLevel.DANGER


def said(level: SafetyLevel, days: float = 1, **more: object) -> Screened:
    return Screened(level, bool(more.pop("signs", False)), NOW - timedelta(days=days), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([], None),
        ([said(NONE)], None),
        ([said(DANGER, 90)], "danger"),
        ([said(DANGER, 90.1)], None),
        ([said(DANGER, here=False)], "danger"),
        ([said(DANGER, lifted=True)], None),
        ([said(DANGER), said(NONE)], "danger"),
        ([said(CONCERN)], "concern"),
        ([said(CONCERN, 30, here=False)], "concern"),
        ([said(CONCERN, 30.1, here=False)], None),
        ([said(CONCERN, 31)], "concern"),
        ([said(CONCERN, answer="no")], None),
        ([said(CONCERN, answer="skip")], "concern"),
        ([said(CONCERN, answer="skip", here=False)], None),
        ([said(CONCERN, answer="yes", here=False)], "danger"),
        ([said(CONCERN, lifted=True)], None),
        ([said(CONCERN, answer="yes", lifted=True)], None),
        ([said(CONCERN), said(DANGER, here=False)], "danger"),
    ],
)
def test_how_long_it_holds_and_what_ends_it(history: list[Screened], state: str | None) -> None:
    """Danger 90 days everywhere, concern until answered, a lift or a "no" ends it."""
    assert careful(history, NOW).state == state


@pytest.mark.parametrize(
    ("history", "alarm"),
    [
        ([said(DANGER)], True),
        ([said(CONCERN)], True),
        ([said(DANGER), said(NONE)], False),
        ([said(DANGER), said(NONE, here=False)], True),
        ([said(DANGER, here=False)], False),
        ([said(DANGER, lifted=True)], False),
        ([said(CONCERN, answer="skip")], False),
        ([said(CONCERN, answer="yes")], False),
        ([said(NONE)], False),
    ],
)
def test_the_alarm_just_before(history: list[Screened], alarm: bool) -> None:
    """The last message of this conversation, neither lifted nor answered."""
    assert careful(history, NOW).before.alarm is alarm


def test_milder_signs_of_thirty_days_are_counted_everywhere() -> None:
    """Lifted ones are not."""
    signs = [said(NONE, 30, signs=True), said(NONE, 2, signs=True, here=False), said(NONE, 31, signs=True)]
    assert careful([*signs, said(NONE, signs=True, lifted=True), said(NONE)], NOW).before.signs == 2


def test_a_no_is_remembered_for_thirty_days() -> None:
    """Wherever it was said."""
    assert careful([said(CONCERN, 30, answer="no", here=False)], NOW).before.answered_no
    assert not careful([said(CONCERN, 30.1, answer="no")], NOW).before.answered_no
    assert not careful([said(CONCERN, answer="skip")], NOW).before.answered_no
    assert not careful([said(DANGER)], NOW).before.answered_no


def test_who_lifted_an_alarm_has_answered_too() -> None:
    """Nobody is asked twice."""
    assert careful([said(DANGER, 29, lifted=True, here=False)], NOW).before.answered_no
    assert not careful([said(DANGER, 31, lifted=True)], NOW).before.answered_no


def test_nothing_before_means_nothing() -> None:
    """The start of everything."""
    assert careful([], NOW) == NOT_CAREFUL
