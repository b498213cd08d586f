"""The rope as lines: each strand a path that winds round the others, numbers only; a template makes SVG of it. Pure."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from app.rope.rope import WEEKS, Rope, Strand

WIDTH, HEIGHT, LEFT, RIGHT = 720.0, 190.0, 16.0, 26.0
MIDDLE = 84.0
_TURN = 150.0  # user units in which a strand winds round once
_STEP = 6.0
_GOLDEN = math.pi * (3 - math.sqrt(5))  # spreads any number of strands evenly round the rope
_THIN, _THICK = 3.0, 62.0  # how far from the middle a strand may lie: with one strand, with very many
_FRAY = 20.0  # length of a loose end


@dataclass(frozen=True, slots=True)
class Line:
    """One strand, drawn: ``paths`` in written weeks, ``dotted`` in unwritten ones, ``frayed`` the loose end; ``strand`` None for a named one."""

    paths: tuple[str, ...]
    dotted: tuple[str, ...]
    frayed: str
    knots: tuple[tuple[float, float], ...]
    strand: Strand | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One week on the axis."""

    x: float
    width: float
    start: date
    end: date
    label: str
    written: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template needs."""

    lines: tuple[Line, ...]
    weeks: tuple[Week, ...]
    hard: tuple[tuple[float, date], ...] = ()
    width: float = WIDTH
    height: float = HEIGHT


def draw(rope: Rope) -> Drawing:
    """The named strands run all along; the others from their day on, but for those that came loose the same day."""
    days = (rope.last - rope.first).days + 1
    scale = (WIDTH - LEFT - RIGHT) / (WEEKS * 7)

    def x_of(day: date) -> float:
        return LEFT + (day - rope.first).days * scale

    reach = [_reach(rope.holding(rope.first + timedelta(days=number))) for number in range(days)]
    reach = [sum(reach[max(0, at - 3) : at + 4]) / len(reach[max(0, at - 3) : at + 4]) for at in range(days)]
    end = x_of(rope.last) + scale
    lines = []
    named = rope.named or ("",)
    for number, name in enumerate(named):
        lines.append(_line(rope, None, name, number, LEFT, end, scale, reach))
    lasting = [one for one in rope.strands if one.loose != one.begins]
    for number, strand in enumerate(lasting, start=len(named)):
        stop = x_of(strand.loose) + scale / 2 if strand.loose else end
        lines.append(
            _line(rope, strand, "", number, x_of(strand.begins), max(stop, x_of(strand.begins) + _STEP), scale, reach)
        )
    hard = tuple((x_of(day) + scale / 2, day) for day in rope.hard_days)
    return Drawing(tuple(lines), tuple(_weeks(rope, scale)), hard)


def _reach(strands: int) -> float:
    """Half of the rope's thickness: grows with the root, so that a thick one stays on the page."""
    return min(_THICK, _THIN + 8.4 * math.sqrt(strands - 1))


def _line(
    rope: Rope,
    strand: Strand | None,
    name: str,
    number: int,
    start: float,
    stop: float,
    scale: float,
    reach: list[float],
) -> Line:
    def at(x: float) -> tuple[float, float]:
        day = min(max(int((x - LEFT) / scale), 0), len(reach) - 1)
        joined = min(1.0, (x - start + 8) / 40) if strand else 1.0  # a new strand comes in from the edge
        spread = reach[day] * (0.35 + 0.65 * ((number * 0.618) % 1))
        wave = math.sin(2 * math.pi * x / _TURN + number * _GOLDEN)
        outside = (1 - joined) * (26 if number % 2 else -26)
        return x, MIDDLE + spread * wave + outside

    solid: list[str] = []
    dotted: list[str] = []
    x, path, written = start, [at(start)], _written(rope, start, scale)
    while x < stop:
        x = min(x + _STEP, stop)
        path.append(at(x))
        if _written(rope, x, scale) != written or x >= stop:
            (solid if written else dotted).append(_path(path))
            path, written = [at(x)], _written(rope, x, scale)
    end_x, end_y = at(stop)
    frayed = ""
    if strand and strand.loose:
        side = 1 if number % 2 else -1
        frayed = "".join(
            f"M{end_x:.1f} {end_y:.1f}q{_FRAY / 2:.1f} {side * rise / 4:.1f} {reaches:.1f} {side * rise:.1f}"
            for reaches, rise in ((_FRAY * 0.8, _FRAY * 0.8), (_FRAY, _FRAY * 0.4))
        )
    knots = tuple(at(LEFT + (day - rope.first).days * scale + scale / 2) for day in (strand.mended if strand else ()))
    return Line(tuple(solid), tuple(dotted), frayed, knots, strand, name)


def _written(rope: Rope, x: float, scale: float) -> bool:
    week = rope.first + timedelta(weeks=min(max(int((x - LEFT) / scale / 7), 0), WEEKS - 1))
    return week not in rope.unwritten


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _weeks(rope: Rope, scale: float) -> list[Week]:
    return [
        Week(
            LEFT + number * 7 * scale,
            7 * scale,
            rope.first + timedelta(weeks=number),
            rope.first + timedelta(weeks=number, days=6),
            f"{rope.first + timedelta(weeks=number):%-d %b}",
            rope.first + timedelta(weeks=number) not in rope.unwritten,
        )
        for number in range(WEEKS)
    ]
