"""The rope page: the picture, what holds, good things in two presses, rituals."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Notes, Now, Who, owned
from app.batch import has_half_characters
from app.chat import store as chat
from app.entries.store import today_of
from app.errors import EmptyError, TooLongError, UnreadableError
from app.rope import store
from app.rope.drawing import draw
from app.rope.offers import offer, seen
from app.rope.rope import MOST_NAMED
from app.tables import Owner, Strand
from app.web.forms import one_of, past_day_in
from app.web.pages import page
from classifiers.codebook import Behavior, Family

router = APIRouter()
THREADS = tuple(one for one in Behavior if one.family is Family.THREAD)
RITUALS = (Behavior.ROUTINE, Behavior.HOMECOMING, Behavior.CONNECTION)
LONGEST = 200  # characters
_MORE = "That sounds like more than a good moment. Tell it in the talk, or look at the help page: it was not kept here."

_FIVE = "Five are enough to begin with: take one away first."


@router.get("/rope")
def show(request: Request, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """The rope as it is today."""
    return _page(request, session, owner, now)


def _page(
    request: Request, session: Session, owner: Owner, now: datetime, told: str = "", words: str = ""
) -> HTMLResponse:
    state = chat.careful_of(session, owner, None, now).state
    if state == "danger":
        return page(request, "patterns/resting.html")
    today = today_of(owner, now)
    drawn = store.rope_of(session, owner, today)
    shown = drawn.rope if state is None and drawn.enough else None
    kind, text, again = offer(store.lately_mine(session, owner, today), today)
    return page(
        request,
        "rope/rope.html",
        422 if told else 200,
        drawing=draw(shown) if shown else None,
        sentence=seen(shown) if shown else "",
        so_far=drawn,
        careful=state is not None,
        named=store.named(session, owner),
        most_named=MOST_NAMED,
        goods=[one for one in store.goods(session, owner) if state is None or one.mine],
        rituals=store.rituals(session, owner, today),
        offer_kind=kind,
        offer=text,
        offer_again=again,
        threads=THREADS,
        ritual_kinds=RITUALS,
        today=today,
        told=told,
        words=words,
    )


@router.get("/rope/day/{day}")
def one_day(request: Request, day: date, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """What was told of one day."""
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    messages, threads, rituals = store.day(session, owner, day)
    return page(request, "rope/day.html", day=day, messages=messages, threads=threads, rituals=rituals)


@router.post("/rope/strands")
def name(request: Request, notes: MyNotes, now: Now, words: Annotated[str, Form()] = "") -> Response:
    """Name one thing that already holds the two."""
    said = _words(words)
    if not _safe(request, said):
        return _refused(request, notes, now, _MORE, words)
    with notes.writing() as (session, owner):
        named = store.name(session, owner, said)
    return _back() if named else _refused(request, notes, now, _FIVE, words)


@router.post("/rope/strands/{key}/delete")
def unname(key: int, notes: MyNotes) -> Response:
    """Take a named strand away."""
    with notes.deleting() as (session, owner):
        session.delete(owned(session, Strand, key, owner))
    return _back()


@router.post("/rope/threads")
def log(
    request: Request,
    notes: MyNotes,
    now: Now,
    kind: Annotated[str, Form()] = "",
    whose: Annotated[str, Form()] = "mine",
    words: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
) -> Response:
    """Keep a good thing: what kind, whose doing, a few words."""
    behavior = _one_of(kind, THREADS)
    one_of(whose, frozenset({"mine", "theirs"}))
    said = _words(words) if words.strip() else ""
    if said and not _safe(request, said):
        return _refused(request, notes, now, _MORE, words)
    with notes.writing() as (session, owner):
        today = today_of(owner, now)
        when = past_day_in(day, today) or today
        store.log(session, owner, store.thread(owner, behavior, said, when, now, mine=whose == "mine"))
    return _back()


@router.post("/rope/threads/{key}/landed")
def landed(key: int, notes: MyNotes) -> Response:
    """It reached the other; pressed again, it is taken back."""
    with notes.writing() as (session, owner):
        store.mark(session, owner, key, landed=True)
    return _back("#lately")


@router.post("/rope/threads/{key}/lot")
def meant_a_lot(key: int, notes: MyNotes) -> Response:
    """It meant a lot; pressed again, it is taken back."""
    with notes.writing() as (session, owner):
        store.mark(session, owner, key, lot=True)
    return _back("#lately")


@router.post("/rope/threads/{key}/delete")
def forget(key: int, notes: MyNotes) -> Response:
    """Delete a good thing."""
    with notes.deleting() as (session, owner):
        store.forget(session, owner, key)
    return _back("#lately")


@router.post("/rope/rituals")
def choose(
    request: Request,
    notes: MyNotes,
    now: Now,
    words: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "routine",
) -> Response:
    """Choose something to do again and again."""
    behavior = _one_of(kind, RITUALS)
    said = _words(words)
    if not _safe(request, said):
        return _refused(request, notes, now, _MORE, words)
    with notes.writing() as (session, owner):
        store.choose(session, owner, said, behavior, today_of(owner, now))
    return _back("#rituals")


@router.post("/rope/rituals/{key}/today")
def happened(key: int, notes: MyNotes, now: Now, answer: Annotated[str, Form()] = "") -> Response:
    """Keep whether it happened today."""
    one_of(answer, frozenset({"yes", "no"}))
    with notes.writing() as (session, owner):
        store.happened(session, owner, key, today_of(owner, now), yes=answer == "yes")
    return _back("#rituals")


@router.post("/rope/rituals/{key}/end")
def end(key: int, notes: MyNotes, now: Now) -> Response:
    """Let a ritual go."""
    with notes.writing() as (session, owner):
        store.end(session, owner, key, today_of(owner, now))
    return _back("#rituals")


def _refused(request: Request, notes: Notes, now: datetime, told: str, words: str) -> HTMLResponse:
    """The page again, with the words in it and why they were not kept."""
    with notes.reading() as (session, owner):
        return _page(request, session, owner, now, told, words)


def _back(place: str = "") -> RedirectResponse:
    return RedirectResponse(f"/rope{place}", 303)


def _one_of(name: str, kinds: tuple[Behavior, ...]) -> Behavior:
    return Behavior(one_of(name, frozenset(one.value for one in kinds)))


def _words(raw: str) -> str:
    """Raises EmptyError, TooLongError, UnreadableError."""
    words = " ".join(raw.replace("\x00", "").split())
    if has_half_characters(words):
        raise UnreadableError
    if not words:
        raise EmptyError
    if len(words) > LONGEST:
        raise TooLongError
    return words


def _safe(request: Request, words: str) -> bool:
    return bool(request.app.state.screen.screen(words).clear)
