"""Numbers as bars: places and sizes only, drawn by a template as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, BASE, LEFT, RIGHT = 720, 220, 190, 34, 20
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Value:
    """One number to draw: ``kind`` its look, ``told`` what it says, ``address`` what it opens, from the page's root on."""

    kind: str
    count: int
    told: str
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: place and size in user units."""

    x: float
    y: float
    width: float
    height: float
    value: Value


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
    labels: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    left: int = LEFT


def draw(groups: Sequence[tuple[str, Sequence[Value]]]) -> Chart:
    """Bars side by side for each labelled group; a zero has no bar, its place stays. Labels that would touch are left out, never the last."""
    top = max([4, *(value.count for _, values in groups for value in values)])
    step = (WIDTH - LEFT - RIGHT) / max(len(groups), 1)
    every = -(-len(groups) // _MOST_LABELS)
    bars, labels = [], []
    for index, (label, values) in enumerate(groups):
        width = step * 0.76 / max(len(values), 1)
        for place, value in enumerate(values):
            height = (BASE - 16) * value.count / top
            if value.count:
                gap = min(2.0, width * 0.2)
                bars.append(
                    Bar(LEFT + index * step + step * 0.12 + place * width, BASE - height, width - gap, height, value)
                )
        if (len(groups) - 1 - index) % max(every, 1) == 0:
            labels.append(Tick(LEFT + index * step + step / 2, BASE + 20, label))
    counts = tuple(Tick(LEFT - 8, BASE - (BASE - 16) * value / top, str(value)) for value in sorted({0, top // 2, top}))
    return Chart(tuple(bars), tuple(labels), counts)
