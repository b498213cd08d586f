"""The words of the codebook (docs/codebook.md): who, what, which family, which danger.

The tags come from the article "The Emotional Intimacy Rope": fight responses, flight responses and the
threads that strengthen the rope; ``repair`` is added for couples that restore their balance.
"""

from enum import StrEnum


class Actor(StrEnum):
    """Whose act it is: the person who writes, or the other end of the rope."""

    USER = "user"
    PARTNER = "partner"

    @property
    def other(self) -> "Actor":
        """The other end of the rope."""
        return Actor.PARTNER if self is Actor.USER else Actor.USER


class Family(StrEnum):
    """The three kinds of behavior the article tells apart."""

    FIGHT = "fight"
    FLIGHT = "flight"
    THREAD = "thread"


class Behavior(StrEnum):
    """The fifteen tags; each knows its family: ``Behavior.LEAVING.family is Family.FLIGHT``."""

    CRITICIZING = "criticizing"
    ATTACKING = "attacking"
    DEMANDING = "demanding"
    CONTROLLING = "controlling"
    PURSUING = "pursuing"
    STONEWALLING = "stonewalling"
    SHUTTING_DOWN = "shutting_down"
    LEAVING = "leaving"
    SELF_PROTECTING = "self_protecting"
    KINDNESS = "kindness"
    ROUTINE = "routine"
    HOMECOMING = "homecoming"
    CONNECTION = "connection"
    GENTLE_REQUEST = "gentle_request"
    REPAIR = "repair"

    @property
    def family(self) -> Family:
        """The family this behavior belongs to."""
        return _FAMILIES[self]


_FIGHT = (
    Behavior.CRITICIZING,
    Behavior.ATTACKING,
    Behavior.DEMANDING,
    Behavior.CONTROLLING,
    Behavior.PURSUING,
)
_FLIGHT = (
    Behavior.STONEWALLING,
    Behavior.SHUTTING_DOWN,
    Behavior.LEAVING,
    Behavior.SELF_PROTECTING,
)
_FAMILIES = {
    behavior: (Family.FIGHT if behavior in _FIGHT else Family.FLIGHT if behavior in _FLIGHT else Family.THREAD)
    for behavior in Behavior
}


class Assertion(StrEnum):
    """Whether what a clause tells took place (clinical NLP's term: NegEx, ConText)."""

    HAPPENED = "happened"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    STOPPED = "stopped"
    GENERAL = "general"
    SELF_DEFENCE = "self_defence"


class SafetyFlag(StrEnum):
    """The six dangers; a flag stands on the whole message, apart from the tags."""

    VIOLENCE = "violence"
    THREAT = "threat"
    COERCIVE_CONTROL = "coercive_control"
    SEXUAL_COERCION = "sexual_coercion"
    SELF_HARM = "self_harm"
    CHILD_HARM = "child_harm"


class SafetyLevel(StrEnum):
    """How a reply must go: help only, one private question first, or as usual."""

    DANGER = "danger"
    CONCERN = "concern"
    NONE = "none"
