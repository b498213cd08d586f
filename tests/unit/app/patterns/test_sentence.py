"""What is said of the numbers, and when nothing is."""

from datetime import date, timedelta

import pytest

from app.patterns.sentence import weekday_words

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(("weeks", "says"), [(4, "Sundays carry more"), (3, "No day"), (1, "No day")])
def test_a_day_of_the_week_stands_out_when_it_came_again_and_again(weeks: int, says: str) -> None:
    """Seven rows told on one evening say nothing of Sundays."""
    days = {SUNDAY - timedelta(weeks=week) for week in range(weeks)} | {SUNDAY - timedelta(days=1)}
    assert weekday_words({("weekday", "6"): 7, ("weekday", "5"): 1}, days).startswith(says)
