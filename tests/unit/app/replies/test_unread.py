"""Whether a text is English at all."""

import pytest

from app.replies.unread import unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asdkj qwlekj zzxcv", "gibberish"),
        ("😡😡😡", "gibberish"),
        ("Wir haben uns gestern wieder gestritten und er ist gegangen", "other_language"),
        ("Ayer discutimos otra vez y mi marido se fue de casa", "other_language"),
        ("мы снова поссорились вчера вечером", "other_language"),
        ("we fought agn lol he left me on read", None),
        ("idk", None),
        ("He went off on me cos i was late innit", None),
    ],
)
def test_only_english_is_read(text: str, expected: str | None) -> None:
    """Other languages and keyboard noise are told apart from messy English."""
    assert unread(text) == expected
