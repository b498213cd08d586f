"""Lines of a chat -> stretches: what two people wrote without a long pause, as one thing that happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSE = timedelta(hours=3)
MOST_LINES = 60
MOST_CHARACTERS = 6000


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: ``number`` in its file, ``at`` in the owner's own time (naive), whether it was mine."""

    number: int
    at: datetime
    mine: bool
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that belong together; ``them`` is the other's name."""

    lines: tuple[Spoken, ...]
    them: str

    @property
    def text(self) -> str:
        """As it is kept and shown: a name before each line."""
        return "\n".join(f"{self._name(line)}: {line.text}" for line in self.lines)

    def starts(self) -> list[int]:
        """Where the words of each line begin in ``text``."""
        found, at = [], 0
        for line in self.lines:
            name = len(self._name(line)) + 2
            found.append(at + name)
            at += name + len(line.text) + 1
        return found

    def _name(self, line: Spoken) -> str:
        return "me" if line.mine else self.them


def stretches(lines: Iterable[Spoken], them: str) -> Iterator[Stretch]:
    """Cut where somebody paused for hours, and where it would grow too long to be one thing."""
    open_: list[Spoken] = []
    characters = 0
    for line in lines:
        full = len(open_) >= MOST_LINES or characters + len(line.text) > MOST_CHARACTERS
        if open_ and (full or line.at - open_[-1].at > PAUSE or line.at < open_[-1].at):
            yield Stretch(tuple(open_), them)
            open_, characters = [], 0
        open_.append(line)
        characters += len(line.text)
    if open_:
        yield Stretch(tuple(open_), them)
