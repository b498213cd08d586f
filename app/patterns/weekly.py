"""Counts a week: the writer's own acts, and what went on between the two. Pure; today is an argument.

There is no total of the partner alone (docs/voice.md): "between us" counts both together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from classifiers.codebook import Actor, Family


@dataclass(frozen=True, slots=True)
class Seen:
    """One act on one day, local date; ``message`` is the entry behind it."""

    day: date
    actor: Actor
    family: Family
    message: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday ``start``: counts by family, mine and between us; quiet weeks are kept with zeros."""

    start: date
    mine: dict[Family, int]
    ours: dict[Family, int]

    @property
    def quiet(self) -> bool:
        """Whether nothing was written of this week."""
        return not any(self.ours.values())


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weekly(seen: Sequence[Seen], *, today: date, weeks: int) -> list[Week]:
    """The last ``weeks`` weeks, oldest first, this one included; what lies outside is left out."""
    last = monday(today)
    starts = [last - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    table = {start: Week(start, dict.fromkeys(Family, 0), dict.fromkeys(Family, 0)) for start in starts}
    for act in seen:
        week = table.get(monday(act.day))
        if week is not None:
            week.ours[act.family] += 1
            if act.actor is Actor.USER:
                week.mine[act.family] += 1
    return list(table.values())


def entries(seen: Sequence[Seen], *, start: date, family: Family, mine: bool) -> list[int]:
    """The messages behind one number, each once, in order of telling."""
    found = [
        act.message
        for act in seen
        if monday(act.day) == start and act.family is family and (act.actor is Actor.USER or not mine)
    ]
    return list(dict.fromkeys(found))
