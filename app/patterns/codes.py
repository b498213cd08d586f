"""What a number on the page counts, as a short code for its address: addresses hold numbers, never words."""

from collections import Counter
from dataclasses import dataclass

from app.entries.counts import Key
from app.entries.sequence import Dance, Group, Move
from classifiers.codebook import Actor, Behavior, Family, Topic

MOVES = tuple(Move(actor, group) for actor in Actor for group in Group)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KEYS: dict[str, Key | None] = {
    "e0": None,
    **{f"m{at}": ("act", f"{Actor.USER.value}/{one.value}") for at, one in enumerate(Behavior)},
    **{f"b{at}": ("between", one.value) for at, one in enumerate(Family)},
    **{f"t{at}": ("topic", one.value) for at, one in enumerate(Topic)},
    **{f"w{at}": ("weekday", str(at)) for at in range(7)},
    **{f"h{at}": ("hour", str(at)) for at in range(24)},
    **{f"d{at}": ("dance", one.value) for at, one in enumerate(Dance)},
    **{f"r{at}": ("dance_mended", one.value) for at, one in enumerate(Dance)},
    **{
        f"p{at}-{to}": ("pair", f"{one}>{other}")
        for at, one in enumerate(MOVES)
        for to, other in enumerate(MOVES)
        if one.actor is not other.actor
        and other.group is not Group.ATTACK  # nobody's act is told as the cause of an attack
    },
}


@dataclass(frozen=True, slots=True)
class Number:
    """Which entries a number counts: those that stand in one of ``keys``; all of them where there is none."""

    code: str
    keys: frozenset[Key]

    def counts(self, found: Counter[Key]) -> bool:
        """Whether an entry with these numbers is behind this one."""
        return not self.keys or any(key in found for key in self.keys)


def number(code: str) -> Number:
    """The number of a code. Raises ValueError for a code that is none."""
    if code not in _KEYS:
        raise ValueError("no such number")
    key = _KEYS[code]
    return Number(code, frozenset() if key is None else frozenset({key}))


def mine(behavior: Behavior) -> str:
    """My acts of one kind."""
    return f"m{tuple(Behavior).index(behavior)}"


def between(family: Family) -> str:
    """What went on between the two, by family."""
    return f"b{tuple(Family).index(family)}"


def topic(one: Topic) -> str:
    """Quarrels over one thing."""
    return f"t{tuple(Topic).index(one)}"


def pair(before: Move, after: Move) -> str:
    """One move after another."""
    return f"p{MOVES.index(before)}-{MOVES.index(after)}"


def dance(one: Dance, *, mended: bool = False) -> str:
    """Quarrels of one circle; of these the ones made up."""
    return f"{'r' if mended else 'd'}{tuple(Dance).index(one)}"
