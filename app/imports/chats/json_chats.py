"""Telegram's and Signal's JSON, taken in piece by piece: a whole export need not fit into memory.

Telegram: one chat, or everything under "chats". Signal: what its exporters write: one object a line with date, sender and body
(signal-export), or an array of the desktop's messages with sent_at, type and body (sigtop).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

import ijson
from ijson.common import IncompleteJSONError, JSONError, ObjectBuilder

from app.imports.chats.lines import LONGEST, ME, ChatFileError, ChatLine, Stamp

_TELEGRAM = {"messages.item", "chats.list.item.messages.item", "left_chats.list.item.messages.item"}
_SIGNAL = {"item", "messages.item"}
_NAMES = {"name", "chats.list.item.name", "left_chats.list.item.name"}
_FLAT = ("date", "sender", "body")


class JsonChats:
    """Takes bytes, gives messages as they are whole."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._events: Any = ijson.sendable_list()
        self._parser = ijson.parse_coro(self._events, multiple_values=True, use_float=True)
        self._number = 0
        self._chat = ""
        self._building: tuple[str, ObjectBuilder] | None = None
        self._flat: dict[str, Any] = {}
        self.name = "JSON"

    def feed(self, piece: bytes) -> Iterator[ChatLine]:
        """The messages that became whole with these bytes. Raises ChatFileError."""
        try:
            self._parser.send(piece)
        except (JSONError, IncompleteJSONError, UnicodeDecodeError) as error:
            raise ChatFileError(f"the JSON is broken after message {self._number}") from error
        yield from self._taken()

    def end(self) -> Iterator[ChatLine]:
        """The last ones. Raises ChatFileError for a file that stops half way."""
        try:
            self._parser.close()
        except (JSONError, IncompleteJSONError, UnicodeDecodeError) as error:
            raise ChatFileError(f"the JSON stops half way, after message {self._number}") from error
        yield from self._taken()

    def _taken(self) -> Iterator[ChatLine]:
        for prefix, event, value in self._events:
            yield from self._event(prefix, event, value)
        del self._events[:]

    def _event(self, prefix: str, event: str, value: object) -> Iterator[ChatLine]:
        if self._building is not None:
            at, builder = self._building
            builder.event(event, value)
            if prefix == at and event == "end_map":
                self._building = None
                self._number += 1
                yield from self._message(builder.value)
        elif event == "start_map" and prefix in _TELEGRAM | _SIGNAL:
            self._building = (prefix, ObjectBuilder())
            self._building[1].event(event, value)
        elif prefix in _NAMES:
            self._chat = str(value) if isinstance(value, str) else ""
        elif prefix in _FLAT:
            self._flat[prefix] = value
        elif prefix == "" and event == "end_map":
            row, self._flat = self._flat, {}
            if set(row) == set(_FLAT):
                self._number += 1
                yield from self._signal_line(row)

    def _message(self, row: Mapping[str, Any]) -> Iterator[ChatLine]:
        kind = row.get("type")
        if kind in ("incoming", "outgoing"):
            yield from self._signal(row)
        elif kind == "message":
            yield from self._telegram(row)

    def _telegram(self, row: Mapping[str, Any]) -> Iterator[ChatLine]:
        self.name = "Telegram"
        text = row.get("text")
        parts = text if isinstance(text, list) else [text]
        words = "".join(_words(part.get("text") if isinstance(part, dict) else part) for part in parts)
        yield from self._line(_words(row.get("from")), words, self._local(row.get("date")), self._chat)

    def _signal(self, row: Mapping[str, Any]) -> Iterator[ChatLine]:
        self.name = "Signal"
        sent = row.get("sent_at", row.get("timestamp"))
        try:
            moment = datetime.fromtimestamp(float(sent) / 1000, UTC).astimezone(self._zone)
        except (TypeError, ValueError, OverflowError, OSError):
            raise self._undated() from None
        names = (_words(row.get(name)) for name in ("conversationName", "source", "conversationId"))
        other = next(filter(None, names), "?")
        yield from self._line(ME if row["type"] == "outgoing" else other, _words(row.get("body")), moment, other)

    def _signal_line(self, row: Mapping[str, Any]) -> Iterator[ChatLine]:
        self.name = "Signal"
        yield from self._line(_words(row["sender"]), _words(row["body"]), self._local(row["date"]), "")

    def _local(self, told: object) -> datetime:
        try:
            moment = datetime.fromisoformat(_words(told))
            return moment.astimezone(self._zone) if moment.tzinfo else moment
        except (ValueError, OverflowError):
            raise self._undated() from None

    def _undated(self) -> ChatFileError:
        return ChatFileError(f"message {self._number} of the file has no readable date")

    def _line(self, sender: str, text: str, moment: datetime, chat: str) -> Iterator[ChatLine]:
        if sender and text.strip():
            yield ChatLine(self._number, Stamp.at(moment), sender, text.strip()[:LONGEST], chat)


def _words(value: object) -> str:
    """A text of the file, "" for anything else."""
    return value if isinstance(value, str) else ""
