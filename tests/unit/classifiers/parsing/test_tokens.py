"""Tokens keep their offsets, whatever people type."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.parsing.tokens import Tokenizer
from classifiers.resources import data_dir

TOKENIZER = Tokenizer(data_dir() / "lexicons" / "contractions.json")


def words(text: str) -> list[str]:
    return [token.word for token in TOKENIZER.tokens(text)]


def test_contractions_are_read_piece_by_piece() -> None:
    """With straight, curly and missing apostrophes alike."""
    assert words("didn't didn’t didnt") == ["did", "not", "did", "not", "did", "not"]
    assert words("I won't, im done") == ["i", "will", "not", ",", "i", "am", "done"]
    assert words("she'd gone") == ["she", "would", "gone"]


def test_text_speak_is_read_as_the_word_it_stands_for() -> None:
    """And the span still covers what was typed."""
    text = "u n me r ok"
    tokens = TOKENIZER.tokens(text)
    assert [token.word for token in tokens] == ["you", "and", "me", "are", "ok"]
    assert [text[token.start : token.end] for token in tokens] == ["u", "n", "me", "r", "ok"]


@given(st.text(max_size=200))
def test_tokens_stand_in_order_inside_the_text(text: str) -> None:
    """No token overlaps another or covers white space only."""
    last = 0
    for token in TOKENIZER.tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert text[token.start : token.end].strip() or token.word == "\n"
        last = token.end


def test_a_wrong_contraction_is_refused_by_name(tmp_path: Path) -> None:
    """A typing slip in the word list would shift every offset after it."""
    bad = {"no_apostrophe": {"dont": [["do", "do"], ["n", "not"]]}, "endings": {}, "stems": {}, "words": {}}
    file = tmp_path / "contractions.json"
    file.write_text(json.dumps(bad))
    with pytest.raises(ValueError, match="do not spell 'dont'"):
        Tokenizer(file)
