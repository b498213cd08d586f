"""A real Chromium looking at the served app; every request it makes and every complaint of its console is kept."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.factories import Site

expect.set_options(timeout=60_000)  # the first answer waits for rules and wording to load, on a slow machine long


@dataclass
class Seen:
    """What the browser asked for outside of the app, and what its console said."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def database_url() -> str:
    """The pages look the same over either database: SQLite will do."""
    return ""


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests; as root it has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        yield started
        started.close()


@pytest.fixture
def seen(site: Site) -> Iterator[Seen]:
    """Kept over the test; at its end nothing may have been asked of another host, nothing broken the policy."""
    kept = Seen()
    yield kept
    assert kept.outside == []
    assert [line for line in kept.complaints if "Content Security Policy" in line] == []


@pytest.fixture
def open_page(browser: Browser, site: Site, seen: Seen) -> Iterator[Callable[..., Page]]:
    """Opens a new window on the start page; takes Playwright's context options."""
    contexts = []

    def opened(**options: object) -> Page:
        context = browser.new_context(base_url=site.base, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.on(
            "request", lambda request: None if request.url.startswith(site.base) else seen.outside.append(request.url)
        )
        page = context.new_page()
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.set_default_timeout(60_000)
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()
