"""What every format gives: one line of a chat, with the moment as the file writes it."""

from dataclasses import dataclass
from datetime import date, datetime

ME = "Me"  # how files that know whose phone they come from call its owner
LONGEST = 20_000  # characters kept of one message
_YEARS = range(1990, 2100)  # that a chat can be from


class ChatFileError(ValueError):
    """The file cannot be brought in; the message names the line or place, and never its words."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Day and time as the file writes them: three numbers whose order the whole file tells (app.imports.chats.order), hour and minute."""

    day: tuple[int, int, int]
    hour: int
    minute: int

    @property
    def raw(self) -> str:
        """As it is kept until the order is known."""
        first, second, third = self.day
        return f"{first:02}/{second:02}/{third:02} {self.hour:02}:{self.minute:02}"  # padded: a year first, it sorts by time

    @classmethod
    def of(cls, raw: str) -> "Stamp":
        """Back from ``raw``."""
        day, time = raw.split(" ")
        first, second, third = map(int, day.split("/"))
        hour, minute = map(int, time.split(":"))
        return cls((first, second, third), hour, minute)

    @classmethod
    def at(cls, moment: datetime) -> "Stamp":
        """Of a moment that is known: year, month, day."""
        return cls((moment.year, moment.month, moment.day), moment.hour, moment.minute)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message: ``number`` is the line of the file, or the place of the message in it, ``chat`` which chat where the file holds several."""

    number: int
    stamp: Stamp | None
    sender: str
    text: str
    chat: str = ""


def day_of(numbers: tuple[int, int, int], order: str) -> date:
    """The day that three numbers name in the order "dmy", "mdy" or "ymd"; years of two digits are of this century. Raises ValueError."""
    found = dict(zip(order, numbers, strict=True))
    year = found["y"] if found["y"] > 99 else 2000 + found["y"]
    if year not in _YEARS:
        raise ValueError("year")
    return date(year, found["m"], found["d"])
