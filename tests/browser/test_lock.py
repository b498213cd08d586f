"""The lock in a real browser: set, closed by time and by hiding, opened; at a desk and in a hand, by keyboard, without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.database import passphrase as passphrases
from tests.factories import BILL, Clock, Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WORDS = "four or five words"
PRIVATE = "I asked him about the bill"
LOOKS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its settings are tested on their own."""
    monkeypatch.setattr(passphrases, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passphrases, "_PASSES", 1)


def set_passphrase(page: Page) -> None:
    page.goto("/privacy")
    page.get_by_text("Set a passphrase", exact=True).click()
    page.get_by_label("New passphrase").fill(WORDS)
    page.get_by_label("The same again").fill(WORDS)
    page.get_by_label("I know").check()
    page.get_by_role("button", name="Lock my notes with it").click()
    expect(page.get_by_text("There is a passphrase.")).to_be_visible()


@pytest.mark.parametrize("size", LOOKS)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_passphrase_is_set_locks_and_opens(open_page: Open, site: Site, size: dict[str, int], scripts: bool) -> None:
    """The whole way, with scripts and without; the forgotten passphrase is answered plainly."""
    site.send(BILL)
    page = open_page(viewport=size, java_script_enabled=scripts)
    set_passphrase(page)
    page.goto("/c/1")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto("/c/1")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert PRIVATE not in page.content()
    page.get_by_text("I forgot it").click()
    expect(page.get_by_text("Then these notes are lost")).to_be_visible()
    page.get_by_label("Passphrase").fill("guess")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("does not open the notes")).to_be_visible()
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open").click()
    page.goto("/c/1")
    expect(page.get_by_text(PRIVATE).first).to_be_visible()


def test_the_keyboard_alone_opens_and_locks(open_page: Open, site: Site) -> None:
    """The box has the focus; Enter opens; Lock is reached by Tab."""
    page = open_page()
    set_passphrase(page)
    page.get_by_role("button", name="Lock", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Passphrase")).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your words")).to_be_visible()


def test_a_page_left_alone_closes_by_itself(open_page: Open, site: Site, clock: Clock) -> None:
    """Nobody types or points for the idle time: the page goes, and Back does not bring it again. Typing keeps it open."""
    site.send(BILL)
    page = open_page()
    page.clock.install()
    set_passphrase(page)
    page.goto("/c/1")
    clock.pass_by(timedelta(minutes=4))
    page.mouse.move(50, 50)
    with page.expect_response("**/lock/awake"):
        page.clock.run_for(10_500)
    clock.pass_by(timedelta(minutes=4))
    with page.expect_response("**/lock/state"):
        page.clock.run_for(10_500)
    assert page.url.endswith("/c/1")
    clock.pass_by(timedelta(minutes=2))
    page.clock.run_for(10_500)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert PRIVATE not in page.content()


def hide(page: Page, state: str) -> None:
    """The browser shows another tab, or this one again."""
    page.evaluate(
        """state => { Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }""",
        state,
    )


def test_a_hidden_tab_shows_nothing(open_page: Open, site: Site, clock: Clock) -> None:
    """With or without a passphrase; coming back shows it again, unless it has locked meanwhile."""
    site.send(BILL)
    page = open_page()
    page.goto("/c/1")
    said = page.get_by_text(PRIVATE).first.first
    expect(said).to_be_visible()
    hide(page, "hidden")
    expect(said).to_be_hidden()
    hide(page, "visible")
    expect(said).to_be_visible()
    set_passphrase(page)
    page.goto("/c/1")
    hide(page, "hidden")
    hide(page, "visible")
    expect(said).to_be_visible()
    hide(page, "hidden")
    clock.pass_by(timedelta(minutes=6))
    hide(page, "visible")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def test_a_message_sent_after_it_locked_stays_in_the_box(open_page: Open, site: Site, clock: Clock) -> None:
    """It is told why, and the words are there after opening."""
    page = open_page()
    set_passphrase(page)
    page.goto("/")
    page.get_by_label("Your words").fill(BILL)
    clock.pass_by(timedelta(minutes=6))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your notes are locked.")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value(BILL)


def test_two_tabs_never_overwrite_each_other(open_page: Open, site: Site) -> None:
    """Each has its own words back after a reload; a closed tab's words come back in the next one."""
    first = open_page()
    second = first.context.new_page()
    second.goto("/")
    for page, words in ((first, "the first thought"), (second, "the second thought")):
        with page.expect_response("**/draft"):
            page.get_by_label("Your words").fill(words)
    for page, words in ((first, "the first thought"), (second, "the second thought")):
        page.reload()
        expect(page.get_by_label("Your words")).to_have_value(words)
    with first.expect_response("**/draft"):
        first.get_by_label("Your words").fill("the first thought, longer")
    second.reload()
    expect(second.get_by_label("Your words")).to_have_value("the second thought")
    first.close(run_before_unload=True)
    third = second.context.new_page()
    third.goto("/")
    expect(third.get_by_label("Your words")).to_have_value("the first thought, longer")


def test_a_choice_of_how_long_notes_are_kept(open_page: Open, site: Site, clock: Clock) -> None:
    """What goes at once is said beforehand; after it the old talk is gone."""
    site.send(BILL)
    clock.pass_by(timedelta(days=40))
    page = open_page()
    page.goto("/privacy")
    expect(page.get_by_text("(1 message goes at once)").first).to_be_visible()
    page.get_by_label("30 days").check()
    page.locator('form[action="/privacy/keep"]').get_by_role("button", name="Set").click()
    expect(page.get_by_label("30 days")).to_be_checked()
    page.goto("/history")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_one_message_is_deleted_from_the_talk(open_page: Open, site: Site) -> None:
    """By the small Delete beside it, after one question."""
    site.send(BILL)
    site.send("He drove off.", "1")
    page = open_page()
    page.goto("/c/1")
    page.get_by_role("link", name="Delete the message").last.click()
    page.get_by_role("button", name="Delete this message").click()
    page.goto("/c/1")
    expect(page.get_by_text(PRIVATE).first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
