"""What a talk has come to, and what the next turn means for it: a pure fold over the turns, nothing stored beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from classifiers.codebook import Family, Intent
from classifiers.situation.values import Act, Situation

_LONGEST_REQUEST = 30
_LONGEST_ANSWER = 45
_SHORTEST_ROW = 18  # words: what is shorter belongs to the row told before, unless somebody fights or flees in it and nothing was asked
_LEAD = (
    r"(?:^|[.!?,;]\s+)\W*(?:(?:can|could|make|be|but|something|a|bit|it|that|you|please|ok|even|one|way|much|"
    r"i want|write|say|have|give me|little|the)\W+)*"
)
_FORMS = {
    "text": r"as a (?:text|message)|for whatsapp|(?:to|by) text|(?:for|as) an? (?:sms|note)|like a note|text message",
    "short": r"shorter|short one|briefer|brief|in one sentence|too long|less words|fewer words",
    "warm": r"softer|gentler|kinder|warmer|nicer|sweeter|more gentle|less harsh",
    "firm": r"firmer|stronger|clearer|plainer|more direct|harder|less (?:soppy|soft|sappy|mushy|sugary|nice|polite)|straighter",
    "smaller": r"smaller|easier|less to ask|something (?:small|easy)",
}
_SAYS_ABOUT = re.compile(
    r"\W*(?:(?:no|nope|not|actually|really|well|mostly)\W+)*(?:it(?:'s|s| is| was)|that(?:'s| was)|this was)(?: \w+)? (?:about|over)\b",
    re.IGNORECASE,
)
_REQUESTS = {name: re.compile(rf"{_LEAD}(?:{words})\b", re.IGNORECASE) for name, words in _FORMS.items()} | {
    "any": re.compile(
        r"^\W*(?:another(?: one| line)?(?: please)?(?:,? (?:but )?about [^.!?]{3,60})?"
        r"|one more|a different (?:one|line)|try again|something else|other words)\W*$"
        r"|\bwhat (?:could|can|should|do|would) i (?:say|text|write|tell|answer)\b"
        r"|\bhow (?:could|can|should|do|would) i (?:say|put|word|phrase) (?:it|that|this)\b"
        r"|\b(?:sound|sounds|be|make it|say it) (?:more |a bit more )?like (?:me|i (?:talk|speak))\b",
        re.IGNORECASE,
    )
}
_STANDS_ALONE = {
    "greeting": "greeting", "thanks": "thanks", "bye": "bye", "what_are_you": "what_are_you", "no_coaching": "no_coaching",
    "helped": "helped", "did_not_help": "did_not_help", "not_yet": "not_yet",
}  # fmt: skip
_BY_INTENT = {
    Intent.THANKS_BYE: "thanks", Intent.GREETING: "greeting", Intent.ASK_ABOUT_APP: "what_are_you", Intent.STOP: "stop",
    Intent.OTHER_TOPIC: "other_topic", Intent.ASK_VERDICT: "verdict",
}  # fmt: skip


class Move(StrEnum):
    """What a turn is for the talk."""

    ROW = "row"  # tells of a row, or of something between the two
    JOINS = "joins"  # answers, or goes on about the row told
    CORRECTS = "corrects"  # puts the app right about it
    ASKS = "asks"  # wants a line, or another one
    REFUSES = "refuses"  # "I'd never say that", "they'd never agree"
    KEEPS = "keeps"  # takes a line
    SKIPS = "skips"  # leaves the question
    TALK = "talk"  # small talk, a report, a verdict asked for: a text of its own


@dataclass(frozen=True, slots=True)
class Meant:
    """A move with what it carries: the form asked for, or the name of the text that answers it."""

    move: Move
    what: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a talk stands.

    ``row`` is what was told of the row talked about, all turns put together; ``rows`` how many were told; ``pending`` the kinds of the questions asked
    last and ``asked`` of all asked about this row; ``offered`` the lines shown for it; ``refused`` how often a line was refused; ``name`` the partner's.
    """

    row: Situation | None = None
    rows: int = 0
    pending: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    offered: tuple[str, ...] = ()
    refused: int = 0
    kept: bool = False
    name: str = ""

    def means(self, now: Situation) -> Meant:
        """What the turn heard as ``now`` is for this talk."""
        words = len(now.text.split())
        standing = _STANDS_ALONE.get(now.move or "")
        if self.row is None:
            return Meant(Move.TALK, standing) if standing and not _quarrel(now) else self._opening(now)
        if standing and not _quarrel(now):
            return Meant(Move.TALK, standing)
        form = _asked_form(now, words)
        if form:
            return Meant(Move.ASKS, form)
        if now.move in {"never_say", "never_agree"} or (
            now.intent is Intent.REFUSE_LINE and self.offered and not self._answers(now)
        ):
            return Meant(Move.REFUSES, now.move if now.move in {"never_say", "never_agree"} else "never_say")
        if now.move == "kept" or (now.intent is Intent.KEEP_LINE and self.offered and words <= _LONGEST_REQUEST):
            return Meant(Move.KEEPS)
        if now.intent is Intent.ASK_LINE and words <= _LONGEST_REQUEST:
            return Meant(Move.ASKS, "any")
        if now.move == "skip" or (now.move == "not_quite" and words <= 6):
            return Meant(Move.SKIPS) if now.move == "skip" else Meant(Move.TALK, "not_quite")
        if now.intent in _BY_INTENT and not self._answers(now) and not _quarrel(now):
            return Meant(Move.TALK, _BY_INTENT[now.intent])
        if now.intent is Intent.REPORT and self.offered and not self._answers(now):
            return Meant(Move.TALK, "reported")
        if now.intent is Intent.HAPPY and not _quarrel(now):
            return Meant(Move.ROW)
        if now.is_line and now.intent is not Intent.CORRECT and not self.pending:
            return Meant(Move.ROW)
        if self._new_row(now, words):
            return Meant(Move.ROW)
        puts_right = now.intent is Intent.CORRECT or (words <= _LONGEST_REQUEST and _SAYS_ABOUT.match(now.text))
        return Meant(Move.CORRECTS if puts_right else Move.JOINS)

    @staticmethod
    def _opening(now: Situation) -> Meant:
        text = _BY_INTENT.get(now.intent)
        if text and not now.acts and not now.couple:
            return Meant(Move.TALK, text)
        return (
            Meant(Move.TALK, "verdict_first")
            if text == "verdict" and len(now.text.split()) < _SHORTEST_ROW and not now.acts
            else Meant(Move.ROW)
        )

    def _answers(self, now: Situation) -> bool:
        """Whether the turn brings what was asked for."""
        return bool(
            ("feeling" in self.pending and now.feelings)
            or ("wish" in self.pending and now.wish)
            or ("side" in self.pending and now.side and len(now.text.split()) > 3)
        )

    def _new_row(self, now: Situation, words: int) -> bool:
        told = _quarrel(now) or bool(now.events)
        if now.intent is not Intent.ACCOUNT or not told:
            return False
        return words >= (_LONGEST_ANSWER if self.pending else _SHORTEST_ROW)

    def told(self, now: Situation, meant: Meant) -> "Talk":
        """The talk with this turn in it, before it is answered."""
        name = now.partner.name or self.name
        if meant.move is Move.ROW:
            return Talk(row=now, rows=self.rows + _quarrel(now), name=name)
        row = self.row
        if row is not None and meant.move in {Move.JOINS, Move.CORRECTS}:
            row = joined(row, now, corrects=meant.move is Move.CORRECTS)
        elif row is not None and meant.move in {Move.ASKS, Move.REFUSES} and (now.wish or now.about):
            # "plainer please, I only want to see it with him", "another one, about being late"
            row = replace(row, wish=now.wish or row.wish, about=(*now.about, *row.about))
        return replace(
            self,
            row=row,
            name=name,
            refused=self.refused + (meant.move is Move.REFUSES),
            kept=self.kept or meant.move is Move.KEEPS,
        )

    def answered(self, kinds: Sequence[str], lines: Sequence[str]) -> "Talk":
        """The talk after an answer that asked questions of these ``kinds`` and offered ``lines``."""
        return replace(self, pending=frozenset(kinds), asked=self.asked | set(kinds), offered=(*self.offered, *lines))


def joined(row: Situation, now: Situation, *, corrects: bool) -> Situation:
    """What was told before with what ``now`` adds; where it puts something right, the new word wins."""
    aside = row.not_about | now.not_about
    about = (*now.about, *row.about) if corrects else (*row.about, *now.about)
    about = tuple(one for one in about if not aside.intersection(one.quote.lower().split()))
    return replace(
        row,
        acts=_acts(row.acts, now.acts),
        about=about,
        not_about=aside,
        events=(*row.events, *now.events),
        times=(*now.times, *row.times) if corrects else (*row.times, *now.times),
        feelings=now.feelings or row.feelings,
        wish=now.wish or row.wish,
        side=now.side or row.side,
        partner=row.partner if row.partner.name or not now.partner.name else now.partner,
        sorry=row.sorry or now.sorry,
        heat=now.heat,
        hot=now.hot,
        circumstance=row.circumstance or now.circumstance,
        told=row.told | now.told,
    )


def _acts(before: Sequence[Act], now: Sequence[Act]) -> tuple[Act, ...]:
    known = {(act.tag.actor, act.tag.behavior) for act in before}
    return (*before, *(act for act in now if (act.tag.actor, act.tag.behavior) not in known))


def _quarrel(now: Situation) -> bool:
    return any(act.tag.behavior.family is not Family.THREAD for act in now.acts)


def _asked_form(now: Situation, words: int) -> str | None:
    if words > _LONGEST_REQUEST:
        return None
    return next((wanted for wanted, cue in _REQUESTS.items() if cue.search(now.text)), None)
