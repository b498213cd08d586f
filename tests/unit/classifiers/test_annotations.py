"""Values that refuse to exist wrong."""

import pytest

from classifiers.annotations import Reading, Span, Tag
from classifiers.codebook import Actor, Behavior


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_a_span_is_never_empty_or_negative(start: int, end: int) -> None:
    """A span that covers nothing would be highlighted as nothing."""
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_offsets_count_code_points() -> None:
    """An emoji outside the basic plane is one, so the words after it are found."""
    text = "😡 he yelled"
    assert Span(5, 11).of(text) == "yelled"


def test_a_reading_holds_only_spans_inside_its_text() -> None:
    """A tag from another text is refused."""
    tag = Tag(Actor.USER, Behavior.REPAIR, Span(0, 50), 0.5)
    with pytest.raises(ValueError, match="outside a text of 5"):
        Reading("short", (tag,))


def test_confidence_is_a_probability() -> None:
    """120 % sure does not exist."""
    with pytest.raises(ValueError, match="0 to 1"):
        Tag(Actor.USER, Behavior.REPAIR, Span(0, 1), 1.2)
