"""The private question is asked once: the screen as it counts after the person has answered it."""

from dataclasses import dataclass, replace

from app.chat.exchange import Screens
from classifiers.annotations import Screening
from classifiers.codebook import SafetyLevel
from classifiers.reading.encoder import Encoded


@dataclass(frozen=True, slots=True)
class AnsweredNo:
    """A screen whose concern was answered with "no, I am not afraid": concern asks no more, danger stays danger."""

    inner: Screens

    def screen(self, text: str, history: tuple[str, ...] = (), encoded: Encoded | None = None) -> Screening:
        """As the inner screen, with concern taken as answered."""
        found = self.inner.screen(text, history, encoded)
        return replace(found, level=SafetyLevel.NONE) if found.level is SafetyLevel.CONCERN else found
