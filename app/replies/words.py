"""The words a template may use: one frozen class for lines to the partner, one for the text around them.

A word that was not told is None; a template that names it is then not used.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line to the partner (prompts/suggestion) may name; prompts/README.md explains each with an example."""

    matter: str
    thing: str
    like: str
    ask: str
    small: str
    give: str
    felt: str
    back: str
    until: str
    later: str
    soon: str
    during: str
    feel: str | None = None
    event: str | None = None
    did: str | None = None
    own: str | None = None
    act: str | None = None
    silence: str | None = None
    side: str | None = None
    wish: str | None = None
    together: str | None = None
    thing_wished: str | None = None
    sorry: str | None = None


@dataclass(frozen=True, slots=True)
class TextWords:
    """What the text around a line (prompts/reflection) may name: quotes of the message, and how the partner is called."""

    partner: str
    answer: str | None = None
    mine: str | None = None
    theirs: str | None = None
    extra: str | None = None
    thread: str | None = None
    feeling: str | None = None
    charge: str | None = None
    choices: str | None = None
    side: str | None = None


def told(words: LineWords | TextWords) -> dict[str, str]:
    """The words that are there, by name."""
    pairs = ((field.name, getattr(words, field.name)) for field in fields(words))
    return {name: value for name, value in pairs if value is not None}
