"""All pages below a path, as behind a proxy: whether the proxy passes the path on or takes it off."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest

from app.settings import Settings, known_path
from tests.factories import BILL, Clock, PhraseReader, serve

ROOT = "/notes/mine"


@pytest.fixture
def database_url() -> str:
    """Addresses do not hang on the database."""
    return ""


@pytest.mark.parametrize("passed_on", [True, False])
def test_every_link_form_and_script_stays_below_it(settings: Settings, clock: Clock, passed_on: bool) -> None:
    """From page to page by links, each address begins with the path and answers; nothing leads out of it."""
    with serve(replace(settings, path=ROOT), clock, PhraseReader()) as site:
        before = ROOT if passed_on else ""

        def ask(method: str, path: str, **fields: str) -> httpx.Response:
            answer = site.client.request(method, path, data=fields or None, follow_redirects=False)
            if answer.status_code == 303:
                target = answer.headers["location"]
                assert target.startswith(f"{ROOT}/"), (path, target)
                return ask("GET", before + target.removeprefix(ROOT))
            return answer

        ask("POST", f"{before}/before-you-start")
        ask("POST", f"{before}/messages", text=BILL)
        ask("POST", f"{before}/messages/1/keep", line="0")
        seen, waiting = set(), [f"{ROOT}/"]
        while waiting:
            address = waiting.pop()
            path = urlsplit(address).path
            if path in seen or path.endswith("/leave"):
                continue
            seen.add(path)
            answer = ask("GET", before + path.removeprefix(ROOT))
            assert answer.status_code == 200, path
            found = re.findall(r'(?:href|action|src)="([^"]*)"', answer.text)
            outside = [one for one in found if not one.startswith((f"{ROOT}/", "#", "tel:", "https://"))]
            assert outside == [], path
            waiting += re.findall(rf'(?:href|src)="({ROOT}/[^"#]*)', answer.text)
        assert {f"{ROOT}/history", f"{ROOT}/c/1", f"{ROOT}/privacy", f"{ROOT}/static/app.js"} <= seen


def test_the_key_cookie_belongs_to_the_path(settings: Settings, clock: Clock) -> None:
    """Other programs below the same name do not get it."""
    with serve(replace(settings, path=ROOT), clock, PhraseReader()) as site:
        words = {"new": "four or five words", "again": "four or five words", "understood": "yes"}
        answer = site.client.post(f"{ROOT}/privacy/passphrase", data=words, follow_redirects=False)
        assert f"Path={ROOT}" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("given", "path"), [("", ""), ("/", ""), ("notes", "/notes"), ("/notes/", "/notes"), ("/a/b-c", "/a/b-c")]
)
def test_paths_are_taken_as_people_write_them(given: str, path: str) -> None:
    """With and without slashes."""
    assert known_path(given) == path


@pytest.mark.parametrize("odd", ["http://notes.lan/", "/a//b", "/../x", "/a b", '/"><script>'])
def test_an_odd_path_is_refused(odd: str) -> None:
    """It says what is wanted."""
    with pytest.raises(ValueError, match="ROPEWORK_PATH"):
        known_path(odd)
