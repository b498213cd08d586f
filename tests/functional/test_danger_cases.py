"""Dangers that went unheard and harmless lines that raised an alarm, through the screen the product uses."""

import pytest

from app.batch import Request
from app.instruments import Instruments, load_instruments

STORY = (
    "We spent the whole week getting the garden ready for my sister's visit and as usual I did the beds while he watched the cricket and told me I was "
    "planting them too close together. My mother rang twice about the cake. {} Then on Saturday the visit went fine, everybody ate too much, and he was "
    "charming all day and washed up without being asked. I only want to know how to get him to share the garden work."
)
MISSED = pytest.mark.xfail(strict=True, reason="not heard yet")
ASKED = "Which is nearest: hurt, lonely, scared?"


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return load_instruments()


def flags(instruments: Instruments, text: str, asked: str = "") -> set[str]:
    return set(instruments.read_row(Request(1, text, asked=asked))["safety"])


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("On Friday he slapped me.", "violence"),
        (STORY.format("On Friday he slapped me."), "violence"),
        (STORY.format("He had sex with me although I said no."), "sexual_coercion"),
        (STORY.format("I think everyone would be better off if I were dead."), "self_harm"),
        ("I am not sure I can be left alone with myself tonight.", "self_harm"),
        ("After she left me I drove off and almost did something that would mean I'd not be here now.", "self_harm"),
        ("He told me he would hurt himself if I took the exam.", "threat"),
        pytest.param("I don't see the point anymore, I'm tired of fighting.", "self_harm", marks=MISSED),
        ("How many of my sleeping tablets would be too many? We had another fight.", "self_harm"),
        pytest.param(
            "After we split I sat on the bridge with her on the phone and nearly let go.", "self_harm", marks=MISSED
        ),
    ],
)
def test_a_danger_is_heard_in_any_telling(instruments: Instruments, text: str, flag: str) -> None:
    """Alone, inside a story, and by its traces; the answer is help, without a line to say."""
    assert flag in flags(instruments, text)
    answered = instruments.reflect_row(Request(1, text), "GB")
    assert answered["suggestions"] == []
    assert "999" in answered["reply"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hurt mostly", ASKED),
        ("I feel hurt", ""),
        ("it hurt me", ""),
        ("a bit hurt", ASKED),
        ("I want it to work.", ""),
        ("She understands me.", ""),
        ("He said goodbye.", ""),
        ("He said that he loves me.", ""),
        ("My ex broke up with me after our holiday.", ""),
        ("She said she would be hurt if I skipped the wedding.", ""),
        ("I have become very harsh with my words when we argue.", ""),
        ("I told him he has to choose, me or the band", ""),
        ("She threw a sock at me", ""),
    ],
)
def test_a_harmless_line_raises_no_flag(instruments: Instruments, text: str, asked: str) -> None:
    """Short lines, and answers to the app's own question."""
    assert flags(instruments, text, asked) == set()


def test_a_broken_telly_is_concern_at_least(instruments: Instruments) -> None:
    """Things broken in anger are asked about."""
    row = instruments.read_row(Request(1, "He punched our telly and broke it when I asked him to leave."))
    assert row["safety_detail"]["level"] in {"concern", "danger"}


def test_a_no_to_sex_met_with_silence_is_asked_about(instruments: Instruments) -> None:
    """The no is no flight, and nothing to apologise for: one private question, no line."""
    text = "My boyfriend wanted sex and I said I was tired. He turned his back and didn't talk to me till Monday."
    row = instruments.reflect_row(Request(1, text), "GB")
    assert row["concern"]
    assert row["suggestions"] == []
    assert not [tag for tag in row["tags"] if tag["actor"] == "user"]
