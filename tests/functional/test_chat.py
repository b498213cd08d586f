"""Writing a message and getting an answer, over HTTP, on both databases."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app.settings import Settings
from app.tables import Conversation, Message, Owner, TagRow
from classifiers.reading.encoder import Encoded
from tests.factories import BILL, Clock, PhraseReader, Site, serve, told_before


def test_note_comes_once_before_the_first_message(settings: Settings, clock: Clock) -> None:
    """The first visit shows who could see this; after reading it, it is never in the way again."""
    with serve(settings, clock, PhraseReader()) as site:
        assert site.get("/").url.path == "/before-you-start"
        assert "Who could see this" in site.get("/").text
        assert site.post("/before-you-start").url.path == "/"
        assert site.get("/").url.path == "/"


def test_empty_chat_says_what_it_is_and_offers_three_examples(site: Site) -> None:
    """An empty chat has three lines about itself and three examples."""
    page = site.get("/").text
    assert page.count('class="example"') == 3
    assert "This is not therapy or an emergency service." in page
    assert "<title>Notes</title>" in page


def test_example_fills_the_box_without_javascript(site: Site) -> None:
    """Pressing an example opens the page with its text in the box, unsent."""
    page = site.get("/?example=3").text
    assert ">You never even ask how my day was.</textarea>" in page
    assert site.row_count(Message) == 0


def test_answer_marks_the_words_and_names_tag_and_person(site: Site) -> None:
    """The user's own words come back with each act marked and named in text."""
    page = site.send(BILL).text
    for named in (
        "your partner: stonewalling",
        "you: pursuing",
        "you: attacking",
        "you: criticizing",
        "your partner: leaving",
        "you: repair",
    ):
        assert named in page
    assert re.findall(r'<h3 class="\w+">(\w+)</h3>', page) == ["Fight", "Flight", "Threads"]


def test_unsure_act_is_shown_as_maybe_only(site: Site) -> None:
    """What the reader is unsure of stands under "Maybe", and is dotted in the words and called so."""
    page = site.send(BILL).text
    assert page.index("<h3>Maybe</h3>") < page.index("your partner: repair", page.index("<h3>Maybe</h3>"))
    words = page.split('<p class="words">')[1].split("</p>")[0]
    assert 'title="maybe your partner: repair">came back</a>' in words
    assert 'class="mark thread unsure"' in words
    assert 'title="you: repair">said sorry</a>' in words


def test_overlapping_acts_are_both_marked(site: Site) -> None:
    """Words that show two acts carry both marks, and no word is shown twice."""
    words = site.send(BILL).text.split('<p class="words">')[1].split("</p>")[0]
    assert re.sub(r"<[^>]+>", "", words) == BILL


def test_message_and_answer_are_stored_before_the_answer_arrives(site: Site) -> None:
    """When the page is here, message, answer and tags are in the database with the model's hash."""
    site.send(BILL)
    assert (site.row_count(Conversation), site.row_count(Message), site.row_count(TagRow)) == (1, 1, 7)


def test_next_message_goes_on_in_the_same_conversation(site: Site) -> None:
    """A second message joins the first; a new start makes a new conversation."""
    first = site.send(BILL)
    second = site.send("He drove off again.", first.url.path.removeprefix("/c/"))
    assert second.url.path == first.url.path
    assert second.text.count('<article class="turn"') == 2
    assert site.send("He drove off.").url.path != first.url.path


def test_fragment_is_the_turn_of_the_page(site: Site) -> None:
    """The script gets exactly the article that the whole page shows."""
    fragment = site.client.post("/messages", data={"text": BILL}, headers={"X-Fragment": "1"}).text
    page = site.get("/c/1").text
    assert fragment.strip() in page
    assert "<html" not in fragment


def test_too_long_message_is_refused_with_its_text_kept(site: Site) -> None:
    """20,001 characters are refused, the text is still in the box, nothing is stored."""
    answer = site.send("a" * 20_001)
    assert answer.status_code == 422
    assert "a" * 20_001 + "</textarea>" in answer.text
    assert site.row_count(Message) == 0


def test_longest_message_is_taken(site: Site) -> None:
    """20,000 characters, each four bytes long and sent as %XX, are answered."""
    assert site.send("😀" * 20_000).status_code == 200
    assert site.row_count(Message) == 1


@pytest.mark.parametrize("blank", ["", "   ", "\r\n\r\n"])
def test_blank_message_is_refused(site: Site, blank: str) -> None:
    """Nothing but blanks is not a message."""
    assert site.send(blank).status_code == 422
    assert site.row_count(Message) == 0


def test_what_is_written_is_shown_and_never_run(site: Site) -> None:
    """Markup in a message is shown as written."""
    page = site.send("He said <script>alert(1)</script> & left").text
    assert "He said &lt;script&gt;alert(1)&lt;/script&gt; &amp; left" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("odd", [b"text=a%ED%A0%80b", b"text=a%00b", b"text=\xed\xa0\x80x", b"text=\xff\xfe"])
def test_broken_encodings_do_not_break_the_page(site: Site, odd: bytes) -> None:
    """Lone surrogates, NUL and bytes that are no UTF-8 are taken or refused, never an error page."""
    sent = site.client.post("/messages", content=odd, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert sent.status_code in {200, 422}


def test_two_tabs_keep_their_own_drafts(site: Site) -> None:
    """Each has its words back after a reload, in the talk they belong to; what is sent is gone from its own tab only."""
    site.post("/draft", text="I wanted to say", tab="a")
    site.post("/draft", text="Something else", tab="b")
    assert site.post("/draft/mine", tab="a").text == "I wanted to say"
    assert site.post("/draft/mine", tab="a", conversation="7").text == ""
    site.post("/messages", text="I wanted to say it all", tab="a")
    assert site.post("/draft/mine", tab="a").text == ""
    assert site.post("/draft/mine", tab="b").text == "Something else"


def test_a_draft_left_behind_is_taken_up_once(site: Site) -> None:
    """The next page shows what a closed tab was typing, and makes it its own; a tab that is still open keeps its words."""
    site.post("/draft", text="Still open", tab="a")
    assert "Still open" not in site.get("/").text
    site.post("/draft", text="I wanted to say", tab="b", going="1")
    assert ">I wanted to say</textarea>" in site.get("/").text
    assert site.post("/draft/mine", tab="c").text == "I wanted to say"
    assert ">I wanted to say</textarea>" not in site.get("/").text
    assert site.post("/draft/mine", tab="d").text == ""


def test_missing_model_leaves_the_app_running(settings: Settings, clock: Clock) -> None:
    """Without a model pages open, a message is kept, and the page says what it cannot do."""
    with serve(settings, clock, None) as site:
        site.post("/before-you-start")
        assert site.send(BILL).status_code == 200
        assert "I cannot read messages right now." in site.get("/").text
        assert site.row_count(TagRow) == 0


class CountingReader(PhraseReader):
    """Notes each text it was given; does ``meanwhile`` once, while it reads the first."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.read_texts: list[str] = []
        self._meanwhile = meanwhile

    def encode(self, text: str, asked: str = "") -> Encoded:
        """As always."""
        self.read_texts.append(text)
        if len(self.read_texts) == 1:
            self._meanwhile()
        return super().encode(text, asked)


def test_messages_sent_at_once_are_each_answered_once(settings: Settings, clock: Clock, load_once: None) -> None:
    """None is thrown away because another came, and none is lost."""
    reader = CountingReader()
    texts = [f"He drove off. {number} times." for number in range(6)]
    with serve(settings, clock, reader) as site:
        site.post("/before-you-start")
        site.send("He drove off.")
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(site.send, texts))
        assert [answer.status_code for answer in answers] == [200] * 6
        assert site.row_count(Message) == 7
        assert sorted(text for text in reader.read_texts if "times" in text) == texts


def test_an_answer_is_made_again_when_another_process_saved_a_message_meanwhile(
    settings: Settings, clock: Clock, load_once: None
) -> None:
    """It knows what came before it, whoever wrote that."""
    reader = CountingReader(lambda: add_message(site))
    with serve(settings, clock, reader) as site:
        site.post("/before-you-start")
        site.send("I said sorry.")
        assert reader.read_texts.count("I said sorry.") == 2
        assert site.row_count(Message) == 2


def add_message(site: Site) -> None:
    """One more of the owner's, written past the app."""
    with site.session() as session:
        owner = session.exec(select(Owner)).first()
        assert owner
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        place = Conversation(owner_id=owner.id, started_at=moment, updated_at=moment)
        session.add(place)
        session.flush()
        session.add(told_before(owner, place, "x", moment))
        session.commit()
