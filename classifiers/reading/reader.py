"""Reader.read(text, asked) -> Reading: encode, calibrate, cut out the words; each step a line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from classifiers.annotations import Reading, Span, Tag, Told
from classifiers.codebook import ACTS, DANGERS, INTENTS, SLOTS, TOPICS, Slot, Topic
from classifiers.reading.calibration import Calibration
from classifiers.reading.encoder import Array, Encoded, Encoder
from classifiers.reading.lines import BEHAVIORS, LineLayer
from classifiers.reading.own_words import HeardWord, OwnWords
from classifiers.reading.spans import Cut, spans

HINT = -2.0  # logit from which a doubtful word for what the row was about is worth a line of its own
HINT_CUT = Cut(floor=-3.0, drop=1.5, gap=1, again=-2.2)
TOPIC_FLOOR = 0.3  # probability from which a topic is named: below it four of five are wrong, above it one of two
_SLOTS_AT = len(ACTS) + len(DANGERS)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages. ``slot_floor`` is the logit from which a slot is told; ``model_hash`` names the weights a stored tag came from.

    ``lines`` reads lines of chats; ``own`` is what one person's corrections taught, if anything.
    """

    encoder: Encoder
    calibration: Calibration
    cut: Cut
    slot_cut: Cut
    slot_floor: float
    model_hash: str
    lines: LineLayer
    own: OwnWords | None = None

    def taught(self, own: OwnWords | None) -> "Reader":
        """The same reader with a person's own words; as it is where there are none, or they were learnt over another model."""
        if own is None or own.base != self.model_hash:
            return self
        return replace(self, own=own, model_hash=own.hash)

    def read(self, text: str, asked: str = "") -> Reading:
        """Every act told in ``text``; ``asked`` is the app's last question, where there was one."""
        return self.reading(self.encoder.encode(text, asked))

    def encode(self, text: str, asked: str = "") -> Encoded:
        """What the encoder hears in ``text``: for ``reading`` and for the ear, so that a message is encoded once."""
        return self.encoder.encode(text, asked)

    def encode_all(self, texts: Sequence[str], asked: Sequence[str] = ()) -> list[Encoded]:
        """Many texts together."""
        return self.encoder.encode_all(texts, asked)

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """Many texts together: quicker than one by one."""
        return [self.reading(encoded) for encoded in self.encoder.encode_all(texts)]

    def reading(self, encoded: Encoded) -> Reading:
        """What an encoded text tells; an empty Reading where there is no word piece."""
        if not encoded.offsets:
            return Reading(encoded.text)
        own = self._own_words(encoded)
        chances = self._chances(encoded, own)
        sure, maybe = chances >= self.calibration.sure, chances >= self.calibration.maybe
        return Reading(
            encoded.text,
            tags=self._tags(encoded, own, chances, sure),
            unsure=self._tags(encoded, own, chances, maybe & ~sure),
            intent=INTENTS[int(encoded.intent.argmax())],
            topic=_topic(encoded.topic),
            slots=self._slots(encoded),
            hints=self._hints(encoded),
        )

    def line(self, encoded: Encoded, before: Encoded | None = None) -> Reading:
        """What the sender of a line does by writing it to the other, whose line ``before`` it answers; what it tells of the other's doing is left out."""
        if not encoded.offsets:
            return Reading(encoded.text)
        own, sure = self._own_words(encoded), self.calibration.sure[:BEHAVIORS]
        answered = before.pooled if before else np.zeros(0, np.float32)
        chances = self.lines.chances(self._chances(encoded, own)[:BEHAVIORS], sure, encoded.pooled, answered)
        tags = self._tags(encoded, own, chances, chances >= sure)
        return Reading(encoded.text, tags=tags, topic=_topic(encoded.topic))

    def chances(self, encoded: Encoded) -> Array:
        """(30) P(actor and behavior) of each of ACTS in an encoded text with at least one word piece."""
        return self._chances(encoded, self._own_words(encoded))

    def _own_words(self, encoded: Encoded) -> Sequence[HeardWord]:
        return self.own.heard(encoded) if self.own else ()

    def _chances(self, encoded: Encoded, own: Sequence[HeardWord]) -> Array:
        plain = self.calibration.probabilities(encoded.message, len(encoded.offsets))
        return self.own.shifted(own, plain) if self.own else plain

    def _tags(
        self,
        encoded: Encoded,
        own: Sequence[HeardWord],
        chances: Array,
        shown: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ) -> tuple[Tag, ...]:
        found = [
            Tag(*ACTS[column], span, float(chances[column]))
            for column in map(int, np.flatnonzero(shown))
            for span in self._places(encoded, own, column)
        ]
        return tuple(sorted(found, key=attrgetter("order")))

    def _places(self, encoded: Encoded, own: Sequence[HeardWord], column: int) -> list[Span]:
        """The words that show an act: the person's own where they told it, else those the encoder heard it in."""
        told = self.own.spans(own, column) if self.own else []
        return told or spans(encoded.text, encoded.offsets, encoded.pieces[:, column], self.cut)

    def _hints(self, encoded: Encoded) -> tuple[Told, ...]:
        logits = encoded.pieces[:, _SLOTS_AT + SLOTS.index(Slot.ABOUT)]
        if logits.max() >= self.slot_floor or logits.max() < HINT:
            return ()
        return self._told(encoded, Slot.ABOUT, logits, HINT_CUT)

    def _slots(self, encoded: Encoded) -> tuple[Told, ...]:
        found: list[Told] = []
        for index, slot in enumerate(SLOTS):
            logits = encoded.pieces[:, _SLOTS_AT + index]
            if logits.max() < self.slot_floor:
                continue
            found += self._told(encoded, slot, logits, self.slot_cut)
        return tuple(sorted(found, key=lambda told: (told.span.start, told.span.end, told.slot.value)))

    @staticmethod
    def _told(encoded: Encoded, slot: Slot, logits: Array, cut: Cut) -> tuple[Told, ...]:
        found = []
        for span in spans(encoded.text, encoded.offsets, logits, cut):
            inside = [
                logit
                for logit, (start, end) in zip(logits, encoded.offsets, strict=True)
                if start < span.end and span.start < end
            ]
            found.append(Told(slot, span, float(1.0 / (1.0 + np.exp(-max(inside))))))
        return tuple(found)


def _topic(logits: Array) -> Topic:
    """What it is about, where that is heard at all clearly."""
    chances = np.exp(logits - logits.max())
    best = int(chances.argmax())
    return TOPICS[best] if chances[best] / chances.sum() >= TOPIC_FLOOR else Topic.NONE
