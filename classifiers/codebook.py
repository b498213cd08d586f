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


class Slot(StrEnum):
    """What a line to the partner is made of, told in the user's own words."""

    ABOUT = "about"
    EVENT = "event"
    FEEL = "feel"
    WISH = "wish"
    SIDE = "side"
    WHEN = "when"
    WHERE = "where"
    NAME = "name"


class Intent(StrEnum):
    """What a turn of a talk is for."""

    ACCOUNT = "account"
    MORE = "more"
    ANSWER = "answer"
    CORRECT = "correct"
    ASK_LINE = "ask_line"
    REFUSE_LINE = "refuse_line"
    KEEP_LINE = "keep_line"
    REPORT = "report"
    ASK_VERDICT = "ask_verdict"
    ASK_ABOUT_APP = "ask_about_app"
    VENT = "vent"
    THANKS_BYE = "thanks_bye"
    GREETING = "greeting"
    HAPPY = "happy"
    LINE = "line"
    OTHER_TOPIC = "other_topic"
    UNCLEAR = "unclear"
    STOP = "stop"
    PASTED_CHAT = "pasted_chat"


class Topic(StrEnum):
    """What a row was over, in the words the product keeps."""

    CHORES = "chores"
    MONEY = "money"
    PHONES = "phones"
    TIME_TOGETHER = "time_together"
    COMING_HOME = "coming_home"
    LATENESS = "lateness"
    FORGOTTEN_PLANS = "forgotten_plans"
    PARENTING = "parenting"
    IN_LAWS = "in_laws"
    INTIMACY = "intimacy"
    TRUST_JEALOUSY = "trust_jealousy"
    WORK_HOURS = "work_hours"
    DRINKING = "drinking"
    FRIENDS = "friends"
    TONE = "tone"
    DECISIONS_ALONE = "decisions_alone"
    HEALTH = "health"
    HOLIDAYS = "holidays"
    PETS = "pets"
    GAMING = "gaming"
    DISTANCE_TEXTING = "distance_texting"
    MOVING = "moving"
    OTHER = "other"
    NONE = "none"


ACTS: tuple[tuple[Actor, Behavior], ...] = tuple((actor, behavior) for actor in Actor for behavior in Behavior)
"""Who and what, in the order of the encoder's first thirty outputs."""

SLOTS: tuple[Slot, ...] = tuple(Slot)
INTENTS: tuple[Intent, ...] = tuple(Intent)
TOPICS: tuple[Topic, ...] = tuple(Topic)
"""The order of the encoder's other outputs, in fitting and in reading."""

CONCERN = "concern"
DANGERS: tuple[str, ...] = (*(flag.value for flag in SafetyFlag), CONCERN)
"""The six flags and concern, in the order of the encoder's next seven outputs."""
