"""Whose help lines to show: the country the person chose, else a guess from the browser's languages, which the page says is one."""

import re

from fastapi import Request

from app.replies.help import Place
from app.tables import Owner

_REGION = re.compile(r"^[A-Za-z]{2,3}-(?:[A-Za-z]{4}-)?([A-Za-z]{2})$")


def place_of(request: Request, owner: Owner | None) -> Place:
    """The chosen country, or the guessed one; nobody (None) has chosen."""
    if owner is not None and owner.country:
        return Place(owner.country)
    known = request.app.state.prompts().helplines.countries
    guess = guessed(request.headers.get("accept-language", ""), known)
    return Place(guess, guessed=guess is not None)


def guessed(languages: str, known: tuple[str, ...]) -> str | None:
    """The first region named in an Accept-Language header (RFC 9110), if there are lines for it; a language alone names no country."""
    for part in languages.split(","):
        found = _REGION.match(part.split(";")[0].strip())
        if found:
            region = found.group(1).upper()
            return region if region in known else None
    return None
