"""WhatsApp's export of a chat (iOS and Android), and messages copied out of it: text, a header before each message."""

import re
from collections.abc import Iterator

from app.imports.chats.lines import LONGEST, ChatLine, Stamp

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_DAY = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})\.?"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
_HEADER = re.compile(
    rf"\[{_DAY},?\s+{_TIME}\]\s*|{_DAY.replace('<', '<d')},?\s+{_TIME.replace('<', '<d')}\s+[-–—]\s", re.IGNORECASE
)
_COPIED = re.compile(rf"\[{_TIME},\s+{_DAY}\]\s*", re.IGNORECASE)
_AUTHOR = re.compile(r"(?P<name>[^:\n]{1,60}): ?(?P<text>.*)", re.DOTALL)
_NOTHING_SAID = re.compile(  # what stands in the place of a picture, a call, a message taken back
    r"<[^<>\n]{3,40}>|null|.{0,80}\((?:file attached|archivo adjunto|fichier joint|Datei angehängt)\)"
    r"|(?:this message was deleted|you deleted this message|waiting for this message.*|missed (?:voice|video) call.*"
    r"|(?:voice|video) call.*|(?:image|video|audio|sticker|gif|document|contact card) omitted)\.?",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s*<[^<>\n]*edited[^<>\n]*>$", re.IGNORECASE)
_HALF_DAY = 12


class WhatsApp:
    """Takes lines, gives messages: each is known to be whole when the next one begins, or at the end."""

    name = "WhatsApp"

    def __init__(self) -> None:
        self._open: tuple[int, Stamp, str, list[str]] | None = None

    def feed(self, number: int, line: str) -> Iterator[ChatLine]:
        """The message that this line ends, if it ends one. Lines before the first header belong to nobody."""
        bare = line.translate(_MARKS)
        found = header(bare)
        if found is None:
            if self._open and sum(map(len, self._open[3])) < LONGEST:
                self._open[3].append(line)
            return
        yield from self.end()
        stamp, rest = found
        author = _AUTHOR.match(rest)
        shown = line[line.find(":", line.find(author["name"])) + 1 :] if author else ""
        if author is None or shown.lstrip(" ").startswith("\u200e"):  # iOS marks its own words so
            self._open = (number, stamp, "", [])
        else:
            self._open = (number, stamp, author["name"].strip(), [author["text"]])

    def end(self) -> Iterator[ChatLine]:
        """The last message."""
        done, self._open = self._open, None
        if done is None or not done[2]:
            return
        number, stamp, sender, parts = done
        if _NOTHING_SAID.fullmatch(parts[0].translate(_MARKS).strip()):
            parts = parts[1:]  # what was written below a picture
        text = _EDITED.sub("", "\n".join(parts).translate(_MARKS)).strip()
        if text:
            yield ChatLine(number, stamp, sender, text[:LONGEST])


def header(line: str) -> tuple[Stamp, str] | None:
    """The moment a line begins with and what follows it, where it begins a message."""
    found = _HEADER.match(line) or _COPIED.match(line)
    if found is None:
        return None
    parts = {name.removeprefix("d"): value for name, value in found.groupdict().items() if value is not None}
    hour, minute = int(parts["hour"]), int(parts["minute"])
    half = parts.get("half", "").lower()
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return Stamp((int(parts["a"]), int(parts["b"]), int(parts["c"])), hour, minute), line[found.end() :]
