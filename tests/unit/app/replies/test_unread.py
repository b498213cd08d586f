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
        ("Hij is gisteren weer boos geworden en ik ben naar mijn moeder gegaan", "other_language"),
        ("Wczoraj znowu się pokłóciliśmy i on wyszedł z domu", "other_language"),
        ("Dün yine kavga ettik ve o evden çıktı", "other_language"),
        ("Hier on s'est encore disputés et il est parti", "other_language"),
        ("die die die, the game kept saying, and he would not put it down", None),
        ("She la la la'd over me while I was talking", None),
        ("abeg he carried my head like drum because of small stew wey burn", None),
        ("He left me on seen po, tampo ako", None),
        ("He went off on me cos i was late innit", None),
    ],
)
def test_only_english_is_read(text: str, expected: str | None) -> None:
    """Other languages and keyboard noise are told apart from messy English."""
    assert unread(text) == expected
