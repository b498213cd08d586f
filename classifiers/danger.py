"""A second ear for danger: a small trained model beside the rules of classifiers/safety.

The rules speak without it. With it, a message the rules did not catch can still be heard as dangerous, and a rule that fires where the model
hears an ordinary quarrel becomes concern (one private question) instead of danger. Whatever goes wrong here leaves the rules' own answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.annotations import Screening
from classifiers.codebook import Actor, SafetyFlag, SafetyLevel
from classifiers.features import FeatureMaker
from classifiers.parse import Parser
from classifiers.tagger import Matrix

FLAGS: tuple[SafetyFlag, ...] = tuple(SafetyFlag)
_CONTEXT = ("p:", "n:", "line:")


class Rules(Protocol):
    """The rule screen, as this module needs it (classifiers.safety.SafetyScreen)."""

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """The rules' own answer."""
        ...

    def fired(self, text: str) -> tuple[str, ...]:
        """The ids of the rules that hold."""
        ...


@dataclass(frozen=True, slots=True)
class DangerEar:
    """The learnt weights: column 0 is any danger, the others the six flags.

    ``alone`` is the probability from which the model raises a danger by itself, ``confirm`` the one below which a rule's danger is only concern.
    """

    parser: Parser
    maker: FeatureMaker
    vocabulary: dict[str, int]
    weights: Matrix
    bias: Matrix
    alone: float
    confirm: float

    def probabilities(self, text: str, fired: Sequence[str]) -> NDArray[np.float64]:
        """P(danger) and P(flag) for the six flags, 0 to 1."""
        names = features(self.parser, self.maker, text, fired)
        known = [self.vocabulary[name] for name in names if name in self.vocabulary]
        scores = self.bias.astype(np.float64)
        if known:
            scores = scores + self.weights[known].sum(axis=0) / np.sqrt(len(known))
        return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float64)


def features(parser: Parser, maker: FeatureMaker, text: str, fired: Sequence[str]) -> set[str]:
    """What the ear hears: the clause features seen from the writer's side, and the rules that fired."""
    rows = maker.features(parser.parse(text), Actor.USER)
    heard = {name for row in rows for name in row if not name.startswith(_CONTEXT)}
    return heard | {f"rule:{rule}" for rule in fired}


@dataclass(frozen=True, slots=True)
class SecondEar:
    """Rules first, then the ear; ``ear`` is asked for each time, since it may still be loading (None until then)."""

    rules: Rules
    ear: Callable[[], DangerEar | None]

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """The rules' answer, raised or softened by the ear."""
        found = self.rules.screen(text, history)
        ear = self.ear()
        if ear is None or found.failed:
            return found
        try:
            heard = ear.probabilities(text, self.rules.fired(text))
        except Exception:  # the ear must never cost anybody the rules' answer
            return found
        if found.level is SafetyLevel.DANGER:
            own = self.rules.screen(text).level is SafetyLevel.DANGER  # not one that only history completed
            weak = own and not found.urgent and heard[0] < ear.confirm
            return replace(found, level=SafetyLevel.CONCERN, flags=frozenset()) if weak else found
        return _raised(found, heard) if heard[0] >= ear.alone else found


def _raised(found: Screening, heard: NDArray[np.float64]) -> Screening:
    flags = {flag for flag, probability in zip(FLAGS, heard[1:], strict=True) if probability >= 0.5}
    flags = flags or {FLAGS[int(heard[1:].argmax())]}
    own_life = flags == {SafetyFlag.SELF_HARM}
    at_risk = {"writer"} | ({"child"} if SafetyFlag.CHILD_HARM in flags else set())
    return replace(
        found,
        level=SafetyLevel.DANGER,
        flags=frozenset(flags),
        at_risk=found.at_risk | at_risk,
        doer=found.doer or (None if own_life else "partner"),
        when=found.when or "now",
        suicidal=found.suicidal or (frozenset({"writer"}) if SafetyFlag.SELF_HARM in flags else frozenset()),
    )
