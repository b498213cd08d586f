"""The rope: what holds between two people over the last eight weeks, as strands that begin, hold and come loose. Pure; today is an argument.

The picture is the article's ("The Emotional Intimacy Rope"): kind acts add threads, hurts remove some, a strong rope buffers a bad day. The
rule (docs/voice.md, "The rope"): named strands hold throughout; a deed adds one strand, once a day a kind, three where it meant a lot; what the writer did is
light until it landed; a quarrel loosens one strand (three if big, none if small), and making up over it twists it back in. It is
nobody's measure: eight weeks are a choice, one strand is not worth another, and it is one person's telling.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.entries.calendar import monday
from classifiers.codebook import Behavior

WEEKS = 8
FEWEST_ENTRIES, FEWEST_DAYS = 5, 3
MOST_NAMED = 5
MOST_HOLDING = 36  # strands beside the named ones: a thicker rope cannot be told from this one


@dataclass(frozen=True, slots=True)
class Deed:
    """A good thing on a day; ``strands`` one, or three where it meant a lot."""

    day: date
    behavior: Behavior
    mine: bool
    solid: bool
    strands: int = 1


@dataclass(frozen=True, slots=True)
class Quarrels:
    """What the quarrels of a day loosened, and what of that making up twisted back in; strands."""

    day: date
    loosened: int = 0
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Strand:
    """One strand from ``begins`` on; ``loose`` is the day it came loose, ``mended`` days on which it was twisted back in at once."""

    begins: date
    behavior: Behavior
    mine: bool
    solid: bool
    loose: date | None = None
    mended: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Rope:
    """``named`` words of what already holds; ``strands`` oldest first; ``unwritten`` the Mondays of weeks without an entry."""

    first: date
    last: date
    named: tuple[str, ...]
    strands: tuple[Strand, ...]
    unwritten: frozenset[date]
    hard_days: tuple[date, ...] = ()

    def holding(self, day: date) -> int:
        """How many strands hold at the end of ``day``; never fewer than one, or than the named ones."""
        held = sum(one.begins <= day and (one.loose is None or one.loose > day) for one in self.strands)
        return max(1, len(self.named) + held)


def rope(
    *, today: date, named: Sequence[str], deeds: Iterable[Deed], quarrels: Iterable[Quarrels], written: Iterable[date]
) -> Rope:
    """The rope of the last eight weeks. ``written`` are the days with an entry. The order within a day does not matter."""
    first = monday(today) - timedelta(weeks=WEEKS - 1)
    strands: list[Strand] = []
    by_day: dict[date, tuple[list[Deed], list[Quarrels]]] = {}
    for deed in deeds:
        by_day.setdefault(deed.day, ([], []))[0].append(deed)
    for quarrel in quarrels:
        by_day.setdefault(quarrel.day, ([], []))[1].append(quarrel)
    hard = []
    for day in sorted(day for day in by_day if first <= day <= today):
        done, fought = by_day[day]
        room = MOST_HOLDING - sum(one.loose is None for one in strands)
        strands += _added(day, done)[:room]
        loosened, mended = sum(one.loosened for one in fought), sum(one.mended for one in fought)
        if loosened or mended:
            hard.append(day)
        for at in _oldest_holding(strands, loosened):
            strands[at] = replace(strands[at], loose=day)
        for at in _oldest_holding(strands, mended):  # came loose and was twisted back in at once
            strands[at] = replace(strands[at], mended=(*strands[at].mended, day))
    weeks = {first + timedelta(weeks=number) for number in range(WEEKS)}
    return Rope(
        first,
        today,
        tuple(named)[:MOST_NAMED],
        tuple(strands),
        frozenset(weeks - {monday(day) for day in written}),
        tuple(hard),
    )


def enough(entries: int, days: int) -> bool:
    """Whether there is enough to draw."""
    return entries >= FEWEST_ENTRIES and days >= FEWEST_DAYS


def _added(day: date, deeds: Sequence[Deed]) -> list[Strand]:
    """A kind adds once a day for each of the two; the surest and largest telling of it counts."""
    best: dict[tuple[Behavior, bool], tuple[bool, int]] = {}
    for deed in deeds:
        key = (deed.behavior, deed.mine)
        solid, strands = best.get(key, (False, 0))
        best[key] = (solid or deed.solid, max(strands, deed.strands))
    added = []
    for behavior, mine in sorted(best):
        solid, count = best[behavior, mine]
        added += [Strand(day, behavior, mine, solid) for _ in range(count)]
    return added


def _oldest_holding(strands: Sequence[Strand], count: int) -> list[int]:
    """Where the oldest strands that hold are: they lie outside and go first, the newer ones are wound round with them."""
    return [at for at, strand in enumerate(strands) if strand.loose is None][:count]
