"""How a search compares."""

import pytest

from app.searching import plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ärztehaus", "ÄRZTEHAUS"),
        ("didn't", "didn’t"),
        ("cafe", "café"),
        ("cafe", "cafe\u0301"),
        ("Straße", "STRASSE"),
        ("Ωδή", "ωδη"),
        ("йод", "ЙОД"),
        ("“so”", '"so"'),
        ("a  b\nc", "a b c"),
        ("ﬁne", "fine"),
    ],
)
def test_the_same_word_is_the_same(one: str, other: str) -> None:
    """Whatever its case, accents, quotes and blanks, in any script."""
    assert plain(one) == plain(other)


def test_other_words_are_others() -> None:
    """Letters stay letters."""
    assert plain("dish") != plain("wish")
    assert plain("日本") == "日本"
