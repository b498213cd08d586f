"""Counts a week: two literals in, a table out."""

from datetime import date

from app.patterns.weekly import Seen, entries, monday, weekly
from classifiers.codebook import Actor, Family

TODAY = date(2026, 11, 25)


def test_week_begins_on_monday() -> None:
    """Sunday belongs to the Monday before it."""
    assert monday(date(2026, 11, 29)) == date(2026, 11, 23)
    assert monday(date(2026, 11, 23)) == date(2026, 11, 23)


def test_mine_counts_me_and_ours_counts_both() -> None:
    """An act of the partner is in what is between us, never in a number of its own."""
    seen = [Seen(TODAY, Actor.USER, Family.FIGHT, 1), Seen(TODAY, Actor.PARTNER, Family.FIGHT, 1)]
    (week,) = weekly(seen, today=TODAY, weeks=1)
    assert (week.mine[Family.FIGHT], week.ours[Family.FIGHT]) == (1, 2)


def test_quiet_weeks_are_kept_and_old_ones_left_out() -> None:
    """Three weeks are asked for: the last two are quiet, and what is older does not count."""
    noise = Seen(date(2026, 11, 8), Actor.USER, Family.FLIGHT, 1)
    seen = [Seen(date(2026, 11, 9), Actor.USER, Family.THREAD, 2), noise]
    weeks = weekly(seen, today=TODAY, weeks=3)
    assert [week.start for week in weeks] == [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]
    assert [week.quiet for week in weeks] == [False, True, True]
    assert weeks[0].mine == {Family.FIGHT: 0, Family.FLIGHT: 0, Family.THREAD: 1}


def test_entries_behind_a_number_come_once_each() -> None:
    """A message with two such acts is listed once, in order of telling."""
    seen = [Seen(TODAY, Actor.USER, Family.FIGHT, key) for key in (4, 4, 2)]
    noise = [Seen(TODAY, Actor.PARTNER, Family.FIGHT, 9), Seen(TODAY, Actor.USER, Family.FLIGHT, 8)]
    assert entries([*seen, *noise], start=date(2026, 11, 23), family=Family.FIGHT, mine=True) == [4, 2]
    assert entries([*seen, *noise], start=date(2026, 11, 23), family=Family.FIGHT, mine=False) == [4, 2, 9]
