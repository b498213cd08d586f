"""What follows what, as told: lag-sequential analysis of the acts of two people. Pure.

For each direction (my move after the other's, the other's after mine) the pairs make a table of moves; a cell is told when its adjusted
residual says that it comes more often than by chance (Bakeman and Gottman, "Observing Interaction", 2nd ed. 1997; the residual is Haberman's, "The
analysis of residuals in cross-classified tables", Biometrics 29, 1973), with Wilson's interval for the share. Pairs within one quarrel
are not independent of each other: five quarrels at least, and the page says what it is.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.entries.counts import Key
from app.entries.sequence import Group, Move
from classifiers.codebook import Actor

FEWEST_TIMES, FEWEST_QUARRELS = 10, 5
FEWEST_SEEN = 5  # times the answer itself came: below it the residual is no guide
_SURE = 1.96  # two-sided 5 %


@dataclass(frozen=True, slots=True)
class Follows:
    """After ``before`` came ``after`` ``times`` of ``of``; by chance it would be ``expected``; ``low`` to ``high`` is the 95 % interval of the share."""

    before: Move
    after: Move
    times: int
    of: int
    quarrels: int
    expected: float
    residual: float
    low: float
    high: float


def following(totals: Mapping[Key, int]) -> list[Follows]:
    """The cells that stand out and may be told, the clearest first.

    Nothing is told that would make one's act the cause of the other's attack, nor that a hurt is rewarded.
    """
    found = []
    for actor in Actor:
        table = _table(totals, actor)
        residuals = adjusted_residuals(table)
        for row, group in enumerate(Group):
            before = Move(actor, group)
            of = sum(table[row])
            quarrels = totals.get(("first_in", str(before)), 0)
            if of < FEWEST_TIMES or quarrels < FEWEST_QUARRELS:
                continue
            for column, answer in enumerate(Group):
                residual = residuals[row][column]
                if not _may_be_told(group, answer) or residual is None or residual < _SURE:
                    continue
                times = table[row][column]
                if times < FEWEST_SEEN:
                    continue
                low, high = wilson(times, of)
                expected = of * sum(line[column] for line in table) / sum(map(sum, table))
                found.append(
                    Follows(before, Move(actor.other, answer), times, of, quarrels, expected, residual, low, high)
                )
    return sorted(found, key=lambda one: -one.residual)


def _may_be_told(before: Group, answer: Group) -> bool:
    return answer is not Group.ATTACK and (answer is not Group.MEND or before is Group.MEND)


def _table(totals: Mapping[Key, int], actor: Actor) -> list[list[int]]:
    return [
        [totals.get(("pair", f"{Move(actor, before)}>{Move(actor.other, after)}"), 0) for after in Group]
        for before in Group
    ]


def adjusted_residuals(table: Sequence[Sequence[int]]) -> list[list[float | None]]:
    """(observed - expected) / sqrt(expected (1 - row share) (1 - column share)); None where the expected number or its spread is 0."""
    rows = [sum(row) for row in table]
    columns = [sum(row[at] for row in table) for at in range(len(table[0]))]
    total = sum(rows)
    found: list[list[float | None]] = []
    for row, line in zip(rows, table, strict=True):
        found.append([])
        for column, seen in zip(columns, line, strict=True):
            expected = row * column / total if total else 0.0
            spread = expected * (1 - row / total) * (1 - column / total) if total else 0.0
            found[-1].append((seen - expected) / math.sqrt(spread) if spread > 0 else None)
    return found


def wilson(times: int, of: int, z: float = _SURE) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927); ``of`` is at least 1."""
    share, square = times / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return middle - half, middle + half
