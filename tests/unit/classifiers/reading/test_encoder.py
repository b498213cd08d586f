"""Windows are heard one by one; a message's own logits are the strongest window's, so length dilutes nothing."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.reading.encoder import BATCH_PIECES, OUTPUTS, Encoder, highest, session_of
from classifiers.reading.windows import Vocabulary

LOUD, PLACE, DANGER = 3, 10, 33  # outputs the stand-in answers with


class Session:
    """Answers 5 on LOUD for every "slammed", 7 on DANGER for every "choked", less on PLACE the later in the window; the intent is the window's length."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        (words,) = vocabulary.pieces(["slammed choked"])
        self.slammed, self.choked = words.ids
        self.runs: list[tuple[int, int]] = []

    def run(self, names: Sequence[str], given: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        ids, mask = given["ids"], given["mask"]
        assert ((ids > 0) == (mask == 1)).all()
        self.runs.append(ids.shape)
        logits = np.full((*ids.shape, OUTPUTS), -8.0, np.float32)
        logits[ids == self.slammed, LOUD] = 5.0
        logits[ids == self.choked, DANGER] = 7.0
        logits[:, :, PLACE] = -np.arange(ids.shape[1])
        length = mask.sum(axis=1, keepdims=True).astype(np.float32)
        return [logits, length, length + 1, length + 2]


@pytest.fixture
def encoder(vocabulary: Vocabulary) -> Encoder:
    scale, bias = np.ones(37, np.float32), np.zeros(37, np.float32)
    scale[LOUD], bias[LOUD] = 2.0, 0.5
    return Encoder(vocabulary, Session(vocabulary), scale, bias)  # type: ignore[arg-type]


def test_the_three_highest_pieces_speak_for_a_window() -> None:
    """Their mean; of fewer where there are fewer."""
    logits = np.array([[1.0, 0.0], [4.0, 0.0], [2.0, 0.0], [3.0, 9.0]], np.float32)
    assert highest(logits).tolist() == [3.0, 3.0]
    assert highest(logits[:2]).tolist() == [2.5, 0.0]
    assert highest(logits[:1]).tolist() == [1.0, 0.0]


def test_a_messages_logits_are_scaled_and_shifted(encoder: Encoder) -> None:
    """Twice the mean of 5, 5 and 5, and a half."""
    heard = encoder.encode("slammed slammed slammed it")
    assert heard.message[LOUD] == pytest.approx(10.5)
    assert heard.message[DANGER] == pytest.approx(-8.0)
    assert heard.pieces[:, LOUD].tolist() == [5.0, 5.0, 5.0, -8.0]
    assert heard.offsets == ((0, 7), (8, 15), (16, 23), (24, 26))


def test_a_danger_in_a_long_story_is_heard_as_alone(encoder: Encoder) -> None:
    """Wherever it stands."""
    danger, story = "He choked and choked and choked me. ", "We had lunch and talked about the garden for a while. "
    alone = encoder.encode(danger).message[DANGER]
    for before in (0, 20, 60):
        assert encoder.encode(story * before + danger + story * (60 - before)).message[DANGER] == pytest.approx(alone)


def test_shared_pieces_keep_the_higher_logit(encoder: Encoder) -> None:
    """Every piece has its own logits, windows or not."""
    text = "We had lunch and he slammed it. " * 60
    heard = encoder.encode(text)
    loud = [text[slice(*heard.offsets[piece])] for piece in np.flatnonzero(heard.pieces[:, LOUD] > 0)]
    assert loud == ["slammed"] * 60
    places = heard.pieces[:, PLACE]
    windows = encoder.vocabulary.windows(text, *encoder.vocabulary.pieces([text]))
    assert [int(piece) + 1 for piece in np.flatnonzero(np.diff(places) > 0)] == [window.start for window in windows[1:]]


def test_many_texts_come_back_in_order_from_few_runs(encoder: Encoder) -> None:
    """Windows of like length run together, each run bounded."""
    texts = [f"{'so ' * length}slammed" for length in range(40, 0, -1)]
    heard = encoder.encode_all(texts)
    assert [one.text for one in heard] == texts
    assert [int(one.intent[0]) for one in heard] == [length + 3 for length in range(40, 0, -1)]
    runs = encoder.session.runs  # type: ignore[attr-defined]
    assert len(runs) == 1
    encoder.encode_all(["so " * 200] * 64)
    assert len(runs) > 2
    assert max(rows * size for rows, size in runs) <= BATCH_PIECES


def test_the_question_is_seen_but_is_no_part_of_the_text(encoder: Encoder) -> None:
    """An act in the app's own words is nobody's."""
    heard = encoder.encode("hurt, mostly", "You slammed it. Which is nearest?")
    assert len(heard.pieces) == 3
    assert heard.message[LOUD] == pytest.approx(2 * -8 + 0.5)
    assert heard.intent[0] > encoder.encode("hurt, mostly").intent[0]


def test_a_question_is_put_before_its_own_text_only(encoder: Encoder) -> None:
    """In a batch with and without."""
    with_one, without = encoder.encode_all(["hurt, mostly", "hurt, mostly"], ["Which is nearest?", ""])
    assert with_one.intent[0] > without.intent[0] == encoder.encode("hurt, mostly").intent[0]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_without_a_word_is_heard_as_nothing(encoder: Encoder, text: str) -> None:
    """No run, no error."""
    heard = encoder.encode(text)
    assert heard.offsets == ()
    assert heard.message.max() < -10
    assert encoder.session.runs == []  # type: ignore[attr-defined]


def test_the_first_window_tells_what_a_turn_is_for(encoder: Encoder) -> None:
    """And the hidden state is the mean of all."""
    heard = encoder.encode("We had lunch and he slammed it. " * 60)
    sizes = [size for _, size in encoder.session.runs]  # type: ignore[attr-defined]
    assert heard.intent[0] == max(sizes)
    assert heard.pooled[0] < heard.intent[0] + 2


def test_bytes_that_are_no_model_are_refused() -> None:
    """As an error of our own."""
    with pytest.raises(RuntimeError, match="not a model"):
        session_of(b"nothing")
