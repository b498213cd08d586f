"""Learning from corrections, as a person meets it: asked for, shown, used, taken back, deleted; with the real reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.learning.store import put_right as put_right_of
from app.readiness import Later
from app.settings import Settings
from app.tables import Message, Owner, TagRow, Taught
from classifiers.artifact import load as load_model
from classifiers.learning.corpus import load
from classifiers.learning.fit_own_words import Teacher, WordCounts
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir, model_dir
from tests.factories import Clock, Site, files_with, serve

TOLD = (
    "Rent talk after tea, and Mo zermatted.",
    "His mum rang at lunch, then Mo zermatted me.",
    "The weekend plans again. Mo zermatted, on a Friday.",
    "I brought up the car and Mo zermatted all evening.",
    "We were at my sister's and Mo zermatted over the salad.",
    "The dentist bill came. Mo zermatted me for an hour.",
)
LEARNT = 'zqxcanaryzqx": ['  # a word as it stands among what was learnt
LATER = "Kitchen tiles yesterday, and Mo zermatted again."


@pytest.fixture
def database_url() -> str:
    """What is learnt is one row: SQLite will do."""
    return ""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_model(model_dir()).reader


@pytest.fixture(scope="module")
def teacher(reader: Reader) -> Teacher:
    """Looks at few messages of others, so that the test is quick."""
    lexicons = data_dir() / "lexicons"
    counts = WordCounts.load(lexicons / "word_counts.json")
    return Teacher(
        reader, Tokenizer(lexicons / "contractions.json"), counts, load(data_dir() / "labelled" / "dev")[:30]
    )


@pytest.fixture
def taught_site(settings: Settings, clock: Clock, load_once: None, reader: Reader, teacher: Teacher) -> Iterator[Site]:
    """The app with the real reader."""
    with serve(settings, clock, reader) as site:  # type: ignore[arg-type]
        site.app.state.teacher = Later(lambda: teacher)
        site.post("/before-you-start")
        yield site


def put_right(site: Site, told: tuple[str, ...] = TOLD) -> None:
    """Tell, dismiss what was read of it, and add what it means."""
    for text in told:
        site.send(text)
        with site.session() as session:
            message = session.exec(select(Message).order_by(Message.id.desc())).first()
            tags = session.exec(select(TagRow.id).where(TagRow.message_id == message.id)).all()
        for tag in tags:
            site.post(f"/tags/{tag}/dismiss")
        sentence = next(index for index, one in enumerate(text.split(". ")) if "z" in one)
        added = site.post(f"/messages/{message.id}/add", actor="partner", act="stonewalling", sentence=str(sentence))
        assert added.status_code == 200


def marks(site: Site, text: str) -> set[tuple[str, str, str]]:
    """What the newest message was read as: who, what, in which words."""
    site.send(text)
    with site.session() as session:
        message = session.exec(select(Message).order_by(Message.id.desc())).first()
        rows = session.exec(select(TagRow).where(TagRow.message_id == message.id, TagRow.sure)).all()  # type: ignore[arg-type]
        return {(row.actor, row.behavior, message.text[row.start : row.end]) for row in rows}


def test_what_was_put_right_is_read_later(taught_site: Site) -> None:
    """Nothing changes until the person has looked at it and said so; then their word is read, in its own place."""
    put_right(taught_site)
    assert not any(act == "stonewalling" for _, act, _ in marks(taught_site, LATER))
    page = taught_site.post("/learning").text
    assert "Learnt, not yet in use" in page
    assert "from 6 messages you put right" in page
    assert "It reads your messages better with it." in page
    assert "it also read 30 messages of invented people" in page
    assert "zermatted: stonewalling" in page
    assert not any(act == "stonewalling" for _, act, _ in marks(taught_site, LATER))
    assert "In use" in taught_site.post("/learning/use").text
    found = marks(taught_site, LATER)
    assert {(who, act) for who, act, _ in found if act == "stonewalling"} == {("partner", "stonewalling")}
    assert all("zermatt" in words for _, act, words in found if act == "stonewalling")


def test_going_back_reads_as_before(taught_site: Site) -> None:
    """What was learnt is gone, and messages read by it are offered to be read again."""
    put_right(taught_site)
    before = marks(taught_site, LATER)
    taught_site.post("/learning")
    taught_site.post("/learning/use")
    assert marks(taught_site, LATER) != before
    page = taught_site.post("/learning/forget").text
    assert "Learn from them" in page
    assert taught_site.row_count(Taught) == 0
    assert "1 message was read otherwise" in page
    assert marks(taught_site, LATER) == before


def test_messages_told_before_can_be_read_again_with_it(taught_site: Site) -> None:
    """With one press; what was put right stays."""
    taught_site.send(LATER)
    put_right(taught_site)
    taught_site.post("/learning")
    page = taught_site.post("/learning/use").text
    assert "7 messages were read otherwise" in page
    taught_site.post("/read-again")
    with taught_site.session() as session:
        acts = session.exec(select(TagRow.behavior).where(TagRow.message_id == 1)).all()
        assert "stonewalling" in acts
        by_hand = session.exec(select(TagRow).where(TagRow.by_hand)).all()  # type: ignore[arg-type]
        assert [row.behavior for row in by_hand] == ["stonewalling"] * len(TOLD)


def test_from_five_messages_on(taught_site: Site) -> None:
    """With fewer it says so, and refuses."""
    put_right(taught_site, TOLD[:4])
    assert "right in 4 messages so far" in taught_site.get("/learning").text
    assert taught_site.client.post("/learning").status_code == 422
    assert taught_site.client.post("/learning/use").status_code == 422
    assert taught_site.row_count(Taught) == 0


@pytest.mark.parametrize("what", ["1", "message-1", "hour", "everything"])
def test_what_was_learnt_goes_with_a_message_it_was_learnt_from(
    taught_site: Site, settings: Settings, what: str
) -> None:
    """The person's own word is in no file any more, and the reader is as it came."""
    put_right(taught_site, (*(text.replace("Mo zer", "Mo zqxcanaryzqx zer") for text in TOLD[:2]), *TOLD[2:]))
    taught_site.post("/learning")
    taught_site.post("/learning/use")
    with taught_site.session() as session:
        assert any("zqxcanaryzqx" in row.weights for row in session.exec(select(Taught)))
    assert files_with(settings.data, LEARNT)
    taught_site.post(f"/history/delete/{what}")
    assert taught_site.row_count(Taught) == 0
    assert files_with(settings.data, LEARNT) == []


def test_deleting_something_else_leaves_it(taught_site: Site, clock: Clock) -> None:
    """Only the messages it was learnt from take it with them."""
    put_right(taught_site)
    taught_site.post("/learning")
    clock.pass_by(timedelta(hours=2))
    taught_site.send("He drove off.")
    taught_site.post("/history/delete/hour")
    assert taught_site.row_count(Taught) == 1


def test_what_is_no_gain_elsewhere_cannot_be_used(taught_site: Site, reader: Reader, teacher: Teacher) -> None:
    """Where others would be read worse, however gently it is learnt, it is shown and refused."""
    put_right(taught_site)

    class Harmful:
        def teach(self, lessons: list, without: list) -> object:
            learnt = teacher.teach(lessons, without)
            return replace(learnt, others_after=replace(learnt.others_after, fp=learnt.others_after.fp + 50))

    taught_site.app.state.teacher = Later(Harmful)
    page = taught_site.post("/learning").text
    assert "would be read worse" in page
    assert "Use it from now on" not in page
    assert taught_site.client.post("/learning/use").status_code == 422


def test_another_reader_is_not_taught_by_it(taught_site: Site) -> None:
    """After an update of the model what was learnt over the old one rests, and the page says so."""
    put_right(taught_site)
    taught_site.post("/learning")
    taught_site.post("/learning/use")
    with taught_site.session() as session:
        session.exec(select(Taught)).one().base = "another"
        session.commit()
    assert "Learnt for an earlier version" in taught_site.get("/learning").text
    assert not any(act == "stonewalling" for _, act, _ in marks(taught_site, LATER))


def test_a_word_is_struck_out_and_not_learnt_again(taught_site: Site) -> None:
    """By a press; what was read by it is as before, also after learning again."""
    put_right(taught_site)
    taught_site.post("/learning")
    taught_site.post("/learning/use")
    assert "zermatted: stonewalling" not in taught_site.post("/learning/strike", word="zermatted").text
    assert not any(act == "stonewalling" for _, act, _ in marks(taught_site, LATER))
    assert taught_site.client.post("/learning/strike", data={"word": "zermatted"}).status_code == 422
    taught_site.post("/learning")
    with taught_site.session() as session:
        assert "zermatted" not in session.exec(select(Taught)).one().weights


def test_what_an_earlier_teaching_marked_teaches_nothing(taught_site: Site) -> None:
    """Else a word would prove itself: only what the person said, and what the reader marks without help, counts."""
    put_right(taught_site)
    taught_site.post("/learning")
    taught_site.post("/learning/use")
    marks(taught_site, LATER)
    with taught_site.session() as session:
        (newest,) = session.exec(select(Message.id).order_by(Message.id.desc()).limit(1))
    taught_site.post(f"/messages/{newest}/add", actor="user", act="repair", sentence="0")
    with taught_site.session() as session:
        owner = session.exec(select(Owner)).first()
        (lesson,) = [one for one in put_right_of(session, owner) if one.key == newest]
    assert ("partner", "stonewalling") in {(who.value, act.value) for who, act in lesson.left}
    assert {act.value for _, act in lesson.gold(frozenset())} == {"repair"}
    assert {act.value for _, act in lesson.arguable(frozenset())} >= {"stonewalling"}


def test_a_second_press_while_it_learns_does_nothing(taught_site: Site) -> None:
    """The first one's answer stands."""
    put_right(taught_site)
    with taught_site.app.state.teaching:
        assert "Learn from them" in taught_site.post("/learning").text
    assert taught_site.row_count(Taught) == 0
    assert "Learnt, not yet in use" in taught_site.post("/learning").text
