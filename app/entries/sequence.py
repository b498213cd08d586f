"""What came after what within one telling, and the dance it makes. Pure.

Acts are put into four moves for each of the two. A pair is two acts of different people that follow each other in a telling. Telling order is not
always the order of events: a pair with "because", "after" or the like between them is turned round, one with "had" or "earlier" is dropped. There
are no pairs from one message to the next. Dances: the three negative cycles of emotionally focused therapy (pursue-withdraw, attack-attack,
withdraw-withdraw).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifiers.codebook import Actor, Behavior, Family

_REVERSES = re.compile(r"\b(?:because|cos|cuz|since|after (?:he|she|they|i|we|that)|when)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:had|'d (?:already|been)|before|earlier|by then|the day before|last time|always|usually|again and again)\b",
    re.IGNORECASE,
)


class Group(StrEnum):
    """What sort of move an act is."""

    PRESS = "press"
    ATTACK = "attack"
    QUIET = "quiet"
    MEND = "mend"


_GROUPS = {
    Behavior.DEMANDING: Group.PRESS,
    Behavior.PURSUING: Group.PRESS,
    Behavior.CONTROLLING: Group.PRESS,
    Behavior.CRITICIZING: Group.ATTACK,
    Behavior.ATTACKING: Group.ATTACK,
}


def group_of(behavior: Behavior) -> Group:
    """The sort of move."""
    return _GROUPS.get(behavior) or (Group.MEND if behavior.family is Family.THREAD else Group.QUIET)


@dataclass(frozen=True, slots=True)
class Step:
    """One act in a telling; ``link`` is the text between the act told before it and this one."""

    actor: Actor
    behavior: Behavior
    link: str = ""

    @property
    def move(self) -> "Move":
        """Who did what sort of thing."""
        return Move(self.actor, group_of(self.behavior))


@dataclass(frozen=True, slots=True)
class Move:
    """One person's sort of move: "user/press"."""

    actor: Actor
    group: Group

    def __str__(self) -> str:
        return f"{self.actor.value}/{self.group.value}"


class Dance(StrEnum):
    """The circle two people go round in."""

    PURSUE_WITHDRAW = "pursue_withdraw"
    ATTACK_ATTACK = "attack_attack"
    WITHDRAW_WITHDRAW = "withdraw_withdraw"


def pairs(tellings: Iterable[Sequence[Step]]) -> Counter[tuple[Move, Move]]:
    """How often one's move was followed by the other's, over the tellings of one entry; told twice in different messages it counts once."""
    most: Counter[tuple[Move, Move]] = Counter()
    for telling in tellings:
        found: Counter[tuple[Move, Move]] = Counter()
        for before, after in _following(telling):
            found[before, after] += 1
        most |= found  # a retelling adds nothing to what was told before
    return most


def _following(telling: Sequence[Step]) -> Iterable[tuple[Move, Move]]:
    last: Step | None = None
    for step in telling:
        if last is not None and last.actor is not step.actor and not _UNSURE.search(step.link):
            yield (step.move, last.move) if _REVERSES.search(step.link) else (last.move, step.move)
        last = step


def dance(steps: Sequence[Step]) -> Dance | None:
    """The circle these acts make; None where only one of the two fought or fled."""
    moves = {(step.actor, step.move.group) for step in steps}
    fights = {actor for actor, group in moves if group in {Group.PRESS, Group.ATTACK}}
    flees = {actor for actor, group in moves if group is Group.QUIET}
    if len(fights) == 2 and not (len(flees) == 1 and _presses(moves)):
        return Dance.ATTACK_ATTACK
    if any(other is not actor for actor in fights for other in flees):
        return Dance.PURSUE_WITHDRAW
    return Dance.WITHDRAW_WITHDRAW if len(flees) == 2 else None


def _presses(moves: set[tuple[Actor, Group]]) -> bool:
    """Whether one presses without attacking while the other draws back: the pursuing shows, whatever else was said."""
    return any((actor, Group.PRESS) in moves and (actor.other, Group.QUIET) in moves for actor in Actor)
