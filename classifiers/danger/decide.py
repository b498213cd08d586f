"""The one decision: what the rules found and what the ear heard -> Screening. Pure; no model turns danger into none."""

from dataclasses import replace

from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.ear import Heard


def decide(rules: Screening, heard: Heard | None) -> Screening:
    """The rules' answer, raised by the ear. ``heard`` is None when there is no ear or it failed: then the rules alone count.

    A danger of the rules in a message the ear calls ordinary becomes concern (one private question), unless it is urgent or about a life: a
    wish to die is asked about plainly, never by the question whether one is afraid of the partner.
    """
    if heard is None or rules.failed:
        return rules
    if rules.level is SafetyLevel.DANGER:
        stands = not heard.ordinary or rules.urgent or SafetyFlag.SELF_HARM in rules.flags
        return rules if stands else replace(rules, level=SafetyLevel.CONCERN, flags=frozenset())
    if heard.sure:
        return _raised(rules, heard.sure)
    if heard.concern:
        return replace(rules, level=SafetyLevel.CONCERN)
    return rules


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
