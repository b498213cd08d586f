"""Practise a line: type it and see at once what it carries. Nothing typed here is stored."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import MyNotes
from app.practice.check import checks
from app.web.pages import page, wants_fragment

router = APIRouter()
LONGEST = 1_000


@router.get("/practise")
def empty(request: Request, _notes: MyNotes) -> HTMLResponse:
    """An empty line to practise with."""
    return page(request, "practice/practice.html", old="", line="", checks=())


@router.post("/practise")
def practise(
    request: Request, _notes: MyNotes, line: Annotated[str, Form()] = "", old: Annotated[str, Form()] = ""
) -> HTMLResponse:
    """What the line carries, beside the one it began as."""
    typed, before = (
        text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST] for text in (line, old)
    )
    template = "practice/_checks.html" if wants_fragment(request) else "practice/practice.html"
    return page(request, template, old=before, line=typed, checks=checks(typed))
