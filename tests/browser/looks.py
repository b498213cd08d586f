"""What every page is looked over for."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def looks_well(page: Page, what: str = "") -> None:
    """Nothing axe calls serious, nothing wider than the screen; ``what`` names the page where its address does not."""
    assert serious(page) == [], what or page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), what or page.url


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe calls serious or critical, and where."""
    return [
        (problem["id"], [node["target"] for node in problem["nodes"]])
        for problem in Axe().run(page).response["violations"]
        if problem["impact"] in {"serious", "critical"}
    ]
