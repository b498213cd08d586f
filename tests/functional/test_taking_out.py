"""Taking notes out and bringing them in again."""

import json
import re
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts.access import local_owner
from app.exports.document import document_of
from app.imports.document import DocumentError, bring_in
from app.tables import Entry, Message, Tally
from tests.factories import BILL, DANGER, Site
from tests.functional.test_command_line import ropework

PAGES = ("/rope", "/patterns?span=30", "/patterns?span=all", "/words", "/history")


def filled(site: Site) -> None:
    """Something of everything."""
    place = site.send(BILL).url.path.rsplit("/", 1)[1]
    site.send("He drove off.", place)
    site.send("Last Friday he drove off.")
    site.post("/tags/1/dismiss")
    site.post("/tags/2/other")
    site.post("/entries/2", day="2026-11-02", hour="19", size="big", topic="money")
    site.post("/messages/1/keep", line="0")
    site.post("/words/1/went", answer="helped")
    for day in (20, 21, 22):
        site.post("/rope/threads", kind="kindness", whose="mine", words="tea", day=f"2026-11-{day}")
    site.post("/rope/threads/1/landed")
    site.post("/rope/strands", words="we laugh")
    site.post("/rope/rituals", words="Tea at nine", kind="routine")
    site.post("/rope/rituals/1/today", answer="yes")


def taken(site: Site, *, flagged: bool = False) -> dict:
    with site.session() as session:
        return document_of(session, local_owner(session), with_flagged=flagged)


def counts(site: Site) -> list[tuple[object, ...]]:
    with site.session() as session:
        return sorted((row.grain, row.day, row.what, row.key, row.n) for row in session.exec(select(Tally)))


def brought(site: Site, document: dict) -> int:
    with site.session() as session:
        found = bring_in(session, local_owner(session), document)
        session.commit()
        return found.messages + found.threads


def test_out_everything_gone_and_in_again_the_pages_are_the_same(site: Site) -> None:
    """Compared page by page; the numbers are the same, corrections and kept lines too."""
    filled(site)
    before, numbers = {path: site.get(path).text for path in PAGES}, counts(site)
    talks = told(site)
    document = json.loads(json.dumps(taken(site)))
    site.post("/history/delete/everything")
    assert site.row_count(Message) == 0
    site.post("/before-you-start")
    assert brought(site, document) == 6
    assert counts(site) == numbers
    assert told(site) == talks
    for path, page in before.items():
        assert _shape(site.get(path).text) == _shape(page), path


def told(site: Site) -> list[str]:
    """The words of each talk with their marks."""
    with site.session() as session:
        places = set(session.exec(select(Message.conversation_id)))
    return sorted(_shape(" ".join(site.get(f"/c/{key}").text.split('<p class="words">')[1:])) for key in places)


def _shape(page: str) -> str:
    """A page without the keys of its rows."""
    page = re.sub(r'(value|id|for|data-conversation)="[a-z]*\d+"', r"\1", page)
    return re.sub(
        r"/(c|tags|entries|messages|threads|rituals|strands|words)/\d+(#m\d+)?|/message-\d+|/delete/\d+|#n\d+",
        "/N",
        page,
    )


def test_brought_in_twice_it_is_there_once(site: Site) -> None:
    """Nothing doubled."""
    filled(site)
    document = taken(site)
    assert brought(site, document) == 0
    assert site.row_count(Message) == 3
    assert site.row_count(Entry) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: {"format": "other"}, "no export of Ropework"),
        (lambda document: {**document, "version": 99}, "version 99"),
        (lambda document: {**document, "conversations": [{"messages": 3}]}, "conversation 1"),
        (lambda document: {**document, "threads": [{"happened_on": "x"}]}, "thread 1"),
        (lambda document: [], "no export"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_comes_in(site: Site, change, said: str) -> None:
    """The place and the trouble."""
    filled(site)
    before = counts(site)
    document = change(taken(site))
    with site.session() as session, pytest.raises(DocumentError, match=said):
        bring_in(session, local_owner(session), document)
    assert counts(site) == before


def test_flagged_words_are_only_in_the_complete_one_and_only_when_ticked(site: Site) -> None:
    """Without marks; in the table and the text never."""
    site.send(BILL)
    site.send(DANGER)
    for kind in ("json", "csv", "md"):
        for tick in ("", "yes"):
            text = site.post("/export", kind=kind, flagged=tick).text
            assert ("shoved" in text) == (kind == "json" and tick == "yes"), (kind, tick)
    document = site.client.post("/export", data={"kind": "json", "flagged": "yes"}).json()
    flagged = [one for talk in document["conversations"] for one in talk["messages"] if "shoved" in one["text"]]
    assert "tags" not in flagged[0]


def test_days_can_be_chosen(site: Site) -> None:
    """Both ends included; by the day it happened, not the day it was told."""
    filled(site)
    inside = site.post("/export", kind="md", first="2026-11-02", last="2026-11-02").text
    assert "Last Friday he drove off" in inside.replace("\\", "")
    assert "about the bill" not in inside
    assert "tea" in site.post("/export", kind="csv", first="2026-11-20", last="2026-11-20").text
    assert site.post("/export", kind="csv", first="x").status_code == 422
    assert site.post("/export", kind="exe").status_code == 422


def test_a_text_to_read_takes_no_sign_for_a_mark(site: Site) -> None:
    """What was written stands as it was written."""
    site.send("He drove off. <script>alert(1)</script> [x](http://evil.example) **no**")
    text = site.post("/export", kind="md").text
    assert "\\<script\\>" in text
    assert "\\[x\\]\\(" in text
    assert "\\*\\*no\\*\\*" in text


def test_a_text_to_read_reads_well(site: Site) -> None:
    """Full stops and commas stand bare; what would begin a list does not; kept lines are in it."""
    site.send("He drove off. - I stayed (angry)!\n1. one\n- two")
    site.post("/messages/1/keep", line="0")
    text = site.post("/export", kind="md").text
    assert "> He drove off. - I stayed (angry)!\n> 1\\. one\n> \\- two\n" in text
    assert "- Kept to say: “" in text


def test_the_page_asks_what_to_take(site: Site) -> None:
    """And says who can read the file; the file has a neutral name."""
    assert "Anybody who finds the file can read it" in site.get("/export").text
    answer = site.post("/export", kind="csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="notes-2026-11-23.csv"'
    assert answer.headers["cache-control"] == "no-store"


def test_the_commands_take_out_and_bring_in(tmp_path: Path) -> None:
    """Through a file, into another folder."""
    empty = ropework("export", "--out", str(tmp_path / "notes.json"), data=tmp_path / "one")
    assert empty.returncode == 0, empty.stderr
    done = ropework("import", str(tmp_path / "notes.json"), data=tmp_path / "two")
    assert (done.returncode, "0 messages" in done.stderr) == (0, True), done.stderr
    (tmp_path / "bad.json").write_text("{")
    assert ropework("import", str(tmp_path / "bad.json"), data=tmp_path / "two").returncode == 2
    assert ropework("import", str(tmp_path / "none.json"), data=tmp_path / "two").returncode == 2
