"""A chat's file as its bytes arrive: which format, which encoding, which lines. Memory is bounded by the longest message of it."""

import codecs
from collections.abc import Iterator
from datetime import tzinfo
from typing import Protocol

from app.imports.chats.json_chats import JsonChats
from app.imports.chats.lines import ChatFileError, ChatLine
from app.imports.chats.order import Order
from app.imports.chats.paste import Paste
from app.imports.chats.sms import Sms
from app.imports.chats.whatsapp import WhatsApp, header

_LOOK_AT = 8192  # bytes by which the format is known
_LONGEST_LINE = 1_000_000  # characters; more is no chat
_WORKABLE = "this is no chat Ropework knows: bring a WhatsApp export (.txt), an SMS Backup & Restore file (.xml), a Telegram or Signal export (.json)"


class _Bytes(Protocol):
    name: str

    def feed(self, piece: bytes) -> Iterator[ChatLine]: ...

    def end(self) -> Iterator[ChatLine]: ...


class ChatFile:
    """Feed it bytes, take lines; ``order`` afterwards tells how its dates are written, ``name`` what it is."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._head = b""
        self._format: _Bytes | None = None
        self._dates = Order()
        self._dated = False
        self.undated = False

    @property
    def name(self) -> str:
        """What format it is."""
        return self._format.name if self._format else ""

    @property
    def order(self) -> str:
        """ "ymd", "dmy" or "mdy"; "" where it has to be asked. Raises ChatFileError."""
        return self._dates.told() if self._dated else "ymd"

    def feed(self, piece: bytes) -> Iterator[ChatLine]:
        """The lines that became whole. Raises ChatFileError."""
        if self._format is None:
            self._head += piece
            if len(self._head) < _LOOK_AT:
                return
            piece = self._begun()
        assert self._format is not None
        yield from self._seen(self._format.feed(piece))

    def end(self) -> Iterator[ChatLine]:
        """The last lines. Raises ChatFileError, also for a file without a single message."""
        if self._format is None:
            piece = self._begun()
            assert self._format is not None
            yield from self._seen(self._format.feed(piece))
        yield from self._seen(self._format.end())
        if not self._dated and not self.undated:
            raise ChatFileError(f"there is no message in it; {_WORKABLE}")

    def _begun(self) -> bytes:
        self._format = _format_of(self._head, self._zone)
        piece, self._head = self._head.removeprefix(codecs.BOM_UTF8), b""
        return piece

    def _seen(self, lines: Iterator[ChatLine]) -> Iterator[ChatLine]:
        for line in lines:
            if line.stamp is None:
                self.undated = True
            else:
                self._dated = True
                self._dates.saw(line.number, line.stamp)
            yield line


def _format_of(head: bytes, zone: tzinfo) -> _Bytes:
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if bare.startswith(b"<"):
        return Sms(zone)
    if bare.startswith(b"{") or (bare.startswith(b"[") and bare[1:].lstrip()[:1] in b"{]"):
        return JsonChats(zone)
    if bare.startswith(b"PK\x03\x04"):
        raise ChatFileError("this is a zip: unpack it first and bring the .txt or .json that is in it")
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ChatFileError(_WORKABLE)
    return _Lines(head)


class _Lines:
    """Text formats: bytes to lines, lines to messages."""

    def __init__(self, head: bytes) -> None:
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self._decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")("strict")
        text = head.decode("utf-16" if wide else "utf-8", "ignore")
        self._messages: WhatsApp | Paste = WhatsApp() if any(_begins(line) for line in text.splitlines()) else Paste()
        self._rest = ""
        self._number = 0
        self.name = self._messages.name

    def feed(self, piece: bytes) -> Iterator[ChatLine]:
        """The messages that became whole."""
        yield from self._take(self._decoded(piece))

    def end(self) -> Iterator[ChatLine]:
        """The last ones."""
        yield from self._take(self._decoded(b"", last=True) + "\n")
        yield from self._messages.end()

    def _decoded(self, piece: bytes, *, last: bool = False) -> str:
        try:
            return self._decoder.decode(piece, last)
        except UnicodeDecodeError as error:
            line = self._number + 1 + error.object[: error.start].count(b"\n")
            raise ChatFileError(f"line {line} is not written in UTF-8: save the file as UTF-8 text") from error

    def _take(self, text: str) -> Iterator[ChatLine]:
        *whole, self._rest = (self._rest + text).replace("\r\n", "\n").split("\n")
        if len(self._rest) > _LONGEST_LINE:
            raise ChatFileError(
                f"line {self._number + len(whole) + 1} is longer than a message can be: this is no chat"
            )
        for line in whole:
            self._number += 1
            yield from self._messages.feed(self._number, line.replace("\0", ""))


def _begins(line: str) -> bool:
    return header(line.lstrip("\u200e\u200f\u202a\u202c\ufeff")) is not None
