"""After another reader has come: reading again is offered, and what the person put right survives it."""

from sqlmodel import select

from app.settings import Settings
from app.tables import TagRow
from classifiers.annotations import Reading, Span, Tag
from classifiers.codebook import Actor, Behavior
from tests.factories import BILL, Clock, PhraseReader, Site, serve


class BetterReader(PhraseReader):
    """Finds what the other found, and a kind act."""

    model_hash = "phrases-2"

    def read(self, text: str) -> Reading:
        """One more."""
        found = super().read(text)
        at = text.find("came back")
        more = (Tag(Actor.PARTNER, Behavior.KINDNESS, Span(at, at + 9), 0.9),) if at >= 0 else ()
        return Reading(text, tuple(sorted((*found.tags, *more), key=lambda tag: tag.order)), found.unsure)


def test_reading_again_keeps_corrections(settings: Settings, clock: Clock, load_once: None) -> None:
    """The new act is there; what did not happen, was the other's, or was added stays so; the numbers follow."""
    with serve(settings, clock, PhraseReader()) as site:
        site.post("/before-you-start")
        site.send(BILL)
        assert "earlier reader" not in site.get("/patterns").text
        tags = {tag: key for key, tag in _tags(site)}
        site.post(f"/tags/{tags['pursuing']}/dismiss")
        site.post(f"/tags/{tags['leaving']}/other")
        site.post(f"/tags/{tags['attacking']}/act", act="demanding")
        site.post("/messages/1/add", actor="partner", act="homecoming", sentence="1")
        before = standing(site)
    with serve(settings, clock, BetterReader()) as site:
        assert "1 message was read by an earlier reader" in site.get("/patterns").text
        page = site.post("/read-again").text
        assert "earlier reader" not in page
        after = standing(site)
        assert after - before == {("partner", "kindness")}
        assert before - after == set()
        assert {("user", "leaving"), ("partner", "homecoming"), ("user", "demanding")} <= after
        assert not {("user", "pursuing"), ("partner", "leaving"), ("user", "attacking")} & after


def standing(site: Site) -> set[tuple[str, str]]:
    """Who did what, as it counts."""
    with site.session() as session:
        return {
            (row.actor, row.behavior) for row in session.exec(select(TagRow)) if row.sure and row.dismissed_at is None
        }


def _tags(site: Site) -> list[tuple[int, str]]:
    with site.session() as session:
        return [(row.id or 0, row.behavior) for row in session.exec(select(TagRow))]
