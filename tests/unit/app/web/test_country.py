"""A country guessed from the browser's languages."""

import pytest

from app.web.country import guessed

KNOWN = ("DE", "GB", "US")


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("de-de", "DE"),
        ("en, en-US;q=0.5", "US"),
        ("zh-Hant-TW,en-US", None),
        ("pt-BR,en-GB;q=0.8", None),
        ("de,en;q=0.9", None),
        ("es-419,en-US", "US"),
        ("", None),
        ("*", None),
        ("en-GB-oxendict", None),
        (";;,,-", None),
    ],
)
def test_the_first_region_named_counts(header: str, country: str | None) -> None:
    """A language alone names no country; a region without lines is no other region."""
    assert guessed(header, KNOWN) == country
