"""Take it out: the notes of some days as a file, from the page."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Db, Now, Who
from app.entries.store import first_month, today_of
from app.exports.document import Days, document_of
from app.exports.table import csv_of
from app.exports.text import markdown_of
from app.web.forms import day_in, one_of
from app.web.pages import page

router = APIRouter()
KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "md": "text/markdown; charset=utf-8"}

_MADE: dict[str, Callable[[dict[str, Any]], str]] = {
    "json": lambda document: json.dumps(document, ensure_ascii=False, indent=1) + "\n",
    "csv": csv_of,
    "md": markdown_of,
}


@router.get("/export")
def ask(request: Request, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """What to take, and as what."""
    today = today_of(owner, now)
    return page(request, "exports/export.html", first=first_month(session, owner) or today, today=today)


@router.post("/export")
def take(
    session: Db,
    owner: Who,
    now: Now,
    kind: Annotated[str, Form()] = "json",
    first: Annotated[str, Form()] = "",
    last: Annotated[str, Form()] = "",
    flagged: Annotated[str, Form()] = "",
) -> Response:
    """The file. Messages that told of danger are in the complete one alone, and only where that was ticked."""
    one_of(kind, frozenset(KINDS))
    days = Days(day_in(first), day_in(last))
    document = document_of(session, owner, with_flagged=kind == "json" and flagged == "yes", days=days)
    text = _MADE[kind](document)
    name = f"notes-{today_of(owner, now).isoformat()}.{kind}"
    return Response(text, media_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
