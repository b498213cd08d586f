"""A screening -> the help reply: fixed texts and the lines of the chosen country. Nothing the person wrote is in it."""

from dataclasses import dataclass, replace

from app.replies.helplines import FIND, Helplines, HelplinesError, load_helplines
from app.replies.reply import HelpLine, Reply, ReplyKind
from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel

__all__ = ["NOWHERE", "Helplines", "HelplinesError", "Place", "careful_reply", "help_reply", "load_helplines"]

_URGENT = ("emergency", "strangling", "weapon", "threat_to_kill", "stalking", "pregnant", "separation")
_FOR_DOER = frozenset({"strangling", "weapon", "threat_to_kill", "stalking"})
_FORCE = frozenset({SafetyFlag.VIOLENCE, SafetyFlag.SEXUAL_COERCION})
_EMERGENCY = "{{ emergency }}"
_FOLD = "---"
SHOWN = 3  # paragraphs read at once: who is frightened reads no page


@dataclass(frozen=True, slots=True)
class Place:
    """Whose lines to show: an ISO code or None, and whether it was guessed from the browser's languages."""

    country: str | None = None
    guessed: bool = False


NOWHERE = Place()


def help_reply(screening: Screening, place: Place, helplines: Helplines, *, under_18: bool = False) -> Reply:
    """The reply to a flagged message, or to one that raises concern.

    A country that is not known gets the words "your local emergency number" and findahelpline.com, never a made-up number. Raises ValueError
    for a screening that is clear.
    """
    if screening.clear:
        raise ValueError("a clear screening needs no help reply")
    if screening.level is SafetyLevel.CONCERN:
        kinds: tuple[str, ...] = ("child",) if under_18 else ("violence",)
        concern = _reply(ReplyKind.CONCERN, ["concern"], kinds, place, helplines)
        return replace(concern, questions=_parts("concern_question", place, helplines)[0])
    frames = [*_frames(screening), *(["youth"] if under_18 else [])]
    return _reply(ReplyKind.DANGER, frames, _kinds(screening, under_18=under_18), place, helplines)


def careful_reply(place: Place, helplines: Helplines, *, concern: bool = False) -> Reply:
    """The reply while an earlier danger (or ``concern``) still holds: information and self-care, no coaching."""
    return _reply(ReplyKind.CAREFUL, ["careful_concern" if concern else "careful"], ("violence",), place, helplines)


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


def _lines(kinds: tuple[str, ...], place: Place, helplines: Helplines) -> tuple[HelpLine, ...]:
    """The one to call first: the line for the first kind, before the emergency number; findahelpline.com last."""
    found: list[HelpLine] = []
    for kind in kinds:
        found += [line for line in helplines.lines(place.country, kind) if line not in found]
    return (*found[:1], helplines.emergency(place.country), *found[1:], FIND)


def _fallbacks(kinds: tuple[str, ...], place: Place, helplines: Helplines) -> list[str]:
    """The texts for what is missing among the lines."""
    known = (place.country or "").upper() in helplines.countries
    missing = [] if known else ["fallback_country"]
    if known and "own_behaviour" in kinds and not helplines.lines(place.country, "own_behaviour"):
        missing.append("fallback_own_behaviour")
    if {"violence", "sexual"} & set(kinds) and not helplines.for_everyone(place.country):
        missing.append("fallback_men_lgbt")
    return missing


def _parts(frame: str, place: Place, helplines: Helplines) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A text's paragraphs, and those below its fold."""
    number = helplines.emergency(place.country).contact.partition(" (")[0]
    text = helplines.texts[frame].replace(_EMERGENCY, number)
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    fold = paragraphs.index(_FOLD) if _FOLD in paragraphs else len(paragraphs)
    return tuple(paragraphs[:fold]), tuple(paragraphs[fold + 1 :])


def _reply(kind: ReplyKind, frames: list[str], kinds: tuple[str, ...], place: Place, helplines: Helplines) -> Reply:
    """SHOWN paragraphs to be read at once, the one line to call; all else below the fold, the note last."""
    used = [*frames, *(_fallbacks(kinds, place, helplines) if kind is not ReplyKind.CONCERN else [])]
    parts = [_parts(frame, place, helplines) for frame in used]
    first = [paragraph for shown, _ in parts for paragraph in shown]
    below = [paragraph for _, more in parts for paragraph in more]
    return Reply(
        kind,
        tuple(first[:SHOWN]),
        help_lines=_lines(kinds, place, helplines),
        frames=tuple(f"safety/{frame}" for frame in used),
        more=(*first[SHOWN:], *below),
        country=place.country if place.country in helplines.countries else "",
        guessed=place.guessed,
        note=_parts("not_reviewed", place, helplines)[0][0],
    )
