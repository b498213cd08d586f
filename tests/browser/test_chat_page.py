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
    """Writing, reading why, putting right, undoing, another line, keeping and starting anew need no script."""
    page = open_page(java_script_enabled=False)
    page.get_by_label("Your words").fill(BILL)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("What I noticed").click()
    page.get_by_label("Not so? you, pursuing").click()
    note = page.locator("#n2")
    expect(note).to_contain_text("not letting it drop")
    note.get_by_role("button", name="It did not happen").click()
    page.get_by_text("What I noticed").click()
    page.get_by_role("button", name="Undo: you, pursuing").click()
    before = page.locator(".main-line blockquote").inner_text()
    page.get_by_role("button", name="Shorter").click()
    expect(page.locator(".main-line blockquote")).not_to_have_text(before)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="Kept").first.click()
    expect(page.get_by_role("heading", name="My words")).to_be_visible()
    page.get_by_role("button", name="Practise").click()
    page.get_by_label("Your words").fill("You never listen.")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Leave out always, never")).to_be_visible()
    page.goto("/c/1")
    page.get_by_role("link", name="New talk").click()
    expect(page.get_by_role("heading", name="What happened, in your own words?")).to_be_visible()


def test_a_mark_leads_to_what_was_noticed(open_page: Open) -> None:
    """The words that show an act lead to its name, its meaning and how sure the reading is."""
    page = open_page()
    _send(page, BILL)
    page.locator(".words").get_by_role("link", name="drove off").click()
    note = page.locator(".tag:target")
    expect(note).to_be_visible()
    expect(note).to_contain_text("your partner: leaving")
    note.get_by_text("Not so?").click()
    expect(note).to_contain_text("physically going")
    expect(note).to_contain_text("in 100")


def test_a_mark_is_put_right_in_place(open_page: Open) -> None:
    """Without a reload: gone from the words, the answer made anew, and undo brings it back."""
    page = open_page()
    _send(page, BILL)
    page.evaluate("window.stayed = true")
    page.get_by_text("What I noticed").click()
    page.get_by_label("Not so? your partner, leaving").click()
    page.locator(".tag", has_text="your partner: leaving").get_by_role("button", name="It was me").click()
    expect(page.locator('.words [title="you: leaving"]')).to_have_text("drove off")
    assert page.evaluate("window.stayed") is True


def test_lines_come_in_place_and_one_is_kept(open_page: Open) -> None:
    """Softer, shorter, firmer, another: a new line each time, large, without a reload; Keep keeps it."""
    page = open_page()
    _send(page, BILL)
    page.evaluate("window.stayed = true")
    line = page.locator(".main-line blockquote")
    seen = {line.inner_text()}
    for name in ("Softer", "Shorter", "Firmer", "Another"):
        before = line.inner_text()
        page.get_by_role("button", name=name).click()
        expect(line).not_to_have_text(before)
        seen.add(line.inner_text())
    assert len(seen) == 5
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("link", name="Kept").first).to_be_visible()
    assert page.evaluate("window.stayed") is True


def test_a_chip_answers_and_what_is_typed_stays(open_page: Open) -> None:
    """A pressed word is sent as a turn; the half-written words in the box are not lost."""
    page = open_page()
    _send(page, "He drove off.")
    page.get_by_role("textbox").fill("and then")
    page.get_by_role("button", name="lonely").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".words")).to_have_text("lonely")
    expect(page.get_by_role("textbox")).to_have_value("and then")
    expect(page.locator(".turn").first.locator(".chips")).to_have_count(0)


def test_the_box_and_the_line_are_in_view_on_a_phone(open_page: Open) -> None:
    """After an answer, before anything unfolds."""
    page = open_page(viewport={"width": 390, "height": 844})
    _send(page, "He drove off.")
    expect(page.locator(".main-line")).to_be_in_viewport()
    expect(page.get_by_role("textbox")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_in_viewport()


def test_practising_answers_while_typing(open_page: Open) -> None:
    """No button is needed."""
    page = open_page()
    page.goto("/practise")
    page.get_by_label("Your line").press_sequentially("You never listen.", delay=10)
    expect(page.get_by_text("Leave out always, never")).to_be_visible()
    page.get_by_label("Your line").fill("I felt alone on Friday. Could we eat together on Sunday?")
    expect(page.get_by_text("Leave out always, never")).to_have_count(0)
    expect(page.get_by_role("button", name="Check it")).to_be_hidden()


def test_keyboard_alone_is_enough(open_page: Open) -> None:
    """Tab reaches the box and the button; Enter sends; what was noticed opens with Space."""
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
    page.locator(".heard > summary").focus()
    page.keyboard.press("Space")
    expect(page.locator(".tag").first).to_be_visible()


def test_copy_puts_the_line_on_the_clipboard(open_page: Open) -> None:
    """The copy button copies exactly the suggested line."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    _send(page, BILL)
    line = page.locator(".main-line")
    page.locator(".line-buttons").get_by_role("button", name="Copy").click()
    expect(page.locator(".line-buttons").get_by_role("button", name="Copied")).to_be_visible()
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
    expect(page.locator(".main-line")).to_have_count(0)
    page.get_by_text("This is not what I meant").click()
    page.get_by_role("button", name="It is a misunderstanding").click()
    expect(page.get_by_text("Thank you for telling me. You can go on below.")).to_be_visible()
