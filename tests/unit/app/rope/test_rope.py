"""The rope's rule, by example and by properties that hold for whatever is told."""

import random
from datetime import date, timedelta

import pytest

from app.rope.drawing import HEIGHT, WIDTH, draw
from app.rope.rope import MOST_HOLDING, Deed, Quarrels, Rope, enough, rope
from classifiers.codebook import Behavior, Family

TODAY = date(2026, 11, 25)
THREADS = [one for one in Behavior if one.family is Family.THREAD]


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def told(
    *,
    named: int = 0,
    deeds: list[Deed] | None = None,
    quarrels: list[Quarrels] | None = None,
    written: list[date] | None = None,
) -> Rope:
    return rope(
        today=TODAY,
        named=[f"strand {number}" for number in range(named)],
        deeds=deeds or [],
        quarrels=quarrels or [],
        written=written or [TODAY],
    )


def kind_act(count: int, behavior: Behavior = Behavior.KINDNESS, *, mine: bool = False, strands: int = 1) -> Deed:
    return Deed(days_ago(count), behavior, mine, not mine, strands)


def test_a_deed_adds_one_strand_a_day_and_kind() -> None:
    """The same kind twice on a day is one; of the other person, or on another day, one more."""
    deeds = [kind_act(3), kind_act(3), kind_act(3, mine=True), kind_act(2), kind_act(2, Behavior.ROUTINE)]
    assert told(deeds=deeds).holding(TODAY) == 4


def test_meaning_a_lot_makes_three() -> None:
    """And the day it came is the day they begin."""
    one = told(deeds=[kind_act(3, strands=3)])
    assert (one.holding(days_ago(4)), one.holding(days_ago(3))) == (1, 3)


def test_a_quarrel_loosens_and_the_rope_never_breaks() -> None:
    """One strand, three, or as many as there are; what was named stays."""
    deeds = [kind_act(9), kind_act(8), kind_act(7), kind_act(6)]
    assert told(deeds=deeds, quarrels=[Quarrels(days_ago(5), loosened=1)]).holding(TODAY) == 3
    assert told(named=2, deeds=deeds, quarrels=[Quarrels(days_ago(5), loosened=99)]).holding(TODAY) == 2
    assert told(quarrels=[Quarrels(days_ago(5), loosened=9)]).holding(TODAY) == 1


def test_making_up_keeps_the_strand_and_leaves_a_knot() -> None:
    """It is twisted back in."""
    mended = told(deeds=[kind_act(9)], quarrels=[Quarrels(days_ago(5), mended=1)])
    assert mended.strands[0].mended == (days_ago(5),)
    assert mended.holding(TODAY) == 1


def test_only_eight_weeks_are_in_it() -> None:
    """What is older is not drawn; unwritten weeks are known as such."""
    one = told(deeds=[kind_act(80), kind_act(2)], written=[days_ago(2), days_ago(15)])
    assert len(one.strands) == 1
    assert len(one.unwritten) == 6


def test_it_takes_five_entries_on_three_days() -> None:
    """Fewer are not drawn."""
    assert [enough(5, 3), enough(4, 3), enough(5, 2)] == [True, False, False]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_told(seed: int) -> None:
    """The order within a day does not matter; bounded above, and never below what was named; the picture stays on its page."""
    draw_lots = random.Random(seed)
    deeds = [
        Deed(
            days_ago(draw_lots.randrange(70)),
            draw_lots.choice(THREADS),
            draw_lots.random() < 0.5,
            draw_lots.random() < 0.5,
            draw_lots.choice((1, 1, 3)),
        )
        for _ in range(draw_lots.randrange(0, 400))
    ]
    quarrels = [
        Quarrels(days_ago(draw_lots.randrange(70)), draw_lots.randrange(4), draw_lots.randrange(3))
        for _ in range(draw_lots.randrange(60))
    ]
    named = draw_lots.randrange(7)
    first = told(named=named, deeds=deeds, quarrels=quarrels)
    draw_lots.shuffle(deeds)
    draw_lots.shuffle(quarrels)
    assert told(named=named, deeds=deeds, quarrels=quarrels) == first
    for back in range(60):
        assert max(1, min(named, 5)) <= first.holding(days_ago(back)) <= 5 + MOST_HOLDING
    for line in draw(first).lines:
        for path in (*line.paths, *line.dotted):
            for point in path[1:].split("L"):
                x, y = map(float, point.split())
                assert 0 <= x <= WIDTH
                assert 0 <= y <= HEIGHT - 20
