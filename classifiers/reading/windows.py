"""A text as word pieces, cut into windows the encoder can take: at sentence ends, one sentence shared by neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from classifiers.letters import LOOKALIKES

MAX_PIECES = 256  # of one window, the marks around it included
MAX_ASKED = 48  # pieces of the question put before a turn; its end says most
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text: ``ids`` in the vocabulary, ``offsets`` as (start, end) code points of the text as given."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """One run of the encoder: ``ids`` with marks and question; pieces ``start`` to ``end`` of the text stand from ``first`` on."""

    ids: tuple[int, ...]
    first: int
    start: int
    end: int


class Vocabulary:
    """Cuts text into the word pieces of the model (WordPiece, Schuster & Nakajima 2012)."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        marks = [tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]")]
        if None in marks:
            raise ValueError("the vocabulary lacks the marks [CLS] and [SEP]")
        self._open, self._close = (mark or 0 for mark in marks)

    @classmethod
    def load(cls, file: Path) -> "Vocabulary":
        """Read ``tokenizer.json``; raises OSError when it is not there and ValueError when it is damaged."""
        content = file.read_text(encoding="utf-8")
        try:
            return cls(Tokenizer.from_str(content))
        except Exception as error:  # the library raises bare Exception
            raise ValueError(f"{file.name} is damaged") from error

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text, in order; letters that only look Latin are read as those they look like."""
        plain = [text.translate(LOOKALIKES) for text in texts]
        encoded = self._tokenizer.encode_batch(plain, add_special_tokens=False)
        return [Pieces(tuple(one.ids), tuple(one.offsets)) for one in encoded]

    def windows(self, text: str, pieces: Pieces, asked: Pieces | None = None) -> list[Window]:
        """The windows of ``text``, none longer than MAX_PIECES; the question ``asked`` stands before the text in each."""
        before = [self._open, *(asked.ids[-MAX_ASKED:] if asked else ()), *([self._close] if asked else ())]
        room = MAX_PIECES - len(before) - 1
        return [
            Window((*before, *pieces.ids[start:end], self._close), len(before), start, end)
            for start, end in cuts(sentence_starts(text, pieces), len(pieces.ids), room)
        ]


def sentence_starts(text: str, pieces: Pieces) -> list[int]:
    """The index of the first piece of each sentence, from 0 on."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    starts, at = [0], 0
    for index, (start, _) in enumerate(pieces.offsets):
        if at < len(ends) and start >= ends[at]:
            while at < len(ends) and start >= ends[at]:
                at += 1
            if index:
                starts.append(index)
    return starts


def cuts(starts: Sequence[int], count: int, room: int) -> list[tuple[int, int]]:
    """Stretches of at most ``room`` of ``count`` pieces, cut at sentence starts, the last sentence shared with the next stretch.

    A sentence longer than a stretch is cut where the room ends, a quarter of it shared.
    """
    if not count:
        return []
    ends = [*starts[1:], count]
    windows, begin = [], 0
    while True:
        fitting = [end for end in ends if begin < end <= begin + room]
        end = fitting[-1] if fitting else min(begin + room, count)
        windows.append((begin, end))
        if end >= count:
            return windows
        if not fitting:
            begin = end - room // 4
        else:
            last = max(start for start in starts if start < end)
            begin = last if last > begin and _fits_next(last, ends, end, room) else end


def _fits_next(last: int, ends: Sequence[int], end: int, room: int) -> bool:
    """Whether the shared sentence leaves room for the whole next one."""
    following = next(stop for stop in ends if stop > end)
    return following - last <= room
