"""The help page's lines: by need, for one country. Pure; no number is ever made up."""

from app.replies.helplines import FIND, Helplines
from app.replies.reply import HelpLine
from app.web.labels import COUNTRY_NAMES

_NEEDS = {
    "violence": "Someone hurts or frightens me",
    "sexual": "Sex that was forced or pressed for",
    "suicide": "Thoughts of suicide or self-harm",
    "child": "A child is hurt or afraid",
    "own_behaviour": "Worried about what I did",
}

Section = tuple[str, tuple[HelpLine, ...]]


def countries(helplines: Helplines) -> list[tuple[str, str]]:
    """Codes and names of the countries there are lines for, by name."""
    return sorted(((code, COUNTRY_NAMES.get(code, code)) for code in helplines.countries), key=lambda pair: pair[1])


def sections(helplines: Helplines, country: str | None) -> list[Section]:
    """The emergency number, then the lines for each need, then where to find more."""
    found: list[Section] = [("Right now", (helplines.emergency(country),))]
    found += [(title, lines) for kind, title in _NEEDS.items() if (lines := helplines.lines(country, kind))]
    return [*found, ("Anywhere else", (FIND,))]
