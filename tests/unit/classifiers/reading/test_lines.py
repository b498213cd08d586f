"""The layer for lines of chats: on known numbers, and as the model has it."""

import numpy as np
import pytest

from classifiers.artifact import Model
from classifiers.codebook import Actor, Behavior
from classifiers.reading.lines import HIDDEN, LineLayer, plain_layer, states

SURE = np.full(15, 0.4, np.float32)
TOLD = np.full(15, 0.3, np.float32)
NOTHING = np.zeros(0, np.float32)
LINE = np.eye(1, HIDDEN, 0, dtype=np.float32)[0] * 9


def test_a_plain_layer_changes_nothing() -> None:
    assert plain_layer().chances(TOLD, SURE, LINE, NOTHING) == pytest.approx(TOLD)


def test_the_threshold_stays_where_it_is() -> None:
    """A score of nothing is the reader's own threshold, whatever the layer does elsewhere."""
    weights = np.zeros((15, 2 * HIDDEN), np.float32)
    layer = LineLayer(np.full(15, 2.0, np.float32), weights, np.zeros(15, np.float32))
    assert layer.chances(SURE, SURE, LINE, NOTHING) == pytest.approx(SURE)
    assert (layer.chances(TOLD, SURE, LINE, NOTHING) < TOLD).all()


def test_the_line_weighs_double_what_the_one_before_does() -> None:
    """Whatever the length of the hidden states."""
    both = states(LINE, LINE * 100)
    assert np.linalg.norm(both[:HIDDEN]) == pytest.approx(4.0)
    assert np.linalg.norm(both[HIDDEN:]) == pytest.approx(2.0)
    assert not states(LINE, NOTHING)[HIDDEN:].any()


@pytest.mark.parametrize(
    ("line", "before", "behavior"),
    [
        ("you never listen to a word i say", "", Behavior.CRITICIZING),
        ("im so sorry about earlier, that was unfair of me", "its fine", Behavior.REPAIR),
        ("answer me. hello??", "", Behavior.PURSUING),
        ("could we please talk about it after dinner, just us?", "ok", Behavior.GENTLE_REQUEST),
    ],
)
def test_what_a_line_does_is_its_senders(model: Model, line: str, before: str, behavior: Behavior) -> None:
    """Each in its own words."""
    reader = model.reader
    reading = reader.line(reader.encode(line), reader.encode(before))
    assert behavior in {tag.behavior for tag in reading.tags}
    assert {tag.actor for tag in reading.tags} == {Actor.USER}


@pytest.mark.parametrize(
    "line", ["ok", "on my way, 10 min", "can you get milk", "what time is the dentist", "😂😂", "..."]
)
def test_most_lines_do_nothing(model: Model, line: str) -> None:
    assert model.reader.line(model.reader.encode(line)).tags == ()


def test_the_line_before_counts(model: Model) -> None:
    """A short answer is a wall after a reproach, and an answer after a question."""
    reader, at = model.reader, list(Behavior).index(Behavior.STONEWALLING)

    def wall(line: str, before: str) -> float:
        heard, answered = reader.encode(line), reader.encode(before)
        told = reader.chances(heard)[:15]
        return float(reader.lines.chances(told, reader.calibration.sure[:15], heard.pooled, answered.pooled)[at])

    assert wall("fine.", "you never tell me anything, i had to hear it from your sister") > wall(
        "fine.", "pizza or thai?"
    )


def test_a_line_without_a_letter_is_nothing(model: Model) -> None:
    assert model.reader.line(model.reader.encode("")).tags == ()
