"""What every request passes and every answer carries."""

import logging

import httpx
import pytest

from tests.factories import BILL, Site, add_stranger

SECRET = "my very private sentence"
PAGES = (
    "/",
    "/history",
    "/patterns",
    "/help",
    "/about",
    "/before-you-start",
    "/leave",
    "/nowhere",
    "/static/style.css",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_storing_framing_and_foreign_code(site: Site, path: str) -> None:
    """Pages, errors and static files carry the same strict headers."""
    headers = site.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_another_host_or_runs_inline_code(site: Site, path: str) -> None:
    """Nothing is loaded from elsewhere, nothing is written inline."""
    text = site.get(path).text
    assert 'src="http' not in text
    assert "<script>" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_unknown_host_is_refused(site: Site) -> None:
    """A name pointed at this machine from outside (DNS rebinding) gets nothing."""
    assert site.get("/history", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_change_asked_for_by_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    """A foreign page cannot delete, and nothing is changed by trying."""
    site.send(BILL)
    assert site.client.post("/history/delete/everything", headers=headers).status_code == 403
    assert "I asked him about the bill" in site.get("/c/1").text


def test_change_without_an_origin_is_refused(site: Site) -> None:
    """Every browser says where a form comes from; who says nothing is not the page."""
    assert httpx.post(site.base + "/messages", data={"text": "x"}).status_code == 403


def test_too_big_a_body_is_refused_with_and_without_a_length(site: Site) -> None:
    """More than 256 KB is a plain 413, also when the length was not said beforehand."""
    assert site.client.post("/messages", data={"text": "a" * 300_000}).status_code == 413
    chunks = (b"text=" + b"a" * 60_000 for _ in range(6))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert site.client.post("/messages", content=chunks, headers=kind).status_code == 413


def test_errors_are_plain_pages(site: Site) -> None:
    """Missing pages and wrong methods answer with a page that leads back."""
    for answer, status in ((site.get("/nowhere"), 404), (site.client.put("/history"), 405), (site.get("/c/x"), 422)):
        assert answer.status_code == status
        assert "Back to the chat" in answer.text


def test_unforeseen_error_tells_nothing(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """When something breaks, page and log say so without a word of what was written."""
    site.app.state.prompts = None
    site.app.state.screen = None
    with caplog.at_level(logging.DEBUG):
        answer = site.send(SECRET)
    assert answer.status_code == 500
    assert "Something went wrong here." in answer.text
    assert SECRET not in answer.text
    assert SECRET not in caplog.text


def test_nothing_written_reaches_a_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Sending, searching and refusing leave no private word in any log."""
    with caplog.at_level(logging.DEBUG):
        site.send(SECRET)
        site.post("/history/search", words=SECRET)
        site.post("/messages/1/lift", reason=SECRET)
        site.post("/messages", text=SECRET, conversation=SECRET)
    assert SECRET not in caplog.text


def test_refused_form_does_not_echo_it(site: Site) -> None:
    """A form that makes no sense is refused without repeating it."""
    answer = site.post("/messages/1/concern", answer=SECRET)
    assert answer.status_code in {404, 422}
    assert SECRET not in answer.text


def test_stranger_and_missing_look_the_same_everywhere(site: Site, clock: object) -> None:
    """Every address with a key answers 404 alike for somebody else's row and for none at all."""
    keys = add_stranger(site, clock())  # type: ignore[operator]
    own = {"message": "message", "tag": "tag"}
    routes = [
        ("GET", "/c/{}", "conversation", {}),
        ("POST", "/messages", "conversation", {"text": "x"}),
        ("POST", "/messages/{}/concern", own["message"], {"answer": "no"}),
        ("POST", "/messages/{}/lift", own["message"], {"reason": "long_ago"}),
        ("POST", "/messages/{}/line", own["message"], {"want": "any"}),
        ("POST", "/messages/{}/keep", own["message"], {"line": "0"}),
        ("POST", "/tags/{}/other", own["tag"], {}),
        ("POST", "/tags/{}/act", own["tag"], {"act": "leaving"}),
        ("POST", "/history/delete/message-{}", own["message"], {}),
        ("POST", "/words/{}/went", own["message"], {"went": "well"}),
        ("POST", "/words/{}/delete", own["message"], {}),
        ("POST", "/tags/{}/dismiss", own["tag"], {}),
        ("POST", "/tags/{}/restore", own["tag"], {}),
        ("POST", "/history/delete/{}", "conversation", {}),
    ]
    for method, path, kind, fields in routes:
        for key in (keys[kind], 987_654, 10**30):
            sent = {**fields, "conversation": str(key)} if "{}" not in path else fields
            answer = site.client.request(method, path.format(key), data=sent)
            assert (answer.status_code, "There is nothing here." in answer.text) == (404, True), (path, key)
    assert "a stranger's words" not in site.get("/history").text
    assert "a stranger's words" not in site.post("/history/search", words="stranger").text
