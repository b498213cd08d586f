"""An alarm in a real browser: short, one number to press, lifted by press and by words, by keyboard alone, on desktop and phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import serious
from tests.factories import BILL, CONCERN, DANGER

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SIZES = [
    pytest.param({"width": 1200, "height": 800}, id="desktop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]
HELD = "You know best what is safe for you."


def _send(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer")).not_to_have_class(re.compile("busy"))


@pytest.mark.parametrize("size", SIZES)
def test_an_alarm_is_short_and_its_number_can_be_pressed(open_page: Open, size: dict[str, int]) -> None:
    """Lines of the browser's country, said to be guessed; the rest unfolds; axe finds nothing serious in either state."""
    page = open_page(viewport=size, locale="en-GB")
    _send(page, DANGER)
    answer = page.locator(".answer.help")
    expect(answer.locator("p").first).to_be_visible()
    number = answer.get_by_role("link", name="0808 2000 247")
    expect(number).to_have_attribute("href", "tel:08082000247")
    expect(number).to_be_in_viewport()
    expect(answer).to_contain_text("Guessed from your browser’s languages: lines for United Kingdom.")
    expect(answer.get_by_text("that time can be the most dangerous")).to_be_hidden()
    assert serious(page) == []
    answer.get_by_text("More, and other numbers").click()
    expect(answer.get_by_text("that time can be the most dangerous")).to_be_visible()
    expect(answer.get_by_role("link", name="0808 801 0327")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_a_press_lifts_it_by_keyboard_alone(open_page: Open, size: dict[str, int]) -> None:
    """Fold, reason, and on with the talk; the banner is gone in a new conversation too."""
    page = open_page(viewport=size)
    _send(page, DANGER)
    page.get_by_text("This is not what I meant").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="It is a misunderstanding").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer.help")).to_contain_text("You can go on below.")
    _send(page, BILL)
    expect(page.locator('.words [title="you: pursuing"]').last).to_be_visible()
    page.goto("/")
    expect(page.get_by_text(HELD)).to_have_count(0)


def test_words_lift_it_as_the_press_does(open_page: Open) -> None:
    """And the message that says so is answered."""
    page = open_page()
    _send(page, DANGER)
    _send(page, "That’s not what I meant, it is a scene from our play. He drove off.")
    expect(page.locator('.words [title="your partner: leaving"]').last).to_be_visible()
    page.goto("/")
    expect(page.get_by_text(HELD)).to_have_count(0)


def test_the_private_question_is_answered_by_keyboard(open_page: Open) -> None:
    """ "Yes" brings help in its place and keeps new conversations careful; axe finds nothing serious."""
    page = open_page()
    _send(page, CONCERN)
    assert serious(page) == []
    page.get_by_role("button", name="Yes, sometimes").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer.help")).to_contain_text("Nothing you say, and no way of saying it, causes this.")
    page.goto("/")
    expect(page.get_by_text(HELD)).to_be_visible()
