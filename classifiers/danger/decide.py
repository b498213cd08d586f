"""The one decision: what the rules found, what the ear heard and what came before -> Screening. Pure.

No model turns danger into none; only the person takes an alarm back.
"""

from dataclasses import dataclass, replace

from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.ear import Heard

SIGNS_FOR_CONCERN = 3  # messages with a milder sign within 30 days (docs/safety.md)


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a message; the app folds it from what it stored (app.chat.careful).

    ``alarm``: the message just before was flagged, and neither lifted nor answered. ``answered_no``: the private question was answered with
    "no" lately, or an alarm lifted. ``signs``: how many earlier messages of the last 30 days told a milder sign.
    """

    alarm: bool = False
    answered_no: bool = False
    signs: int = 0


NOTHING_BEFORE = Before()


def decide(rules: Screening, heard: Heard | None, before: Before = NOTHING_BEFORE) -> Screening:
    """The rules' answer, raised by the ear. ``heard`` is None when there is no ear or it failed: then the rules alone count.

    A danger of the rules in a message the ear calls ordinary becomes concern (one private question), unless it is about a life: a wish to die is
    asked about plainly, never by the question whether one is afraid of the partner. A concern of the rules in a message the ear calls calm is
    only a sign; milder signs count as concern the third time. Who answered the question with "no" is not asked again. ``lifts`` stays only on a
    clear message just after an alarm.
    """
    if rules.failed:
        return replace(rules, lifts=False)
    found = _asked_once(_counted(_louder(rules, heard), before), before)
    return replace(found, lifts=rules.lifts and before.alarm and found.clear)


def _louder(rules: Screening, heard: Heard | None) -> Screening:
    if heard is None:
        return rules
    if rules.level is SafetyLevel.DANGER:
        stands = not heard.ordinary or SafetyFlag.SELF_HARM in rules.flags
        return rules if stands else replace(rules, level=SafetyLevel.CONCERN, flags=frozenset())
    if heard.sure:
        return _raised(rules, heard.sure)
    if heard.concern:
        return replace(rules, level=SafetyLevel.CONCERN)
    return replace(rules, level=SafetyLevel.NONE) if heard.calm else rules


def _raised(rules: Screening, flags: frozenset[SafetyFlag]) -> Screening:
    own_life = flags == {SafetyFlag.SELF_HARM}
    at_risk = {"writer"} | ({"child"} if SafetyFlag.CHILD_HARM in flags else set())
    return replace(
        rules,
        level=SafetyLevel.DANGER,
        flags=flags,
        at_risk=rules.at_risk | at_risk,
        doer=rules.doer or (None if own_life else "partner"),
        when=rules.when or "now",
        suicidal=rules.suicidal or (frozenset({"writer"}) if SafetyFlag.SELF_HARM in flags else frozenset()),
    )


def _counted(found: Screening, before: Before) -> Screening:
    third = found.clear and found.signs and before.signs + 1 >= SIGNS_FOR_CONCERN
    return replace(found, level=SafetyLevel.CONCERN) if third else found


def _asked_once(found: Screening, before: Before) -> Screening:
    asks = found.level is SafetyLevel.CONCERN and before.answered_no
    return replace(found, level=SafetyLevel.NONE) if asks else found
