"""Listener.hear(reading) -> Situation: the slots of the reading put to use; word lists only for closed classes (times, feelings, heat, moves)."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifiers.annotations import Reading, Span, Told
from classifiers.codebook import Behavior, Family, Intent, Slot
from classifiers.parsing.actors import Role
from classifiers.parsing.parser import Parsed, Parser
from classifiers.situation.values import Act, Circumstance, Feeling, Heard, Partner, Situation, Wish
from classifiers.situation.wishes import wish_of
from classifiers.situation.words import SituationWords

SURE_TOLD = 0.5  # below this a slot is left out: a line without a fact is better than one with a wrong one
_SURE_FEEL = 0.6
_SURE_NAME = 0.65
_LONGEST_FEELING = 8
_LONGEST_LINE = 45
_LONGEST_PUTTING_RIGHT = 14
_SPELLED = {
    "bf": "boyfriend",
    "gf": "girlfriend",
    "hubby": "husband",
    "dh": "husband",
    "dw": "wife",
    "so": "partner",
    "fiance": "fiancé",
}
_SEX = {
    "husband": "he",
    "boyfriend": "he",
    "fiancé": "he",
    "wife": "she",
    "girlfriend": "she",
    "fiancée": "she",
    "missus": "she",
}
_PUTTING_RIGHT = frozenset({Intent.CORRECT, Intent.ASK_LINE, Intent.REFUSE_LINE})
_NOT_ABOUT = re.compile(
    r"\b(?:it'?s|it is|it was|that'?s|this is|was|is) ?(?:not|n't) (?:really |even |just )?(?:about|over) (?:\w+ )??(\w+)"
    r"(?=\W*(?:$|[.!?,;]|\b(?:it|but|behind)\b))",
    re.IGNORECASE,
)
_SAID_ABOUT = re.compile(
    r"(?:\b(?:it'?s|it is|it was)(?: really| all| only)? about|,? about) ((?:[\w']+ ){0,6}[\w']+)\W*$", re.IGNORECASE
)
_STRAIGHT = str.maketrans("’‘`´“”", "''''\"\"")
_SORRY = re.compile(
    r"\b(?:i(?:'m| am| was|m)? (?:so |really |truly |very |just |have |already |then |also )*(?:said |say |saying )?sorry"
    r"|(?:and|then) (?:said|say) sorry|i(?:'ve| have)? (?:already )?apologi[sz]ed)\b",
    re.IGNORECASE,
)
_FELT = re.compile(
    r"(?:\bfe(?:el|els|lt|eling)|\b(?:i|we)(?:'m| am| was| were|'d been| had been|m)|\b(?:am|was|been|made me|makes me|left me|me)|\bmostly|\bjust)"
    r"(?: (?:so|really|very|quite|pretty|a bit|a little|just|still|also|only|kind of|kinda|too|all|honestly|bit|proper|that|totally|super|more|mostly))*\W*$",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"\W*(?:leave it|forget it|fine|whatever|do what|suit yourself|stop |just go|put |i'm (?:not|done|going|finished)\b)",
    re.IGNORECASE,
)
_DRAWS_BACK = re.compile(
    r"\b(?:leave it|forget it|not (?:talking|discussing|replying|answering|doing this)|don't want to (?:talk|discuss)|not going to (?:talk|discuss)|"
    r"going for a|go on your own|done (?:talking|trying|explaining)|finished (?:talking|explaining)|do what(?:ever)? you (?:want|like)|do how you want|"
    r"suit yourself|i don't discuss|on silent|don't bother|phone's (?:going )?off)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:i |we )?(?:just |really |also )?(?:feel|felt|feeling|feels|am|was|were|being) "
    r"|i'm |im |so |very |really |quite |a bit |a little |bit |kind of |kinda |mostly |just |more )+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?: (?:a little|a bit|mostly|really|i suppose|i guess|honestly|too|tbh|as well|then))+$", re.IGNORECASE
)
_AS_SAID = re.compile(r"(?:like |as if i )?[a-z][a-z' -]*", re.IGNORECASE)
_NOT_FELT = re.compile(
    r"\b(?:he|she|they|you|him|her|them|that|it|not|no|never|because|and then|nothing|ok|okay|fine|wrong|right|better|good|at|we)\b",
    re.IGNORECASE,
)


class Listener:
    """Hears the situation in a reading. ``lexicons`` is data/lexicons; raises ValueError when a list is wrong."""

    def __init__(self, lexicons: Path) -> None:
        self._parser = Parser(lexicons)
        self.words = SituationWords.load(lexicons / "situation")

    def hear(self, reading: Reading, *, name: str = "", asked: frozenset[str] = frozenset()) -> Situation:
        """What ``reading.text`` tells; every part keeps the span it was heard in.

        ``name`` is the partner's name where it was told before; ``asked`` holds the kinds of question the message answers ("feeling", "wish", …).
        """
        text = reading.text.translate(_STRAIGHT)
        slots = {slot: _sure(reading.slots, slot) for slot in Slot}
        given = next(
            (
                one.span.of(text)
                for one in slots[Slot.NAME]
                if one.confidence >= _SURE_NAME and _is_name(one.span.of(text))
            ),
            name,
        )
        parsed = self._parser.parse(text)
        if parsed.is_line:  # whoever is named in a line to the partner is somebody else
            given = ""
        elif given:
            parsed = self._parser.parse(text, frozenset({given.lower()}))
        heat = self._heat(text)
        told = {slot: [Heard(one.span, parsed, one.confidence) for one in found] for slot, found in slots.items()}
        return Situation(
            parsed=parsed,
            intent=reading.intent,
            topic=reading.topic,
            acts=tuple(Act(tag, parsed) for tag in reading.tags),
            about=self._about(parsed, reading, told[Slot.ABOUT]),
            not_about=frozenset(one.quote.lower().split()[-1] for one in told[Slot.ABOUT] if _set_aside(one))
            | frozenset(word.lower() for word in _NOT_ABOUT.findall(text)),
            events=tuple(told[Slot.EVENT]),
            times=self._times(parsed, told[Slot.WHEN]),
            feelings=self._feelings(parsed, told[Slot.FEEL], answer="feeling" in asked),
            wish=self._wish(parsed, told[Slot.WISH], answer="wish" in asked),
            side=self._side(parsed, told[Slot.SIDE], answer="side" in asked),
            partner=_partner(parsed, given),
            heat=heat,
            hot=heat >= self.words.hot,
            is_line=parsed.is_line or _typed_to_partner(reading.intent, parsed),
            draws_back=bool(_DRAWS_BACK.search(text)),
            sorry=bool(_SORRY.search(text)) or any(_owns_up(tag.behavior, tag.span.of(text)) for tag in reading.tags),
            circumstance=self._circumstance(text),
            move=self._move(text, parsed),
            unsure=bool(reading.unsure),
            told=frozenset(one.slot for one in reading.slots if one.confidence >= SURE_TOLD),
        )

    @staticmethod
    def _about(parsed: Parsed, reading: Reading, told: Sequence[Heard]) -> tuple[Heard, ...]:
        told = list(told)
        doubtful = [Heard(one.span, parsed, one.confidence) for one in reading.hints] if not told else []
        weak = [
            Heard(one.span, parsed, one.confidence)
            for one in reading.slots
            if one.slot is Slot.ABOUT and one.confidence < SURE_TOLD
        ]
        told, weak, doubtful = (
            [one for one in some if not _set_aside(one) and not _idiom(one)] for some in (told, weak, doubtful)
        )
        short = len(parsed.tokens) <= _LONGEST_PUTTING_RIGHT
        said = _SAID_ABOUT.search(parsed.text) if not told and (short or reading.intent in _PUTTING_RIGHT) else None
        if said:
            told = [Heard(Span(*said.span(1)), parsed)]
        return tuple(sorted((*told, *weak, *doubtful), key=lambda one: -one.confidence))

    def time_words(self, heard: Heard) -> str:
        """How a line may say when it happened: "wednesday" -> "on Wednesday"."""
        return self._time(heard.quote) or ""

    def _times(self, parsed: Parsed, told: Sequence[Heard]) -> tuple[Heard, ...]:
        known = [one for one in told if self._time(one.quote)]
        for cue in () if known else self.words.times:
            found = cue.pattern.search(parsed.text)
            if found:
                return (Heard(Span(*found.span()), parsed),)
        return tuple(known)

    def _time(self, quote: str) -> str | None:
        for cue in self.words.times:
            found = cue.pattern.search(quote)
            if found:
                return cue.worded(found)
        return None

    def _feelings(self, parsed: Parsed, told: Sequence[Heard], *, answer: bool) -> tuple[Feeling, ...]:
        found = [feeling for one in told if one.confidence >= _SURE_FEEL for feeling in self._felt(one)]
        if answer and not found:
            found = list(self._felt(Heard(Span(0, len(parsed.text)), parsed)))
        unique = {one.say or one.heard.quote: one for one in found}
        return tuple(unique.values())

    def _felt(self, heard: Heard) -> tuple[Feeling, ...]:
        """The feelings in these words: those the list knows, else the words as said where they follow "I felt"."""
        known: list[Feeling] = []
        for cue in (*self.words.charges, *self.words.feelings):
            match = cue.pattern.search(heard.quote)
            if match:
                at = Heard(
                    Span(heard.span.start + match.start(), heard.span.start + match.end()),
                    heard.parsed,
                    heard.confidence,
                )
                if not any(one.heard.span.overlaps(at.span) for one in known) and not _denied(
                    heard.parsed.text[max(0, at.span.start - 16) : at.span.start]
                ):
                    known.append(Feeling(at, cue.worded(match), cue.ask))
        if known:
            return tuple(sorted(known, key=lambda one: one.heard.span))
        words = _CLOSING.sub("", _OPENING.sub("", heard.quote.strip(" .,!?"))).strip()
        before = heard.parsed.text[max(0, heard.span.start - 30) : heard.span.start]
        opened = words != heard.quote.strip(" .,!?") or _FELT.search(before) or not before.strip()
        if (
            not opened
            or not _AS_SAID.fullmatch(words)
            or _NOT_FELT.search(words)
            or len(words.split()) > _LONGEST_FEELING
        ):
            return ()
        if len(words.split()) > 2 and not words.lower().startswith(("like ", "as if ")):
            return ()
        return (Feeling(heard, words[0].lower() + words[1:]),)

    def _wish(self, parsed: Parsed, told: Sequence[Heard], *, answer: bool) -> Wish | None:
        for one in told:
            wish = wish_of(one, answer=answer)
            if wish:
                return wish
        return (
            wish_of(Heard(Span(0, len(parsed.text)), parsed), answer=True) if answer and parsed.text.strip() else None
        )

    @staticmethod
    def _side(parsed: Parsed, told: Sequence[Heard], *, answer: bool) -> Heard | None:
        if told:
            return max(told, key=lambda one: one.confidence)
        return Heard(Span(0, len(parsed.text)), parsed) if answer and len(parsed.text.split()) > 2 else None

    def _heat(self, text: str) -> float:
        points: float = sum(worth * len(pattern.findall(text)) for pattern, worth in self.words.heat)
        letters = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in {"TL", "LDR", "ADHD"}]
        shouted = sum(word.isupper() for word in letters)
        points += min(3.0, shouted * (1.0 if len(letters) > 3 else 0.5))
        return points * min(1.0, 60 / max(1, len(letters)))  # a long, told story is calmer than its loudest word

    def _circumstance(self, text: str) -> Circumstance | None:
        for rule in self.words.circumstances:
            if any(cue.search(text) for cue in rule.cues) and not any(cue.search(text) for cue in rule.unless):
                return rule.circumstance
        return None

    def _move(self, text: str, parsed: Parsed) -> str | None:
        length = sum(token.is_word for token in parsed.tokens)
        for rule in self.words.moves:
            if length <= rule.max_words:
                for cue in rule.cues:
                    if cue.fullmatch(text.strip()) if rule.whole else cue.search(text.strip()):
                        return rule.name
        return None


def _sure(slots: Iterable[Told], slot: Slot) -> list[Told]:
    return [one for one in slots if one.slot is slot and one.confidence >= SURE_TOLD]


def _is_name(words: str) -> bool:
    """Whether this is a name rather than "my wife"."""
    return (
        words.isalpha()
        and words[:1].isupper()
        and words.lower() not in _SPELLED
        and words.lower() not in _SEX
        and words not in {"DH", "DW", "SO", "OH", "MIL", "FIL", "Partner"}
    )


def _typed_to_partner(intent: Intent, parsed: Parsed) -> bool:
    """Whether a short message that tells of nobody is said straight to the partner ("Leave it. I'll do the bins myself.")."""
    spoken_of = any(
        mention is not None and mention.role in {Role.PARTNER, Role.BOTH, Role.OTHER} for mention in parsed.mentions
    )
    typed = intent in {Intent.LINE, Intent.VENT} or bool(_TYPED.match(parsed.text))
    return typed and not spoken_of and len(parsed.tokens) <= _LONGEST_LINE


def _owns_up(behavior: Behavior, words: str) -> bool:
    return behavior is Behavior.REPAIR and behavior.family is Family.THREAD and bool(_SORRY.search(words))


def _set_aside(heard: Heard) -> bool:
    """Whether the words before it say that this is not what it was about: "not the visit", "leave the money out of it"."""
    before = heard.parsed.text[max(0, heard.span.start - 24) : heard.span.start]
    after = heard.parsed.text[heard.span.end : heard.span.end + 8]
    return bool(
        re.search(
            r"\b(?:not|isn't|wasn't|never|nothing to do with)\W+(?:(?:really|even|just) )?(?:about |over )?$",
            before,
            re.IGNORECASE,
        )
    ) or (bool(re.search(r"\bleave \W*$", before, re.IGNORECASE)) and " out" in after)


def _idiom(heard: Heard) -> bool:
    """ "behind my back" is about nobody's back."""
    around = heard.parsed.text[max(0, heard.span.start - 12) : heard.span.end].lower()
    return bool(re.search(r"\b(?:behind|on|off) (?:my|his|her|their|your) back$", around))


def _denied(before: str) -> bool:
    return bool(re.search(r"(?:\b(?:not|never|no)|n'?t)\W*(?:\w+ )?$", before, re.IGNORECASE))


def _partner(parsed: Parsed, name: str) -> Partner:
    called: str | None = name or None
    counts = {"he": 0, "she": 0, "they": 0}
    kinds = {"him": "he", "his": "he", "her": "she", "hers": "she", "them": "they", "their": "they"}
    for spot, mention in enumerate(parsed.mentions):
        if mention is None or mention.role not in {Role.PARTNER, Role.BOTH}:
            continue
        word = parsed.tokens[spot].word
        noun = _SPELLED.get(word, word)
        pronoun = _SEX.get(noun) or kinds.get(word, word)
        if pronoun in counts:
            counts[pronoun] += 3 if noun in _SEX else 1
        if noun == "ex" and mention.case != "subject":
            continue  # "a like from my ex": somebody else, unless it is the ex who does things
        if called is None and spot and parsed.tokens[spot - 1].word == "my" and word.isalpha():
            called = f"your {noun}"
    best = max(counts, key=lambda one: counts[one])
    return Partner(called, best if counts[best] else "they", name)
