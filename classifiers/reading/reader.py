"""Reader.read(text, asked) -> Reading: encode, calibrate, cut out the words; each step a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from classifiers.annotations import Reading, Tag, Told
from classifiers.codebook import ACTS, DANGERS, INTENTS, SLOTS, TOPICS, Slot
from classifiers.reading.calibration import Calibration
from classifiers.reading.encoder import Array, Encoded, Encoder
from classifiers.reading.spans import Cut, spans

HINT = -2.0  # logit from which a doubtful word for what the row was about is worth a line of its own
HINT_CUT = Cut(floor=-3.0, drop=1.5, gap=1, again=-2.2)
_SLOTS_AT = len(ACTS) + len(DANGERS)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages. ``slot_floor`` is the logit from which a slot is told; ``model_hash`` names the weights a stored tag came from."""

    encoder: Encoder
    calibration: Calibration
    cut: Cut
    slot_cut: Cut
    slot_floor: float
    model_hash: str

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
        chances = self.calibration.probabilities(encoded.message, len(encoded.offsets))
        return Reading(
            encoded.text,
            tags=self._tags(encoded, chances, chances >= self.calibration.sure),
            unsure=self._tags(
                encoded, chances, (chances >= self.calibration.maybe) & (chances < self.calibration.sure)
            ),
            intent=INTENTS[int(encoded.intent.argmax())],
            topic=TOPICS[int(encoded.topic.argmax())],
            slots=self._slots(encoded),
            hints=self._hints(encoded),
        )

    def _tags(
        self, encoded: Encoded, chances: Array, shown: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ) -> tuple[Tag, ...]:
        found = [
            Tag(*ACTS[column], span, float(chances[column]))
            for column in map(int, np.flatnonzero(shown))
            for span in spans(encoded.text, encoded.offsets, encoded.pieces[:, column], self.cut)
        ]
        return tuple(sorted(found, key=attrgetter("order")))

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
