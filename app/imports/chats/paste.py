"""Messages pasted by hand: "Mo: hello", a name before each; no moment."""

import re
from collections import Counter
from collections.abc import Iterator

from app.imports.chats.lines import LONGEST, ChatFileError, ChatLine

_SAID = re.compile(r"\s*\[?(?P<name>[^\W\d_][^:\n\[\]\d]{0,29}?)\]?\s*: ?(?!//)(?P<text>.*\S.*)")
_MOST = 1_000_000  # characters; more is no pasted chat
_MOST_WORDS = 3  # of a name


class Paste:
    """Takes lines, gives messages at the end: who is a name is told by who comes back. A line without one goes on with the message before it."""

    name = "pasted text"

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []
        self._size = 0

    def feed(self, number: int, line: str) -> Iterator[ChatLine]:
        """Nothing yet. Raises ChatFileError for a text far too long to have been pasted."""
        self._size += len(line)
        if self._size > _MOST:
            raise ChatFileError("this is a long text without a date before its messages: no chat Ropework knows")
        self._lines.append((number, line))
        yield from ()

    def end(self) -> Iterator[ChatLine]:
        """All messages."""
        names = self._names()
        open_: tuple[int, str, list[str]] | None = None
        for number, line in self._lines:
            said = _SAID.match(line)
            if said and said["name"] in names:
                if open_:
                    yield _message(*open_)
                open_ = (number, said["name"], [said["text"].strip()])
            elif open_ and line.strip():
                open_[2].append(line.strip())
        if open_:
            yield _message(*open_)

    def _names(self) -> set[str]:
        """Who speaks: names that come more than once, and the first two that come at all where there are not two of those."""
        counted = Counter(
            said["name"]
            for _, line in self._lines
            if (said := _SAID.match(line)) and len(said["name"].split()) <= _MOST_WORDS
        )
        often = {name for name, n in counted.items() if n > 1}
        return often if len(often) > 1 else often | set(list(counted)[:2])


def _message(number: int, sender: str, parts: list[str]) -> ChatLine:
    return ChatLine(number, None, sender, "\n".join(parts)[:LONGEST])
