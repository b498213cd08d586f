"""Weeks and months that days belong to. Pure."""

from datetime import date, timedelta


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def next_month(day: date) -> date:
    """The first of the month after the day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
