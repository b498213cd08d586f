"""Long texts are cut at sentence ends, one sentence shared, no piece lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.reading.windows import MAX_ASKED, MAX_PIECES, Pieces, Vocabulary, cuts, sentence_starts
from classifiers.resources import model_dir

WORDS = Vocabulary.load(model_dir() / "tokenizer.json")


def pieces(text: str) -> Pieces:
    (one,) = WORDS.pieces([text])
    return one


@pytest.mark.parametrize(
    ("starts", "count", "room", "expected"),
    [
        ([0], 0, 8, []),
        ([0, 4], 8, 8, [(0, 8)]),
        ([0, 4, 8], 12, 8, [(0, 8), (4, 12)]),
        ([0, 4, 8], 12, 7, [(0, 4), (4, 8), (8, 12)]),
        ([0], 20, 8, [(0, 8), (6, 14), (12, 20)]),
        ([0, 3, 5, 13], 16, 8, [(0, 5), (5, 13), (13, 16)]),
        ([0, 2, 4, 6, 8], 10, 4, [(0, 4), (2, 6), (4, 8), (6, 10)]),
    ],
)
def test_stretches_end_where_sentences_end(
    starts: list[int], count: int, room: int, expected: list[tuple[int, int]]
) -> None:
    """The last sentence of one stretch opens the next, where both then have room; a sentence too long is cut."""
    assert cuts(starts, count, room) == expected


@settings(deadline=None, max_examples=200)
@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=12), room=st.integers(4, 30))
def test_every_piece_stands_in_a_stretch_that_fits(lengths: list[int], room: int) -> None:
    """Whatever the sentences are."""
    starts, count = [sum(lengths[:index]) for index in range(len(lengths))], sum(lengths)
    found = cuts(starts, count, room)
    assert {piece for start, end in found for piece in range(start, end)} == set(range(count))
    assert all(0 < end - start <= room for start, end in found)
    assert [start for start, _ in found] == sorted({start for start, _ in found})


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("He left. I stayed.", ["he", "i"]),
        ("He left.\n\n- shouted\n- cried", ["he", "-", "-"]),
        ("“You never listen!” I said. He shrugged…  I left", ["“", "i", "he", "i"]),
        ("He paid $3.50 at 9.30 today", ["he"]),
        ("   ", []),
    ],
)
def test_sentences_start_after_a_stop_or_a_line_end(text: str, firsts: list[str]) -> None:
    """A dot inside a number ends nothing."""
    own = pieces(text)
    found = [text[slice(*own.offsets[index])].lower() for index in sentence_starts(text, own) if own.offsets]
    assert found == firsts


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    """With emoji, accents and capitals before them."""
    text = "😡 DÉJÀ vu, he slammed it"
    assert text[slice(*pieces(text).offsets[-2])] == "slammed"


def test_a_short_text_is_one_window_between_its_marks() -> None:
    """The text begins behind the first mark."""
    own = pieces("He left.")
    (window,) = WORDS.windows("He left.", own)
    assert (window.first, window.start, window.end) == (1, 0, 3)
    assert window.ids[1:-1] == own.ids
    assert len(window.ids) == 5


def test_the_question_stands_before_the_text_its_end_kept() -> None:
    """A long question loses its beginning, never the answer."""
    question = pieces("so " * 100 + "what was it about?")
    own = pieces("money")
    (window,) = WORDS.windows("money", own, question)
    assert window.first == MAX_ASKED + 2
    assert window.ids[1 : window.first - 1] == question.ids[-MAX_ASKED:]
    assert window.ids[window.first - 1] == window.ids[-1]
    assert window.ids[window.first : -1] == own.ids


def test_a_long_text_fits_window_by_window() -> None:
    """With a question before each too."""
    text = "He said nothing at all to me, and I followed him around the house. " * 60
    own = pieces(text)
    for asked in (None, pieces("What happened then?")):
        windows = WORDS.windows(text, own, asked)
        assert max(len(window.ids) for window in windows) <= MAX_PIECES
        assert len(windows) > 3
        assert {index for window in windows for index in range(window.start, window.end)} == set(range(len(own.ids)))


def test_a_sentence_without_end_fills_its_windows() -> None:
    """To the last piece the encoder can take, marks included."""
    text = "so " * 600
    assert [len(window.ids) for window in WORDS.windows(text, pieces(text))][:2] == [MAX_PIECES, MAX_PIECES]


def test_a_damaged_vocabulary_is_refused(tmp_path: Path) -> None:
    """With its name."""
    (tmp_path / "tokenizer.json").write_text('{"version": "1.0"}')
    with pytest.raises(ValueError, match=r"tokenizer.json is damaged"):
        Vocabulary.load(tmp_path / "tokenizer.json")
