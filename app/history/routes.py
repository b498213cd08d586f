"""Past conversations: a list, a search (by POST, so that no word stands in an address), deleting for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Now, Who, number_in, owned
from app.chat import store
from app.chat.anew import answer_anew
from app.database.backups import automatic, erase_automatic
from app.errors import UnreadableError
from app.imports import store as chats
from app.learning.store import taught
from app.tables import Conversation, Message, Owner
from app.web.country import place_of
from app.web.pages import page

router = APIRouter()
WHAT = {"hour": "the last hour", "everything": "everything"}
ONE_MESSAGE = "message-"
KINDS = {"": "this talk", ONE_MESSAGE: "this message"}  # before a key


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as listed; ``title`` says what it was about, or how it began."""

    key: int
    day: str
    time: str
    title: str
    opening: str


@router.get("/history")
def history(request: Request, session: Db, owner: Who) -> HTMLResponse:
    """All talks by day, newest first."""
    titled = store.titled(session, owner)
    talks = [
        _talk(owner, place.id, place.started_at, *titled[place.id], chat=place.chat)
        for place in store.recent(session, owner)
        if place.id in titled
    ]
    return _listed(request, talks)


@router.post("/history/search")
def search(request: Request, session: Db, owner: Who, words: Annotated[str, Form()] = "") -> HTMLResponse:
    """Messages with these words, whatever their case, accents and quotes."""
    wanted = words.replace("\0", "").strip()[:200]
    found = store.matching(session, owner, wanted) if wanted else []
    talks = [
        _talk(owner, message.conversation_id, message.said_at, message, message.reply.get("about", ""))
        for message in found
    ]
    return _listed(request, talks, wanted)


def _listed(request: Request, talks: Sequence[Talk], words: str = "") -> HTMLResponse:
    return page(
        request,
        "history/history.html",
        pending=request.app.state.vault.scrubber.pending,
        days=_days(talks),
        found=len(talks),
        words=words,
        searched=bool(words),
    )


def _talk(owner: Owner, key: int, moment: datetime, message: Message, about: str, chat: str = "") -> Talk:
    local = moment.astimezone(ZoneInfo(owner.time_zone))
    opening = _opening(message)
    title = f"{chat}, {local:%B %Y}" if chat else about[:1].upper() + about[1:] if about else _title(opening)
    return Talk(key, f"{local:%A, %-d %B %Y}", f"{local:%H:%M}", title, opening)


def _days(talks: Sequence[Talk]) -> list[tuple[str, list[Talk]]]:
    return [(day, list(one)) for day, one in groupby(talks, key=attrgetter("day"))]


def _title(opening: str) -> str:
    words = opening.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


@router.get("/history/delete/{what}")
def ask_delete(request: Request, session: Db, owner: Who, what: str) -> HTMLResponse:
    """Say what will go, and ask once."""
    name = _named(what)
    message = owned(session, Message, _key(what), owner) if what.startswith(ONE_MESSAGE) else None
    return page(
        request,
        "history/delete.html",
        what=what,
        name=name,
        words=_opening(message) if message else "",
        kept=len(store.kept_from(session, message)) if message else 0,
        back=_talk_of(message) if message else "/history",
        copies=len(automatic(_backups(request))),
    )


def _key(what: str) -> int:
    return number_in(what.removeprefix(ONE_MESSAGE)) or 0


def _talk_of(message: Message) -> str:
    return f"/c/{message.conversation_id}"


@router.post("/history/delete/{what}")
def delete(request: Request, what: str, notes: MyNotes, now: Now, keep_copies: Annotated[str, Form()] = "") -> Response:
    """Delete for good: rows, journal, what was being typed, and the automatic backups that hold them unless they are to stay."""
    _named(what)
    with notes.deleting() as (session, owner):
        if what.startswith(ONE_MESSAGE):
            back = _one_message(request, session, owner, _key(what), now)
        else:
            _deleted(session, owner, what, now)
            back = "/history"
    request.app.state.drafts.clear()
    if not keep_copies:
        erase_automatic(_backups(request))
    return RedirectResponse(back, 303)


def _named(what: str) -> str:
    """What is deleted, in words. Raises UnreadableError."""
    kind, dash, key = what.rpartition("-")
    if what in WHAT:
        return WHAT[what]
    if number_in(key) is not None and kind + dash in KINDS:
        return KINDS[kind + dash]
    raise UnreadableError


def _deleted(session: Session, owner: Owner, what: str, now: datetime) -> None:
    if what == "everything":
        chats.forget_all(session, owner)
        store.delete_everything(session, owner)
    elif what == "hour":
        chats.take_back_since(session, owner, now - timedelta(hours=1))
        store.delete_since(session, owner, now - timedelta(hours=1))
    else:
        store.delete_conversation(session, owner, number_in(what) or 0)


def _one_message(request: Request, session: Session, owner: Owner, key: int, now: datetime) -> str:
    """Remove it; what came after it in its talk is answered anew, for those answers may have taken up its words. Returns where to go back to."""
    message = owned(session, Message, key, owner)
    place, talk = message.conversation_id, _talk_of(message)
    store.delete_message(session, owner, key)
    reader = request.app.state.loader.reader()
    answer_anew(
        session,
        owner,
        place,
        key,
        now,
        reader and taught(session, owner, reader),
        request.app.state.prompts(),
        place_of(request, owner),
    )
    return talk if session.get(Conversation, place) else "/history"


def _backups(request: Request) -> Path:
    folder: Path = request.app.state.settings.data / "backups"
    return folder


def _opening(message: Message) -> str:
    text = " ".join(message.text.split())
    return text if len(text) <= 140 else text[:140].rsplit(" ", 1)[0] + "…"
