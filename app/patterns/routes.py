"""The patterns page: counts a week and the entries behind each number."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Db, Now, Who
from app.chat import store as chat
from app.errors import UnreadableError
from app.patterns import store
from app.patterns.chart import draw
from app.patterns.sentence import seen_in
from app.patterns.weekly import entries, monday, weekly
from app.tables import Owner
from app.web.pages import page
from classifiers.codebook import Family

router = APIRouter()
SPANS = (4, 12, 26, 52)


@router.get("/patterns")
def patterns(request: Request, session: Db, owner: Who, now: Now, weeks: int = 12) -> HTMLResponse:
    """Counts a week, mine and between us."""
    if weeks not in SPANS:
        raise UnreadableError
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    today = _today(owner, now)
    table = weekly(store.acts(session, owner, _since(now, weeks)), today=today, weeks=weeks)
    return page(
        request,
        "patterns/patterns.html",
        weeks=table,
        spans=SPANS,
        chosen=weeks,
        mine=draw(table, mine=True),
        ours=draw(table, mine=False),
        sentence=seen_in(table),
        families=tuple(Family),
    )


@router.get("/patterns/{start}/{whose}/{family}")
def behind(
    request: Request, start: date, whose: str, family: Family, session: Db, owner: Who, now: Now
) -> HTMLResponse:
    """The entries behind one number."""
    if whose not in {"mine", "ours"} or start != monday(start):
        raise UnreadableError
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    seen = store.acts(session, owner, datetime.combine(start, datetime.min.time(), ZoneInfo(owner.time_zone)))
    keys = entries(seen, start=start, family=family, mine=whose == "mine")
    return page(
        request,
        "patterns/entries.html",
        start=start,
        whose=whose,
        family=family,
        rows=store.messages_by_id(session, owner, keys),
    )


def _today(owner: Owner, now: datetime) -> date:
    return now.astimezone(ZoneInfo(owner.time_zone)).date()


def _since(now: datetime, weeks: int) -> datetime:
    return now - timedelta(weeks=weeks + 1)
