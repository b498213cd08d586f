"""Each page in both themes and widths: nothing axe calls serious, nothing wider than the screen, no foreign request."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.browser.looks import looks_well
from tests.factories import BILL, CONCERN, DANGER, Clock, Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS = [(size, scheme) for size in (WIDE, PHONE) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_pages_are_accessible_and_fit(
    open_page: Open, site: Site, clock: Clock, size: dict[str, int], scheme: str
) -> None:
    """Every page with something on it passes axe and fits the screen."""
    site.send(BILL)
    clock.pass_by(timedelta(days=8))
    site.send("He drove off. I said sorry.")
    site.post("/messages/1/keep", line="0")
    for number in range(5):
        site.post("/rope/threads", kind="kindness", whose="mine", words=f"tea {number}", day=f"2026-11-{24 + number}")
    site.post("/rope/rituals", words="Tea at nine", kind="routine")
    site.post("/rope/strands", words="we laugh at the same things")
    page = open_page(viewport=size, color_scheme=scheme)
    paths = (
        "/",
        "/c/1",
        "/history",
        "/patterns",
        "/patterns/2026-11-23/2026-12-01/b1",
        "/patterns?span=7",
        "/patterns?span=all",
        "/rope",
        "/rope/day/2026-11-23",
        "/entries/1",
        "/help",
        "/about",
        "/before-you-start",
        "/words",
        "/practise",
        "/privacy",
        "/export",
        "/report",
        "/learning",
        "/chats",
    )
    for path in (*paths, "/history/delete/1", "/history/delete/message-1", "/nowhere"):
        page.goto(path)
        looks_well(page, path)
    page.goto("/c/1")
    page.locator(".others > summary").first.click()
    page.locator(".heard > summary").first.click()
    page.locator(".not-so > summary").first.click()
    looks_well(page, "unfolded")
    site.send(CONCERN)
    site.send(DANGER)
    for path in ("/", "/c/3", "/c/4", "/patterns", "/leave"):
        page.goto(path)
        looks_well(page, path)


def test_nothing_moves_when_motion_is_reduced(open_page: Open) -> None:
    """With reduced motion the page scrolls without gliding."""
    page = open_page(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
