"""The rope page over HTTP, on both databases."""

from datetime import timedelta

import pytest

from app.tables import Ritual, RitualDay, Strand, Tally, Thread
from tests.factories import BILL, CONCERN, DANGER, Clock, Site

PICTURE = 'class="rope-picture"'


def five_on_three_days(site: Site, clock: Clock) -> None:
    """Just enough to draw."""
    for words in ("tea", "a walk"):
        site.post("/rope/threads", kind="kindness", whose="theirs", words=words)
    clock.pass_by(timedelta(days=1))
    site.post("/rope/threads", kind="repair", whose="mine", words="said sorry")
    clock.pass_by(timedelta(days=1))
    site.send(BILL)
    assert PICTURE not in site.get("/rope").text
    assert "so far there are 4 on 3 days" in site.get("/rope").text
    site.post("/rope/threads", kind="homecoming", whose="mine")


def test_it_is_drawn_from_five_entries_on_three_days(site: Site, clock: Clock) -> None:
    """Each strand can be pressed and leads to its day."""
    assert "five entries on three days" in site.get("/rope").text
    five_on_three_days(site, clock)
    page = site.get("/rope").text
    assert PICTURE in page
    assert 'href="/rope/day/2026-11-23"' in page
    day = site.get("/rope/day/2026-11-23").text
    assert "tea" in day
    assert "a walk" in day
    assert "I asked him about the bill" in site.get("/rope/day/2026-11-25").text


def test_a_good_thing_is_logged_in_two_presses(site: Site) -> None:
    """What kind, and add; mine and today unless said otherwise."""
    page = site.post("/rope/threads", kind="connection").text
    assert "Connection</strong>, yours, 23 Nov" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "leaving"},
        {"kind": "kindness", "whose": "x"},
        {"kind": "kindness", "day": "2027-01-01"},
        {"kind": "kindness", "words": "a" * 201},
    ],
)
def test_what_is_no_good_thing_is_refused(site: Site, wrong: dict[str, str]) -> None:
    """A hurt, somebody else, a day to come, a story."""
    assert site.post("/rope/threads", **wrong).status_code == 422
    assert site.row_count(Thread) == 0


def test_it_landed_makes_a_pale_strand_firm(site: Site, clock: Clock) -> None:
    """Pressed again, it is pale again; the partner's have no such button."""
    five_on_three_days(site, clock)
    assert site.get("/rope").text.count('class="strand light"') == 3
    page = site.post("/rope/threads/3/landed").text
    assert page.count('class="strand light"') == 2
    assert site.post("/rope/threads/3/landed").text.count('class="strand light"') == 3
    site.post("/rope/threads/1/landed")
    with site.session() as session:
        theirs = session.get(Thread, 1)
        assert theirs is not None
        assert not theirs.landed


def test_meant_a_lot_makes_three(site: Site, clock: Clock) -> None:
    """Three strands of one day."""
    five_on_three_days(site, clock)
    before = site.get("/rope").text.count('<a class="strand')
    assert site.post("/rope/threads/1/lot").text.count('<a class="strand') == before + 2


def test_what_is_deleted_leaves_the_rope(site: Site, clock: Clock) -> None:
    """And every count."""
    five_on_three_days(site, clock)
    for key in (1, 2, 3, 4):
        site.post(f"/rope/threads/{key}/delete")
    assert PICTURE not in site.get("/rope").text
    assert site.row_count(Thread) == 0


def test_named_strands_hold(site: Site, clock: Clock) -> None:
    """Five at most; each can be taken away."""
    for number in range(5):
        site.post("/rope/strands", words=f"thing {number}")
    assert site.post("/rope/strands", words="one more").status_code == 404 or site.row_count(Strand) == 5
    site.post("/rope/strands/1/delete")
    assert site.row_count(Strand) == 4
    five_on_three_days(site, clock)
    assert site.get("/rope").text.count('class="strand named"') == 4


def test_a_ritual_is_asked_about_and_let_go(site: Site) -> None:
    """Yes and no are kept for the day, the later word counts; never a streak."""
    site.post("/rope/rituals", words="Tea at nine", kind="routine")
    assert "Did it happen today?" in site.get("/rope").text
    site.post("/rope/rituals/1/today", answer="no")
    site.post("/rope/rituals/1/today", answer="yes")
    assert site.row_count(RitualDay) == 1
    assert site.post("/rope/rituals/1/today", answer="x").status_code == 422
    assert "Tea at nine" in site.get("/rope/day/2026-11-23").text
    site.post("/rope/rituals/1/end")
    assert "Tea at nine" not in site.get("/rope").text
    assert "streak" not in site.get("/rope").text


def test_danger_rests_it_and_concern_leaves_ones_own_good_things(site: Site, clock: Clock) -> None:
    """Nothing is drawn; under concern the partner's doings are not shown."""
    five_on_three_days(site, clock)
    site.send(CONCERN)
    page = site.get("/rope").text
    assert PICTURE not in page
    assert "said sorry" in page
    assert "a walk" not in page
    assert "Nothing to draw" in site.get("/rope/day/2026-11-23").text
    site.send(DANGER)
    assert "said sorry" not in site.get("/rope").text


def test_danger_is_no_good_thing(site: Site) -> None:
    """It is not kept as one, and the page says where to tell it."""
    answer = site.post("/rope/threads", kind="kindness", words=DANGER)
    assert answer.status_code == 422
    assert "help page" in answer.text
    assert site.row_count(Thread) == 0


def test_deleting_everything_leaves_nothing_of_it(site: Site, clock: Clock) -> None:
    """Good things, rituals, named strands, counts."""
    five_on_three_days(site, clock)
    site.post("/rope/strands", words="Lena")
    site.post("/rope/rituals", words="Tea at nine", kind="routine")
    site.post("/rope/rituals/1/today", answer="yes")
    site.post("/history/delete/everything")
    assert [site.row_count(table) for table in (Thread, Strand, Ritual, RitualDay, Tally)] == [0] * 5
