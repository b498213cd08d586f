"""Bringing a chat in, as a person does it: the file, who is who, reading, stopping and going on, taking it back."""

import html
import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from app.database import passphrase as passphrases
from app.imports import arriving
from app.imports import reading as reading_module
from app.imports.chats.hearing import hear
from app.privacy.house import keep_house
from app.settings import Settings
from app.tables import ChatFile, ChatLine, Conversation, Entry, Message, Owner, TagRow
from classifiers.annotations import Reading, Span, Tag
from classifiers.codebook import Actor, Behavior, Intent
from tests.factories import DANGER, Clock, PhraseReader, Site, chat_read, files_with, serve

CHAT = """14/03/24, 20:59 - Messages and calls are end-to-end encrypted.
14/03/24, 21:14 - Mo: stop yelling about the bill
14/03/24, 21:15 - Sam: he never takes anything seriously
14/03/24, 21:16 - Sam: I said sorry
14/03/24, 23:59 - Mo: night
20/03/24, 08:00 - Sam: milk please
20/03/24, 08:01 - Mo: ok
02/04/24, 18:00 - Mo: I said sorry
"""


@pytest.fixture
def database_url() -> str:
    """SQLite for most of them; what the databases do differently is in test_chats_on_both.py."""
    return ""


def upload(site: Site, content: str | bytes, to: str = "/chats/file") -> httpx.Response:
    raw = content if isinstance(content, bytes) else content.encode()
    return site.client.post(to, files={"file": ("chat.txt", raw, "text/plain")})


def read(site: Site, key: int = 1, **more: str) -> str:
    """Choose Sam as me, read to the end, give the last page."""
    names = [line.split("</strong>")[0] for line in site.get(f"/chats/{key}").text.split("<strong>")[1:]]
    fields = {"me": str(names.index("Sam")), **more}
    assert site.post(f"/chats/{key}/read", **fields).status_code == 200
    return wait(site, key)


def wait(site: Site, key: int = 1) -> str:
    chat_read(site)
    return site.get(f"/chats/{key}").text


def rows(site: Site) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What is kept: day, text, who did what in which words."""
    with site.session() as session:
        found = []
        for message in session.exec(select(Message).where(Message.from_chat).order_by(Message.said_at)):  # type: ignore[arg-type]
            tags = session.exec(select(TagRow).where(TagRow.message_id == message.id).order_by(TagRow.start)).all()
            acts = [(tag.actor, tag.behavior, message.text[tag.start : tag.end]) for tag in tags]
            found.append((f"{message.said_at:%Y-%m-%d %H:%M}", message.text, acts))
        return found


def test_a_chat_is_looked_at_then_read_for_both(site: Site) -> None:
    """Who speaks is who did it; what tells nothing is not kept; the days and hours are the chat's."""
    page = upload(site, CHAT)
    assert page.url.path == "/chats/1"
    assert "WhatsApp, 7 messages, 14 March 2024 to 2 April 2024" in page.text
    assert "<strong>Mo</strong> (4)" in page.text
    assert site.row_count(Message) == 0
    assert "All of it is read: 7 messages, 2 stretches" in read(site)
    assert rows(site) == [
        (
            "2024-03-14 21:14",
            "Mo: stop yelling about the bill\nme: he never takes anything seriously\nme: I said sorry\nMo: night",
            [
                ("partner", "attacking", "yelling"),
                ("user", "criticizing", "he never takes anything seriously"),
                ("user", "repair", "said sorry"),
            ],
        ),
        ("2024-04-02 18:00", "Mo: I said sorry", [("partner", "repair", "said sorry")]),
    ]
    with site.session() as session:
        entries = session.exec(select(Entry).order_by(Entry.happened_on)).all()
        assert [(str(one.happened_on), one.hour) for one in entries] == [("2024-03-14", 21), ("2024-04-02", 18)]
    assert site.row_count(ChatLine) == 0
    assert "WhatsApp with Mo, March 2024" in site.get("/history").text
    assert "stop <a" in site.get("/c/1").text
    assert "2024" in site.get("/patterns?span=all").text


def test_nobody_is_answered_in_it(site: Site) -> None:
    """There is no box, a message to it is refused, a mark put right makes no answer, and no line can be asked for."""
    upload(site, CHAT)
    read(site)
    page = site.get("/c/1").text
    assert "<textarea" not in page
    assert "A chat brought in" in page
    assert site.client.post("/messages", data={"text": "hello", "conversation": "1"}).status_code == 422
    assert "yelling" in site.post("/tags/1/dismiss").text
    with site.session() as session:
        assert session.exec(select(Message)).first().reply["paragraphs"] == []
    assert site.client.post("/messages/1/line", data={"want": "any"}).status_code == 422


def test_neither_is_me_and_it_stops(site: Site, settings: Settings) -> None:
    """Nobody else's chat is read; nothing of it is kept in any file."""
    upload(site, CHAT.replace("milk", "zqxcanary"))
    page = site.post("/chats/1/nobody").text
    assert "It was not read, and nothing of it was kept." in page
    assert (site.row_count(ChatFile), site.row_count(ChatLine), site.row_count(Message)) == (0, 0, 0)
    assert files_with(settings.data, "zqxcanary") == []


def test_what_is_not_kept_is_in_no_file_after_reading(site: Site, settings: Settings) -> None:
    """The lines that told nothing are gone for good."""
    upload(site, CHAT.replace("milk", "zqxcanary"))
    read(site)
    assert files_with(settings.data, "zqxcanary") == []


@pytest.mark.parametrize("stop_after", [1, 2])
def test_stopping_and_going_on_loses_and_doubles_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    """Wherever it stops."""
    monkeypatch.setattr(reading_module, "AT_ONCE", 1)
    upload(site, CHAT)
    calls: list[int] = []

    def hear_some(*parts: object) -> object:
        calls.append(1)
        if len(calls) == stop_after:
            site.app.state.chat_reading._stop.set()
        return hear(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_module, "hear", hear_some)
    page = read(site)
    assert f"Stopped after {[0, 4, 6][stop_after]} of 7 messages" in page
    assert "All of it is read: 7 messages, 2 stretches" in (site.post("/chats/1/go-on").text and wait(site))
    assert [day for day, _, _ in rows(site)] == ["2024-03-14 21:14", "2024-04-02 18:00"]


def test_stopped_by_a_press_and_broken_off_half_way_it_goes_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure between reading and keeping leaves what was kept before, and nothing half."""
    monkeypatch.setattr(reading_module, "AT_ONCE", 1)
    upload(site, CHAT)
    real, tried = reading_module.keeping.put, []

    def fails_once(*parts: object) -> None:
        real(*parts)  # type: ignore[arg-type]
        tried.append(1)
        if len(tried) == 2:
            raise RuntimeError("the power went")

    monkeypatch.setattr(reading_module.keeping, "put", fails_once)
    assert "Stopped after 4 of 7 messages" in read(site)
    site.post("/chats/1/go-on")
    assert "All of it is read: 7 messages, 2 stretches" in wait(site)
    assert len(rows(site)) == 2
    assert site.post("/chats/1/stop").url.path == "/chats/1"


def test_the_same_chat_twice_doubles_nothing_and_a_longer_one_adds(site: Site) -> None:
    """A stretch that goes on in the second file takes the place of what was kept of it."""
    upload(site, CHAT)
    read(site)
    upload(site, CHAT + "02/04/24, 18:05 - Sam: I said sorry too\n05/04/24, 18:05 - Sam: yelling\n")
    read(site, 2)
    assert [(day, len(acts)) for day, _, acts in rows(site)] == [
        ("2024-03-14 21:14", 3),
        ("2024-04-02 18:00", 2),
        ("2024-04-05 18:05", 1),
    ]
    assert site.row_count(Entry) == 3


def test_what_was_put_right_stays_when_a_longer_chat_comes(site: Site) -> None:
    """The marks of the part that was there are not made anew."""
    upload(site, CHAT)
    read(site)
    with site.session() as session:
        last = session.exec(select(TagRow).order_by(TagRow.id.desc())).first()
    site.post(f"/tags/{last.id}/dismiss")
    upload(site, CHAT + "02/04/24, 18:05 - Sam: I said sorry too\n")
    page = read(site, 2)
    assert "0 stretches kept" in page
    assert "2 more were there already" in page
    with site.session() as session:
        tags = session.exec(select(TagRow).where(TagRow.message_id == last.message_id).order_by(TagRow.start)).all()
        assert [(tag.actor, tag.dismissed_at is not None) for tag in tags] == [("partner", True), ("user", False)]


def test_a_clock_in_another_zone_doubles_nothing(site: Site) -> None:
    """The machine has moved between two imports of the same chat."""
    upload(site, CHAT)
    read(site)
    with site.session() as session:
        session.exec(select(Owner)).first().time_zone = "Asia/Tokyo"
        session.commit()
    upload(site, CHAT)
    read(site, 2)
    assert len(rows(site)) == 2


def test_nothing_deleted_comes_back_with_the_next_chat(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deleted while its lines were being read; the next file is another one, whatever the database calls it."""
    upload(site, CHAT)

    def hear_slowly(*parts: object) -> object:
        site.post("/history/delete/everything")
        site.post("/before-you-start")
        upload(site, "14/03/24, 21:14 - Mo: hello\n14/03/24, 21:15 - Sam: hi\n")
        with site.session() as session:
            file = session.exec(select(ChatFile)).one()
            file.state, file.me, file.them = "reading", "Sam", "Mo"
            session.commit()
        return hear(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_module, "hear", hear_slowly)
    site.post("/chats/1/read", me="1")
    wait(site, 2)
    assert rows(site) == []


def test_nothing_can_be_called_somebody_elses_once_it_was_read(site: Site) -> None:
    """Then it is taken back instead, with all that came from it."""
    upload(site, CHAT)
    read(site)
    assert site.client.post("/chats/1/nobody").status_code == 422
    assert site.client.post("/chats/1/read", data={"me": "0"}).status_code == 422
    assert "2 stretches that came from it" in site.get("/chats/1/take-back").text
    assert len(rows(site)) == 2


def test_looking_by_itself_keeps_no_lock_from_closing(site: Site, settings: Settings, clock: Clock) -> None:
    """The page asks how far it has come every two seconds; who is gone is gone."""
    words = "four or five words"
    site.post("/privacy/passphrase", new=words, again=words, understood="yes")
    upload(site, CHAT)
    for _ in range(4):
        clock.pass_by(timedelta(minutes=2))
        site.client.get("/chats/1/progress")
    assert site.app.state.vault.locked
    assert "Passphrase" in site.client.get("/chats/1/progress").text


def test_names_go_with_the_last_of_a_chat(site: Site) -> None:
    """When all that came of it is deleted one by one."""
    upload(site, CHAT)
    read(site)
    site.post("/history/delete/1")
    assert site.row_count(ChatFile) == 1
    site.post("/history/delete/message-2")
    assert site.row_count(ChatFile) == 0


def test_short_and_picture_messages_stand_in_order_of_time(site: Site) -> None:
    """A backup lists the ones first, then the others: they are one talk, and its days are right."""
    sms = (
        '<smses><sms address="2" date="1710450840000" type="1" body="one" contact_name="Mo"/>'
        '<sms address="2" date="1710450960000" type="2" body="I said sorry" contact_name="Mo"/>'
        '<mms address="2" date="1710450900000" msg_box="2" contact_name="Mo"><parts><part ct="text/plain" text="two"/></parts></mms>'
        '<mms address="2" date="1610450900000" msg_box="2" contact_name="Mo"><parts><part ct="text/plain" text="old"/></parts></mms>'
        "</smses>"
    )
    page = upload(site, sms).text
    assert "12 January 2021 to 14 March 2024" in page
    me = page.split("<strong>Me</strong>")[0].count('name="me"') - 1
    site.post("/chats/1/read", me=str(me))
    wait(site)
    assert [text for _, text, _ in rows(site)] == ["Mo: one\nme: two\nme: I said sorry"]


def test_only_the_two_are_counted(site: Site) -> None:
    """What others wrote is not waited for."""
    upload(site, CHAT.replace("20/03/24, 08:01 - Mo: ok", "20/03/24, 08:01 - Ann: yelling"))
    names = [line.split("</strong>")[0] for line in site.get("/chats/1").text.split("<strong>")[1:]]
    assert "All of it is read: 6 messages" in read(site, them=str(names.index("Mo")))
    with site.session() as session:
        assert session.exec(select(ChatFile.lines)).one() == 6


def test_read_again_reads_line_by_line(settings: Settings, clock: Clock, load_once: None) -> None:
    """A better reader reads a kept stretch as the chat it is, each line its sender's."""

    class Better(PhraseReader):
        model_hash = "phrases-2"

        def read(self, text: str) -> Reading:
            at = text.find("night")
            more = (Tag(Actor.USER, Behavior.KINDNESS, Span(at, at + 5), 0.9),) if at >= 0 else ()
            found = super().read(text)
            return replace(found, tags=(*found.tags, *more))

    with serve(settings, clock, PhraseReader()) as site:
        site.post("/before-you-start")
        upload(site, CHAT)
        read(site)
    with serve(settings, clock, Better()) as site:
        assert "2 messages were read by an earlier reader" in site.get("/patterns?span=all").text
        site.post("/read-again")
        acts = rows(site)[0][2]
    assert ("partner", "kindness", "night") in acts
    assert ("user", "criticizing", "he never takes anything seriously") in acts
    assert len(acts) == 4


@pytest.mark.parametrize("day", ["2026-11-24", "2026-10-20", "", "x"])
def test_a_pasted_day_that_cannot_be_kept_is_refused(site: Site, day: str) -> None:
    """To come, or older than notes are kept: it is never moved."""
    site.post("/privacy/keep", days="30")
    site.post("/chats/paste", text="Mo: stop yelling\nSam: I said sorry")
    assert site.client.post("/chats/1/read", data={"me": "0", "first": day}).status_code == 422


def test_a_message_read_as_a_chat_no_longer_counts_as_told(site: Site) -> None:
    """Else the partner's yelling would be the writer's, and twice."""
    site.send("Mo: stop yelling\nSam: I said sorry")
    assert site.row_count(Entry) == 1
    site.post("/chats/paste", text="Mo: stop yelling\nSam: I said sorry", message="1")
    assert (site.row_count(Entry), site.row_count(TagRow)) == (0, 0)
    assert site.row_count(Message) == 1


def test_only_the_days_that_were_asked_for(site: Site) -> None:
    """From and to, both included."""
    upload(site, CHAT)
    read(site, first="2024-03-15", last="2024-04-02")
    assert [day for day, _, _ in rows(site)] == ["2024-04-02 18:00"]


def test_dates_that_can_be_read_two_ways_are_asked(site: Site) -> None:
    """With an example of the file; without an answer nothing is read."""
    page = upload(site, "03/04/24, 21:14 - Mo: yelling\n03/04/24, 21:15 - Sam: ok\n").text
    assert "What day is 3/4/24?" in page
    assert "3 April 2024" in page
    assert "4 March 2024" in page
    assert site.client.post("/chats/1/read", data={"me": "1"}).status_code == 422
    read(site, dates="mdy")
    assert [day for day, _, _ in rows(site)] == ["2024-03-04 21:14"]


def test_one_chat_of_several_is_chosen(site: Site) -> None:
    """The longest first; the others are not read. Whose phone it is is known."""
    sms = (
        '<smses><sms address="1" date="1710450845000" type="1" body="yelling" contact_name="Ann"/>'
        '<sms address="2" date="1710450845000" type="1" body="I said sorry" contact_name="Mo"/>'
        '<sms address="2" date="1710450846000" type="2" body="fine" contact_name="Mo"/></smses>'
    )
    page = upload(site, sms).text
    assert '<option value="0" selected>Mo (2)' in page
    assert page.count("required checked") == 1
    assert "Only one person writes in it" in site.get("/chats/1?chat=1").text
    assert site.client.get("/chats/1?chat=2").status_code == 422
    me = page.split("<strong>Me</strong>")[0].count('name="me"') - 1
    site.post("/chats/1/read", chat="0", me=str(me))
    wait(site)
    assert [(text, acts) for _, text, acts in rows(site)] == [
        ("Mo: I said sorry\nme: fine", [("partner", "repair", "said sorry")])
    ]


def test_in_a_group_the_partner_is_chosen(site: Site) -> None:
    """What others say is not read; somebody who is both is refused."""
    upload(site, CHAT.replace("20/03/24, 08:01 - Mo: ok", "20/03/24, 08:01 - Ann: yelling"))
    page = site.get("/chats/1").text
    assert "And your partner" in page
    names = [line.split("</strong>")[0] for line in page.split("<strong>")[1:]]
    me = str(names.index("Sam"))
    assert site.client.post("/chats/1/read", data={"me": me, "them": me}).status_code == 422
    read(site, them=str(names.index("Mo")))
    assert len(rows(site)) == 2


def test_pasted_lines_get_the_day_that_is_told(site: Site) -> None:
    """And no hour."""
    page = site.post("/chats/paste", text="Mo: stop yelling\nSam: I said sorry").text
    assert "On which day was it written?" in page
    read(site, first="2026-11-20")
    assert [day[:10] for day, _, _ in rows(site)] == ["2026-11-20"]
    with site.session() as session:
        assert session.exec(select(Entry)).one().hour is None


def test_danger_is_one_note_and_no_list(site: Site, clock: Clock) -> None:
    """Flagged stretches have no marks and count nowhere; the talk is careful when it was lately."""
    day = clock().strftime("%d/%m/%y")
    upload(
        site, f"14/03/24, 21:14 - Mo: stop yelling\n{day}, 09:00 - Sam: {DANGER}\n{day}, 09:01 - Sam: I said sorry\n"
    )
    page = read(site, dates="dmy")
    assert page.count("can be dangerous for one of you") == 1
    assert "shoved" not in page
    assert [len(acts) for _, _, acts in rows(site)] == [1, 0]
    assert site.row_count(Entry) == 1
    assert "not my partner" in site.get("/").text
    with site.session() as session:
        assert session.exec(select(Message).where(Message.level == "danger")).one().watched


def test_what_is_deleted_after_some_time_is_not_brought_in(site: Site, clock: Clock) -> None:
    """Who keeps notes for thirty days gets the last thirty days of a chat."""
    site.post("/privacy/keep", days="30")
    lately = (clock() - timedelta(days=3)).strftime("%d/%m/%y")
    page = upload(site, CHAT + f"{lately}, 18:00 - Mo: I said sorry\n").text
    assert "only what was written since 25 October 2026 is read" in page
    read(site)
    assert len(rows(site)) == 1


def test_taking_it_back_deletes_all_that_came_from_it(site: Site, settings: Settings) -> None:
    """Talks, entries, lines: in no file any more; what one wrote oneself stays."""
    site.send("He drove off.")
    upload(site, CHAT.replace("the bill", "zqxcanary"))
    read(site)
    assert site.row_count(Conversation) == 3
    site.post("/chats/1/take-back")
    assert (site.row_count(Conversation), site.row_count(Message), site.row_count(Entry)) == (1, 1, 1)
    assert (site.row_count(ChatFile), site.row_count(ChatLine)) == (0, 0)
    assert files_with(settings.data, "zqxcanary") == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("just prose, nothing else", "There is no message in it"),
        (b"PK\x03\x04", "unpack it first"),
        ("14/03/24, 21:14 - Mo: hi\n03/14/24, 21:14 - Mo: hi", "Line 2 has a day"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><smses/>', "entities"),
        ("", "There is no message in it"),
    ],
)
def test_a_file_that_is_no_chat_is_told_so_and_leaves_nothing(site: Site, content: str | bytes, told: str) -> None:
    """With the line, where there is one."""
    page = upload(site, content)
    assert page.status_code == 422
    assert told in page.text
    assert (site.row_count(ChatFile), site.row_count(ChatLine)) == (0, 0)


def test_pasted_words_are_not_lost_when_they_are_no_chat(site: Site) -> None:
    """They stay in the box."""
    page = site.post("/chats/paste", text="only <words>")
    assert page.status_code == 422
    assert "only &lt;words&gt;</textarea>" in page.text


def test_a_large_file_is_taken_in_and_a_larger_one_refused(site: Site) -> None:
    """Larger than any other form may be; nothing of what is refused stays."""
    lines = "".join(f"14/03/24, 21:{minute % 60:02} - Mo: {'x' * 500}\n" for minute in range(4000))
    assert len(lines) > 2_000_000
    assert "WhatsApp, 4001 messages" in upload(site, lines + "14/03/24, 23:00 - Sam: hi").text
    host, port = site.base.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    connection.putrequest("POST", "/chats/file")
    for name, value in (("Origin", site.base), ("Content-Type", "multipart/form-data; boundary=b")):
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(arriving.LARGEST + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"larger than 100 MB" in answer.read()
    connection.close()
    assert site.row_count(ChatFile) == 1


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain", ""])
def test_a_body_that_is_no_form_is_refused(site: Site, kind: str) -> None:
    for path in ("/chats/file", "/import"):
        assert site.client.post(path, content=b"x", headers={"content-type": kind}).status_code == 422
    assert site.row_count(ChatFile) == 0


def test_an_export_comes_back_in_on_the_page(site: Site, tmp_path: Path) -> None:
    """All of it or nothing, chats among it; a second time nothing is doubled; what is no export is told so."""
    upload(site, CHAT)
    read(site)
    site.send("He drove off.")
    document = site.client.post("/export", data={"kind": "json"}).content
    before = rows(site)
    site.post("/history/delete/everything")
    site.post("/before-you-start")
    assert "Brought in: 3 messages" in upload(site, document, "/import").text
    assert rows(site) == before
    assert "WhatsApp with Mo, March 2024" in site.get("/history").text
    assert "3 were there already" in upload(site, document, "/import").text
    assert site.row_count(Message) == 3
    site.post("/chats/2/take-back")  # the chat can still be taken back as a whole
    assert site.row_count(Message) == 1


def spoilt(document: dict) -> Iterator[object]:
    """Documents that are wrong in one place."""
    yield from ([], 7, None, {**document, "version": 99})
    for name in ("conversations", "threads", "rituals", "strands"):
        yield from ({**document, name: wrong} for wrong in (None, 7, [None], [[]], [7]))
    (talk,) = document["conversations"]
    (message,) = talk["messages"]
    for changed in (
        {"text": {"a": 1}}, {"text": [1]}, {"said_at": "0001-01-01T00:00:00+00:00"}, {"said_at": 7}, {"level": "x"}, {"screening": 3},
        {"concern_answer": {}}, {"concern_answer": "maybe"}, {"heard": {"intent": "x"}}, {"heard": {"slots": [[1]]}}, {"answer": {}},
        {"tags": [{**message["tags"][0], "confidence": 10**400}]}, {"tags": [{**message["tags"][0], "end": 10**6}]},
        {"entry": {**message["entry"], "happened_on": "0001-01-01"}}, {"entry": {**message["entry"], "hour": 24}},
        {"entry": {**message["entry"], "hour": "x"}},
    ):  # fmt: skip
        yield {**document, "conversations": [{**talk, "messages": [{**message, **changed}]}]}
    for line in ({"text": {}}, {"went": []}, {"went": "so so"}):
        kept = {"text": "a", "kept_at": message["said_at"], "went": None, **line}
        yield {**document, "conversations": [{**talk, "kept_lines": [kept]}]}


def test_a_document_that_was_spoilt_is_refused_and_changes_nothing(site: Site) -> None:
    """Whatever is wrong in it: never a broken page, never half of it."""
    site.send("He drove off.")
    document = site.client.post("/export", data={"kind": "json"}).json()
    site.post("/history/delete/everything")
    site.post("/before-you-start")
    for wrong in spoilt(document):
        assert upload(site, json.dumps(wrong), "/import").status_code == 422, wrong
        assert site.row_count(Message) == 0
    for wrong in (b"{", b"\xff", b"[" * 100_000):
        assert upload(site, wrong, "/import").status_code == 422


def test_nobody_elses_chat_can_be_looked_at(site: Site, stranger_chat: Callable[[], int]) -> None:
    key = stranger_chat()
    assert site.get(f"/chats/{key}").status_code == 404
    for action in ("read", "nobody", "stop", "go-on", "take-back"):
        assert site.client.post(f"/chats/{key}/{action}", data={"me": "0"}).status_code == 404


@pytest.fixture
def stranger_chat(site: Site) -> Callable[[], int]:
    """A chat of another owner."""

    def made() -> int:
        with site.session() as session:
            owner = Owner(created_at=datetime(2026, 1, 1, tzinfo=UTC))
            session.add(owner)
            session.flush()
            file = ChatFile(
                owner_id=owner.id, brought_at=datetime(2026, 1, 1, tzinfo=UTC), state="choosing", format="WhatsApp"
            )
            session.add(file)
            session.commit()
            return file.id or 0

    return made


class PastedReader(PhraseReader):
    """Hears lines of a chat in everything."""

    def read(self, text: str) -> Reading:
        return replace(super().read(text), intent=Intent.PASTED_CHAT)


def test_a_chat_pasted_into_the_talk_can_be_read_as_one(settings: Settings, clock: Clock, load_once: None) -> None:
    """One press under the answer takes the same words to the question who is who."""
    text = 'Mo: stop "yelling" <b>\nSam: I said sorry'
    with serve(settings, clock, PastedReader()) as site:
        site.post("/before-you-start")
        page = site.send(text).text
        pasted = re.search(r'action="/chats/paste"><input type="hidden" name="text" value="([^"]*)"', page)
        assert pasted
        assert html.unescape(pasted[1]) == text
        page = site.post("/chats/paste", text=text).text
        assert "<strong>Mo</strong> (1)" in page


@pytest.mark.parametrize("what", ["everything", "hour"])
@pytest.mark.parametrize("is_read", [True, False])
def test_deleting_takes_lines_that_wait_too(site: Site, settings: Settings, what: str, is_read: bool) -> None:
    """Read or not: what was brought within the hour goes with the last hour, all of it with everything."""
    upload(site, CHAT.replace("the bill", "zqxcanary"))
    if is_read:
        read(site)
    site.post(f"/history/delete/{what}")
    assert (site.row_count(ChatFile), site.row_count(ChatLine), site.row_count(Message)) == (0, 0, 0)
    assert files_with(settings.data, "zqxcanary") == []


def test_what_was_brought_before_the_last_hour_stays(site: Site, clock: Clock) -> None:
    upload(site, CHAT)
    clock.pass_by(timedelta(hours=2))
    site.post("/history/delete/hour")
    assert site.row_count(ChatLine) == 7


def test_lines_that_wait_for_too_long_go_by_themselves(site: Site, clock: Clock) -> None:
    """As notes do, after the days the person chose."""
    site.post("/privacy/keep", days="7")
    upload(site, CHAT)
    clock.pass_by(timedelta(days=6))
    keep_house(site.app.state.vault, clock())
    assert site.row_count(ChatLine) == 7
    clock.pass_by(timedelta(days=2))
    keep_house(site.app.state.vault, clock())
    assert (site.row_count(ChatFile), site.row_count(ChatLine)) == (0, 0)


def test_a_lock_stops_it_and_it_goes_on_after(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is gone in the middle; nothing is lost, nothing doubled."""
    monkeypatch.setattr(passphrases, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passphrases, "_PASSES", 1)
    monkeypatch.setattr(reading_module, "AT_ONCE", 1)
    words = "four or five words"
    site.post("/privacy/passphrase", new=words, again=words, understood="yes")
    upload(site, CHAT)
    calls: list[int] = []

    def hear_some(*parts: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            site.app.state.vault.lock()
        return hear(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(reading_module, "hear", hear_some)
    read(site)
    site.post("/unlock", passphrase=words)
    assert "Stopped after 4 of 7 messages" in site.get("/chats/1").text
    site.post("/chats/1/go-on")
    assert "All of it is read: 7 messages, 2 stretches" in wait(site)
    assert len(rows(site)) == 2


def test_somebody_alone_is_no_chat(site: Site) -> None:
    """The page says so before anything is asked."""
    page = upload(site, "14/03/24, 21:14 - Mo: yelling\n").text
    assert "Only one person writes in it" in page
    assert "Read it" not in page
    assert site.client.post("/chats/1/read", data={"me": "0"}).status_code == 422


def test_an_endless_header_in_a_form_is_refused(site: Site) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; x=' + b"y" * 100_000 + b"\r\n\r\nhi\r\n--b--\r\n"
    answer = site.client.post("/chats/file", content=body, headers={"content-type": "multipart/form-data; boundary=b"})
    assert answer.status_code == 422
    assert site.row_count(ChatFile) == 0


def test_more_than_the_bound_without_a_length_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body in pieces says no length: it is counted while it comes, and nothing of it stays."""
    monkeypatch.setattr(arriving, "LARGEST", 500_000)
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="c.txt"\r\n\r\n'

    def pieces() -> Iterator[bytes]:
        yield head
        for minute in range(60):
            yield f"14/03/24, 21:{minute:02} - Mo: {'x' * 15_000}\n".encode()

    answer = site.client.post(
        "/chats/file", content=pieces(), headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code == 413
    assert (site.row_count(ChatFile), site.row_count(ChatLine)) == (0, 0)


def test_a_file_that_never_arrived_whole_goes_by_itself(site: Site, clock: Clock) -> None:
    """The server was stopped while it came, say."""
    upload(site, CHAT)
    with site.session() as session:
        session.exec(select(ChatFile)).one().state = "arriving"
        session.commit()
    assert "Brought in" not in site.get("/chats").text
    keep_house(site.app.state.vault, clock())
    assert site.row_count(ChatLine) == 7
    keep_house(site.app.state.vault, clock() + timedelta(hours=2))
    assert (site.row_count(ChatFile), site.row_count(ChatLine)) == (0, 0)
