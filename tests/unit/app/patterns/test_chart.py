"""The bars of the chart: heights that can be checked by hand."""

from datetime import date

from app.patterns.chart import BASE, draw
from app.patterns.weekly import Seen, weekly
from classifiers.codebook import Actor, Family

MONDAY = date(2026, 11, 23)


def test_tallest_bar_is_the_largest_count_and_zeros_have_none() -> None:
    """Two fights and one thread give two bars, one twice as high as the other."""
    seen = [Seen(MONDAY, Actor.USER, Family.FIGHT, 1)] * 2 + [Seen(MONDAY, Actor.USER, Family.THREAD, 1)]
    bars = draw(weekly(seen, today=MONDAY, weeks=4), mine=True).bars
    assert [(bar.family, bar.count) for bar in bars] == [(Family.FIGHT, 2), (Family.THREAD, 1)]
    assert bars[0].height == 2 * bars[1].height
    assert all(round(bar.y + bar.height, 6) == BASE for bar in bars)


def test_labels_stay_inside_the_picture() -> None:
    """The last week's label has room at the right edge."""
    chart = draw(weekly([], today=MONDAY, weeks=52), mine=False)
    assert chart.bars == ()
    assert chart.weeks[-1].text == "23 Nov"
    assert chart.weeks[-1].x < chart.width - 20
