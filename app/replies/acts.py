"""How an act is named calmly in a line: the words that showed it decide (prompts/_parts/acts.toml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from classifiers.annotations import Tag
from classifiers.codebook import Actor, Behavior


@dataclass(frozen=True, slots=True)
class ActRule:
    """A row of acts.toml.

    ``say`` stands when ``cue`` is found (None: whenever) and ``unless`` is not; ``during`` fits after "while",
    ``lines`` names another file of prompts/suggestion that suits this act better.
    """

    say: str
    cue: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    during: str | None = None
    lines: str | None = None

    def takes(self, words: str) -> bool:
        """Whether this row is meant for an act shown by ``words``."""
        return (self.cue is None or bool(self.cue.search(words))) and not (
            self.unless is not None and self.unless.search(words)
        )


@dataclass(frozen=True, slots=True)
class ActWords:
    """The rows of acts.toml by actor and behavior, first match first."""

    rules: Mapping[tuple[Actor, Behavior], tuple[ActRule, ...]]

    def rule(self, tag: Tag, text: str) -> ActRule | None:
        """The row for ``tag`` as shown in ``text``, or None when its behavior has none (threads)."""
        words = tag.span.of(text).replace("’", "'")
        return next((rule for rule in self.rules.get((tag.actor, tag.behavior), ()) if rule.takes(words)), None)
