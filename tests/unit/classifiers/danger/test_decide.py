"""The one decision: rules and ear together, no model ever turning danger into none."""

from dataclasses import replace

import pytest

from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.decide import Before, decide
from classifiers.danger.ear import Heard

NONE, CONCERN, DANGER = SafetyLevel.NONE, SafetyLevel.CONCERN, SafetyLevel.DANGER
VIOLENCE, SELF_HARM, CHILD = SafetyFlag.VIOLENCE, SafetyFlag.SELF_HARM, SafetyFlag.CHILD_HARM
CALM = Screening(DANGER, frozenset({VIOLENCE}), frozenset({"writer"}), "partner", "past")
RULED = Screening(DANGER, frozenset({VIOLENCE}), frozenset({"writer"}), "partner", "past", frozenset({"weapon"}))


@pytest.mark.parametrize(
    ("rules", "heard", "level"),
    [
        (Screening(), None, NONE),
        (Screening(), Heard(), NONE),
        (Screening(), Heard(concern=True), CONCERN),
        (Screening(), Heard(frozenset({VIOLENCE})), DANGER),
        (Screening(CONCERN), None, CONCERN),
        (Screening(CONCERN), Heard(), CONCERN),
        (Screening(CONCERN), Heard(ordinary=True), CONCERN),
        (Screening(CONCERN), Heard(ordinary=True, calm=True), NONE),
        (Screening(CONCERN), Heard(calm=True, concern=True), CONCERN),
        (CALM, Heard(ordinary=True, calm=True), CONCERN),
        (Screening(CONCERN), Heard(frozenset({VIOLENCE})), DANGER),
        (RULED, Heard(ordinary=True), CONCERN),
        (CALM, Heard(ordinary=True), CONCERN),
        (CALM, Heard(), DANGER),
        (Screening(DANGER, frozenset({SELF_HARM})), Heard(ordinary=True), DANGER),
        (Screening(DANGER, frozenset({SELF_HARM, VIOLENCE})), Heard(ordinary=True), DANGER),
        (CALM, None, DANGER),
        (Screening(DANGER, failed=True), Heard(ordinary=True), DANGER),
        (RULED, None, DANGER),
        (RULED, Heard(), DANGER),
        (RULED, Heard(concern=True), DANGER),
        (Screening(DANGER, failed=True), Heard(), DANGER),
    ],
)
def test_the_higher_of_both_counts(rules: Screening, heard: Heard | None, level: SafetyLevel) -> None:
    """Nothing heard takes nothing away."""
    assert decide(rules, heard).level is level


def test_a_danger_of_the_rules_stays_as_they_told_it() -> None:
    """Their flags, doer and urgency; also what a broken screen says."""
    assert decide(RULED, Heard(frozenset({SELF_HARM}))) == RULED
    broken = Screening(DANGER, failed=True)
    assert decide(broken, Heard(frozenset({VIOLENCE}))) == broken


def test_a_danger_asked_about_carries_no_flag() -> None:
    """It is a question then, and all else is kept."""
    found = decide(CALM, Heard(ordinary=True))
    assert (found.flags, found.doer, found.at_risk) == (frozenset(), "partner", {"writer"})


def test_a_danger_only_heard_has_the_writer_at_risk_now() -> None:
    """By the partner, until more is known."""
    found = decide(Screening(), Heard(frozenset({VIOLENCE, CHILD})))
    assert found.flags == {VIOLENCE, CHILD}
    assert found.at_risk == {"writer", "child"}
    assert (found.doer, found.when, found.suicidal) == ("partner", "now", frozenset())


def test_a_heard_wish_to_die_is_the_writers_own() -> None:
    """Nobody did it; with another danger beside, somebody did."""
    alone = decide(Screening(), Heard(frozenset({SELF_HARM})))
    assert (alone.doer, alone.suicidal, alone.at_risk) == (None, {"writer"}, {"writer"})
    beside = decide(Screening(), Heard(frozenset({SELF_HARM, VIOLENCE})))
    assert (beside.doer, beside.suicidal) == ("partner", {"writer"})


def test_a_concern_the_ear_calls_calm_is_still_a_sign() -> None:
    """Three of them within 30 days are asked about."""
    told = Screening(CONCERN, signs=frozenset({"a"}))
    assert decide(told, Heard(ordinary=True, calm=True)).signs == {"a"}
    assert decide(told, Heard(ordinary=True, calm=True), Before(signs=2)).level is CONCERN


def test_what_the_rules_knew_is_kept_when_the_ear_raises() -> None:
    """Doer, time, whose life."""
    known = Screening(CONCERN, doer="writer", when="past", suicidal=frozenset({"partner"}), signs=frozenset({"a"}))
    found = decide(known, Heard(frozenset({SELF_HARM})))
    assert (found.doer, found.when, found.suicidal, found.signs) == ("writer", "past", {"partner"}, {"a"})


SIGN = Screening(signs=frozenset({"checks_phone"}))


@pytest.mark.parametrize(
    ("rules", "heard", "before", "level"),
    [
        (SIGN, None, Before(signs=1), NONE),
        (SIGN, None, Before(signs=2), CONCERN),
        (SIGN, Heard(), Before(signs=7), CONCERN),
        (Screening(), Heard(), Before(signs=7), NONE),
        (SIGN, Heard(), Before(signs=2, answered_no=True), NONE),
        (Screening(CONCERN), None, Before(answered_no=True), NONE),
        (Screening(), Heard(concern=True), Before(answered_no=True), NONE),
        (CALM, Heard(ordinary=True), Before(answered_no=True), NONE),
        (CALM, Heard(), Before(answered_no=True), DANGER),
        (Screening(), Heard(frozenset({VIOLENCE})), Before(answered_no=True), DANGER),
        (replace(SIGN, level=DANGER), None, Before(signs=2), DANGER),
    ],
)
def test_what_came_before_counts(rules: Screening, heard: Heard | None, before: Before, level: SafetyLevel) -> None:
    """The third milder sign is concern; who said "no" is not asked again, but a danger stays one."""
    assert decide(rules, heard, before).level is level


@pytest.mark.parametrize(
    ("rules", "heard", "before", "lifts"),
    [
        (Screening(lifts=True), None, Before(alarm=True), True),
        (Screening(lifts=True), Heard(), Before(), False),
        (Screening(), Heard(), Before(alarm=True), False),
        (Screening(CONCERN, lifts=True), Heard(), Before(alarm=True), False),
        (replace(CALM, lifts=True), Heard(), Before(alarm=True), False),
        (Screening(lifts=True), Heard(frozenset({VIOLENCE})), Before(alarm=True), False),
        (Screening(DANGER, failed=True, lifts=True), None, Before(alarm=True), False),
    ],
)
def test_words_lift_only_the_alarm_just_before(
    rules: Screening, heard: Heard | None, before: Before, lifts: bool
) -> None:
    """And only when they tell of no danger themselves."""
    assert decide(rules, heard, before).lifts is lifts
