"""What the encoder should answer for each message: an Example before it is cut into pieces, a Target for each window after.

What a part of the data does not label is masked: acts in danger messages, flags in talks, slots and intent everywhere but in talks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS, DANGERS, INTENTS, SLOTS, TOPICS
from classifiers.learning.corpus import GoldTag, Labelled, Pair, Turn
from classifiers.reading.windows import Pieces, Vocabulary, Window

UNKNOWN = -1
_ACT = {pair: column for column, pair in enumerate(ACTS)}

Mark = tuple[int, int, int]
"""An output and the stretch of text that shows it: (column, start, end)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message to learn from. ``danger`` holds 1, 0 or UNKNOWN for each of DANGERS; ``acts`` is None where acts are not labelled.

    ``fold`` says which of the teachers does not learn from it (classifiers.learning.teachers).
    """

    text: str
    asked: str = ""
    acts: tuple[Mark, ...] | None = None
    denied: tuple[Mark, ...] = ()
    arguable: frozenset[int] = frozenset()
    danger: tuple[int, ...] = (UNKNOWN,) * len(DANGERS)
    danger_marks: tuple[Mark, ...] = ()
    slots: tuple[Mark, ...] | None = None
    intent: int = UNKNOWN
    topic: int = UNKNOWN
    fold: int = 0

    @property
    def dangerous(self) -> bool:
        """Whether one of the six flags stands on it."""
        return 1 in self.danger[:-1]


@dataclass(frozen=True, slots=True)
class Target:
    """One window and what should come out of it.

    ``acts`` (pieces, 30), ``danger`` (pieces, 7) and ``slots`` (pieces, 8) say 1, 0 or UNKNOWN for each piece of the text; ``denied`` marks the
    pieces of a look-alike; ``message_acts`` (30) and ``message_danger`` (7) the same for the whole window.
    """

    window: Window
    acts: NDArray[np.int8]
    denied: NDArray[np.bool_]
    danger: NDArray[np.int8]
    slots: NDArray[np.int8]
    message_acts: NDArray[np.int8]
    message_danger: NDArray[np.int8]
    intent: int
    topic: int
    fold: int


def example(message: Labelled, *, acts: bool = True) -> Example:
    """A labelled message to learn from; ``acts=False`` where its acts are not marked."""
    marked = acts and message.level != "danger"
    flags = {flag.value for flag in message.safety}
    danger = [int(name in flags) for name in DANGERS[:-1]]
    if message.safety_optional:
        danger = [UNKNOWN] * len(danger)
    concern = UNKNOWN if flags or message.safety_optional else int(message.concern)
    return Example(
        text=message.text,
        acts=_marks(message.tags) if marked else None,
        denied=_marks(message.denied) if marked else (),
        arguable=frozenset(map(_column, message.optional)),
        danger=(*danger, concern),
        danger_marks=tuple((DANGERS.index(flag.value), span.start, span.end) for flag, span in message.danger_spans),
    )


def safety_examples(messages: Sequence[Labelled]) -> list[Example]:
    """Safety messages to learn from; the acts of a writer none of whose messages has a tag were not marked."""
    marked = {message.writer for message in messages if message.tags}
    return [example(message, acts=message.writer in marked) for message in messages]


def turn_example(turn: Turn, *, flags: bool = False) -> Example:
    """A turn of a talk to learn from: acts, slots, intent and topic; flags only where they were labelled (``flags``)."""
    whole = example(turn.message)
    return replace(
        whole,
        asked=turn.asked,
        danger=whole.danger if flags else (UNKNOWN,) * len(DANGERS),
        slots=tuple((SLOTS.index(slot), span.start, span.end) for slot, span in turn.slots),
        intent=INTENTS.index(turn.intent),
        topic=TOPICS.index(turn.topic),
    )


def _column(pair: Pair) -> int:
    return _ACT[pair]


def _marks(tags: Iterable[GoldTag]) -> tuple[Mark, ...]:
    return tuple((_column(tag.pair), tag.span.start, tag.span.end) for tag in tags if tag.span)


def targets(examples: Sequence[Example], vocabulary: Vocabulary) -> list[Target]:
    """The windows of all examples, each with what should come out of it."""
    texts = vocabulary.pieces([one.text for one in examples])
    questions = vocabulary.pieces([one.asked for one in examples])
    rows = []
    for one, pieces, asked in zip(examples, texts, questions, strict=True):
        windows = vocabulary.windows(one.text, pieces, asked if one.asked else None)
        rows += [_target(one, pieces, window, len(windows)) for window in windows]
    return rows


def _target(one: Example, pieces: Pieces, window: Window, windows: int) -> Target:
    offsets = pieces.offsets[window.start : window.end]
    size = len(offsets)
    acts = _grid(one.acts, offsets, len(ACTS))
    message_acts = acts.max(axis=0, initial=UNKNOWN)
    acts[:, list(one.arguable)] = UNKNOWN
    message_acts[list(one.arguable)] = UNKNOWN
    message_danger = np.array(one.danger, np.int8)
    if windows > 1:  # which of its windows shows the danger is not known
        message_danger[message_danger == 1] = UNKNOWN
    danger = np.repeat(np.array([[value if value <= 0 else UNKNOWN for value in one.danger]], np.int8), size, axis=0)
    if one.danger_marks:
        danger[:, :-1] = _grid(one.danger_marks, offsets, len(DANGERS))[:, :-1]
    first = window.start == 0
    return Target(
        window,
        acts,
        _grid(one.denied, offsets, len(ACTS)) == 1,
        danger,
        _grid(one.slots, offsets, len(SLOTS)),
        message_acts,
        message_danger,
        one.intent if first else UNKNOWN,
        one.topic if first else UNKNOWN,
        one.fold,
    )


def _grid(marks: Sequence[Mark] | None, offsets: Sequence[tuple[int, int]], columns: int) -> NDArray[np.int8]:
    """(pieces, columns): 1 where a piece overlaps a mark, 0 elsewhere; UNKNOWN all over when there are no labels."""
    if marks is None:
        return np.full((len(offsets), columns), UNKNOWN, np.int8)
    grid = np.zeros((len(offsets), columns), np.int8)
    for column, start, end in marks:
        for index, (left, right) in enumerate(offsets):
            if left < end and start < right:
                grid[index, column] = 1
    return grid
