"""The patterns page: what comes back, and what stands behind each number; over HTTP, on both databases."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.patterns.codes import number
from app.tables import Entry, Tally
from tests.factories import BILL, CONCERN, DANGER, Clock, Site

WEEK = "/patterns/2026-11-23/2026-11-25"


def row(page: str, label: str) -> list[int]:
    """The numbers of one line of the table of weeks."""
    line = page.split(f'<th scope="row">{label}<span')[1].split("</tr>")[0]
    return [int(n) for n in re.findall(r">(\d+)<", line)]


def test_a_new_user_sees_no_zeros(site: Site) -> None:
    """One sentence, and one small thing to do."""
    page = site.get("/patterns").text
    assert "one good thing" in page
    assert "<table" not in page
    assert '<svg viewBox="0 0 720' not in page


def test_counts_are_by_entry_mine_and_between_us(site: Site) -> None:
    """In how many entries; nowhere a number of the partner's."""
    site.send(BILL)
    page = site.get("/patterns").text
    assert row(page, "23 Nov") == [1, 1, 1]
    assert 'aria-label="1: you, pursuing"' in page
    assert "stonewalling" not in page.split('id="mine-h"')[1].split("</section>")[0]


def test_small_talk_counts_nowhere(site: Site) -> None:
    """ "ok thanks" is no entry."""
    site.send("ok thanks")
    assert site.row_count(Entry) == 0
    assert "one good thing" in site.get("/patterns").text


def test_quiet_weeks_stay(site: Site, clock: Clock) -> None:
    """A week without a word has its place, with zeros."""
    site.send(BILL)
    clock.pass_by(timedelta(days=14))
    page = site.get("/patterns").text
    assert (row(page, "30 Nov"), row(page, "23 Nov")) == ([0, 0, 0], [1, 1, 1])


@pytest.mark.parametrize("span", ["7", "30", "90", "365", "all"])
def test_every_number_opens_its_entries(site: Site, span: str) -> None:
    """Each address on the page leads to the entry it counts, the words that count marked."""
    site.send(BILL)
    site.post("/rope/threads", kind="kindness", whose="mine", words="soup for the late shift")
    page = site.get(f"/patterns?span={span}").text
    opened = set(re.findall(r'href="(/patterns/[^"]+)"', page))
    assert len(opened) >= 8
    for address in opened:
        behind = site.get(address)
        assert behind.status_code == 200
        assert "Nothing stands behind" not in behind.text, address
        assert "<mark>" in behind.text or "/d" in address or "/t" in address, address


def test_only_the_entries_counted_are_opened(site: Site) -> None:
    """Not those of another act, another week or another day."""
    site.send("He drove off.")
    site.send("I said sorry.")
    flight = site.get(f"{WEEK}/b1").text
    assert "<mark>drove off</mark>" in flight
    assert "sorry" not in flight
    assert "Nothing stands behind" in site.get("/patterns/2026-11-16/2026-11-22/b1").text


def test_of_several_messages_those_with_the_act_are_opened(site: Site) -> None:
    """An answer to the app's question is of the same entry; it is not what was counted."""
    place = site.send("He drove off.").url.path.rsplit("/", 1)[1]
    site.send("quite hurt", place)
    assert site.row_count(Entry) == 1
    assert "quite hurt" not in site.get(f"{WEEK}/b1").text
    assert "quite hurt" in site.get(f"{WEEK}/e0").text


def test_maybes_are_not_counted(site: Site) -> None:
    """What the reader was unsure of is in no number."""
    site.send("He came back.")
    assert not [n for n in row(site.get("/patterns").text, "23 Nov") if n]


def test_told_in_several_messages_it_counts_once(site: Site) -> None:
    """What goes on in the same talk belongs to the same entry."""
    place = site.send(BILL).url.path.rsplit("/", 1)[1]
    site.send("He drove off.", place)
    assert site.row_count(Entry) == 1
    assert row(site.get("/patterns").text, "23 Nov") == [1, 1, 1]


def test_the_day_told_is_the_day_counted(site: Site) -> None:
    """ "Last Tuesday" is in its own week."""
    site.send("Last Tuesday he drove off.")
    page = site.get("/patterns").text
    assert (row(page, "16 Nov"), row(page, "23 Nov")) == ([0, 1, 0], [0, 0, 0])


def test_the_day_can_be_set_and_everything_follows(site: Site) -> None:
    """Also the months, and the page of the entry says so."""
    site.send(BILL)
    assert site.post("/entries/1", day="2026-10-30", hour="19", size="big", topic="money").status_code == 200
    page = site.get("/patterns").text
    assert row(page, "26 Oct") == [1, 1, 1]
    assert "of 30 October" in site.get("/c/1").text
    with site.session() as session:
        months = {tally.day.month for tally in session.exec(select(Tally).where(Tally.grain == "m"))}
    assert months == {10}
    assert "1: about money" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2027-01-01"},
        {"day": "x"},
        {"day": "2026-11-20", "hour": "24"},
        {"day": "2026-11-20", "size": "huge"},
        {"day": "2026-11-20", "topic": "x"},
    ],
)
def test_an_odd_day_or_size_changes_nothing(site: Site, wrong: dict[str, str]) -> None:
    """Refused in words."""
    site.send(BILL)
    assert site.post("/entries/1", **wrong).status_code == 422
    assert row(site.get("/patterns").text, "23 Nov") == [1, 1, 1]


def test_two_tellings_can_be_joined_and_parted(site: Site) -> None:
    """They count once, and twice again."""
    site.send(BILL)
    site.send("He drove off.")
    assert row(site.get("/patterns").text, "23 Nov") == [1, 2, 1]
    site.post("/entries/2/join", other="1")
    assert row(site.get("/patterns").text, "23 Nov") == [1, 1, 1]
    site.post("/entries/1/part", message="2")
    assert row(site.get("/patterns").text, "23 Nov") == [1, 2, 1]


def test_an_ex_is_left_out(site: Site) -> None:
    """Another rope."""
    site.send(BILL)
    site.post("/entries/1", day="2026-11-23", former="yes")
    assert not [n for n in row(site.get("/patterns?span=30").text, "23 Nov") if n]


def test_a_correction_wins_everywhere_at_once(site: Site) -> None:
    """Put aside, brought back, turned round, added: the number and its entries follow."""
    site.send("He drove off.")
    assert "drove off" in site.get(f"{WEEK}/b1").text
    site.post("/tags/1/dismiss")
    assert "Nothing stands behind" in site.get(f"{WEEK}/b1").text
    site.post("/tags/1/restore")
    assert "drove off" in site.get(f"{WEEK}/b1").text
    site.post("/tags/1/other")
    assert "drove off" in site.get(f"{WEEK}/m7").text
    site.post("/messages/1/add", actor="partner", act="repair", sentence="0")
    assert row(site.get("/patterns").text, "23 Nov") == [0, 1, 1]
    assert site.post("/messages/1/add", actor="partner", act="repair", sentence="9").status_code == 422


def test_deleted_entries_are_in_no_number(site: Site) -> None:
    """Neither in the week nor in the month."""
    site.send(BILL)
    site.send("He drove off.")
    site.post("/history/delete/2")
    assert row(site.get("/patterns").text, "23 Nov") == [1, 1, 1]
    site.post("/history/delete/everything")
    assert site.row_count(Tally) == 0
    assert site.row_count(Entry) == 0


def test_flagged_entries_are_invisible_and_the_page_rests(site: Site) -> None:
    """No entry is made of them; while danger or concern holds nothing is drawn."""
    site.send(BILL)
    for words in (CONCERN, DANGER):
        site.send(words)
        assert site.row_count(Entry) == 1
        for page in ("/patterns", f"{WEEK}/b1"):
            assert "Nothing to draw for these weeks" in site.get(page).text


def test_numbers_are_there_without_a_picture(site: Site) -> None:
    """The chart and the table tell the same."""
    site.send(BILL)
    page = site.get("/patterns").text
    assert 'aria-label="Week of 23 November, Fight: in 1"' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "path",
    [
        f"{WEEK}/x1",
        f"{WEEK}/m99",
        f"{WEEK}/p0-5",
        "/patterns/2026-11-25/2026-11-23/b1",
        "/patterns/x/2026-11-23/b1",
        "/patterns?span=3",
    ],
)
def test_odd_addresses_are_refused_plainly(site: Site, path: str) -> None:
    """Nor is there an address for what made the other attack."""
    assert site.get(path).status_code == 422


def test_addresses_hold_no_words() -> None:
    """A browser's history tells nothing."""
    assert number("b1").keys == frozenset({("between", "flight")})
    with pytest.raises(ValueError, match="no such number"):
        number("flight")
