"""The weekly counts as bars: numbers only, drawn by a template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.patterns.weekly import Week
from classifiers.codebook import Family

WIDTH, HEIGHT, BASE, LEFT, RIGHT = 720, 220, 190, 34, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: place and size in user units, and what it says."""

    x: float
    y: float
    width: float
    height: float
    family: Family
    count: int
    start: date


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the SVG macro draws."""

    bars: tuple[Bar, ...]
    weeks: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    left: int = LEFT


def draw(weeks: Sequence[Week], *, mine: bool) -> Chart:
    """Three bars a week: fight, flight, threads."""
    tables = [week.mine if mine else week.ours for week in weeks]
    top = max([4, *(count for table in tables for count in table.values())])
    step = (WIDTH - LEFT - RIGHT) / max(len(weeks), 1)
    width = step / 4.2
    bars, labels = [], []
    for index, (week, table) in enumerate(zip(weeks, tables, strict=True)):
        for place, family in enumerate(Family):
            height = (BASE - 16) * table[family] / top
            x = LEFT + index * step + step * 0.12 + place * width
            if table[family]:
                bars.append(Bar(x, BASE - height, width - 2, height, family, table[family], week.start))
        if len(weeks) <= 8 or index % 2 == (len(weeks) - 1) % 2:
            labels.append(Tick(LEFT + index * step + step / 2, BASE + 20, f"{week.start:%-d %b}"))
    counts = tuple(Tick(LEFT - 8, BASE - (BASE - 16) * value / top, str(value)) for value in sorted({0, top // 2, top}))
    return Chart(tuple(bars), tuple(labels), counts)
