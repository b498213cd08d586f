"""Past conversations: a list, a search (by POST, so that no word stands in an address), deleting for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.accounts.access import Db, Now, Who
from app.chat import store
from app.database import erase_backups, scrub
from app.errors import UnreadableError
from app.tables import Message, Owner
from app.web.pages import page

router = APIRouter()
WHAT = {"hour": "the last hour", "everything": "everything"}


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
        _talk(owner, place.id, place.started_at, *titled[place.id])
        for place in store.recent(session, owner)
        if place.id in titled
    ]
    return page(request, "history/history.html", days=_days(talks), found=len(talks), words="", searched=False)


@router.post("/history/search")
def search(request: Request, session: Db, owner: Who, words: Annotated[str, Form()] = "") -> HTMLResponse:
    """Messages with these words, whatever their case, accents and quotes."""
    wanted = words.replace("\0", "").strip()[:200]
    found = store.matching(session, owner, wanted) if wanted else []
    talks = [
        _talk(owner, message.conversation_id, message.said_at, message, message.reply.get("about", ""))
        for message in found
    ]
    return page(
        request, "history/history.html", days=_days(talks), found=len(talks), words=wanted, searched=bool(wanted)
    )


def _talk(owner: Owner, key: int, moment: datetime, message: Message, about: str) -> Talk:
    local = moment.astimezone(ZoneInfo(owner.time_zone))
    opening = _opening(message)
    title = about[:1].upper() + about[1:] if about else _title(opening)
    return Talk(key, f"{local:%A, %-d %B %Y}", f"{local:%H:%M}", title, opening)


def _days(talks: Sequence[Talk]) -> list[tuple[str, list[Talk]]]:
    return [(day, list(one)) for day, one in groupby(talks, key=attrgetter("day"))]


def _title(opening: str) -> str:
    words = opening.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


@router.get("/history/delete/{what}")
def ask_delete(request: Request, what: str) -> HTMLResponse:
    """Say what will go, and ask once."""
    if what in WHAT:
        return page(request, "history/delete.html", what=what, name=WHAT[what])
    if what.isascii() and what.isdecimal():
        return page(request, "history/delete.html", what=what, name="this conversation")
    raise UnreadableError


@router.post("/history/delete/{what}")
def delete(request: Request, what: str, session: Db, owner: Who, now: Now) -> Response:
    """Delete for good: rows, journal, and the backups that hold them."""
    if what == "everything":
        store.delete_everything(session, owner)
    elif what == "hour":
        store.delete_since(session, owner, now - timedelta(hours=1))
    elif what.isascii() and what.isdecimal():
        store.delete_conversation(session, owner, int(what))
    else:
        raise UnreadableError
    session.commit()
    request.app.state.drafts.clear()
    erase_backups(request.app.state.settings.data / "backups")
    scrub(request.app.state.engine)
    return RedirectResponse("/history", 303)


def _opening(message: Message) -> str:
    text = " ".join(message.text.split())
    return text if len(text) <= 140 else text[:140].rsplit(" ", 1)[0] + "…"
