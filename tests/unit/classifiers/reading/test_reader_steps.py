"""The steps of a reading on known logits: thresholds, spans, slots, intent."""

import numpy as np
import pytest

from classifiers.codebook import ACTS, Actor, Behavior, Intent, Slot, Topic
from classifiers.reading.calibration import FEATURES, Calibration
from classifiers.reading.encoder import OUTPUTS, Encoded
from classifiers.reading.lines import plain_layer
from classifiers.reading.reader import Reader
from classifiers.reading.spans import Cut

TEXT = "he drove off after tea"
OFFSETS = ((0, 2), (3, 8), (9, 12), (13, 18), (19, 22))
LEFT, SORRY = ACTS.index((Actor.PARTNER, Behavior.LEAVING)), ACTS.index((Actor.USER, Behavior.REPAIR))
WHEN = 37 + list(Slot).index(Slot.WHEN)


def reader(sure: float = 0.5, maybe: float = 0.25) -> Reader:
    """Its layer takes the own logit as it is."""
    weights = np.zeros((30, FEATURES), np.float32)
    weights[:, 0] = 1.0
    layer = Calibration(
        weights, np.zeros(30, np.float32), np.full(30, sure, np.float32), np.full(30, maybe, np.float32)
    )
    return Reader(None, layer, Cut(-2, 3, 2, 0), Cut(-1.5, 3, 2, 0), -0.5, "h", plain_layer())  # type: ignore[arg-type]


def encoded(left: float = -9.0, sorry: float = -9.0, when: float = -9.0, pets: float = 3.0) -> Encoded:
    pieces = np.full((5, OUTPUTS), -9.0, np.float32)
    pieces[1:3, LEFT] = 2.0
    pieces[3, SORRY] = 1.0
    pieces[3:, WHEN] = when, when - 1.0
    message = np.full(37, -9.0, np.float32)
    message[LEFT], message[SORRY] = left, sorry
    intent, topic = np.zeros(19, np.float32), np.zeros(24, np.float32)
    intent[list(Intent).index(Intent.VENT)], topic[list(Topic).index(Topic.PETS)] = 1.0, pets
    return Encoded(TEXT, OFFSETS, pieces, message, intent, topic, np.zeros(384, np.float32))


@pytest.mark.parametrize(
    ("left", "sure", "maybe"),
    [(0.0, 1, 0), (-0.01, 0, 1), (-1.0, 0, 1), (-1.2, 0, 0), (9.0, 1, 0)],
)
def test_an_act_is_told_from_its_threshold_on_and_maybe_below(left: float, sure: int, maybe: int) -> None:
    """Never both."""
    found = reader().reading(encoded(left))
    assert (len(found.tags), len(found.unsure)) == (sure, maybe)


def test_a_tag_has_its_words_and_its_probability() -> None:
    """Calibrated, not the piece's own."""
    (tag,) = reader().reading(encoded(left=1.0)).tags
    assert (tag.actor, tag.behavior, tag.span.of(TEXT)) == (Actor.PARTNER, Behavior.LEAVING, "drove off")
    assert tag.confidence == pytest.approx(1 / (1 + np.exp(-1.0)))


def test_tags_stand_in_the_order_of_their_words() -> None:
    """Whoever did them."""
    assert [tag.span.start for tag in reader().reading(encoded(1.0, 1.0)).tags] == [3, 13]


@pytest.mark.parametrize(("when", "told"), [(-0.5, ["after tea"]), (-0.6, []), (3.0, ["after tea"])])
def test_a_slot_is_told_from_its_floor_on(when: float, told: list[str]) -> None:
    """With the strongest piece's probability."""
    slots = reader().reading(encoded(when=when)).slots
    assert [slot.span.of(TEXT) for slot in slots] == told
    assert all(slot.slot is Slot.WHEN and slot.confidence == pytest.approx(1 / (1 + np.exp(-when))) for slot in slots)


def test_intent_and_topic_are_the_likeliest() -> None:
    """One of each."""
    found = reader().reading(encoded())
    assert (found.intent, found.topic) == (Intent.VENT, Topic.PETS)


def test_a_text_without_a_piece_tells_nothing() -> None:
    """Not even an intent."""
    nothing = np.zeros(0, np.float32)
    found = reader().reading(Encoded("", (), nothing, nothing, nothing, nothing, nothing))
    assert (found.tags, found.unsure, found.slots, found.intent) == ((), (), (), Intent.UNCLEAR)


def test_a_topic_that_is_hardly_heard_is_not_named() -> None:
    """A wrong one would stand in the patterns as if it had been told."""
    assert reader().reading(encoded(pets=2.4)).topic is Topic.PETS
    assert reader().reading(encoded(pets=2.2)).topic is Topic.NONE
