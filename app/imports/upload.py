"""A file of a form as it arrives: handed on piece by piece, never in a file of its own."""

from collections.abc import Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import UnreadableError

_LONGEST_HEADER = 8192  # bytes


class FilePart:
    """Feed it the body of a multipart form; ``take`` gets the bytes of the field ``name``. Raises UnreadableError for another kind of body."""

    def __init__(self, content_type: str, name: str, take: Callable[[bytes], None]) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise UnreadableError
        self._name = name.encode()
        self._take = take
        self._header = [b"", b""]
        self._ours = False
        calls = {
            "on_part_begin": self._part_begins,
            "on_header_field": lambda data, start, end: self._header_goes_on(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._header_goes_on(1, data[start:end]),
            "on_header_end": self._header_ends,
            "on_part_data": self._part_goes_on,
        }
        try:
            self._parser = MultipartParser(options[b"boundary"], calls)  # type: ignore[arg-type]
        except FormParserError as error:
            raise UnreadableError from error

    def feed(self, piece: bytes) -> None:
        """Some more of the body. Raises UnreadableError."""
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise UnreadableError from error

    def _part_begins(self) -> None:
        self._header, self._ours = [b"", b""], False

    def _header_goes_on(self, which: int, data: bytes) -> None:
        self._header[which] += data
        if len(self._header[which]) > _LONGEST_HEADER:
            raise UnreadableError

    def _header_ends(self) -> None:
        field, value = self._header
        if field.lower() == b"content-disposition":
            _, options = parse_options_header(value)
            self._ours = options.get(b"name") == self._name
        self._header = [b"", b""]

    def _part_goes_on(self, data: bytes, start: int, end: int) -> None:
        if self._ours:
            self._take(data[start:end])
