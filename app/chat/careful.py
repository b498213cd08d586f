"""What earlier screenings still mean for the next message: one pure fold, the same for the page and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from classifiers.codebook import SafetyLevel
from classifiers.danger.decide import NOTHING_BEFORE, Before

DANGER_HOLDS = timedelta(days=90)
CONCERN_HOLDS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Screened:
    """One earlier message: what was found and what the person said to it.

    ``here`` is whether it belongs to this conversation; ``answer`` what was said to the private question: "yes", "no", "skip" or None.
    """

    level: SafetyLevel
    signs: bool
    said_at: datetime
    here: bool = True
    lifted: bool = False
    answer: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it was flagged, and nothing the person said ended that."""
        return self.level is not SafetyLevel.NONE and not self.lifted and self.answer != "no"


@dataclass(frozen=True, slots=True)
class Careful:
    """``state`` is "danger", "concern" or None; ``before`` what the next decision has to know."""

    state: str | None = None
    before: Before = NOTHING_BEFORE


NOT_CAREFUL = Careful()


def careful(history: Sequence[Screened], now: datetime) -> Careful:
    """``history`` is the person's earlier messages, oldest first.

    Danger holds for 90 days, everywhere, until it is lifted; an answer "yes" is danger. Concern holds for 30 days until it is answered, and in
    its own conversation for as long as it was not answered with "no" (typing past it, or "rather not say"). Who lifted an alarm has answered the
    question too: nobody is asked twice.
    """
    lately = [one for one in history if one.said_at >= now - DANGER_HOLDS]
    month = [one for one in history if one.said_at >= now - CONCERN_HOLDS]
    here = [one for one in history if one.here]
    last = here[-1] if here else None
    return Careful(
        _state([one for one in lately if one.holds], now),
        Before(
            alarm=last is not None and last.holds and last.answer is None,
            answered_no=any(one.answer == "no" or one.lifted for one in month),
            signs=sum(one.signs and not one.lifted for one in month),
        ),
    )


def _state(held: Sequence[Screened], now: datetime) -> str | None:
    if any(one.level is SafetyLevel.DANGER or one.answer == "yes" for one in held):
        return "danger"
    waiting = any(one.here or (one.answer is None and one.said_at >= now - CONCERN_HOLDS) for one in held)
    return "concern" if waiting else None
