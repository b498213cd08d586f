"""What a message tells beside its acts: the situation, each part with the words it was heard in.

A part that was not told is None (or empty): nothing here is guessed.
"""

from dataclasses import dataclass
from enum import StrEnum

from classifiers.annotations import Span, Tag
from classifiers.codebook import Actor, Intent, Slot, Topic
from classifiers.parsing.actors import Role
from classifiers.parsing.parser import Parsed


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of a message that tell something: where they stand in it, and how sure the reader is (0 to 1)."""

    span: Span
    parsed: Parsed
    confidence: float = 1.0

    @property
    def quote(self) -> str:
        """The writer's own words."""
        return self.span.of(self.parsed.text)


@dataclass(frozen=True, slots=True)
class Act:
    """A sure tag, with the message it stands in."""

    tag: Tag
    parsed: Parsed

    @property
    def heard(self) -> Heard:
        """The words that show it."""
        return Heard(self.tag.span, self.parsed, self.tag.confidence)

    @property
    def quote(self) -> str:
        """The words that show it, as written."""
        return self.tag.span.of(self.parsed.text)


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling as written, ``say`` being what may follow "I felt"; a charge in disguise ("ignored") has no ``say``: ``ask`` offers feelings instead."""

    heard: Heard
    say: str | None
    ask: tuple[str, ...] = ()


class WishKind(StrEnum):
    """What a wish is about: their doing, something together, the own doing, a thing, or how it would be ("our Tuesdays ended with a goodnight")."""

    DO = "do"
    TOGETHER = "together"
    MINE = "mine"
    THING = "thing"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish the text gives: the tokens that say it, ``verb`` being the first of them as a bare verb ("" for a thing)."""

    kind: WishKind
    heard: Heard
    spots: tuple[int, ...]
    verb: str


@dataclass(frozen=True, slots=True)
class Partner:
    """How the writer calls the partner ("your husband", "Keith"), or None; ``name`` as written; ``pronoun`` is he, she or they."""

    called: str | None
    pronoun: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A situation with an answer of its own (data/lexicons/situation/circumstances.json)."""

    name: str
    no_line: bool
    no_part: bool
    always: bool
    own_lines: bool = False
    quiet_is_not_flight: bool = False
    quiet_only: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that was heard: in one message, or in the messages of one row put together.

    ``parsed`` is the message the row was told in. ``hot`` means too heated to weigh words; ``is_line`` that it is typed as if to the partner,
    ``draws_back`` that such a line ends the talk;
    ``sorry`` that the writer said sorry; ``not_about`` are words for what it was not about; ``told`` holds what was told at all, also where it could
    not be put into words.
    """

    parsed: Parsed
    intent: Intent = Intent.UNCLEAR
    topic: Topic = Topic.NONE
    acts: tuple[Act, ...] = ()
    about: tuple[Heard, ...] = ()
    not_about: frozenset[str] = frozenset()
    events: tuple[Heard, ...] = ()
    times: tuple[Heard, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    wish: Wish | None = None
    side: Heard | None = None
    partner: Partner = Partner(None, "they")
    heat: float = 0.0
    hot: bool = False
    is_line: bool = False
    sorry: bool = False
    circumstance: Circumstance | None = None
    move: str | None = None
    draws_back: bool = False
    unsure: bool = False
    told: frozenset[Slot] = frozenset()

    @property
    def text(self) -> str:
        """The message, its quotation marks straight."""
        return self.parsed.text

    @property
    def couple(self) -> bool:
        """Whether the partner, or the two of them, are spoken of at all."""
        both = {Role.PARTNER, Role.BOTH}
        return self.is_line or any(mention is not None and mention.role in both for mention in self.parsed.mentions)

    @property
    def named(self) -> tuple[Feeling, ...]:
        """The feelings the writer named (charges left out)."""
        return tuple(feeling for feeling in self.feelings if feeling.say)

    @property
    def charges(self) -> tuple[Feeling, ...]:
        """Charges in disguise: "ignored", "abandoned"."""
        return tuple(feeling for feeling in self.feelings if not feeling.say)

    def acts_of(self, actor: Actor) -> tuple[Act, ...]:
        """The acts of ``actor`` in the order of the text."""
        return tuple(act for act in self.acts if act.tag.actor is actor)
