"""Past conversations: a list, a search (by POST, so that no word stands in an address), deleting for good."""

from datetime import datetime, timedelta
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


@router.get("/history")
def history(request: Request, session: Db, owner: Who) -> HTMLResponse:
    """All conversations, newest first."""
    firsts = store.first_messages(session, owner)
    rows = [
        (place.id, _when(owner, place.started_at), _opening(firsts[place.id]))
        for place in store.recent(session, owner)
        if place.id in firsts
    ]
    return page(request, "history/history.html", rows=rows, words="", searched=False)


@router.post("/history/search")
def search(request: Request, session: Db, owner: Who, words: Annotated[str, Form()] = "") -> HTMLResponse:
    """Messages with these words."""
    wanted = words.replace("\0", "").strip()[:200]
    found = store.matching(session, owner, wanted) if wanted else []
    rows = [(message.conversation_id, _when(owner, message.said_at), _opening(message)) for message in found]
    return page(request, "history/history.html", rows=rows, words=wanted, searched=bool(wanted))


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


def _when(owner: Owner, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(owner.time_zone)):%-d %B %Y, %H:%M}"


def _opening(message: Message) -> str:
    text = " ".join(message.text.split())
    return text if len(text) <= 140 else text[:140].rsplit(" ", 1)[0] + "…"
