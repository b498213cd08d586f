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


def hours(said_at: datetime, time_zone: str, seed: str) -> Hours:
    """Times to propose. After nine in the evening the talk is tomorrow; an unknown zone counts as UTC."""
    try:
        hour = said_at.astimezone(ZoneInfo(time_zone)).hour if said_at.tzinfo else said_at.hour
    except (ZoneInfoNotFoundError, ValueError):
        hour = said_at.hour
    tomorrow = [
        "tomorrow after dinner",
        "tomorrow over coffee",
        "tomorrow evening",
        "tomorrow after work",
        "tomorrow at seven",
    ]
    if hour >= 21 or hour < 5:
        return Hours("in the morning", "tomorrow morning", shuffled(seed, tomorrow)[0], "tomorrow", late=True)
    if hour >= 17:
        return Hours("at nine", "nine", shuffled(seed, tomorrow)[0], "tomorrow", late=False)
    today = ["tonight after dinner", "this evening at eight", "tonight, once it's quiet", "tonight over tea"]
    return Hours("at seven", "seven", shuffled(seed, [*today, *tomorrow[:2]])[0], "tonight", late=False)
