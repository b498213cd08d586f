"""The screen after the private question was answered with no."""

from app.chat.asked import AnsweredNo
from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel


class _Finds:
    def __init__(self, found: Screening) -> None:
        self.found = found

    def screen(self, text: str, history: tuple[str, ...] = (), encoded: object = None) -> Screening:
        return self.found


def test_concern_asks_no_more() -> None:
    """What was concern is clear now."""
    assert AnsweredNo(_Finds(Screening(SafetyLevel.CONCERN))).screen("x").clear


def test_danger_stays_danger() -> None:
    """The answer to one question never hides a danger."""
    danger = Screening(SafetyLevel.DANGER, frozenset({SafetyFlag.THREAT}))
    assert AnsweredNo(_Finds(danger)).screen("x") == danger
