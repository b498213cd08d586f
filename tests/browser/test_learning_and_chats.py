"""Bringing a chat in, the report and learning in a real browser: with and without scripts, by keyboard, looked over by axe."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.tables import Owner, Taught
from tests.browser.looks import looks_well
from tests.factories import BILL, Site
from tests.functional.test_chats import CHAT

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    file = tmp_path / "chat.txt"
    file.write_text(CHAT, encoding="utf-8")
    return file


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_a_chat_is_brought_in_read_and_found_again(
    open_page: Open, chat: Path, size: dict[str, int], scheme: str
) -> None:
    """From the file to the marked stretch; every page on the way is accessible and fits."""
    page = open_page(viewport=size, color_scheme=scheme)
    page.goto("/privacy")
    page.get_by_role("link", name="Bring it in").click()
    looks_well(page)
    page.set_input_files("#file", chat)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Who is who?")).to_be_visible()
    looks_well(page)
    page.get_by_label("Sam").check()
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.get_by_text("All of it is read: 7 messages, 2 stretches")).to_be_visible()  # without being loaded again
    looks_well(page)
    page.get_by_role("link", name="Earlier").first.click()
    page.get_by_role("link", name="WhatsApp with Mo, March 2024").click()
    expect(page.locator("a.mark", has_text="yelling")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    looks_well(page)
    page.goto("/chats")
    looks_well(page)


def test_a_chat_without_scripts(open_page: Open, chat: Path) -> None:
    """Every step is a form or a link."""
    page = open_page(java_script_enabled=False)
    page.goto("/chats")
    page.set_input_files("#file", chat)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Sam").check()
    page.get_by_role("button", name="Read it", exact=True).click()
    for _ in range(100):
        if page.get_by_text("All of it is read").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    expect(page.get_by_text("All of it is read")).to_be_visible()
    page.get_by_role("link", name="Delete all that came from it").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", name="Brought in")).to_have_count(0)


def test_pasted_lines_by_keyboard_alone(open_page: Open) -> None:
    """Tab, type, choose with the arrows, press."""
    page = open_page()
    page.goto("/chats")
    page.locator("#text").focus()
    page.keyboard.type("Mo: stop yelling\nSam: I said sorry")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who is who?")).to_be_visible()
    page.locator("input[name=me]").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Sam")).to_be_checked()
    page.get_by_role("button", name="Read it", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All of it is read: 2 messages, 1 stretch")).to_be_visible()


def test_what_cannot_be_brought_in_is_told_on_the_page(open_page: Open, tmp_path: Path) -> None:
    """As an alert, with what to do; the pasted words stay."""
    page = open_page()
    page.goto("/chats")
    page.fill("#text", "only words")
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no message in it")
    expect(page.locator("#text")).to_have_value("only words")
    looks_well(page)
    wrong = tmp_path / "x.zip"
    wrong.write_bytes(b"PK\x03\x04")
    page.set_input_files("#file", wrong)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("unpack it first")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_report_is_looked_at_then_saved(open_page: Open, site: Site, scripts: bool) -> None:
    """The buttons are not printed; the file that is saved is a PDF."""
    site.send(BILL)
    page = open_page(java_script_enabled=scripts, accept_downloads=True)
    page.goto("/report")
    page.fill("#words", "why I follow him 😀 日本")
    page.locator("input[name=pick]").check()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Notes for a conversation")).to_be_visible()
    if scripts:
        looks_well(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as PDF").click()
    assert download.value.suggested_filename == "notes-2026-11-23.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Save as PDF")).to_be_hidden()
    expect(page.get_by_text("I asked him about the bill")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_what_was_learnt_is_shown_used_and_taken_back(open_page: Open, site: Site, size: dict[str, int]) -> None:
    """Its figures and words are there to look at; two presses."""
    with site.session() as session:
        owner = session.exec(select(Owner)).first()
        assert owner
        numbers = {"before": [3, 4, 5], "after": [6, 1, 2], "messages": 9}
        session.add(
            Taught(
                owner_id=owner.id,
                made_at=datetime(2026, 11, 23, tzinfo=UTC),
                base="phrases-1",
                weights={"zermatted": [0.0] * 5 + [4.0] + [0.0] * 9},
                lessons=[],
                figures={"own": numbers, "others": {**numbers, "messages": 964}, "usable": True},
                struck=[],
            )
        )
        session.commit()
    page = open_page(viewport=size)
    page.goto("/learning")
    expect(page.get_by_role("heading", name="Learnt, not yet in use")).to_be_visible()
    page.get_by_text("Which words say what").click()
    expect(page.get_by_text("zermatted: stonewalling")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("You have put nothing right so far.")).to_be_visible()
    looks_well(page)
