"""When to talk: times a line may name, by the writer's own clock."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.replies.picking import shuffled


@dataclass(frozen=True, slots=True)
class Hours:
    """``back`` fits after "I'll be", ``until`` after "until", ``later`` after "Could we talk", ``soon`` after "agree"."""

    back: str
    until: str
    later: str
    soon: str
    late: bool


def hours(said_at: datetime, time_zone: str | None, seed: str) -> Hours:
    """Times to propose. After nine in the evening the talk is tomorrow; where the zone is not known, words that fit any hour."""
    tomorrow = [
        "tomorrow after dinner",
        "tomorrow over coffee",
        "tomorrow evening",
        "tomorrow after work",
        "tomorrow at seven",
    ]
    hour = _hour(said_at, time_zone)
    if hour is None:
        return Hours("in an hour", "tomorrow", shuffled(seed, tomorrow)[0], "tomorrow", late=False)
    if hour >= 21 or hour < 5:
        return Hours("in the morning", "tomorrow morning", shuffled(seed, tomorrow)[0], "tomorrow", late=True)
    if hour >= 17:
        return Hours("at nine", "nine", shuffled(seed, tomorrow)[0], "tomorrow", late=False)
    today = ["tonight after dinner", "this evening at eight", "tonight, once it's quiet", "tonight over tea"]
    return Hours("at seven", "seven", shuffled(seed, [*today, *tomorrow[:2]])[0], "tonight", late=False)


def _hour(said_at: datetime, time_zone: str | None) -> int | None:
    """The writer's own hour, 0 to 23; None where nobody knows it."""
    if time_zone is None or said_at.tzinfo is None:
        return None
    try:
        return said_at.astimezone(ZoneInfo(time_zone)).hour
    except (ZoneInfoNotFoundError, ValueError):
        return None
