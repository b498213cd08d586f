"""The private question is asked once: the screen as it counts after the person has answered it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from classifiers.annotations import Screening
from classifiers.codebook import SafetyLevel


class Screens(Protocol):
    """Whatever screens a text for danger."""

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """What was found in ``text`` and the messages before it."""


@dataclass(frozen=True, slots=True)
class AnsweredNo:
    """A screen whose concern was answered with "no, I am not afraid": concern asks no more, danger stays danger."""

    inner: Screens

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """As the inner screen, with concern taken as answered."""
        found = self.inner.screen(text, history)
        return replace(found, level=SafetyLevel.NONE) if found.level is SafetyLevel.CONCERN else found
