""" "Not so?": a mark is put right with one press, and the answer with it."""

import pytest
from sqlmodel import Session, select

from app.tables import Message, TagRow
from tests.factories import BILL, DANGER, Site


def _key(site: Site, behavior: str) -> int:
    with Session(site.app.state.vault.engine) as session:
        return session.exec(select(TagRow.id).where(TagRow.behavior == behavior)).first() or 0


def _reply(site: Site) -> dict:
    with Session(site.app.state.vault.engine) as session:
        message = session.exec(select(Message)).first()
        assert message
        return message.reply


def _words(page: str) -> str:
    return page.split('<p class="words">')[1].split("</p>")[0]


def test_what_did_not_happen_goes_and_stays_gone(site: Site) -> None:
    """A dismissed tag is no longer marked, after a reload too; the others stay."""
    site.send(BILL)
    site.post(f"/tags/{_key(site, 'pursuing')}/dismiss")
    words = _words(site.get("/c/1").text)
    assert "you: pursuing" not in words
    assert "you: attacking" in words


def test_undo_brings_it_back(site: Site) -> None:
    """The undo beside a dismissed tag puts it back, with the answer as it was."""
    site.send(BILL)
    before = _reply(site)["suggestions"]
    key = _key(site, "pursuing")
    assert f"/tags/{key}/restore" in site.post(f"/tags/{key}/dismiss").text
    assert "you: pursuing" in _words(site.post(f"/tags/{key}/restore").text)
    assert _reply(site)["suggestions"] == before


def test_the_answer_is_mended_at_once(site: Site) -> None:
    """What did not happen is not spoken of any more."""
    site.send("He drove off.")
    assert "drove off" in _reply(site)["paragraphs"][0]
    site.post(f"/tags/{_key(site, 'leaving')}/dismiss")
    assert "drove off" not in " ".join(_reply(site)["paragraphs"])


def test_the_other_person_did_it(site: Site) -> None:
    """One press turns the act to the other end of the rope, in the words and in the answer."""
    site.send("He drove off.")
    page = site.post(f"/tags/{_key(site, 'leaving')}/other").text
    assert 'title="you: leaving"' in _words(page)
    assert not any("when you drove off" in line["text"].lower() for line in _reply(site)["suggestions"])
    assert 'title="your partner: leaving"' in _words(site.post(f"/tags/{_key(site, 'leaving')}/other").text)


def test_it_was_something_else(site: Site) -> None:
    """Another act from the list; one that is on no list is refused and nothing changes."""
    site.send("He drove off.")
    key = _key(site, "leaving")
    assert site.post(f"/tags/{key}/act", act="flying").status_code == 422
    assert 'title="your partner: leaving"' in _words(site.get("/c/1").text)
    assert 'title="your partner: stonewalling"' in _words(site.post(f"/tags/{key}/act", act="stonewalling").text)


def test_a_doubtful_act_put_right_is_sure(site: Site) -> None:
    """ "Maybe" is gone when the person has said what it was."""
    site.send(BILL)
    with Session(site.app.state.vault.engine) as session:
        key = session.exec(select(TagRow.id).where(TagRow.sure == False)).first()  # noqa: E712 - SQL's own
    assert "<h3>Maybe</h3>" not in site.post(f"/tags/{key}/act", act="kindness").text


@pytest.mark.parametrize("what", ["dismiss", "restore", "other", "act"])
def test_nobodys_tag_is_not_found(site: Site, what: str) -> None:
    """The same page as for a stranger's."""
    site.send("He drove off.")
    assert site.post(f"/tags/999/{what}", act="leaving").status_code == 404


def test_a_message_answered_with_help_has_no_lines_to_ask_for(site: Site) -> None:
    """Help stays help."""
    site.send(DANGER)
    assert site.post("/messages/1/line", want="warm").status_code == 422
    assert _reply(site)["suggestions"] == []


def test_dismissed_tag_is_not_counted(site: Site) -> None:
    """A dismissed tag leaves the patterns and the entries behind them at once."""
    site.send("He drove off.")
    assert "/patterns/2026-11-23/2026-11-23/b1" in site.get("/patterns").text
    site.post(f"/tags/{_key(site, 'leaving')}/dismiss")
    assert "/patterns/2026-11-23/2026-11-23/b1" not in site.get("/patterns").text
    assert "Nothing stands behind this number any more." in site.get("/patterns/2026-11-23/2026-11-23/b1").text
