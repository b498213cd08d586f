"""How far back, and by which steps."""

from datetime import date
from itertools import pairwise

import pytest

from app.patterns.spans import first_day, steps

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(("span", "count"), [("7", 7), ("30", 30), ("90", 14), ("365", 53)])
def test_steps_cover_the_span_and_nothing_else(span: str, count: int) -> None:
    """Side by side from the first day to today; weeks begin on Monday."""
    first = first_day(span, TODAY)
    assert first is not None
    line = steps(span, first, TODAY)
    assert len(line) == count
    assert (line[0].first, line[-1].last) == (first, TODAY)
    assert all((later.first - earlier.last).days == 1 for earlier, later in pairwise(line))
    assert all(one.first.weekday() == 0 for one in line[1:]) or count in {7, 30}


def test_all_goes_by_months() -> None:
    """From the month of the first entry, over the turn of the year."""
    line = steps("all", date(2025, 11, 1), date(2026, 1, 5))
    assert [one.label for one in line] == ["Nov 25", "Dec 25", "Jan 26"]
    assert line[-1].last == date(2026, 1, 5)
