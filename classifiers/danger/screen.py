"""DangerScreen: rules and ear together, as page, API and command line ask for them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from classifiers.annotations import Screening
from classifiers.codebook import SafetyLevel
from classifiers.danger.decide import NOTHING_BEFORE, Before, decide
from classifiers.danger.ear import Ear, Heard
from classifiers.danger.taking_back import takes_back
from classifiers.reading.encoder import Encoded

_log = logging.getLogger(__name__)


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

    def screen(
        self, text: str, history: Sequence[str] = (), encoded: Encoded | None = None, before: Before = NOTHING_BEFORE
    ) -> Screening:
        """What is dangerous in ``text``; ``encoded`` is what the encoder heard in it, None where it could not run.

        ``history`` is what the person said before, oldest first; what they took back in words completes nothing any more.

        Never raises: rules that break count as danger, so that help is shown; an ear that breaks costs nobody the rules' answer.
        """
        try:
            history = _not_taken_back(history)
            found = self.rules.screen(text, history)
            heard = self._heard(encoded)
            if heard and heard.ordinary and history and self._only_with(found, text):
                heard = replace(heard, ordinary=False)
            return decide(replace(found, lifts=takes_back(text)), heard, before)
        except Exception as broken:  # whatever breaks here must lead to help, never to coaching
            _log.error("safety screen failed: %s", type(broken).__name__)
            return Screening(level=SafetyLevel.DANGER, failed=True)

    def _only_with(self, found: Screening, text: str) -> bool:
        """Whether the rules find danger only together with the messages before: the ear hears one message and cannot call that ordinary."""
        return found.level is SafetyLevel.DANGER and self.rules.screen(text).level is not SafetyLevel.DANGER

    def _heard(self, encoded: Encoded | None) -> Heard | None:
        ear = self.ear()
        if ear is None or encoded is None:
            return None
        try:
            return ear.hear(encoded.message)
        except Exception as broken:  # the ear must never cost anybody the rules' answer
            _log.error("danger ear failed: %s", type(broken).__name__)
            return None


def _not_taken_back(history: Sequence[str]) -> Sequence[str]:
    last = max((index for index, said in enumerate(history) if takes_back(said)), default=-1)
    return history[last + 1 :]
