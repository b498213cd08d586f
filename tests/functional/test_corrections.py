"""One press to say that a tag is wrong."""

from sqlmodel import Session, select

from app.tables import TagRow
from tests.factories import BILL, Site


def _key(site: Site, behavior: str) -> int:
    with Session(site.app.state.engine) as session:
        return session.exec(select(TagRow.id).where(TagRow.behavior == behavior)).first() or 0


def _words(page: str) -> str:
    return page.split('<p class="words">')[1].split("</p>")[0]


def test_wrong_tag_goes_and_stays_gone(site: Site) -> None:
    """A dismissed tag is no longer marked, after a reload too; the others stay."""
    site.send(BILL)
    site.post(f"/tags/{_key(site, 'pursuing')}/dismiss")
    words = _words(site.get("/c/1").text)
    assert "you: pursuing" not in words
    assert "you: attacking" in words


def test_undo_brings_it_back(site: Site) -> None:
    """The undo beside a dismissed tag puts it back."""
    site.send(BILL)
    key = _key(site, "pursuing")
    assert f"/tags/{key}/restore" in site.post(f"/tags/{key}/dismiss").text
    assert "you: pursuing" in _words(site.post(f"/tags/{key}/restore").text)


def test_dismissed_tag_is_not_counted(site: Site) -> None:
    """A dismissed tag leaves the patterns and the entries behind them at once."""
    site.send("He drove off.")
    assert "/patterns/2026-11-23/ours/flight" in site.get("/patterns").text
    site.post(f"/tags/{_key(site, 'leaving')}/dismiss")
    assert "/patterns/2026-11-23/ours/flight" not in site.get("/patterns").text
    assert "Nothing stands behind this number any more." in site.get("/patterns/2026-11-23/ours/flight").text
