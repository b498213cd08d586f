"""What may be said about a message: frozen values that refuse to exist wrong.

Offsets are Unicode code points of the text exactly as given, start inclusive, end exclusive.
"""

from dataclasses import dataclass

from classifiers.codebook import Actor, Behavior, Intent, SafetyFlag, SafetyLevel, Slot, Topic


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text, ``0 <= start < end``. Raises ValueError when empty or negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or negative stretch."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words of ``text`` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Tag:
    """One act: who did it, which behavior, the words that show it.

    ``confidence`` is the calibrated P(actor and behavior), 0 to 1. Raises ValueError outside.
    """

    actor: Actor
    behavior: Behavior
    span: Span
    confidence: float

    def __post_init__(self) -> None:
        """Refuse a confidence outside 0 to 1."""
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is 0 to 1, got {self.confidence}")

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sort key of the published formats: start, end, actor, behavior."""
        return (self.span.start, self.span.end, self.actor.value, self.behavior.value)


@dataclass(frozen=True, slots=True)
class Told:
    """One part of what a line to the partner is made of, in the user's own words; ``confidence`` 0 to 1. Raises ValueError outside."""

    slot: Slot
    span: Span
    confidence: float

    def __post_init__(self) -> None:
        """Refuse a confidence outside 0 to 1."""
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is 0 to 1, got {self.confidence}")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one message: sure tags, ``unsure`` ones shown only as "maybe", what the turn is for and what it is about.

    ``hints`` are doubtful words for what the row was about: for a line only, where no slot tells it, and never told as heard.
    """

    text: str
    tags: tuple[Tag, ...] = ()
    unsure: tuple[Tag, ...] = ()
    intent: Intent = Intent.UNCLEAR
    topic: Topic = Topic.NONE
    slots: tuple[Told, ...] = ()
    hints: tuple[Told, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a span outside the text."""
        spans = [*(tag.span for tag in (*self.tags, *self.unsure)), *(told.span for told in (*self.slots, *self.hints))]
        for span in spans:
            if span.end > len(self.text):
                raise ValueError(f"span {span} lies outside a text of {len(self.text)}")


@dataclass(frozen=True, slots=True)
class Screening:
    """What the safety screen found in a message and the messages before it.

    ``at_risk`` holds any of "writer", "partner", "child"; ``doer`` is "writer", "partner", "other" or None;
    ``when`` is "now", "past" or None. ``urgent`` names what needs the urgent wording first: any of
    "strangling", "weapon", "threat_to_kill", "stalking", "pregnant", "separation", "emergency".
    ``fear`` is true when the writer told fear, injury or being trapped. ``failed`` is true when the screen
    itself broke: it then counts as danger (fails closed). ``suicidal`` says whose life a ``self_harm`` flag is about
    ("writer", "partner"). ``signs`` names what was found below a flag: three messages with one within 30 days count as concern.
    ``lifts`` is true when the message takes the alarm before it back ("that's not what I meant").
    """

    level: SafetyLevel = SafetyLevel.NONE
    flags: frozenset[SafetyFlag] = frozenset()
    at_risk: frozenset[str] = frozenset()
    doer: str | None = None
    when: str | None = None
    urgent: frozenset[str] = frozenset()
    fear: bool = False
    failed: bool = False
    suicidal: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    lifts: bool = False

    @property
    def clear(self) -> bool:
        """Whether nothing stands in the way of tags and a suggestion."""
        return self.level is SafetyLevel.NONE
