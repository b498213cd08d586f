"""What forms of any page hold: a choice, a day."""

from datetime import date

from app.errors import UnreadableError

_OLDEST = date(1900, 1, 1)  # an older day is a slip of the keys, not a memory


def one_of(value: str, allowed: frozenset[str]) -> str:
    """``value`` when it is allowed. Raises UnreadableError."""
    if value not in allowed:
        raise UnreadableError
    return value


def day_in(raw: str) -> date | None:
    """The day a date field holds, None where it is empty. Raises UnreadableError."""
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise UnreadableError from None


def past_day_in(raw: str, today: date) -> date | None:
    """The same for something that happened: not after today. Raises UnreadableError."""
    day = day_in(raw)
    if day is not None and not _OLDEST <= day <= today:
        raise UnreadableError
    return day
