"""What a message tells beside its acts: the situation, each part with the words it was heard in.

A part that was not told is None (or empty): nothing here is guessed.
"""

from dataclasses import dataclass
from enum import StrEnum

from classifiers.annotations import Reading, Span
from classifiers.codebook import Actor, Behavior, Family
from classifiers.parsing.actors import Role
from classifiers.parsing.parser import Parsed


@dataclass(frozen=True, slots=True)
class Heard:
    """Something told: ``say`` is how a line may word it, ``span`` where the text tells it (in ``text``)."""

    say: str
    span: Span
    text: str

    @property
    def quote(self) -> str:
        """The writer's own words."""
        return self.span.of(self.text)


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling as written; a charge in disguise ("ignored") has no ``say``, and ``ask`` offers feelings instead."""

    heard: Heard
    say: str | None
    ask: tuple[str, ...] = ()


class WishKind(StrEnum):
    """What a wish is about: the partner's doing, something together, the writer's own doing, or a thing."""

    DO = "do"
    TOGETHER = "together"
    MINE = "mine"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish the text gives.

    Tokens ``first`` to ``last`` of the parsed text; ``said`` is false when it was turned
    from a charge ("you never ask about my day").
    """

    kind: WishKind
    heard: Heard
    parsed: Parsed
    first: int
    last: int
    said: bool = True
    askable: bool = False


@dataclass(frozen=True, slots=True)
class EventClause:
    """A filmable clause: whose doing it tells, the parsed tokens that tell it (fillers left out), its time if told."""

    subject: Actor
    spots: tuple[int, ...]
    span: Span
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """How the writer calls the partner: "your husband", or None; ``pronoun`` is he, she or they."""

    called: str | None
    pronoun: str


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A situation with an answer of its own (data/lexicons/situation/circumstances.json)."""

    name: str
    no_line: bool
    no_part: bool
    always: bool
    own_lines: bool = False
    quiet_is_not_flight: bool = False


class Register(StrEnum):
    """How the message is written."""

    PLAIN = "plain"
    TEXTING = "texting"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Situation:
    """All that was heard in one message.

    ``english`` is "british", "us", "indian" or None; ``hot`` means too
    heated to weigh words; ``is_line`` that the message is typed as if to the partner.
    """

    reading: Reading
    parsed: Parsed
    topics: tuple[str, ...] = ()
    matter: Heard | None = None
    when: Heard | None = None
    where: Heard | None = None
    feelings: tuple[Feeling, ...] = ()
    wish: Wish | None = None
    side: Heard | None = None
    events: tuple[EventClause, ...] = ()
    partner: Partner = Partner(None, "they")
    register: Register = Register.PLAIN
    english: str | None = None
    heat: float = 0.0
    hot: bool = False
    is_line: bool = False
    sorry: Span | None = None
    circumstance: Circumstance | None = None
    move: str | None = None
    late: bool = False

    @property
    def couple(self) -> bool:
        """Whether the partner, or the two of them, are spoken of at all."""
        both = {Role.PARTNER, Role.BOTH}
        return self.is_line or any(mention is not None and mention.role in both for mention in self.parsed.mentions)

    @property
    def topic(self) -> str | None:
        """The topic told most clearly, or None."""
        return self.topics[0] if self.topics else None

    @property
    def named(self) -> tuple[Feeling, ...]:
        """The feelings the writer named (charges left out)."""
        return tuple(feeling for feeling in self.feelings if feeling.say)

    @property
    def charges(self) -> tuple[Feeling, ...]:
        """Charges in disguise: "ignored", "abandoned"."""
        return tuple(feeling for feeling in self.feelings if not feeling.say)

    def acts(self, actor: Actor, family: Family) -> tuple[Behavior, ...]:
        """The behaviors of ``family`` read for ``actor``, in the order of the text, each once."""
        found = [tag.behavior for tag in self.reading.tags if tag.actor is actor and tag.behavior.family is family]
        return tuple(dict.fromkeys(found))
