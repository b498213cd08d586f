"""Whose feeling, whose state: whether a word of the text belongs to the writer or follows the partner."""

from classifiers.annotations import Span
from classifiers.parsing.actors import Mention, Role
from classifiers.parsing.parser import Parsed

_NOT = {"not", "never", "no", "n't", "without", "cannot"}
_FELT = {"feel", "feels", "felt", "feeling", "am", "was", "being", "been", "made", "makes"}
_WRITER_FEELS = {"feel", "feeling", "felt", "i", "me", "am", "'m", "im", "makes", "made", "left", "feelings", "hurts"}


def owned_by_writer(parsed: Parsed, span: Span, *, charge: bool) -> bool:
    """Whether the words before a feeling word make it the writer's: "I felt", "makes me", no partner, no "not".

    A ``charge`` ("ignored", "lied to") needs a feeling verb or "was" close before it.
    """
    index = next((spot for spot, token in enumerate(parsed.tokens) if token.end > span.start), None)
    if index is None:
        return False
    clause = next((clause for clause in parsed.clauses if clause.first <= index < clause.last), None)
    floor = max(index - 6, clause.first if clause else 0)
    if charge and not _FELT & {token.word for token in parsed.tokens[max(floor, index - 4) : index]}:
        return False
    owned = False
    for spot in range(index - 1, floor - 1, -1):
        word, mention = parsed.tokens[spot].word, parsed.mentions[spot]
        if word in _NOT:
            return False
        if word in {"feel", "felt", "feeling", "makes", "made", "leaves"} or (mention and mention.role is Role.USER):
            owned = owned or word in _WRITER_FEELS or bool(mention and mention.case in {"subject", "object"})
        if _is_subject(mention, Role.PARTNER) or _is_subject(mention, Role.OTHER) or _is_subject(mention, Role.BOTH):
            return owned and word not in _WRITER_FEELS and _felt_between(parsed, spot, index)
    spoken = parsed.speech[index] if index < len(parsed.speech) else None
    return owned and (spoken is None or spoken.line or spoken.speaker == "U")


def _felt_between(parsed: Parsed, spot: int, index: int) -> bool:
    """ "he makes me feel small", "he left me worried": the writer stands between the partner and the feeling."""
    inside = {parsed.tokens[at].word for at in range(spot + 1, index)}
    return "me" in inside and bool(inside & {"feel", "makes", "made", "make", "leaves", "left", "feeling"})


def _is_subject(mention: Mention | None, role: Role) -> bool:
    return mention is not None and mention.role is role and mention.case in {"subject", "any"}


def follows_partner(parsed: Parsed, start: int) -> bool:
    """Whether the partner is the subject just before ``start``."""
    before = [spot for spot, token in enumerate(parsed.tokens) if token.start < start]
    return any(_is_subject(parsed.mentions[spot], Role.PARTNER) for spot in before[-2:])
