"""Rules and ear as the app asks for them: whatever breaks in the ear leaves the rules' answer."""

from collections.abc import Sequence

import numpy as np
import pytest

from classifiers.annotations import Screening
from classifiers.codebook import DANGERS, SafetyLevel
from classifiers.danger.decide import Before
from classifiers.danger.ear import Ear
from classifiers.danger.screen import DangerScreen
from classifiers.reading.encoder import Encoded

EAR = Ear(np.full(6, 0.5, np.float32), concern=0.9, confirm=0.1, calm=0.1)


class Rules:
    def __init__(self) -> None:
        self.asked: list[tuple[str, Sequence[str]]] = []

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        self.asked.append((text, history))
        known = "knife" in text or ("took" in text and any("knife" in earlier for earlier in history))
        return Screening(SafetyLevel.DANGER) if known else Screening()


def encoded(violence: float, size: int = 37) -> Encoded:
    message = np.full(size, -9.0, np.float32)
    if size == 37:
        message[30 + DANGERS.index("violence")] = violence
    nothing = np.zeros(0, np.float32)
    return Encoded("x", ((0, 1),), nothing, message, nothing, nothing, nothing)


@pytest.mark.parametrize(
    ("ear", "heard", "level"),
    [
        (EAR, encoded(4.0), SafetyLevel.DANGER),
        (EAR, encoded(-4.0), SafetyLevel.NONE),
        (EAR, None, SafetyLevel.NONE),
        (None, encoded(4.0), SafetyLevel.NONE),
        (EAR, encoded(0.0, size=12), SafetyLevel.NONE),
    ],
)
def test_the_ear_speaks_when_it_can(ear: Ear | None, heard: Encoded | None, level: SafetyLevel) -> None:
    """Not loaded, not run or broken: the rules alone."""
    assert DangerScreen(Rules(), lambda: ear).screen("x", (), heard).level is level


def test_the_rules_get_text_and_history() -> None:
    """Always, whatever was heard."""
    rules = Rules()
    DangerScreen(rules, lambda: EAR).screen("x", ("before",), encoded(4.0))
    assert rules.asked == [("x", ("before",))]


def test_a_danger_the_earlier_messages_complete_is_no_ordinary_message() -> None:
    """The ear heard only this one."""
    screen, calm = DangerScreen(Rules(), lambda: EAR), encoded(-9.0)
    assert screen.screen("a knife", (), calm).level is SafetyLevel.CONCERN
    assert screen.screen("a knife", ("hi",), calm).level is SafetyLevel.CONCERN
    assert screen.screen("he took it", ("a knife",), calm).level is SafetyLevel.DANGER


class Broken:
    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        raise RuntimeError(text)


def test_rules_that_break_count_as_danger() -> None:
    """Help is shown, whatever the ear heard."""
    found = DangerScreen(Broken(), lambda: EAR).screen("x", (), encoded(-9.0))
    assert (found.level, found.failed) == (SafetyLevel.DANGER, True)


def test_nothing_of_the_message_is_logged_when_something_breaks(caplog: pytest.LogCaptureFixture) -> None:
    """Only what kind of error it was."""
    DangerScreen(Broken(), lambda: EAR).screen("a secret", (), encoded(-9.0))
    DangerScreen(Rules(), lambda: EAR).screen("a secret", (), encoded(0.0, size=12))
    assert "RuntimeError" in caplog.text
    assert "danger ear failed" in caplog.text
    assert "secret" not in caplog.text


def test_a_correction_lifts_only_after_an_alarm() -> None:
    """What came before is handed on to the decision."""
    screen, said = DangerScreen(Rules(), lambda: EAR), "that's not what I meant"
    assert screen.screen(said, (), None, Before(alarm=True)).lifts
    assert not screen.screen(said).lifts
    assert not screen.screen("we had soup", (), None, Before(alarm=True)).lifts


def test_what_was_taken_back_in_words_completes_nothing() -> None:
    """Nor does the message that took it back; what is said after it does."""
    rules = Rules()
    screen = DangerScreen(rules, lambda: None)
    taken_back = "no, that's not what I meant by the knife"
    assert screen.screen("he took it", ("a knife",)).level is SafetyLevel.DANGER
    assert screen.screen("he took it", ("a knife", taken_back)).level is SafetyLevel.NONE
    assert screen.screen("he took it", ("a knife", taken_back, "a knife")).level is SafetyLevel.DANGER
    assert [list(history) for _, history in rules.asked] == [["a knife"], [], ["a knife"]]
