"""What is wished, and of whom."""

import pytest

from classifiers.resources import data_dir
from classifiers.situation.listener import Listener
from classifiers.situation.values import WishKind
from tests.factories import told


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener(data_dir() / "lexicons")


@pytest.mark.parametrize(
    ("text", "kind", "verb", "words"),
    [
        ("I would like us to see the vet together.", WishKind.TOGETHER, "see", "see the vet together"),
        ("I only would like that we eat one time in the week together.", WishKind.TOGETHER, "eat", "eat one time in the week together"),
        ("I wish the two of us had one answer ready.", WishKind.TOGETHER, "have", "had one answer ready"),
        ("Can we put them in the basket during dinner?", WishKind.TOGETHER, "put", "put them in the basket during dinner"),
        ("I want him to ask me first.", WishKind.DO, "ask", "ask me first"),
        ("I wish she would just hold me for a bit.", WishKind.DO, "hold", "hold me for a bit"),
        ("It would help if he asked me first, really.", WishKind.DO, "ask", "asked me first"),
        ("I would like to take maths fully, my way.", WishKind.MINE, "take", "take maths fully"),
        ("I want some warning before his friends come.", WishKind.THING, "", "some warning before his friends come"),
        ("All I want is the first ten minutes. Then he can have his garage.", WishKind.THING, "", "the first ten minutes"),
        ("I'd just like that bedroom stuff to stay between her and me.", WishKind.THING, "", "that bedroom stuff to stay between her and me"),
        ("I want him to stop shouting.", None, "", ""),
        ("If I said that she'd ask what I'd done.", None, "", ""),
        ("I want my husband at the table with me.", WishKind.THING, "", "my husband at the table with me"),
        ("I'd just love if our Tuesdays finished with a goodnight.", WishKind.CLAUSE, "", "our Tuesdays finished with a goodnight"),
        ("I don't want to tell him no. I want him to know it first.", WishKind.DO, "know", "know it first"),
        ("I want him to text me who he is with.", None, "", ""),
        ("He said that we were late.", None, "", ""),
    ],
)  # fmt: skip
def test_a_wish_is_taken_apart(listener: Listener, text: str, kind: WishKind | None, verb: str, words: str) -> None:
    """Whose doing it would be, and its verb; none for what must stop, what is only supposed, or what is not the two's."""
    wish = listener.hear(told(text, wish=text.rstrip(".?"))).wish
    assert (wish.kind if wish else None) is kind
    if wish:
        assert (wish.verb, wish.heard.quote) == (verb, words)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("more help with the kids", WishKind.THING, "more help with the kids"),
        ("for him to ask me first", WishKind.DO, "ask me first"),
        ("that we sit down together", WishKind.TOGETHER, "sit down together"),
        ("ask me how it went", WishKind.DO, "ask me how it went"),
        ("to be asked like a person", WishKind.MINE, "be asked like a person"),
        ("He'd laugh me out of the house.", None, ""),
        ("she is coming once a month only", None, ""),
        ("lonely", None, ""),
        ("dunno", None, ""),
    ],
)
def test_an_answer_needs_no_word_of_wishing(listener: Listener, text: str, kind: WishKind | None, words: str) -> None:
    """ "What would you have liked?" was asked before it."""
    assert listener.hear(told(text)).wish is None
    wish = listener.hear(told(text), asked=frozenset({"wish"})).wish
    assert (wish.kind if wish else None) is kind
    assert (wish.heard.quote if wish else "") == words
