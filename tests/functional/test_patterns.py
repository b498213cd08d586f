"""The patterns page: counts a week and what stands behind them."""

import re
from datetime import timedelta

from tests.factories import BILL, Clock, Site


def _row(page: str, week: str) -> list[int]:
    day, year = week.rsplit(" ", 1)
    row = page.split(f'<th scope="row">{day}<span class="year"> {year}</span></th>')[1].split("</tr>")[0]
    return [int(number) for number in re.findall(r">(\d+)<", row)]


def test_counts_are_mine_and_between_us(site: Site) -> None:
    """Fight, flight and threads of the writer, then of both; none of the partner alone."""
    site.send(BILL)
    assert _row(site.get("/patterns").text, "23 Nov 2026") == [3, 0, 1, 3, 2, 1]


def test_quiet_weeks_stay_in_the_table(site: Site, clock: Clock) -> None:
    """A week without a word is shown with zeros."""
    site.send(BILL)
    clock.pass_by(timedelta(days=14))
    page = site.get("/patterns").text
    assert _row(page, "30 Nov 2026") == [0, 0, 0, 0, 0, 0]
    assert _row(page, "7 Dec 2026") == [0, 0, 0, 0, 0, 0]
    assert _row(page, "23 Nov 2026") == [3, 0, 1, 3, 2, 1]


def test_number_opens_the_entries_behind_it(site: Site) -> None:
    """Each number leads to the messages it counts, and only those."""
    site.send("He drove off.")
    site.send("I said sorry.")
    page = site.get("/patterns/2026-11-23/ours/flight").text
    assert "He drove off." in page
    assert "I said sorry." not in page


def test_maybes_are_not_counted(site: Site) -> None:
    """What the reader was unsure of is in no number."""
    site.send("He came back.")
    assert _row(site.get("/patterns").text, "23 Nov 2026") == [0, 0, 0, 0, 0, 0]


def test_numbers_are_there_without_a_picture(site: Site) -> None:
    """The chart and the table tell the same numbers."""
    site.send(BILL)
    page = site.get("/patterns").text
    assert page.count('aria-label="Week of 23 November, Fight: 3"') == 2
    assert "style=" not in page


def test_odd_addresses_are_refused_plainly(site: Site) -> None:
    """A week that does not begin on Monday, an unknown family or span is not an error page of the server."""
    for path in (
        "/patterns/2026-11-24/ours/flight",
        "/patterns/2026-11-23/partner/flight",
        "/patterns/x/ours/flight",
        "/patterns?weeks=3",
    ):
        assert site.get(path).status_code == 422
