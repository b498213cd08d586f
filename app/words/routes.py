"""The page of kept lines: reread, practise, say how it went, throw away."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.accounts.access import Db, MyNotes, Now, Who, owned
from app.chat import kept
from app.errors import UnreadableError
from app.tables import KeptLine
from app.web.pages import page

router = APIRouter()


@router.get("/words")
def words(request: Request, session: Db, owner: Who) -> HTMLResponse:
    """All kept lines, newest first."""
    zone = ZoneInfo(owner.time_zone)
    lines = [(line, f"{line.kept_at.astimezone(zone):%-d %B}") for line in kept.kept_lines(session, owner)]
    return page(request, "words/words.html", lines=lines)


@router.post("/words/{key}/went")
def went(key: int, notes: MyNotes, now: Now, answer: Annotated[str, Form()] = "") -> Response:
    """How it went: asked once, whatever is said."""
    with notes.writing() as (session, owner):
        line = owned(session, KeptLine, key, owner)
        if answer not in kept.WENT:
            raise UnreadableError
        line.went, line.asked_at = answer, now
    return RedirectResponse("/words", 303)


@router.post("/words/{key}/delete")
def delete(key: int, notes: MyNotes) -> Response:
    """Throw a kept line away, for good."""
    with notes.deleting() as (session, owner):
        session.delete(owned(session, KeptLine, key, owner))
    return RedirectResponse("/words", 303)
