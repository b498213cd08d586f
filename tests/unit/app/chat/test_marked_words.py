"""How a message is cut into marked pieces."""

from hypothesis import given
from hypothesis import strategies as st

from app.chat.page import Mark, pieces


def _mark(key: int) -> Mark:
    return Mark(key, "user", "leaving", "flight", "", sure=True, sureness="", dismissed=False)


def test_overlapping_marks_share_the_words_they_share() -> None:
    """Two marks that overlap cut the text in three, and each ends where its words end."""
    first, second = _mark(1), _mark(2)
    cut = pieces("abcdef", [(0, 4, first), (2, 6, second)])
    assert [(piece.text, piece.marks, piece.ends) for piece in cut] == [
        ("ab", (first,), ()),
        ("cd", (first, second), (first,)),
        ("ef", (second,), (second,)),
    ]


def test_text_without_marks_is_one_piece() -> None:
    """Plain words stay whole."""
    assert [piece.text for piece in pieces("just words", [])] == ["just words"]


@given(st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=5))
def test_pieces_join_to_the_text_and_every_mark_ends_once(text: str, spans: list[tuple[int, int]]) -> None:
    """Whatever the marks, no letter is lost or doubled, and each name is shown exactly once."""
    marked = [(start, end, _mark(key)) for key, (start, end) in enumerate(spans) if start < end <= len(text)]
    cut = pieces(text, marked)
    assert "".join(piece.text for piece in cut) == text
    assert sorted(mark.id for piece in cut for mark in piece.ends) == sorted(mark.id for _, _, mark in marked)
