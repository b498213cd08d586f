"""What counts as a message."""

import pytest

from app.chat.forms import message_text
from app.errors import EmptyError, TooLongError, UnreadableError


def test_line_ends_and_edges_are_tidied() -> None:
    """Windows line ends become plain, blanks around go, NUL goes; the rest stays as written."""
    assert message_text("  one\r\n two\0 \r\n") == "one\n two"


def test_length_is_counted_in_characters() -> None:
    """20,000 characters are taken, whatever their bytes; one more is not."""
    assert len(message_text("é" * 20_000)) == 20_000
    with pytest.raises(TooLongError):
        message_text("é" * 20_001)


@pytest.mark.parametrize("blank", ["", " \n\t", "\0"])
def test_nothing_is_no_message(blank: str) -> None:
    """Blanks alone are refused."""
    with pytest.raises(EmptyError):
        message_text(blank)


def test_half_a_character_is_refused() -> None:
    """A lone surrogate cannot be stored."""
    with pytest.raises(UnreadableError):
        message_text("a\ud800")
