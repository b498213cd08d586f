"""Messages pasted by hand: "Mo: hello", a name before each; no moment."""

import re
from collections.abc import Iterator

from app.imports.chats.lines import LONGEST, ChatLine

_SAID = re.compile(r"\s*(?P<name>[^\W\d_][^:\n]{0,29}?)\s*: ?(?P<text>.*\S.*)")


class Paste:
    """Takes lines, gives messages. A line without a name goes on with the message before it."""

    name = "pasted text"

    def __init__(self) -> None:
        self._open: tuple[int, str, list[str]] | None = None

    def feed(self, number: int, line: str) -> Iterator[ChatLine]:
        """The message that this line ends, if it ends one."""
        said = _SAID.match(line)
        if said is None:
            if self._open and line.strip():
                self._open[2].append(line.strip())
            return
        yield from self.end()
        self._open = (number, said["name"], [said["text"].strip()])

    def end(self) -> Iterator[ChatLine]:
        """The last message."""
        done, self._open = self._open, None
        if done:
            number, sender, parts = done
            yield ChatLine(number, None, sender, "\n".join(parts)[:LONGEST])
