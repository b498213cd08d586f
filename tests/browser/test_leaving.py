"""Exit: by press, by key, without JavaScript; and what Back shows afterwards."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import BILL, Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PRIVATE = "I asked him about the bill"


def test_shift_three_times_leaves(open_page: Open, site: Site) -> None:
    """Three presses of Shift show the bland page, and Back shows nothing private."""
    site.send(BILL)
    page = open_page()
    page.goto("/history")
    expect(page.get_by_text(PRIVATE).first).to_be_visible()
    page.goto("/c/1")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Measures for the kitchen")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Measures for the kitchen")).to_be_visible()
    assert PRIVATE not in page.content()


def test_shift_while_typing_does_not_leave(open_page: Open) -> None:
    """Capital letters are written with Shift: they are no exit."""
    page = open_page()
    page.get_by_label("Your words").focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    expect(page.get_by_label("Your words")).to_have_value("ABCDE")


@pytest.mark.parametrize("script", [True, False])
def test_exit_is_one_press(open_page: Open, site: Site, script: bool) -> None:
    """The Exit link works with and without JavaScript and forgets the draft."""
    page = open_page(java_script_enabled=script)
    site.post("/draft", text="half a thought")
    page.get_by_role("link", name="Exit").click()
    expect(page.get_by_role("heading", name="Measures for the kitchen")).to_be_visible()
    page.goto("/")
    expect(page.get_by_label("Your words")).to_have_value("")
