"""A match of a rule -> what it means: who does it, who is at risk, now or past. Or nothing at all."""

from dataclasses import dataclass

from classifiers.codebook import SafetyFlag
from classifiers.danger.rules.guards import Hit, matches
from classifiers.danger.rules.lexicon import Lexicon
from classifiers.danger.rules.people import People

_PRONOUNS = ("him", "her", "them")
_OWN = {"he": "his", "she": "her", "they": "their"}
_OUTSIDE = frozenset({"other", "kid", "thing"})


@dataclass(frozen=True)
class Finding:
    """One danger or sign, understood. ``doers`` holds any of writer, partner, other."""

    rule: str
    level: str
    flags: frozenset[SafetyFlag]
    doers: frozenset[str] = frozenset()
    at_risk: frozenset[str] = frozenset()
    past: bool = False
    urgent: frozenset[str] = frozenset()
    fear: bool = False
    suicidal: frozenset[str] = frozenset()


def judged(hit: Hit, people: People, lexicon: Lexicon) -> Finding | None:
    """What ``hit`` means, or None where it is about somebody else."""
    rule = hit.rule
    roles = _roles(hit, people, lexicon)
    if roles is None:
        return None
    doer = _doer(roles)
    if doer is None:
        return None
    doers, at_risk = doer
    flags = rule.flags
    if "child" in at_risk and SafetyFlag.VIOLENCE in flags and roles[1] == {"kid"}:
        flags = flags - {SafetyFlag.VIOLENCE} | {SafetyFlag.CHILD_HARM}
    elif "child" in at_risk and SafetyFlag.THREAT in flags:
        flags = flags | {SafetyFlag.CHILD_HARM}
    if rule.doer != "subject":
        doers = frozenset() if rule.doer == "none" else frozenset({rule.doer})
    return Finding(
        rule=rule.id,
        level=rule.level,
        flags=flags,
        doers=doers,
        at_risk=rule.at_risk or at_risk,
        past=_past(hit, lexicon),
        urgent=rule.urgent,
        fear=rule.fear,
        suicidal=frozenset({rule.suicidal}) if rule.suicidal else frozenset(),
    )


def _roles(hit: Hit, people: People, lexicon: Lexicon) -> tuple[str, frozenset[str]] | None:
    """The subject and the roles it acts on, with pronouns looked up; None where it is someone else's matter."""
    if "subject" in hit.rule.skip:
        return ("writer" if hit.rule.doer == "writer" else "partner"), hit.roles
    subject = people.subject(hit.sentence, hit.focus)
    roles = set(hit.roles)
    if _is_own(hit, subject, people):
        return None
    if subject == "writer" and "me" in roles:
        subject = people.subject(hit.sentence, hit.focus, skip_writer=True)
    if "mate" in roles and subject != "partner":
        object_of = _object(hit, people)
        if object_of == "other":
            return None
        if object_of == "kid":
            roles = roles - {"mate"} | {"kid"}
    elif "mate" in roles and _object(hit, people) == "kid":
        roles = roles - {"mate"} | {"kid"}
    elif "mate" in roles and _object(hit, people) == "other" and people.first_person():
        return None
    if hit.rule.doer == "partner" and subject == "partner" and "mate" in roles and people.first_person():
        return None
    if subject in _OUTSIDE and not (subject == "other" and roles == {"kid"}):
        return None
    if subject == "" and "mate" in roles and people.first_person():
        subject = "writer"
    if (
        subject == "writer"
        and "you" in roles
        and any(matches(p, hit.sentence) for p in lexicon.guard_patterns["reported"])
    ):
        subject = "partner"
    return subject, frozenset(roles)


def _is_own(hit: Hit, subject: str, people: People) -> bool:
    """Whether the doer's own body or things are meant: "he hit his head", "I bumped my knee", "he hid his phone"."""
    named = set(hit.sentence.words[hit.focus : hit.end])
    violent = SafetyFlag.VIOLENCE in hit.rule.flags
    if subject == "writer":
        others = people.words["partner"] | people.words["kid"] | people.words["other"]
        return violent and "my" in named and not {"me", "him", "her", "them"} & named and not others & named
    before = [word for word in hit.sentence.words[: hit.focus] if word in _OWN]
    if not before or _OWN[before[-1]] not in named:
        return False
    if violent:
        return "mate" in hit.roles and not {"him", "them"} & named
    return SafetyFlag.COERCIVE_CONTROL in hit.rule.flags and not {"my", "me", "us", "our", "i"} & named


def _object(hit: Hit, people: People) -> str:
    words = hit.sentence.words
    for index in range(hit.focus, hit.end):
        if words[index] in _PRONOUNS:
            return people.stands_for(hit.sentence, index)
    return "partner"


def _doer(roles: tuple[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]] | None:
    subject, named = roles
    if subject == "both" or "each" in named:
        return frozenset({"partner", "writer"}), frozenset({"partner", "writer"})
    if subject == "other":
        return frozenset({"other"}), frozenset({"child"})
    doer = "writer" if subject == "writer" else "partner"
    at_risk = {"child"} if "kid" in named else set()
    if "me" in named or (doer == "partner" and "kid" not in named):
        at_risk.add("writer")
    elif doer == "writer" and "kid" not in named:
        at_risk.add("partner")
    return frozenset({doer}), frozenset(at_risk)


def _past(hit: Hit, lexicon: Lexicon) -> bool:
    patterns = lexicon.guard_patterns
    if any(matches(pattern, hit.sentence) for pattern in patterns["present"]):
        return False
    return any(matches(pattern, hit.sentence) for pattern in patterns["past"])
