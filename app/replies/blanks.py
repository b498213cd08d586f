"""The words a template may use: one frozen class for lines to the partner, one for the text around them.

A word that was not told is None; a template that names it is then not used.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line to the partner (prompts/suggestion) may name; prompts/README.md explains each with an example."""

    felt: str
    back: str
    until: str
    later: str
    soon: str
    during: str
    ask: str = ""
    small: str = ""
    about: str | None = None
    own: str | None = None
    act: str | None = None
    then: str | None = None
    did: str | None = None
    liked: str | None = None
    feel: str | None = None
    side: str | None = None
    wish: str | None = None
    together: str | None = None
    mine: str | None = None
    thing: str | None = None
    were: str | None = None
    sorry: str | None = None


@dataclass(frozen=True, slots=True)
class TextWords:
    """What the text around a line (prompts/reflection) may name: what was told, said back to the writer."""

    partner: str
    answer: str | None = None
    about: str | None = None
    mine: str | None = None
    theirs: str | None = None
    thread: str | None = None
    happened: str | None = None
    feeling: str | None = None
    charge: str | None = None
    choices: str | None = None
    side: str | None = None


def told(words: LineWords | TextWords) -> dict[str, str]:
    """The words that are there, by name."""
    pairs = ((field.name, getattr(words, field.name)) for field in fields(words))
    return {name: value for name, value in pairs if value is not None}
