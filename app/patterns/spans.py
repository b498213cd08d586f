"""How far back the page looks, and the steps it counts by. Pure; today is an argument."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.entries.calendar import monday, next_month

DAYS: dict[str, int | None] = {"7": 7, "30": 30, "90": 90, "365": 365, "all": None}
NAMES = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "a year", "all": "all"}
_BY_DAY = 30  # days up to which each day is a step


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the time line: a day, a week from Monday, or a month."""

    first: date
    last: date
    label: str
    told: str


def first_day(span: str, today: date) -> date | None:
    """The first day of a span that ends today; None for all."""
    days = DAYS[span]
    return None if days is None else today - timedelta(days=days - 1)


def steps(span: str, first: date, today: date) -> list[Step]:
    """The steps from ``first`` to today, none left out."""
    days = DAYS[span]
    if days is None:
        return _months(first, today)
    if days <= _BY_DAY:
        some = [first + timedelta(days=number) for number in range(days)]
        return [Step(day, day, f"{day:%-d %b}", f"{day:%A %-d %B}") for day in some]
    start = monday(first)
    weeks = [start + timedelta(weeks=number) for number in range((today - start).days // 7 + 1)]
    return [
        Step(max(day, first), min(day + timedelta(days=6), today), f"{day:%-d %b}", f"Week of {day:%-d %B}")
        for day in weeks
    ]


def _months(first: date, today: date) -> list[Step]:
    found = []
    month = first.replace(day=1)
    while month <= today:
        after = next_month(month)
        found.append(Step(month, min(after - timedelta(days=1), today), f"{month:%b %y}", f"{month:%B %Y}"))
        month = after
    return found
