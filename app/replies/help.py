"""A screening -> the help reply: fixed texts and the lines of the chosen country. Nothing the person wrote is in it."""

from app.replies.helplines import FIND, Helplines, HelplinesError, load_helplines
from app.replies.reply import HelpLine, Reply, ReplyKind
from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel

__all__ = ["Helplines", "HelplinesError", "careful_reply", "help_reply", "load_helplines"]

_URGENT = ("emergency", "strangling", "weapon", "threat_to_kill", "stalking", "pregnant", "separation")
_FOR_DOER = frozenset({"strangling", "weapon", "threat_to_kill", "stalking"})
_FORCE = frozenset({SafetyFlag.VIOLENCE, SafetyFlag.SEXUAL_COERCION})
_EMERGENCY = "{{ emergency }}"


def help_reply(screening: Screening, country: str | None, helplines: Helplines, *, under_18: bool = False) -> Reply:
    """The reply to a flagged message, or to one that raises concern.

    ``country`` is an ISO code or None; an unknown one gets the words "your local emergency number" and
    findahelpline.com, never a guessed number. Raises ValueError for a screening that is clear.
    """
    if screening.clear:
        raise ValueError("a clear screening needs no help reply")
    if screening.level is SafetyLevel.CONCERN:
        return _concern(helplines, under_18=under_18, country=country)
    frames = [*_frames(screening), *(["youth"] if under_18 else [])]
    kinds = _kinds(screening, under_18=under_18)
    lines, fallbacks = _lines(kinds, country, helplines)
    return _reply(ReplyKind.DANGER, [*frames, *fallbacks, "not_reviewed"], lines, country, helplines)


def careful_reply(country: str | None, helplines: Helplines, *, concern: bool = False) -> Reply:
    """The reply while an earlier danger (or ``concern``) still holds: information and self-care, no coaching."""
    lines, fallbacks = _lines(("violence",), country, helplines)
    frame = "careful_concern" if concern else "careful"
    return _reply(ReplyKind.CAREFUL, [frame, *fallbacks, "not_reviewed"], lines, country, helplines)


def _concern(helplines: Helplines, *, under_18: bool, country: str | None) -> Reply:
    lines, _ = _lines(("child",) if under_18 else ("violence",), country, helplines)
    return Reply(
        kind=ReplyKind.CONCERN,
        paragraphs=_paragraphs("concern", country, helplines),
        questions=_paragraphs("concern_question", country, helplines),
        help_lines=lines,
        frames=("safety/concern",),
    )


def _frames(screening: Screening) -> list[str]:
    """The texts to say, in order: what is urgent, whose life, then the danger itself."""
    if screening.failed:
        return ["screen_failed"]
    writer_did_it = _writer_did_it(screening)
    return [*_urgent(screening, writer_did_it=writer_did_it), *_suicidal(screening), *_danger(screening, writer_did_it)]


def _urgent(screening: Screening, *, writer_did_it: bool) -> list[str]:
    if writer_did_it:
        return [f"urgent_{sign}_doer" for sign in _URGENT if sign in screening.urgent & _FOR_DOER]
    return [f"urgent_{sign}" for sign in _URGENT if sign in screening.urgent]


def _suicidal(screening: Screening) -> list[str]:
    if SafetyFlag.SELF_HARM not in screening.flags:
        return []
    if "writer" in screening.suicidal or "partner" not in screening.suicidal | screening.at_risk:
        return ["self_harm_own"]
    return ["blackmail" if SafetyFlag.THREAT in screening.flags else "self_harm_partner"]


def _danger(screening: Screening, writer_did_it: bool) -> list[str]:
    flags = screening.flags - {SafetyFlag.SELF_HARM}
    if "writer" in screening.suicidal and screening.doer == "writer" and flags <= {SafetyFlag.THREAT}:
        return []
    past = "_past" if screening.when == "past" and not screening.urgent and not screening.fear else ""
    if not flags:
        return []
    child = SafetyFlag.CHILD_HARM in flags
    if writer_did_it:
        only_child = flags == {SafetyFlag.CHILD_HARM}
        return [*(["child_doer"] if child else []), *([] if only_child and past else [f"doer{past}"])]
    force_by_both = bool(flags & _FORCE) and "partner" in screening.at_risk and "partner" not in screening.suicidal
    only_child = flags == {SafetyFlag.CHILD_HARM} and "writer" not in screening.at_risk
    own_force = screening.doer == "writer" or force_by_both
    return [
        *([f"child{past}"] if child else []),
        *([] if only_child else [f"victim{past}"]),
        *(["own_force"] if own_force else []),
    ]


def _writer_did_it(screening: Screening) -> bool:
    """The writer is the only doer and tells no fear, injury or being trapped: else they are answered as a target."""
    only_own_life = screening.flags <= {SafetyFlag.SELF_HARM, SafetyFlag.THREAT} and "writer" in screening.suicidal
    return screening.doer == "writer" and not screening.fear and not only_own_life


def _kinds(screening: Screening, *, under_18: bool) -> tuple[str, ...]:
    flags = screening.flags
    wanted = [
        ("suicide", SafetyFlag.SELF_HARM in flags or screening.failed),
        ("child", SafetyFlag.CHILD_HARM in flags or under_18),
        (
            "own_behaviour",
            screening.doer == "writer" or ({"writer", "partner"} <= screening.at_risk and bool(flags & _FORCE)),
        ),
        ("sexual", SafetyFlag.SEXUAL_COERCION in flags and not _writer_did_it(screening)),
        ("violence", screening.failed or (bool(flags - {SafetyFlag.SELF_HARM}) and not _writer_did_it(screening))),
    ]
    return tuple(kind for kind, needed in wanted if needed)


def _lines(kinds: tuple[str, ...], country: str | None, helplines: Helplines) -> tuple[tuple[HelpLine, ...], list[str]]:
    """The emergency line, the lines for ``kinds``, findahelpline.com; and the texts for what is missing."""
    found = [helplines.emergency(country)]
    for kind in kinds:
        found += [line for line in helplines.lines(country, kind) if line not in found]
    fallbacks = [] if (country or "").upper() in helplines.countries else ["fallback_country"]
    if not fallbacks and "own_behaviour" in kinds and not helplines.lines(country, "own_behaviour"):
        fallbacks.append("fallback_own_behaviour")
    if {"violence", "sexual"} & set(kinds):
        fallbacks.append("fallback_men_lgbt")
    return (*found, FIND), fallbacks


def _paragraphs(frame: str, country: str | None, helplines: Helplines) -> tuple[str, ...]:
    text = helplines.texts[frame].replace(_EMERGENCY, helplines.emergency(country).contact)
    return tuple(" ".join(part.split()) for part in text.split("\n\n"))


def _reply(
    kind: ReplyKind, frames: list[str], lines: tuple[HelpLine, ...], country: str | None, helplines: Helplines
) -> Reply:
    paragraphs = [part for frame in frames for part in _paragraphs(frame, country, helplines)]
    return Reply(kind, tuple(paragraphs), help_lines=lines, frames=tuple(f"safety/{frame}" for frame in frames))
