"""The report: asked for, looked at, printed by the browser or taken as a PDF. Nothing of it is stored."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, Now, Who, number_in
from app.chat import store as chat
from app.entries import store as entries
from app.errors import TooLongError, UnreadableError
from app.reports import store
from app.reports.contents import report_of
from app.reports.pdf import pdf_of
from app.tables import Owner
from app.web.country import place_of
from app.web.forms import day_in, one_of
from app.web.pages import page

router = APIRouter()
SPAN = timedelta(days=89)  # with today 90 days, as the patterns page counts
MOST_PICKED = 6
LONGEST = 3_000  # characters of one's own words


@router.get("/report")
def ask(request: Request, session: Db, owner: Who, now: Now, first: str = "", last: str = "") -> HTMLResponse:
    """Which days, which examples, what one wants to say oneself."""
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    start, end = _days(first, last, entries.today_of(owner, now))
    return _asked(request, session, owner, now, start, end)


def _asked(
    request: Request,
    session: Session,
    owner: Owner,
    now: datetime,
    first: date,
    last: date,
    words: str = "",
    picked: Collection[int | None] = (),
) -> HTMLResponse:
    return page(
        request,
        "reports/ask.html",
        first=first,
        last=last,
        today=entries.today_of(owner, now),
        told=store.told(session, owner, first, last),
        most=MOST_PICKED,
        words=words,
        picked=picked,
    )


@router.post("/report")
def show(
    request: Request,
    session: Db,
    owner: Who,
    now: Now,
    first: Annotated[str, Form()] = "",
    last: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
    pick: Annotated[list[str] | None, Form()] = None,
    kind: Annotated[str, Form()] = "page",
) -> Response:
    """The page to look at and to print, or the same as a PDF."""
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    one_of(kind, frozenset({"page", "pdf", "change"}))
    words = words.replace("\r\n", "\n")
    if len(words) > LONGEST:
        raise TooLongError
    start, end = _days(first, last, entries.today_of(owner, now))
    if kind == "change":
        return _asked(request, session, owner, now, start, end, words, {number_in(one) for one in pick or []})
    picked = {number_in(one) for one in (pick or [])[:MOST_PICKED]}
    report = report_of(
        start,
        end,
        words,
        entries.totals(session, owner, start, end),
        len(entries.written_days(session, owner, start, end)),
        store.tried(session, owner, start, end),
        store.kept_up(session, owner, start, end),
        store.offered(session, owner, start, end),
        [(message, day) for message, day in store.told(session, owner, start, end) if message.id in picked],
    )
    if kind == "pdf":
        name = f"notes-{end.isoformat()}.pdf"
        made = pdf_of(report, place_of(request, owner).country)
        return Response(
            made, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    fields = {"first": start.isoformat(), "last": end.isoformat(), "words": words}
    return page(
        request,
        "reports/report.html",
        report=report,
        fields=fields,
        picked=sorted(filter(None, picked)),
        too_many=len(pick or []) > MOST_PICKED,
        most=MOST_PICKED,
    )


def _days(first: str, last: str, today: date) -> tuple[date, date]:
    """The range asked for, the last 90 days where none was. Raises UnreadableError."""
    end = day_in(last) or today
    try:
        start = day_in(first) or end - SPAN
    except OverflowError:  # before the first year there is
        raise UnreadableError from None
    if start > end:
        raise UnreadableError
    return start, end
