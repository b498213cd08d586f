"""Every form of the app, each field in turn filled with what no person types: never an error page of ours, nothing lost."""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
from sqlmodel import select

from app.tables import Message
from tests.factories import BILL, Site

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ODD = {
    "lone surrogate": "a%ED%A0%80b",
    "lone surrogate, raw": "a\xed\xa0\x80b",
    "NUL": "a%00b",
    "no UTF-8": "%FF%FE",
    "many digits": "9" * 5_000,
    "negative": "-1",
    "infinite": "1e400",
    "not a number": "NaN",
    "directions turned": quote("\u202e\u2066x\u2069\ufeff"),
    "a path": "..%2F..%2Fetc%2Fpasswd",
    "a header": "x%0D%0ASet-Cookie:%20left=1",
    "SQL": quote("'; DROP TABLE message; --"),
    "astral": quote("\U0001f9f5" * 2_000),
}


def forms(site: Site) -> Iterator[tuple[str, list[str]]]:
    """The address of every form with its blanks filled, and its fields, as the app itself describes them."""
    described = site.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        if "post" not in methods or path.startswith("/api/"):
            continue
        content = methods["post"].get("requestBody", {}).get("content", {})
        shape = content.get("application/x-www-form-urlencoded", {}).get("schema", {}).get("$ref", "")
        fields = described["components"]["schemas"].get(shape.rsplit("/", 1)[-1], {}).get("properties", {})
        yield re.sub(r"\{what\}", "message-77", re.sub(r"\{key\}", "1", path)), sorted(fields)


def test_no_field_breaks_a_page(site: Site) -> None:
    """Taken, or refused in words; what was told before is still there and every page opens."""
    site.send(BILL)
    fields = [(path, field) for path, some in forms(site) for field in some if path != "/leave"]
    assert len(fields) >= 30
    for kind, (path, field) in itertools.product(sorted(ODD), fields):
        body = f"{field}={ODD[kind]}".encode("latin-1")
        answer = site.client.post(path, content=body, headers=FORM, follow_redirects=False)
        assert answer.status_code < 500, (kind, path, field)
        assert "left=1" not in answer.headers.get("set-cookie", ""), (kind, path, field)
    with site.session() as session:
        assert BILL in session.exec(select(Message.text)).all()
    for page in ("/", "/c/1", "/history", "/words", "/patterns", "/privacy", "/help"):
        assert site.get(page).status_code == 200, page


def test_no_address_breaks_a_page(site: Site) -> None:
    """Nothing in the place of a key or a date is more than not found."""
    described = site.get("/openapi.json").json()["paths"]
    tried = [path for path, methods in described.items() if "get" in methods and "{" in path]
    assert tried
    assert site.client.post(f"/history/delete/{'9' * 5_000}").status_code == 404
    for kind, path in itertools.product(sorted(set(ODD) - {"lone surrogate, raw", "many digits", "astral"}), tried):
        answer = site.client.get(re.sub(r"\{\w+\}", ODD[kind], path))
        assert 400 <= answer.status_code < 500, (kind, path)


def test_ten_megabytes_are_refused_before_they_are_read(site: Site) -> None:
    """On every form and on the API, but where a chat's file may be that large."""
    body = b"text=" + b"a" * 10_000_000
    token = (site.app.state.settings.data / "api-token").read_text("ascii").strip()
    files = {"/chats/file", "/import"}
    for path in [path for path, _ in forms(site) if path not in files] + ["/api/read", "/api/reflect"]:
        more = {"Authorization": f"Bearer {token}"} if path.startswith("/api/") else {}
        with httpx.Client(base_url=site.base, headers={"Origin": site.base, **FORM, **more}) as client:
            assert client.post(path, content=body).status_code == 413, path


def test_a_body_without_an_end_is_cut_off(site: Site) -> None:
    """A sender that never stops is answered after 256 KB, not followed."""
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b"text="
        while sent < 200_000_000:
            sent += 65_536
            yield b"a" * 65_536

    with httpx.Client(base_url=site.base, headers={"Origin": site.base, **FORM}) as client:
        try:
            status = client.post("/messages", content=endless()).status_code
        except httpx.TransportError:
            status = 413  # closed while it was still sending
    assert status == 413
    assert sent < 50_000_000
    assert site.get("/healthz").status_code == 200
