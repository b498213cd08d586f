"""Who may ask for a change."""

import pytest
from starlette.datastructures import Headers

from app.web.guards import same_origin

HOST = "127.0.0.1:8000"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),  # a plain form under a strict referrer policy
        ({"sec-fetch-site": "none"}, True),  # the person's own reload
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, False),
        ({"sec-fetch-site": "same-site"}, False),  # another port of this machine
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:8001"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_this_very_site_may_change_things(headers: dict[str, str], allowed: bool) -> None:
    """The browser's own word decides; a page cannot forge it."""
    assert same_origin(Headers(headers), HOST) is allowed
