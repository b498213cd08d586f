"""What stands in an entry, as numbers: the one rule by which every page counts, and by which a number finds its entries again. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.entries.sequence import Step, dance, pairs
from classifiers.codebook import Actor, Behavior, Family

RULE = "2"  # changes when a count changes: everything is then counted anew
Key = tuple[str, str]
_LOOSENS = {"small": 0, "usual": 1, "big": 3}
_LOT = 3  # strands of a deed that meant a lot


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as its messages tell it: sure acts that nobody put aside, in order of telling, a list a message.

    ``size`` is "small", "usual" or "big"; ``former`` says that it was with an ex; ``mended`` that they made up, as pressed.
    """

    day: date
    tellings: tuple[tuple[Step, ...], ...]
    hour: int | None = None
    size: str = "usual"
    topic: str = "none"
    former: bool = False
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """A good thing logged, or a ritual that happened: ``mine``, the partner's, or (None) of both."""

    day: date
    behavior: Behavior
    mine: bool | None
    meant_a_lot: bool = False
    landed: bool = False


def counted(told: Told) -> Counter[Key]:
    """The numbers an entry stands in. Retold acts count once. An ex's entry is in none but its own."""
    if told.former:
        return Counter({("entries", "former"): 1})
    acts = {(step.actor, step.behavior) for telling in told.tellings for step in telling}
    found: Counter[Key] = Counter({("entries", "told"): 1})
    for actor, behavior in acts:
        found["act", f"{actor.value}/{behavior.value}"] += 1
        if behavior.family is Family.THREAD:
            found["deed", _deed(behavior, mine=actor is Actor.USER, solid=actor is Actor.PARTNER)] = 1
    for family in {behavior.family for _, behavior in acts}:
        found["between", family.value] = 1
    if any(behavior.family is not Family.THREAD for _, behavior in acts):
        found.update(_quarrel(told, acts))
    return found


def _quarrel(told: Told, acts: set[tuple[Actor, Behavior]]) -> Counter[Key]:
    mended = told.mended or any(behavior is Behavior.REPAIR for _, behavior in acts)
    found: Counter[Key] = Counter(
        {("entries", "quarrel"): 1, ("weekday", str(told.day.weekday())): 1, ("topic", told.topic): 1}
    )
    if told.hour is not None:
        found["hour", str(told.hour)] = 1
    if _LOOSENS[told.size]:
        found["mended" if mended else "loosened", "strands"] = _LOOSENS[told.size]
    step = dance([one for telling in told.tellings for one in telling])
    if step:
        found["dance", step.value] = 1
        if mended:
            found["dance_mended", step.value] = 1
    followed = pairs(told.tellings)
    for (before, after), n in followed.items():
        found["pair", f"{before}>{after}"] = n
    for before in {first for first, _ in followed}:
        found["first_in", str(before)] = 1
    return found


def good_counted(good: Good) -> Counter[Key]:
    """The numbers a logged good thing stands in; of both, where ``mine`` is None, it is an act of neither alone."""
    solid = good.mine is not True or good.landed
    key = _deed(good.behavior, mine=good.mine is not False, solid=solid, lot=good.meant_a_lot)
    found: Counter[Key] = Counter({("entries", "logged"): 1, ("deed", key): 1, ("between", Family.THREAD.value): 1})
    if good.mine is not None:
        actor = Actor.USER if good.mine else Actor.PARTNER
        found["act", f"{actor.value}/{good.behavior.value}"] = 1
    return found


def _deed(behavior: Behavior, *, mine: bool, solid: bool, lot: bool = False) -> str:
    return "/".join(
        (behavior.value, "mine" if mine else "theirs", "solid" if solid else "light", "lot" if lot else "one")
    )


def strands_of(key: str) -> tuple[Behavior, bool, bool, int]:
    """A deed's key taken apart: what, whether mine, whether solid, how many strands."""
    behavior, whose, held, size = key.split("/")
    return Behavior(behavior), whose == "mine", held == "solid", _LOT if size == "lot" else 1


def day_counts(entries: Sequence[Told], goods: Sequence[Good]) -> Counter[Key]:
    """One day's numbers; a deed is there or not, however often it was done that day."""
    total: Counter[Key] = Counter()
    for one in entries:
        total.update(counted(one))
    for good in goods:
        total.update(good_counted(good))
    for key in total:
        if key[0] == "deed":
            total[key] = 1
    return total
