"""The rope, the patterns and the page of an entry in a real browser: looked at, pressed, by keyboard alone, without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import BILL, Clock, Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

TALL = """() => {
  const boxes = [...document.querySelectorAll('.strand path')].map(path => path.getBBox());
  return Math.max(...boxes.map(box => box.y + box.height)) - Math.min(...boxes.map(box => box.y));
}"""


@pytest.fixture
def told(site: Site, clock: Clock) -> Site:
    """Some weeks of entries."""
    for number in range(6):
        site.post("/rope/threads", kind="kindness", whose="mine" if number % 2 else "theirs", words=f"tea {number}")
        clock.pass_by(timedelta(days=2))
        if number % 3 == 0:
            site.send(BILL)
    return site


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_good_thing_takes_two_presses(open_page: Open, told: Site, size: dict[str, int], scripts: bool) -> None:
    """Kind, add: it is in the list and a strand of the rope."""
    page = open_page(viewport=size, java_script_enabled=scripts)
    page.goto("/rope")
    before = page.locator("a.strand").count()
    page.locator("#log").get_by_text("connection", exact=True).click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Connection, yours, 5 Dec")).to_be_visible()
    assert page.locator("a.strand").count() == before + 1


def test_a_strand_is_pressed_by_keyboard_and_leads_to_its_day(open_page: Open, told: Site) -> None:
    """Tab reaches it, Enter opens what it is."""
    page = open_page(viewport=WIDE)
    page.goto("/rope")
    page.locator("a.strand").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Monday, 23 November 2026")).to_be_visible()
    expect(page.get_by_text("tea 0")).to_be_visible()


def test_it_landed_by_keyboard(open_page: Open, told: Site) -> None:
    """The button says whether it is pressed."""
    page = open_page(viewport=PHONE)
    page.goto("/rope")
    button = page.get_by_role("button", name="it landed").first
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="it landed").first).to_have_attribute("aria-pressed", "true")


def test_a_bad_day_looks_different_on_a_strong_rope(open_page: Open, site: Site, clock: Clock) -> None:
    """The same quarrel, with little and with much around it: another sentence, a thicker picture."""
    page = open_page(viewport=WIDE)
    clock.pass_by(timedelta(days=12))

    def good(kind: str, day: str) -> None:
        site.post("/rope/threads", kind=kind, whose="theirs", day=day)

    def seen() -> tuple[str, float]:
        page.goto("/rope")
        return page.locator("figcaption").inner_text(), page.evaluate(TALL)

    for day in ("2026-11-23", "2026-12-01", "2026-12-02", "2026-12-03"):
        good("kindness", day)
    site.send("He drove off.")
    site.post("/entries/1", day="2026-12-04", size="big")
    thin_words, thin = seen()
    for kind in ("kindness", "routine", "homecoming", "connection", "repair"):
        for day in ("2026-11-28", "2026-11-30", "2026-12-04"):
            good(kind, day)
    thick_words, thick = seen()
    assert "not much written around it yet" in thin_words
    assert "a good many strands" in thick_words
    assert thick > 1.5 * thin


def test_numbers_open_their_entries(open_page: Open, told: Site) -> None:
    """A bar is reached by keyboard, tells its number when hovered, and opens what it counts, marked."""
    page = open_page(viewport=WIDE)
    page.goto("/patterns")
    bar = page.locator(".chart a").first
    assert "Fight: in" in (bar.get_attribute("aria-label") or "")
    assert page.locator(".chart title").first.text_content()
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()


def test_the_numbers_are_there_without_scripts(open_page: Open, told: Site) -> None:
    """Table, charts, the page of a number."""
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/patterns?span=30")
    page.get_by_text("The same numbers as a table").click()
    page.locator("table a").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_the_day_of_an_entry_is_set_by_keyboard(open_page: Open, told: Site) -> None:
    """From the talk to the form and back; the page then says which day it was."""
    page = open_page(viewport=PHONE)
    page.goto("/c/1")
    page.get_by_label("When it happened, how big it was").focus()
    page.keyboard.press("Enter")
    page.get_by_label("The day it happened").fill("2026-11-10")
    page.get_by_label("a big one").check()
    page.get_by_role("button", name="Keep it so").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("of 10 November")).to_be_visible()


def test_what_was_missed_is_added_in_place(open_page: Open, told: Site) -> None:
    """Who, what, where; the answer is mended."""
    page = open_page(viewport=WIDE)
    page.goto("/c/1")
    page.locator(".heard > summary").first.click()
    page.get_by_text("Add what I missed").click()
    page.get_by_label("did what").select_option("kindness")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator('.words [title="you: kindness"]').first).to_be_visible()
