"""The report: asked for, looked at, printed by the browser. Nothing of it is stored."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Db, Now, Who, number_in
from app.chat import store as chat
from app.entries import store as entries
from app.entries.sequence import Dance
from app.errors import TooLongError, UnreadableError
from app.patterns.sentence import DANCES, seen_in
from app.reports import store
from app.web.forms import day_in
from app.web.labels import THREADS_FIRST
from app.web.pages import page
from classifiers.codebook import Actor, Topic

router = APIRouter()
SPAN = timedelta(days=89)  # with today 90 days, as the patterns page counts
MOST_PICKED = 6
WENT_WORDS = {"helped": "it helped", "not_helped": "it did not help", "not_yet": "not said yet", "not_said": "not said"}
LONGEST = 3_000  # characters of one's own words


@router.get("/report")
def ask(request: Request, session: Db, owner: Who, now: Now, first: str = "", last: str = "") -> HTMLResponse:
    """Which days, which examples, what one wants to say oneself."""
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    today = entries.today_of(owner, now)
    start, end = _days(first, last, today)
    return page(
        request,
        "reports/ask.html",
        first=start,
        last=end,
        today=today,
        told=store.told(session, owner, start, end),
        most=MOST_PICKED,
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
) -> HTMLResponse:
    """The page to look at, and to print."""
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    if len(words) > LONGEST:
        raise TooLongError
    start, end = _days(first, last, entries.today_of(owner, now))
    totals = entries.totals(session, owner, start, end)
    picked = {number_in(one) for one in (pick or [])[:MOST_PICKED]}
    return page(
        request,
        "reports/report.html",
        first=start,
        last=end,
        words=words.strip(),
        went_words=WENT_WORDS,
        examples=[(message, day) for message, day in store.told(session, owner, start, end) if message.id in picked],
        sentence=seen_in(totals, len(entries.written_days(session, owner, start, end)), (end - start).days + 1, "day"),
        quarrels=totals["entries", "quarrel"],
        dances=[
            (DANCES[one][0], n, totals["dance_mended", one.value]) for one in Dance if (n := totals["dance", one.value])
        ],
        mine=[(one, n) for one in THREADS_FIRST if (n := totals["act", f"{Actor.USER.value}/{one.value}"])],
        topics=sorted(
            ((one, n) for one in Topic if one is not Topic.NONE and (n := totals["topic", one.value])),
            key=lambda pair: -pair[1],
        )[:5],
        tried=store.tried(session, owner, start, end),
        rituals=store.kept_up(session, owner, start, end),
        goods=store.offered(session, owner, start, end),
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
