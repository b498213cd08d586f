"""Words for a day or an hour: literals in, a date out; today is a Wednesday."""

from datetime import date

import pytest

from app.entries.when import day_told, hour_told

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("yesterday", date(2026, 11, 24)),
        ("last night", date(2026, 11, 24)),
        ("the day before yesterday", date(2026, 11, 23)),
        ("this morning", TODAY),
        ("on Friday", date(2026, 11, 20)),
        ("on wednesday", TODAY),
        ("last Wednesday", date(2026, 11, 18)),
        ("Tues", date(2026, 11, 24)),
        ("two weeks ago", date(2026, 11, 11)),
        ("a couple of days ago", date(2026, 11, 23)),
        ("3 months ago", date(2026, 8, 27)),
        ("last week", date(2026, 11, 18)),
        ("last weekend", date(2026, 11, 22)),
        ("on the 3rd of March", date(2026, 3, 3)),
        ("December 24th", date(2025, 12, 24)),
        ("every Friday", None),
        ("on Fridays", None),
        ("31st of february", None),
        ("always", None),
        ("", None),
    ],
)
def test_day(words: str, day: date | None) -> None:
    """One day, never one to come; many days are none."""
    assert day_told(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("he came home at 7pm", 19),
        ("at 19:30", 19),
        ("at ten", None),
        ("at 6 in the morning", 6),
        ("last night at 11", 23),
        ("at half nine in the evening", 21),
        ("at half past seven", None),
        ("at midnight", 0),
        ("at noon", 12),
        ("at 12 am", 0),
        ("we have 3 children at home", None),
        ("around 8 this morning", 8),
        ("at 40", None),
    ],
)
def test_hour(words: str, hour: int | None) -> None:
    """Only an hour that is told, and only where it can be one half of the day."""
    assert hour_told(words) == hour
