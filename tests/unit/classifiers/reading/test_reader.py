"""The real reader on real sentences."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifiers.artifact import Model, load
from classifiers.codebook import Actor, Behavior
from classifiers.reading.reader import Reader
from classifiers.resources import model_dir

ME, THEM = Actor.USER, Actor.PARTNER
EXAMPLE = (
    "I asked him about the bill and he just stared at his phone, so I followed him into the kitchen yelling that he never "
    "takes anything seriously. He drove off. I said sorry when he came back."
)


@pytest.fixture(scope="module")
def reader(model: Model) -> Reader:
    return model.reader


def pairs(reader: Reader, text: str) -> set[tuple[Actor, Behavior]]:
    return {(tag.actor, tag.behavior) for tag in reader.read(text).tags}


def test_the_codebooks_own_example(reader: Reader) -> None:
    """Every act of it, on the right person."""
    assert pairs(reader, EXAMPLE) >= {
        (THEM, Behavior.STONEWALLING),
        (ME, Behavior.PURSUING),
        (ME, Behavior.ATTACKING),
        (THEM, Behavior.LEAVING),
        (ME, Behavior.REPAIR),
    }


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("He ignored me for three days.", (THEM, Behavior.STONEWALLING)),
        ("I ignored him for three days.", (ME, Behavior.STONEWALLING)),
        ("She slammed the door and drove off.", (THEM, Behavior.LEAVING)),
        ("I slammed the door and drove off.", (ME, Behavior.LEAVING)),
        ("My husband yelled at me in the car.", (THEM, Behavior.ATTACKING)),
        ("I yelled at my husband in the car.", (ME, Behavior.ATTACKING)),
        ("I apologised to her this morning.", (ME, Behavior.REPAIR)),
        ("She apologised to me this morning.", (THEM, Behavior.REPAIR)),
    ],
)
def test_the_same_act_is_given_to_whoever_did_it(reader: Reader, text: str, pair: tuple[Actor, Behavior]) -> None:
    """Told of me or of the partner."""
    found = pairs(reader, text)
    assert pair in found
    assert (pair[0].other, pair[1]) not in found


@pytest.mark.parametrize(
    "text",
    [
        "What time does the library close on Sundays?",
        "My boss yelled at me in the meeting.",
        "We have been married for six years and live in Leeds.",
        "",
        "?!",
        "asdf qwer zxcv",
    ],
)
def test_nothing_is_read_where_nothing_was_done(reader: Reader, text: str) -> None:
    """Other people, background and noise carry no tag."""
    assert pairs(reader, text) == set()


def test_spans_point_into_the_text_as_given(reader: Reader) -> None:
    """With emoji, curly quotes and mixed line ends before them."""
    text = "😡😡 ok so\r\nhe’s “fine” apparently.\rHe slammed the door 🚪 and drove off."
    reading = reader.read(text)
    assert reading.tags
    for tag in reading.tags:
        assert tag.span.of(text) == text[tag.span.start : tag.span.end]
    leaving = [tag.span.of(text) for tag in reading.tags if tag.behavior is Behavior.LEAVING]
    assert any("drove off" in words for words in leaving)


def test_spans_are_tight(reader: Reader) -> None:
    """The words that show it, not the whole sentence."""
    for tag in reader.read(EXAMPLE).tags:
        assert len(tag.span.of(EXAMPLE).split()) <= 11


def test_the_same_text_gives_the_same_reading(reader: Reader) -> None:
    """Also from a reader loaded anew."""
    assert reader.read(EXAMPLE) == load(model_dir()).reader.read(EXAMPLE)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_is_read_without_an_error(reader: Reader, text: str) -> None:
    """Rows stand in order and inside the text."""
    tags = reader.read(text).tags
    assert [tag.order for tag in tags] == sorted(tag.order for tag in tags)
