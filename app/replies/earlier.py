"""A message that answers our question, or goes on about the same row, joins the situation told before it."""

import re
from dataclasses import replace

from app.replies.choose import question_kind
from classifiers.codebook import Family, Intent, Slot
from classifiers.situation.listener import Listener
from classifiers.situation.values import Feeling, Heard, Situation

_PERSON = re.compile(r"\b(?:i|he|she|they|we|you|it|my|his|her|him|me|that|not|no)\b", re.IGNORECASE)
_LEAD = r"(?:^|[.!?,;]\s+)\W*(?:(?:can|could|make|be|but|something|a|bit|it|that|you|please|ok|even|one|way|much|i want|write)\W+)*"
_FORMS = {
    "short": "shorter|short one|briefer|brief|as a (?:text|message)|for whatsapp|in one sentence|too long",
    "warm": "softer|gentler|kinder|warmer|nicer|sweeter",
    "firm": "firmer|stronger|clearer|plainer|more direct|less (?:soppy|soft|sappy|mushy|sugary|nice)",
}
_REQUESTS = {name: re.compile(rf"{_LEAD}(?:{words})\b", re.IGNORECASE) for name, words in _FORMS.items()} | {
    "any": re.compile(
        r"^\W*(?:another(?: one| line)?(?: please)?|one more|a different (?:one|line)|try again|something else)\W*$"
        r"|\bwhat (?:could|can|should|do|would) i (?:say|text|write|tell)\b"
        r"|\b(?:sound|sounds|be|make it|say it) (?:more |a bit more )?like (?:me|i (?:talk|speak))\b",
        re.IGNORECASE,
    )
}
_LONGEST_REQUEST = 30
_MOST_WORDS = 40
_ANSWERING_MOVES = frozenset({None, "yes_no", "skip"})
_GOING_ON = frozenset({Intent.ANSWER, Intent.MORE, Intent.CORRECT})
_NO_ANSWER = frozenset(
    {Intent.KEEP_LINE, Intent.THANKS_BYE, Intent.GREETING, Intent.STOP, Intent.ASK_ABOUT_APP, Intent.OTHER_TOPIC}
)
SURE_TOLD = 0.6
_LONGEST_FEELING = 3


def joined(now: Situation, earlier: Situation | None, asked: frozenset[str], listener: Listener) -> Situation | None:
    """The earlier situation with what ``now`` adds, or None when ``now`` stands for itself.

    ``asked`` holds the kinds of the questions asked last ("feeling", "wish", "side", ...). What a turn is for is the encoder's word: a turn that
    answers, or goes on about the same row, belongs to it also where no list knows its words.
    """
    text = now.reading.text
    if earlier is None or now.move not in _ANSWERING_MOVES or len(text.split()) > _MOST_WORDS:
        return None
    if any(tag.behavior.family is not Family.THREAD for tag in now.reading.tags):
        return None
    if now.reading.intent in _NO_ANSWER:
        return None
    goes_on = now.reading.intent in _GOING_ON
    if not asked and not goes_on:
        return None
    feelings = now.feelings or (listener.loose_feelings(text) if asked & {"feeling", "feeling_charge"} else ())
    feelings = feelings or _felt(now, listener)
    wish = now.wish or (listener.loose_wish(text) if "wish" in asked and not feelings else None)
    if not (goes_on or feelings or wish or now.side or now.when or now.matter):
        return None
    return replace(
        earlier,
        feelings=feelings or earlier.feelings,
        wish=wish or earlier.wish,
        side=now.side or earlier.side,
        when=earlier.when or now.when,
        matter=now.matter or earlier.matter if now.reading.intent is Intent.CORRECT else earlier.matter or now.matter,
        topics=earlier.topics or now.topics,
        heat=now.heat,
        hot=False,
    )


def asked_line(now: Situation) -> str | None:
    """Which line a turn asks for: "short", "warm", "firm", "any"; None when it asks for none."""
    text = now.reading.text
    if len(text.split()) > _LONGEST_REQUEST:
        return None
    for wanted, cue in _REQUESTS.items():
        if cue.search(text):
            return wanted
    return "any" if now.reading.intent is Intent.ASK_LINE else None


def _felt(now: Situation, listener: Listener) -> tuple[Feeling, ...]:
    """The feelings the encoder heard, where the list knows them or they are short enough to be said as they stand ("guilty")."""
    text = now.reading.text
    for told in now.reading.slots:
        if told.slot is not Slot.FEEL or told.confidence < SURE_TOLD:
            continue
        words = told.span.of(text)
        known = listener.loose_feelings(words)
        if known:
            return known
        if len(words.split()) <= _LONGEST_FEELING and words.replace(" ", "").isalpha() and not _PERSON.search(words):
            return (Feeling(Heard(words.lower(), told.span, text), words.lower()),)
    return ()


def asked_kinds(questions: tuple[str, ...], known: dict[str, str]) -> frozenset[str]:
    """The kinds of the questions asked last; ``known`` gives the frame name for a question's text or its opening."""
    return frozenset(
        question_kind(name) for question in questions for start, name in known.items() if question.startswith(start)
    )
