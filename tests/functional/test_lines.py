"""Lines on the page: other forms, keeping, how it went, practising."""

from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, select

from app.chat.kept import LATE, SOON
from app.tables import KeptLine, Message
from tests.factories import BILL, Clock, Site


def _lines(site: Site) -> list[dict]:
    with Session(site.app.state.vault.engine) as session:
        message = session.exec(select(Message)).first()
        assert message
        return message.reply["suggestions"]


def _kept(site: Site) -> list[KeptLine]:
    with Session(site.app.state.vault.engine) as session:
        return list(session.exec(select(KeptLine)))


@pytest.mark.parametrize("want", ["warm", "short", "firm"])
def test_a_further_line_of_the_form_asked_for_stands_first(site: Site, want: str) -> None:
    """Softer, shorter, firmer: a new line, set large, the others still there."""
    site.send(BILL)
    before = _lines(site)
    page = site.post("/messages/1/line", want=want).text
    after = _lines(site)
    assert after[1:] == before
    assert after[0]["form"] == want
    assert after[0]["text"] not in {line["text"] for line in before}
    main = unescape(page.split('class="main-line"')[1].split("</copy-line>")[0])
    assert after[0]["text"] in main


def test_another_line_is_another_each_time(site: Site) -> None:
    """Three presses, three lines; none twice."""
    site.send(BILL)
    for _ in range(3):
        site.post("/messages/1/line", want="any")
    texts = [line["text"] for line in _lines(site)]
    assert len(texts) == len(set(texts)) >= 6


def test_a_form_that_is_none_is_refused(site: Site) -> None:
    """And nothing changes."""
    site.send(BILL)
    before = _lines(site)
    assert site.post("/messages/1/line", want="cruel").status_code == 422
    assert _lines(site) == before


def test_a_line_is_kept_once_and_has_a_place(site: Site) -> None:
    """The page says it is kept; the place shows it with its day."""
    site.send(BILL)
    text = _lines(site)[0]["text"]
    page = site.post("/messages/1/keep", line="0").text
    site.post("/messages/1/keep", line="0")
    assert [line.text for line in _kept(site)] == [text]
    assert ">Kept</a>" in page
    words = site.get("/words").text
    assert 'action="/practise"' in words
    assert "23 November" in words


@pytest.mark.parametrize("line", ["", "x", "99", "-1"])
def test_a_line_that_was_not_offered_cannot_be_kept(site: Site, line: str) -> None:
    """Only what stands there."""
    site.send(BILL)
    assert site.post("/messages/1/keep", line=line).status_code == 422
    assert _kept(site) == []


def test_how_it_went_is_asked_once_and_only_later(site: Site, clock: Clock) -> None:
    """Not at once, not on the talk's own page, not after it was answered."""
    site.send(BILL)
    site.post("/messages/1/keep", line="0")
    assert "How did it go?" not in site.get("/").text
    clock.pass_by(SOON)
    assert "How did it go?" in site.get("/").text
    assert "How did it go?" not in site.get("/c/1").text
    assert "and it helped" in site.post("/words/1/went", answer="helped").text
    assert "How did it go?" not in site.get("/").text


@pytest.mark.parametrize(
    ("answer", "says"), [("not_helped", "did not help"), ("not_yet", "Not said yet"), ("not_said", "stays with you")]
)
def test_any_answer_ends_the_asking(site: Site, clock: Clock, answer: str, says: str) -> None:
    """Also "rather not say"."""
    site.send(BILL)
    site.post("/messages/1/keep", line="0")
    clock.pass_by(SOON)
    assert says in site.post("/words/1/went", answer=answer).text
    assert "How did it go?" not in site.get("/").text


def test_after_weeks_nobody_asks(site: Site, clock: Clock) -> None:
    """The moment is over."""
    site.send(BILL)
    site.post("/messages/1/keep", line="0")
    clock.pass_by(LATE + timedelta(minutes=1))
    assert "How did it go?" not in site.get("/").text


def test_an_answer_that_is_none_is_refused(site: Site) -> None:
    """With the right status."""
    site.send(BILL)
    site.post("/messages/1/keep", line="0")
    assert site.post("/words/1/went", answer="great").status_code == 422
    assert _kept(site)[0].went is None


def test_a_kept_line_goes_with_its_talk_and_by_itself(site: Site) -> None:
    """Deleted is deleted."""
    site.send(BILL)
    site.post("/messages/1/keep", line="0")
    site.post("/messages/1/keep", line="1")
    site.post("/words/1/delete")
    assert len(_kept(site)) == 1
    site.post("/history/delete/1")
    assert _kept(site) == []
    assert "Nothing kept yet" in site.get("/words").text


def test_chips_answer_the_question(site: Site) -> None:
    """A pressed word is a turn of the talk, and used."""
    page = site.send("He drove off.").text
    assert '<button name="text" value="lonely">' in page
    answer = site.post("/messages", text="lonely", conversation="1").text
    assert "lonely" in answer.split('<article class="turn"')[-1]


def test_practise_says_what_a_line_carries_and_what_would_help(site: Site) -> None:
    """Old and new side by side; nothing of it is stored."""
    page = site.post("/practise", line="You never listen! Stop it.", old="I felt alone.").text
    assert "As it was" in page
    assert "Start with “I”" in page
    assert "Leave out always, never" in page
    good = site.post("/practise", line="I felt alone on Friday. Could we eat together on Sunday?").text
    assert 'class="todo"' not in good
    assert site.row_count(Message) == 0


def test_practise_takes_what_nobody_would_type(site: Site) -> None:
    """Nothing, NUL, something endless."""
    assert "Type a line" in site.get("/practise").text
    assert site.post("/practise", line="\0").status_code == 200
    assert site.post("/practise", line="no " * 5_000).status_code == 200
