"""Which number is the day and which the month, told by the whole file."""

from dataclasses import dataclass, field

from app.imports.chats.lines import ChatFileError, Stamp, day_of

ORDERS = ("ymd", "dmy", "mdy")
_CLEARLY = 3  # steps back in time by which one order has to be the better one


@dataclass(slots=True)
class Order:
    """Sees every stamp of a file, one after the other; remembers what speaks against each order."""

    _broken: dict[str, int] = field(default_factory=dict)  # order -> the first line that cannot be a day in it
    _backwards: dict[str, int] = field(default_factory=dict)
    _last: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def saw(self, number: int, stamp: Stamp) -> None:
        """Take one more line into account."""
        for order in ORDERS:
            if order in self._broken:
                continue
            if (order == "ymd") != (stamp.day[0] > 99):
                self._broken[order] = number
                continue
            try:
                moment = (day_of(stamp.day, order), stamp.hour, stamp.minute)
            except ValueError:
                self._broken[order] = number
                continue
            self._backwards[order] = self._backwards.get(order, 0) + (moment < self._last.get(order, moment))
            self._last[order] = moment

    def told(self) -> str:
        """The order, "" where both day first and month first are possible. Raises ChatFileError naming the line where none is."""
        possible = [order for order in ORDERS if order not in self._broken]
        if not possible:
            line = max(self._broken[order] for order in ORDERS)
            raise ChatFileError(
                f"line {line} has a day that cannot be, or that fits no order of day, month and year with the lines before it"
            )
        if len(possible) == 1:
            return possible[0]
        better, worse = sorted(possible, key=lambda order: self._backwards.get(order, 0))
        clear = self._backwards.get(worse, 0) - self._backwards.get(better, 0) >= _CLEARLY
        return better if clear else ""
