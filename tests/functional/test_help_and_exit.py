"""Help is always there; leaving leaves nothing on the screen."""

from tests.factories import BILL, Site


def test_help_shows_lines_for_the_country_the_person_picked(site: Site) -> None:
    """The country is asked, kept, and can be forgotten; nothing is guessed."""
    assert "selected" not in site.get("/help").text
    assert '<option value="US" selected>' in site.post("/country", country="US").text
    assert "selected" not in site.post("/country", country="").text


def test_unknown_country_is_refused(site: Site) -> None:
    """Only a country on the list is taken."""
    assert site.post("/country", country="ZZ9").status_code == 422


def test_exit_shows_a_bland_page_and_forgets_the_draft(site: Site) -> None:
    """The exit is a plain link; its page says nothing of this app."""
    site.post("/draft", text="half a thought")
    page = site.get("/leave").text
    assert "Measures for the kitchen" in page
    assert "ropework" not in page.lower()
    assert "half a thought" not in site.get("/").text


def test_after_exit_private_pages_stay_shut_until_the_start_page_is_opened(site: Site) -> None:
    """Going back leads to the bland page; opening the start page is the way in again."""
    site.send(BILL)
    site.get("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    for path in ("/c/1", "/history", "/patterns"):
        assert site.get(path).url.path == "/leave"
    site.get("/")
    assert "I asked him about the bill" in site.get("/c/1").text


def test_every_page_has_the_exit_and_a_neutral_title(site: Site) -> None:
    """Exit, title and icon are the same everywhere."""
    for path in (
        "/",
        "/history",
        "/patterns",
        "/help",
        "/about",
        "/before-you-start",
        "/history/delete/hour",
        "/nowhere",
    ):
        page = site.get(path).text
        assert '<a class="exit" href="/leave"' in page
        assert "<title>Notes</title>" in page


def test_health_answers(site: Site) -> None:
    """A container's health check gets a short answer."""
    assert site.get("/healthz").text == "ok"
