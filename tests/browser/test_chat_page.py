"""The chat in a real browser: in place with JavaScript, whole without, by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import BILL, DANGER

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def _send(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer")).not_to_have_class(re.compile("busy"))


def test_answer_appears_in_place_and_is_read_out(open_page: Open) -> None:
    """Ctrl+Enter sends; the answer comes without a reload, has the focus, and the address is the conversation's."""
    page = open_page()
    page.evaluate("window.stayed = true")
    _send(page, BILL)
    expect(page.locator(".answer")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/c/1$"))
    expect(page.get_by_label("Go on, in your own words")).to_have_value("")
    assert page.evaluate("window.stayed") is True


def test_second_message_joins_the_conversation(open_page: Open) -> None:
    """The next message goes on below; after a reload both are there."""
    page = open_page()
    _send(page, BILL)
    _send(page, "He drove off.")
    expect(page.locator(".turn")).to_have_count(2)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)


def test_everything_works_without_javascript(open_page: Open) -> None:
    """Writing, reading why, correcting, undoing and starting anew need no script."""
    page = open_page(java_script_enabled=False)
    page.get_by_label("Your words").fill(BILL)
    page.get_by_role("button", name="Send").click()
    page.locator(".words").get_by_role("button", name="you: pursuing").click()
    why = page.get_by_role("dialog", name="Why: you, pursuing")
    expect(why).to_contain_text("not letting it drop")
    why.get_by_role("button", name="That is wrong").click()
    expect(page.locator(".words")).not_to_contain_text("you: pursuing")
    page.get_by_role("button", name="Undo: you, pursuing").click()
    expect(page.locator(".words")).to_contain_text("you: pursuing")
    page.get_by_role("link", name="New conversation").click()
    expect(page.get_by_role("heading", name="What happened, in your own words?")).to_be_visible()


def test_pressing_a_mark_says_why_and_how_sure(open_page: Open) -> None:
    """The name beside marked words opens a small window with meaning and sureness; Escape closes it."""
    page = open_page()
    _send(page, BILL)
    page.locator(".words").get_by_role("button", name="your partner: leaving").click()
    why = page.get_by_role("dialog", name="Why: your partner, leaving")
    expect(why).to_contain_text("physically going")
    expect(why).to_contain_text("in 100")
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()


def test_one_press_takes_a_wrong_tag_away_in_place(open_page: Open) -> None:
    """ "Wrong?" removes the tag at once, without a reload, and undo brings it back."""
    page = open_page()
    _send(page, BILL)
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Wrong: you, criticizing").click()
    expect(page.locator(".words")).not_to_contain_text("you: criticizing")
    page.get_by_role("button", name="Undo: you, criticizing").click()
    expect(page.locator(".words")).to_contain_text("you: criticizing")
    assert page.evaluate("window.stayed") is True


def test_keyboard_alone_is_enough(open_page: Open) -> None:
    """Tab reaches the box and the button; Enter sends; a name in the words opens with Space."""
    page = open_page()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type(BILL)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.locator(".words .chip").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_copy_puts_the_line_on_the_clipboard(open_page: Open) -> None:
    """The copy button copies exactly the suggested line."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    _send(page, BILL)
    line = page.locator(".suggestion").first
    line.get_by_role("button").click()
    expect(line.get_by_role("button")).to_have_text("Copied")
    page.get_by_role("textbox").focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_role("textbox")).to_have_value(line.locator("blockquote").inner_text())


def test_pressing_an_example_fills_the_box(open_page: Open) -> None:
    """An example goes into the box, which has the focus; nothing is sent."""
    page = open_page()
    page.get_by_role("link", name="You never even ask how my day was.").click()
    expect(page.get_by_label("Your words")).to_have_value("You never even ask how my day was.")
    expect(page.get_by_label("Your words")).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)


def test_draft_is_there_after_a_reload(open_page: Open) -> None:
    """What was typed a moment before a reload is back, and gone once sent."""
    page = open_page()
    page.get_by_label("Your words").press_sequentially("He was late")
    with page.expect_response("**/draft"):
        pass
    page.reload()
    expect(page.get_by_label("Your words")).to_have_value("He was late")


def test_too_long_text_stays_in_the_box(open_page: Open) -> None:
    """A refused message says why and keeps every character."""
    page = open_page()
    page.get_by_label("Your words").fill("a" * 20_001)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("20,000 characters")
    assert len(page.get_by_label("Your words").input_value()) == 20_001


def test_box_grows_with_the_text(open_page: Open) -> None:
    """Many lines make the box taller."""
    page = open_page()
    box = page.get_by_label("Your words")
    before = box.bounding_box()
    box.fill("line\n" * 14)
    after = box.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] * 1.5


def test_danger_shows_whom_to_call_and_nothing_to_say(open_page: Open) -> None:
    """A flagged message brings help with a number, and no suggestion."""
    page = open_page()
    _send(page, DANGER)
    expect(page.locator(".answer.help .contact").first).to_be_in_viewport()
    expect(page.locator(".suggestion")).to_have_count(0)
    page.get_by_text("This is not what I meant").click()
    page.get_by_role("button", name="It is a misunderstanding").click()
    expect(page.get_by_text("Thank you for telling me. You can go on below.")).to_be_visible()
