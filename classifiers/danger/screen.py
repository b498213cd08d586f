"""DangerScreen: rules and ear together, as the app asks for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from classifiers.annotations import Screening
from classifiers.codebook import SafetyLevel
from classifiers.danger.decide import decide
from classifiers.danger.ear import Ear, Heard
from classifiers.reading.encoder import Encoded


class Rules(Protocol):
    """The rule screen, as this module needs it (classifiers.danger.rules.SafetyScreen)."""

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """The rules' own answer."""
        ...


@dataclass(frozen=True, slots=True)
class DangerScreen:
    """Rules first, then the ear; ``ear`` is asked for each time, since it may still be loading (None until then)."""

    rules: Rules
    ear: Callable[[], Ear | None]

    def screen(self, text: str, history: Sequence[str] = (), encoded: Encoded | None = None) -> Screening:
        """What is dangerous in ``text``; ``encoded`` is what the encoder heard in it, None where it could not run."""
        found = self.rules.screen(text, history)
        heard = self._heard(encoded)
        danger = SafetyLevel.DANGER
        if (
            heard
            and heard.ordinary
            and history
            and found.level is danger
            and self.rules.screen(text).level is not danger
        ):
            heard = replace(
                heard, ordinary=False
            )  # the ear hears one message; what only the earlier ones complete it cannot call ordinary
        return decide(found, heard)

    def _heard(self, encoded: Encoded | None) -> Heard | None:
        ear = self.ear()
        if ear is None or encoded is None:
            return None
        try:
            return ear.hear(encoded.message)
        except Exception:  # the ear must never cost anybody the rules' answer
            return None
