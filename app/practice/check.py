"""A line typed by hand -> what it still carries and what would make it easier to hear. Pure."""

import re
from dataclasses import dataclass

from app.replies.gate import MOST_SENTENCES, MOST_WORDS, faults
from app.replies.grammar import sentences
from classifiers.annotations import Reading
from classifiers.codebook import Slot

_REQUEST = re.compile(
    r"\b(?:could|can|would|shall|may|might) (?:we|you|i)\b|\bi(?:'d| would) (?:like|love)\b|\bwhen suits\b|\bhow about\b|\bwill you\b"
    r"|\bi (?:want|need) us\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:tonight|tomorrow|today|later|(?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:week|evening|weekend|morning)|"
    r"after (?:dinner|work|tea|supper)|"
    r"at (?:\d|one|two|three|four|five|six|seven|eight|nine|ten)|over (?:coffee|breakfast|dinner|tea)|"
    r"when\b|whenever|next time|once a week|in an hour|minutes)\b",
    re.IGNORECASE,
)
_FELT = re.compile(
    r"\bi(?:'m| am| was| felt| feel| got)\b|\bgot to me\b|\bi miss\b|\bit hurt\b|\bscares? me\b", re.IGNORECASE
)
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a line can carry: ``name`` says what, ``good`` whether it does, ``help`` what to do about it ("" where it is good)."""

    name: str
    good: bool
    help: str = ""


def checks(text: str, reading: Reading | None = None) -> tuple[Check, ...]:
    """What the line carries, in the order of docs/voice.md; () for an empty one. ``reading`` adds what the reader hears in it."""
    line = " ".join(text.translate(_STRAIGHT).split())
    if not line:
        return ()
    broken = {fault.partition(" ")[0]: True for fault in faults(line, sorry_said=True)}
    slots = {told.slot for told in reading.slots} if reading else set()

    def rule(number: str, name: str, help_: str) -> Check:
        return Check(name, number not in broken, "" if number not in broken else help_)

    felt = bool(_FELT.search(line)) or Slot.FEEL in slots
    asks = bool(_REQUEST.search(line)) or "?" in line or Slot.WISH in slots
    words = len(line.split())
    short = words <= MOST_WORDS and len(sentences(line)) <= MOST_SENTENCES
    return (
        rule(
            "1",
            "Begins with you yourself",
            "Start with “I”, “we” or the moment: “I felt alone on Friday” is easier to hear than “You left me”.",
        ),
        rule(
            "2", "One thing that happened", "Leave out always, never, every time, again: name the one time it happened."
        ),
        Check(
            "Says how it was for you",
            felt,
            "" if felt else "Add one plain feeling: hurt, lonely, worn out, scared, or “it got to me”.",
        ),
        rule(
            "3",
            "Your feeling, not their fault",
            "“Ignored” or “I feel that you…” says what they did. The feeling under it works better: hurt, lonely.",
        ),
        Check(
            "Says what you'd like",
            asks,
            "" if asks else "Say what you'd like instead, as something small the two of you could do.",
        ),
        rule(
            "4", "What is wanted, not what must stop", "Turn “stop…” or “don't…” round: what would you like to happen?"
        ),
        rule("5", "Leaves room for a no", "Make it a question: “Could we…?”, “When suits you?”. Orders get a wall."),
        Check(
            "Has a time",
            bool(_WHEN.search(line)),
            ""
            if _WHEN.search(line)
            else "A time makes it easier to say yes: after dinner, on Sunday, for ten minutes.",
        ),
        rule(
            "7",
            "Nothing that stings",
            "Take out names, swearing, comparisons and guesses about their motives; the rest gets heard.",
        ),
        rule("12", "Neither pleading nor sugary", "One ask is enough; leave out the begging."),
        rule(
            "13",
            "About the two of you",
            "Their friends, phone, clothes and money are theirs; ask for something together.",
        ),
        Check(
            "Short",
            short,
            "" if short else f"{words} words. Three sentences or fewer: the shorter it is, the more of it arrives.",
        ),
    )
