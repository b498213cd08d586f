"""One or two pages for a therapist: what is in them, and what never."""

import re

from app.tables import Message
from tests.factories import BILL, CONCERN, DANGER, Site, chat_read


def filled(site: Site) -> None:
    """Something told, kept, logged."""
    site.send(BILL)
    site.send("He drove off. It was a Sunday.")
    site.post("/entries/2", day="2026-11-02")
    site.post("/messages/1/keep", line="0")
    site.post("/words/1/went", answer="helped")
    site.post("/rope/threads", kind="kindness", whose="theirs", words="soup for the late shift")
    site.post("/rope/rituals", words="Tea at nine", kind="routine")
    site.post("/rope/rituals/1/today", answer="yes")


def test_it_holds_what_was_picked_and_says_what_it_is(site: Site) -> None:
    """Own words, the examples picked and no others, what was tried and how it went, what holds, its limits."""
    filled(site)
    assert "It was a Sunday" in site.get("/report").text
    page = site.post("/report", words="why I follow him\nand what it costs", pick="1").text
    assert "why I follow him\nand what it costs" in page
    assert "I asked him about the bill" in page
    assert "It was a Sunday" not in page
    assert "(it helped)" in page
    assert "soup for the late shift" in page
    assert "Tea at nine: 1 of the 1 days" in page
    assert "the writer may have left entries out" in page
    assert "One reaches, one draws back: 1 of 2 quarrels; peace was made after 1" in page


def test_the_partner_gets_no_count(site: Site) -> None:
    """Own acts are counted; the other's stand in no number."""
    filled(site)
    page = site.post("/report").text
    assert "pursuing 1" in page
    assert "leaving 1" not in page
    assert "stonewalling 1" not in page


def test_only_the_days_chosen_are_in_it(site: Site) -> None:
    """By the day it happened."""
    filled(site)
    page = site.post("/report", first="2026-11-01", last="2026-11-10", pick="1").text
    assert "about the bill" not in page
    assert "1 quarrel was told" in page
    assert site.get("/report?first=2026-11-10&last=2026-11-01").status_code == 422
    assert site.get("/report?first=x").status_code == 422


def test_it_rests_while_there_is_danger_or_concern(site: Site) -> None:
    """And flagged words are never offered."""
    filled(site)
    for words in (CONCERN, DANGER):
        site.send(words)
        assert "Nothing to draw" in site.get("/report").text
        assert "Nothing to draw" in site.post("/report", pick="1").text


def test_what_is_written_in_it_is_kept_nowhere(site: Site) -> None:
    """Not in the database, not in the next page."""
    filled(site)
    site.post("/report", words="a private aim")
    assert "a private aim" not in site.get("/report").text
    assert "a private aim" not in site.post("/export", kind="json").text


def test_it_can_be_saved_as_a_pdf(site: Site) -> None:
    """The button under what was looked at makes a file of the same; under danger there is none."""
    filled(site)
    page = site.post("/report", words="why I “follow” him <b>", pick="1").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields == {"first": "2026-08-26", "last": "2026-11-23", "words": "why I “follow” him &lt;b&gt;", "pick": "1"}
    made = site.post("/report", kind="pdf", words="why I follow him", pick="1")
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["content-disposition"] == 'attachment; filename="notes-2026-11-23.pdf"'
    assert made.content.startswith(b"%PDF-")
    assert len(made.content) > len(site.post("/report", kind="pdf", words="why I follow him").content)
    assert site.client.post("/report", data={"kind": "exe"}).status_code == 422
    site.send(DANGER)
    assert "Nothing to draw" in site.post("/report", kind="pdf").text


def test_changing_it_keeps_what_was_written_and_ticked(site: Site) -> None:
    """Back at the questions nothing has to be typed again; the days too stay."""
    filled(site)
    page = site.post(
        "/report", kind="change", first="2026-11-01", last="2026-11-23", words="why I follow\r\nhim", pick="1"
    ).text
    assert "why I follow\nhim</textarea>" in page
    assert 'value="1" checked' in page
    assert 'value="2" checked' not in page
    assert 'name="first" value="2026-11-01"' in page


def test_more_examples_than_fit_are_told(site: Site) -> None:
    """The first six are in it, and it says so."""
    for number in range(8):
        site.send(f"He drove off. It was day {number}.")
    page = site.client.post("/report", data={"pick": [str(key) for key in range(1, 9)]}).text
    assert "the first 6 are in it" in page
    assert page.count("He drove off.") == 6
    assert "the first 6" not in site.post("/report", pick="1").text


def test_what_two_wrote_in_a_chat_is_no_example(site: Site) -> None:
    """The other's words are not one's own to hand on."""
    site.post("/chats/paste", text="Mo: stop yelling\nSam: I said sorry")
    site.post("/chats/1/read", me="1", first="2026-11-20")
    chat_read(site)
    assert site.row_count(Message) == 1
    assert "Nothing was told in these days." in site.get("/report").text
