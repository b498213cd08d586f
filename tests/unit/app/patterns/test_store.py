"""The words of an entry behind a number: marked, and not more of them than is needed."""

from app.patterns.store import pieces, shortened


def test_words_are_cut_at_the_marks() -> None:
    """Overlapping marks are one; everything is there, in order."""
    parts = pieces("I yelled and he left.", [(2, 8), (6, 12), (16, 20)])
    assert parts == (("I ", False), ("yelled and", True), (" he ", False), ("left", True), (".", False))
    assert pieces("abc", []) == (("abc", False),)


def test_a_long_telling_keeps_its_beginning_and_its_marks() -> None:
    """What lies between is left out, with a sign of it."""
    text = "a" * 400 + " he left " + "b" * 400
    parts = shortened(pieces(text, [(401, 408)]))
    assert parts[0][0].startswith("a" * 260)
    assert len(parts[0][0]) < 270
    assert ("he left", True) in parts
    assert parts[-1] == (" … ", False)
    short = pieces("He left at ten.", [(3, 7)])
    assert shortened(short) == short
