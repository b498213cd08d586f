"""The day (and hour) that words tell: "last night", "on Friday", "two weeks ago", "at half past nine". Pure; today is an argument."""

import re
from datetime import date, timedelta

_NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)} | {
    "a": 1, "an": 1, "a couple of": 2, "a few": 3,
}  # fmt: skip
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YESTERDAY = re.compile(r"\b(?:yesterday|last night|the other night)\b")
_DAY_BEFORE = re.compile(r"\b(?:the )?day before yesterday\b")
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|just now|an hour ago|earlier)\b")
_AGO = re.compile(
    rf"\b({'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,3}}) (day|week|month|year)s? (?:ago|back)\b"
)
_LAST = re.compile(r"\blast (week|weekend|month|year)\b")
_WEEKDAY = re.compile(rf"\b(last |this past |on |this |every )?({'|'.join(sorted(_DAYS, key=len, reverse=True))})s?\b")
_DATE = re.compile(
    rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(_MONTHS)})[a-z]*\b|\b({'|'.join(_MONTHS)})[a-z]* (\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_CLOCK = re.compile(
    r"\b(?:at|around|about|by|til|till|until) (?:about |around )?(\d{1,2})(?:[:.](\d\d))? ?(am|pm|o'?clock|in the (?:morning|evening|afternoon)|at night)?"
    r"(?=\W|$)"
)
_HALF = re.compile(r"\b(?:at|around|about) half (?:past )?(\w+)(?: (in the morning|in the evening|at night))?\b")
_LATE = frozenset({"pm", "in the evening", "in the afternoon", "at night"})


def day_told(words: str, today: date) -> date | None:
    """The one day ``words`` name, never after ``today``; None where they name none, or many ("every Friday")."""
    said = " ".join(words.lower().split())
    ago = _AGO.search(said)
    if _DAY_BEFORE.search(said):
        return today - timedelta(days=2)
    if _YESTERDAY.search(said):
        return today - timedelta(days=1)
    if ago:
        count = _NUMBERS.get(ago[1]) or int(ago[1])
        return today - timedelta(days=count * {"day": 1, "week": 7, "month": 30, "year": 365}[ago[2]])
    if _TODAY.search(said):
        return today
    dated = _DATE.search(said)
    if dated:
        return _dated(int(dated[1] or dated[4]), _MONTHS[dated[2] or dated[3]], today)
    weekday = _WEEKDAY.search(said)
    if weekday:
        if weekday[1] == "every " or weekday[0].endswith(f"{weekday[2]}s"):
            return None  # "Fridays": many
        return _last(_DAYS[weekday[2]], today, before=weekday[1] == "last ")
    last = _LAST.search(said)
    if last:
        return today - timedelta(days={"week": 7, "weekend": today.weekday() + 1, "month": 30, "year": 365}[last[1]])
    return None


def _last(weekday: int, today: date, *, before: bool) -> date:
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or (7 if before else 0))


def _dated(day: int, month: int, today: date) -> date | None:
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def hour_told(words: str) -> int | None:
    """The hour of the day ``words`` tell, 0 to 23; None where none is told or it could be either half of the day."""
    said = " ".join(words.lower().split())
    if re.search(r"\bmidnight\b", said):
        return 0
    if re.search(r"\b(?:at noon|midday)\b", said):
        return 12
    half = _HALF.search(said)
    if half and (half[1] in _NUMBERS or half[1].isdigit()):
        return _of_day(_NUMBERS.get(half[1]) or int(half[1]), half[2], said)
    clock = _CLOCK.search(said)
    return (
        _of_day(int(clock[1]), clock[3], said)
        if clock and (clock[2] or clock[3] or re.search(r"\b(?:at|around) \d", clock[0]))
        else None
    )


def _of_day(hour: int, half: str | None, said: str) -> int | None:
    if hour > 24:
        return None
    if hour > 12 or hour == 0:
        return hour % 24
    if half in {"am", "in the morning"}:
        return hour % 12
    if half in _LATE or re.search(r"\b(?:tonight|last night|evening|dinner|bed|bedtime)\b", said):
        return hour % 12 + 12
    if re.search(r"\b(?:morning|breakfast)\b", said):
        return hour % 12
    return None
