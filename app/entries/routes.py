"""One entry: when it happened, how big it was, whether it is another telling of something told before."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Now, Who, number_in, owned
from app.entries import store
from app.errors import UnreadableError
from app.tables import Entry
from app.web.forms import one_of, past_day_in
from app.web.pages import page
from classifiers.codebook import Topic

router = APIRouter()
SIZES = {"small": "a small one", "usual": "as usual", "big": "a big one"}


@router.get("/entries/{key}")
def show(request: Request, key: int, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """What can be said of it."""
    entry = owned(session, Entry, key, owner)
    return page(
        request,
        "entries/entry.html",
        entry=entry,
        messages=store.messages_of(session, entry),
        others=store.around(session, owner, entry),
        sizes=SIZES,
        topics=tuple(Topic),
        today=store.today_of(owner, now),
    )


@router.post("/entries/{key}")
def change(
    key: int,
    notes: MyNotes,
    now: Now,
    day: Annotated[str, Form()] = "",
    hour: Annotated[str, Form()] = "",
    size: Annotated[str, Form()] = "usual",
    topic: Annotated[str, Form()] = "none",
    mended: Annotated[str, Form()] = "",
    former: Annotated[str, Form()] = "",
) -> Response:
    """Keep what the person says of it; every page counts by it at once."""
    one_of(size, frozenset(SIZES))
    one_of(topic, frozenset(one.value for one in Topic))
    with notes.writing() as (session, owner):
        when, at = past_day_in(day, store.today_of(owner, now)), _hour(hour)
        if when is None:
            raise UnreadableError
        owned(session, Entry, key, owner).topic = topic
        entry = store.move(session, owner, key, when, at, size, former=former == "yes", mended=mended == "yes")
        return _back(session, entry)


@router.post("/entries/{key}/join")
def join(key: int, notes: MyNotes, other: Annotated[str, Form()] = "") -> Response:
    """It is another telling of an entry there already is: they count once."""
    with notes.writing() as (session, owner):
        return _back(session, store.join(session, owner, key, number_in(other) or 0))


@router.post("/entries/{key}/part")
def part(key: int, notes: MyNotes, message: Annotated[str, Form()] = "") -> Response:
    """A message was put to the wrong one: it gets an entry of its own."""
    with notes.writing() as (session, owner):
        return _back(session, store.part(session, owner, key, number_in(message) or 0))


def _back(session: Session, entry: Entry) -> RedirectResponse:
    messages = store.messages_of(session, entry)
    return RedirectResponse(f"/c/{messages[0].conversation_id}#m{messages[0].id}" if messages else "/history", 303)


def _hour(raw: str) -> int | None:
    if not raw:
        return None
    hour = number_in(raw)
    if hour is None or hour > 23:
        raise UnreadableError
    return hour
