"""Earlier conversations: list, search, delete for good."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.settings import Settings
from app.tables import Conversation, Message, Owner, TagRow
from tests.factories import BILL, Clock, Site, files_with

CANARY = "zqxcanaryzqx"


def test_list_has_the_newest_first_and_opens_each(site: Site, clock: Clock) -> None:
    """The page lists conversations with their first words, the latest on top."""
    site.send("The older quarrel.")
    clock.pass_by(timedelta(days=1))
    site.send("The newer quarrel.")
    page = site.get("/history").text
    assert page.index("The newer quarrel.") < page.index("The older quarrel.")
    assert "The older quarrel." in site.get("/c/1").text


def test_search_finds_words_in_any_case_and_keeps_them_out_of_the_address(site: Site) -> None:
    """A search shows the messages with the words; the address holds none of them."""
    site.send("We argued about the DISHES.")
    site.send("We argued about money.")
    found = site.post("/history/search", words="dishes")
    assert "We argued about the DISHES." in found.text
    assert "about money" not in found.text
    assert found.url.path == "/history/search"


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("ärztehaus", "We met at the ÄRZTEHAUS."),
        ("didn't", "She didn’t ring."),
        ("cafe", "The cafe\u0301 was shut."),
        ("cafe", "The café was shut."),
    ],
)
def test_search_does_not_mind_accents_and_quotes(site: Site, wanted: str, text: str) -> None:
    """As people type them, not as they were typed."""
    site.send(text)
    assert "1 message found" in site.post("/history/search", words=wanted).text


def test_a_talk_has_a_title_and_stands_under_its_day(site: Site) -> None:
    """What it was about where somebody said so, else how it began."""
    site.send("He drove off, and that was that for the whole of the day.")
    with Session(site.app.state.vault.engine) as session:
        message = session.exec(select(Message)).one()
        message.reply = {**message.reply, "about": "the lasagne"}
        session.commit()
    site.send("I said sorry when he came back to the house.")
    page = site.get("/history").text
    assert "<strong>The lasagne</strong>" in page
    assert "<strong>I said sorry when he came…</strong>" in page
    assert page.count('<h2 class="day">Monday, 23 November 2026</h2>') == 1


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_search_takes_signs_as_signs(site: Site, sign: str) -> None:
    """Signs with a meaning to the database find only themselves."""
    site.send("nothing of the kind")
    assert "0 messages found" in site.post("/history/search", words=sign).text


def test_deleting_one_conversation_leaves_the_others(site: Site) -> None:
    """One conversation goes with its messages and tags."""
    site.send("He drove off.")
    site.send("I said sorry.")
    site.post("/history/delete/1")
    assert site.get("/c/1").status_code == 404
    assert (site.row_count(Conversation), site.row_count(Message), site.row_count(TagRow)) == (1, 1, 1)


def test_deleting_the_last_hour_leaves_what_is_older(site: Site, clock: Clock) -> None:
    """Only messages of the last hour go; a conversation left empty goes too."""
    place = site.send("Two hours ago.").url.path.removeprefix("/c/")
    clock.pass_by(timedelta(hours=2))
    site.send("Just now.", place)
    site.send("Just now, elsewhere.")
    site.post("/history/delete/hour")
    assert (site.row_count(Conversation), site.row_count(Message)) == (1, 1)
    assert "Two hours ago." in site.get(f"/c/{place}").text


def test_deleting_everything_leaves_no_row_and_forgets_choices(site: Site) -> None:
    """After deleting everything only the owner is left, as on the first day."""
    site.send("He drove off.")
    site.post("/history/delete/everything")
    assert (site.row_count(Conversation), site.row_count(Message), site.row_count(TagRow)) == (0, 0, 0)
    assert site.row_count(Owner) == 1
    assert site.get("/").url.path == "/before-you-start"


def test_a_page_asks_before_deleting(site: Site) -> None:
    """Opening the delete page deletes nothing."""
    site.send("He drove off.")
    assert "Delete everything?" in site.get("/history/delete/everything").text
    assert site.row_count(Message) == 1


@pytest.mark.parametrize("what", ["1", "hour", "everything", "message-1"])
def test_deleted_words_are_in_no_file(site: Site, settings: Settings, what: str) -> None:
    """A canary is in the data folder before deleting, and in none of its files after."""
    if settings.database_url:
        pytest.skip("the data folder holds the SQLite file only")
    site.send(f"He drove off. {CANARY}")
    site.post("/messages/1/keep", line="0")
    site.post("/draft", text=CANARY)
    backup = settings.data / "backups" / "before-0000.sqlite3"
    backup.parent.mkdir(exist_ok=True)
    backup.write_text(CANARY)
    assert files_with(settings.data, CANARY)
    site.post(f"/history/delete/{what}")
    assert files_with(settings.data, CANARY) == []


def test_deleting_a_message_says_what_goes_with_it_and_goes_back_to_its_talk(site: Site) -> None:
    """Its words, the line kept of its answer; "Keep it" and the delete lead back to the talk, while there is one."""
    place = site.send(BILL).url.path
    site.send("He drove off.", place.rsplit("/", 1)[1])
    site.post("/messages/2/keep", line="0")
    page = site.get("/history/delete/message-2").text
    assert "He drove off." in page
    assert "The line you kept of its answer goes with it." in page
    assert f'href="{place}">Keep it' in page
    assert site.post("/history/delete/message-2").url.path == place
    assert "of its answer" not in site.get("/history/delete/message-1").text
    assert site.post("/history/delete/message-1").url.path == "/history"
    assert site.get("/history/delete/message-1").status_code == 404
