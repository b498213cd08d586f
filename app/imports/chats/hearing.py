"""What a stretch of a chat tells: two people speak, and who speaks is who does it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.chat.exchange import Screens
from app.imports.chats.stretches import Stretch
from app.replies.unread import unread
from classifiers.annotations import Reading, Screening, Span, Tag
from classifiers.codebook import Actor, SafetyLevel, Topic
from classifiers.reading.encoder import Encoded


class Reads(Protocol):
    """The reader as this path needs it (classifiers.reading.reader.Reader)."""

    def encode_all(self, texts: Sequence[str], asked: Sequence[str] = ()) -> list[Encoded]:
        """What the encoder hears in each text."""

    def line(self, encoded: Encoded, before: Encoded | None = None) -> Reading:
        """What the sender of an encoded line does by it, ``before`` being the other's last one."""


@dataclass(frozen=True, slots=True)
class HeardStretch:
    """``reading`` is of the stretch's text as it is kept, empty where something in it was flagged; ``screening`` is the gravest of its lines."""

    stretch: Stretch
    reading: Reading
    screening: Screening

    @property
    def kept(self) -> bool:
        """Whether anything in it is worth keeping."""
        return bool(self.reading.tags) or not self.screening.clear


_GRAVER = (SafetyLevel.NONE, SafetyLevel.CONCERN, SafetyLevel.DANGER)


def hear(stretches: Sequence[Stretch], reader: Reads, screen: Screens) -> list[HeardStretch]:
    """Screen and read stretches; all their lines go through the encoder together."""
    texts = [line.text for stretch in stretches for line in stretch.lines]
    encoded = iter(reader.encode_all(texts))
    return [_heard(stretch, [next(encoded) for _ in stretch.lines], reader, screen) for stretch in stretches]


def hear_again(text: str, lines: Sequence[Sequence[int]], reader: Reads) -> Reading:
    """Read a kept stretch again; ``lines`` are (1 for mine or 0, start, end) of each line's words in ``text``."""
    encoded = reader.encode_all([text[start:end] for _, start, end in lines])
    places = [(start, bool(mine)) for mine, start, _ in lines]
    return _read(text, encoded, places, reader)


def _heard(stretch: Stretch, encoded: Sequence[Encoded], reader: Reads, screen: Screens) -> HeardStretch:
    found = [screen.screen(line.text, (), one) for line, one in zip(stretch.lines, encoded, strict=True)]
    gravest = max(found, key=lambda one: _GRAVER.index(one.level))
    if not gravest.clear or unread(" ".join(line.text for line in stretch.lines)) is not None:
        return HeardStretch(stretch, Reading(stretch.text), gravest)
    places = [(start, line.mine) for start, line in zip(stretch.starts(), stretch.lines, strict=True)]
    return HeardStretch(stretch, _read(stretch.text, encoded, places, reader), gravest)


def _read(text: str, encoded: Sequence[Encoded], places: Sequence[tuple[int, bool]], reader: Reads) -> Reading:
    tags: list[Tag] = []
    topics: Counter[Topic] = Counter()
    last: dict[bool, Encoded] = {}  # what each of the two wrote last
    for one, (start, mine) in zip(encoded, places, strict=True):
        told = reader.line(one, last.get(not mine))
        last[mine] = one
        tags += [_placed(tag, start, mine=mine) for tag in told.tags]
        if told.tags and told.topic is not Topic.NONE:
            topics[told.topic] += 1
    topic = topics.most_common(1)[0][0] if topics else Topic.NONE
    return Reading(text, tags=tuple(tags), topic=topic)


def _placed(tag: Tag, start: int, *, mine: bool) -> Tag:
    span = Span(start + tag.span.start, start + tag.span.end)
    return Tag(Actor.USER if mine else Actor.PARTNER, tag.behavior, span, tag.confidence)
