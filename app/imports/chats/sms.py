"""The XML of SMS Backup & Restore (Android): text messages, and the texts of multimedia ones."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.imports.chats.lines import LONGEST, ME, ChatFileError, ChatLine, Stamp

# the app writes an emoji as the two halves of a surrogate pair, which is no XML
_HALF = rb"&#(5[5-7]\d{3});"
_PAIR = re.compile(_HALF + rb"(?:" + _HALF + rb")?")
_LONGEST_PAIR = 2 * len("&#55357;")
_SENT = {"2", "4"}  # sent, and on its way out
_HEARD = {"1"}


class Sms:
    """Takes bytes, gives messages as they are whole. Entities and document types are refused, so that no file can grow or reach outside."""

    name = "SMS"

    def __init__(self, zone: tzinfo) -> None:
        self._rows = _Rows(zone)
        self._parser = DefusedXMLParser(target=self._rows, forbid_dtd=True)
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[ChatLine]:
        """The messages that became whole with these bytes. Raises ChatFileError."""
        whole = self._rest + piece
        cut = max(len(whole) - _LONGEST_PAIR, 0)
        cut = whole.find(b"&", cut) if b"&" in whole[cut:] else len(whole)
        whole, self._rest = whole[:cut], whole[cut:]
        self._told(lambda: self._parser.feed(_PAIR.sub(_one_sign, whole)))
        yield from self._rows.take()

    def end(self) -> Iterator[ChatLine]:
        """The last ones. Raises ChatFileError for a file that stops half way."""
        self._told(lambda: self._parser.feed(_PAIR.sub(_one_sign, self._rest)))
        self._told(self._parser.close)
        yield from self._rows.take()

    @staticmethod
    def _told(step: Callable[[], object]) -> None:
        try:
            step()
        except ParseError as error:
            raise ChatFileError(f"line {error.position[0]} is no XML as SMS Backup & Restore writes it") from error
        except DefusedXmlException as error:
            raise ChatFileError("the XML defines entities, which no backup of messages needs: it is refused") from error


def _one_sign(found: "re.Match[bytes]") -> bytes:
    """The sign that two halves make; the replacement sign for a half alone, as they are where they are no halves."""
    first, second = int(found[1]), int(found[2] or 0)
    if 0xD800 <= first < 0xDC00 <= second < 0xE000:
        return b"&#%d;" % (0x10000 + ((first - 0xD800) << 10) + second - 0xDC00)
    return b"".join(b"&#%d;" % (0xFFFD if 0xD800 <= half < 0xE000 else half) for half in (first, second) if half)


class _Rows:
    """A target for the XML parser: gathers messages."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._whole: list[ChatLine] = []
        self._number = 0
        self._open: dict[str, str] | None = None
        self._parts: list[str] = []

    def take(self) -> list[ChatLine]:
        """What is whole, once."""
        whole, self._whole = self._whole, []
        return whole

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "sms":
            self._add(attributes, attributes.get("type", ""), attributes.get("body", ""))
        elif tag == "mms":
            self._open, self._parts = dict(attributes), []
        elif tag == "part" and self._open is not None and attributes.get("ct") == "text/plain":
            self._parts.append(attributes.get("text", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "mms" and self._open is not None:
            self._add(self._open, self._open.get("msg_box", ""), "\n".join(self._parts))
            self._open = None

    def data(self, data: str) -> None:
        """Text between elements: there is none that counts."""

    def close(self) -> None:
        """The end of the file."""

    def _add(self, row: dict[str, str], kind: str, body: str) -> None:
        self._number += 1
        group = "~" in row.get("address", "")  # who of them speaks is not told in one place
        if kind not in _SENT | _HEARD or not body.strip() or body == "null" or group:
            return
        try:
            moment = datetime.fromtimestamp(int(row["date"]) / 1000, UTC).astimezone(self._zone)
        except (KeyError, ValueError, OverflowError, OSError) as error:
            raise ChatFileError(f"message {self._number} of the file has no readable date") from error
        name = row.get("contact_name", "")
        other = name if name not in {"", "null", "(Unknown)"} else row.get("address", "") or "?"
        sender = ME if kind in _SENT else other
        self._whole.append(ChatLine(self._number, Stamp.at(moment), sender, body.strip()[:LONGEST], other))
