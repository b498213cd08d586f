"""Every route under every mix of Host, Origin, Sec-Fetch-Site and method: what may come through does, nothing else."""

import itertools
import re
from dataclasses import replace

import httpx
import pytest
from fastapi.routing import APIRoute

from app.settings import Settings
from app.tables import Message
from tests.factories import BILL, Clock, PhraseReader, Site, serve

HOSTS = ("own", "localhost", "evil.example", "127.0.0.1.evil.example", "")
ORIGINS = ("own", "http://evil.example", "http://localhost:1", "null", "http://notes.lan", "http://[", None)
SITES = ("same-origin", "same-site", "cross-site", "none", None)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")
SAFE = {"GET", "HEAD", "OPTIONS"}
LEAVING = {"/leave", "/lock"}  # these end the session they are tried in


@pytest.fixture
def database_url() -> str:
    """What is let through does not hang on the database."""
    return ""


def addresses(site: Site) -> list[str]:
    """Each route's address with something in its blanks, and one that is not there."""
    found = {re.sub(r"\{\w+\}", "1", route.path) for route in site.app.routes if isinstance(route, APIRoute)} | {
        "/static/style.css",
        "/nowhere",
        "/openapi.json",
    }
    return sorted(found - LEAVING)


def paths_of(site: Site) -> list[str]:
    return addresses(site) if addresses(site) else []


def expected(method: str, path: str, host: str, origin: str | None, fetch_site: str | None) -> str:
    """421 for a foreign name; for a change, 403 unless the browser says that our own page asked for it (the API's callers are no browser)."""
    if host not in {"own", "localhost"}:
        return "421"
    if method in SAFE:
        return "through"
    if fetch_site is not None:
        return "through" if fetch_site in {"same-origin", "none"} else "403"
    if origin is None:
        return "through" if path.startswith("/api/") else "403"
    return "through" if (origin, host) == ("own", "own") or origin == "http://notes.lan" else "403"


def test_only_our_own_page_gets_through(settings: Settings, clock: Clock) -> None:
    """Each mix has the status it should; nothing answers 5xx; the notes are as they were."""
    with serve(replace(settings, origins=("notes.lan",)), clock, PhraseReader()) as site:
        site.post("/before-you-start")
        site.send(BILL)
        wrong = []
        with httpx.Client(base_url=site.base, follow_redirects=False, timeout=30) as client:
            own = site.base.removeprefix("http://")
            for path, method in itertools.product(paths_of(site), METHODS):
                for host, origin, fetch_site in itertools.product(HOSTS, ORIGINS, SITES):
                    if expected(method, path, host, origin, fetch_site) == "through" and method not in SAFE:
                        continue  # what comes through is tested where it belongs; here it would change the notes
                    headers = {"Host": own if host == "own" else host.replace("localhost", f"localhost:{own[-5:]}")}
                    if origin is not None:
                        headers["Origin"] = site.base if origin == "own" else origin
                    if fetch_site is not None:
                        headers["Sec-Fetch-Site"] = fetch_site
                    if method in SAFE and (origin, fetch_site) not in {
                        ("own", "same-origin"),
                        ("http://evil.example", None),
                    }:
                        continue  # reading does not look at them
                    answer = client.request(
                        method, path, headers=headers, data={"text": "x"} if method == "POST" else None
                    )
                    status = str(answer.status_code)
                    wanted = expected(method, path, host, origin, fetch_site)
                    right = status == wanted if wanted != "through" else status not in {"403", "421"} and status < "500"
                    if not right and not (wanted == "through" and status == "503" and path == "/healthz"):
                        wrong.append((method, path, host, origin, fetch_site, status))
        assert wrong == []
        assert site.row_count(Message) == 1


@pytest.mark.parametrize(
    ("origin", "listed", "status"),
    [
        ("http://notes.lan", ("notes.lan",), 303),
        ("https://notes.lan:8443", ("notes.lan:8443",), 303),
        ("https://notes.lan:8443", ("notes.lan",), 403),
        ("http://evil.example", ("notes.lan",), 403),
        ("http://notes.lan.evil.example", ("notes.lan",), 403),
        ("http://localhost:3000", (), 403),
    ],
)
def test_a_proxy_that_rewrites_the_host(
    settings: Settings, clock: Clock, origin: str, listed: tuple[str, ...], status: int
) -> None:
    """A page shown at a listed place may change things; other programs' pages on this machine may not."""
    with serve(replace(settings, origins=listed), clock, PhraseReader()) as site:
        answer = httpx.post(f"{site.base}/messages", data={"text": BILL}, headers={"Origin": origin})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Referer": "http://evil.example/"}, False),
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
    ],
)
def test_another_site_cannot_make_somebody_leave(site: Site, headers: dict[str, str], left: bool) -> None:
    """A link or picture elsewhere shows the bland page at most: drafts stay, and so does the way back."""
    site.send(BILL)
    site.post("/draft", text="half a thought", tab="a")
    answer = site.client.get("/leave", headers=headers)
    assert "Measures for the kitchen" in answer.text
    assert (site.get("/c/1").url.path == "/leave") is left
    site.get("/")
    assert (site.post("/draft/mine", tab="a").text == "") is left


def test_an_older_browsers_own_exit_link_leaves(site: Site) -> None:
    """It says by the Referer where it comes from."""
    site.client.get("/leave", headers={"Referer": f"{site.base}/history"})
    assert site.get("/history").url.path == "/leave"


def test_the_api_wants_its_token_whatever_the_origin(site: Site) -> None:
    """Any program can write this page's own Origin; only the token says that it may read the data folder."""
    for headers in ({"Origin": site.base}, {"Origin": site.base, "Sec-Fetch-Site": "same-origin"}, {}):
        answer = httpx.post(f"{site.base}/api/read", json={"text": "x"}, headers=headers)
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "unauthorized"


def test_an_empty_token_lets_nobody_in(settings: Settings, clock: Clock) -> None:
    """Left by a full disk: a new one is made."""
    settings.data.mkdir(parents=True)
    (settings.data / "api-token").touch()
    with serve(settings, clock, PhraseReader()) as site:
        for header in ("Bearer", "", "Bearer x"):
            answer = site.client.post("/api/read", json={"text": "x"}, headers={"Authorization": header})
            assert answer.status_code == 401
        assert len((settings.data / "api-token").read_text()) >= 32
