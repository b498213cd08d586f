"""Bring a chat in: the file, who is who, reading it with a way to stop and go on, taking it back; and an export of one's own."""

import json
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.access import Db, MyNotes, Notes, Now, Who, looked_at, number_in, owned
from app.chat import store as talks
from app.entries.store import today_of
from app.errors import NotReadyError, UnreadableError
from app.imports import store
from app.imports.arriving import Coming, body_of
from app.imports.chats.lines import ME, ChatFileError, Stamp, day_of
from app.imports.document import DocumentError, bring_in
from app.imports.upload import FilePart
from app.tables import ChatFile, Owner
from app.web.forms import day_in, one_of, past_day_in
from app.web.pages import page

router = APIRouter()
Looked = Annotated[Notes, Depends(looked_at)]
MOST_SENDERS = 20  # shown to choose from
_OWN_BOUND = 2**62  # body_of bounds it, with words of its own


@router.get("/chats")
def ask(request: Request, session: Db, owner: Who) -> HTMLResponse:
    """A form for a file or for pasted lines, and what was brought before."""
    return _page(request, session, owner)


def _page(
    request: Request,
    session: Session,
    owner: Owner,
    told: str = "",
    status: int = 200,
    pasted: str = "",
    done: str = "",
) -> HTMLResponse:
    return page(
        request,
        "imports/chats.html",
        status,
        files=store.files(session, owner),
        running=_running(request),
        told=told,
        pasted=pasted,
        done=done,
    )


def _running(request: Request) -> int | None:
    found: int | None = request.app.state.chat_reading.running
    return found


@router.post("/chats/file", max_body_size=_OWN_BOUND)
async def bring(request: Request, notes: MyNotes, now: Now) -> Response:
    """Take a file in while it arrives."""
    coming = await run_in_threadpool(Coming, notes, now)
    try:
        part = FilePart(request.headers.get("content-type", ""), "file", coming.take)
        async for piece in body_of(request):
            part.feed(piece)
            await run_in_threadpool(coming.step)
        await run_in_threadpool(coming.end)
    except ChatFileError as error:
        await run_in_threadpool(coming.forget)
        return await run_in_threadpool(_refused, request, notes, error)
    except Exception:  # the client went away, say: nothing half is kept
        await run_in_threadpool(coming.forget)
        raise
    return RedirectResponse(f"/chats/{coming.key}", 303)


def _refused(request: Request, notes: Notes, error: ChatFileError | DocumentError, pasted: str = "") -> HTMLResponse:
    told = f"{error}"
    with notes.reading() as (session, owner):
        return _page(request, session, owner, f"{told[:1].upper()}{told[1:]}.", 422, pasted)


@router.post("/import", max_body_size=_OWN_BOUND)
async def bring_back(request: Request, notes: MyNotes) -> Response:
    """Bring an export of Ropework in: all of it or nothing."""
    content = bytearray()
    part = FilePart(request.headers.get("content-type", ""), "file", content.extend)
    async for piece in body_of(request):
        part.feed(piece)
    return await run_in_threadpool(_brought_back, request, notes, bytes(content))


def _brought_back(request: Request, notes: Notes, content: bytes) -> Response:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    try:
        with notes.writing() as (session, owner):
            brought = bring_in(session, owner, document)
    except DocumentError as error:
        return _refused(request, notes, error)
    told = f"Brought in: {brought.messages} messages and {brought.threads} good things. {brought.there_already} were there already."
    with notes.reading() as (session, owner):
        return _page(request, session, owner, done=told)


@router.post("/chats/paste")
def paste(
    request: Request, notes: MyNotes, now: Now, text: Annotated[str, Form()] = "", message: Annotated[str, Form()] = ""
) -> Response:
    """The same with lines pasted into the page, or into a talk, where ``message`` no longer counts as one person's telling."""
    coming = Coming(notes, now)
    try:
        coming.take(text.encode("utf-8", "replace"))
        coming.end()
    except ChatFileError as error:
        coming.forget()
        return _refused(request, notes, error, text)
    if message:
        with notes.writing() as (session, owner):
            talks.read_elsewhere(session, owner, number_in(message) or 0)
    return RedirectResponse(f"/chats/{coming.key}", 303)


@router.get("/chats/{key}")
def one(request: Request, key: int, session: Db, owner: Who, now: Now, chat: int = 0, dates: str = "") -> HTMLResponse:
    """Who is who in it, how far reading has come, or what came of it; ``chat`` is the place of one of several."""
    file = owned(session, ChatFile, key, owner)
    if file.state != "choosing":
        running = _running(request)
        return page(request, "imports/reading.html", file=file, running=running == key, other=running)
    found = store.chats(session, file)
    if not 0 <= chat < len(found):
        raise UnreadableError
    chosen, _ = found[chat]
    order = file.dates or (dates if dates in {"dmy", "mdy"} else "")
    undated = file.dates == store.UNDATED
    return page(
        request,
        "imports/choose.html",
        file=file,
        chats=found,
        chat=chat,
        senders=store.senders(session, file, chosen, MOST_SENDERS),
        me=ME,
        order=order,
        asked=not file.dates,
        example=None if file.dates else _example(session, file, chosen),
        days=store.span(session, file, chosen, order) if order and not undated else None,
        undated=undated,
        today=today_of(owner, now),
        kept_from=_kept_from(owner, now),
    )


def _example(session: Session, file: ChatFile, chat: str) -> tuple[str, date, date] | None:
    """A date of the file, and the two days it can mean."""
    stamp = store.a_stamp(session, file, chat)
    day = Stamp.of(stamp).day
    return "/".join(map(str, day)), day_of(day, "dmy"), day_of(day, "mdy")


def _kept_from(owner: Owner, now: datetime) -> date | None:
    """The first day that is kept at all, where the person has notes deleted after some time."""
    return today_of(owner, now) - timedelta(days=owner.keep_days - 1) if owner.keep_days else None


@router.post("/chats/{key}/nobody")
def nobodys(request: Request, key: int, notes: MyNotes) -> Response:
    """Neither of them is the person: nothing is read and nothing kept."""
    with notes.deleting() as (session, owner):
        store.drop(session, _choosing(session, owner, key))
    with notes.reading() as (session, owner):
        told = "Then it is somebody else’s chat. It was not read, and nothing of it was kept."
        return _page(request, session, owner, done=told)


def _choosing(session: Session, owner: Owner, key: int) -> ChatFile:
    """A file of which nothing is read yet. Raises NotFoundError or UnreadableError."""
    file = owned(session, ChatFile, key, owner)
    if file.state != "choosing":
        raise UnreadableError
    return file


@router.post("/chats/{key}/read")
def read(
    request: Request,
    key: int,
    notes: MyNotes,
    now: Now,
    chat: Annotated[str, Form()] = "0",
    me: Annotated[str, Form()] = "",
    them: Annotated[str, Form()] = "",
    dates: Annotated[str, Form()] = "",
    first: Annotated[str, Form()] = "",
    last: Annotated[str, Form()] = "",
) -> Response:
    """Begin, now that it is known who is who."""
    if request.app.state.loader.reader() is None:
        raise NotReadyError
    with notes.writing() as (session, owner):
        file = _choosing(session, owner, key)
        place, found = number_in(chat), store.chats(session, file)
        if place is None or place >= len(found):
            raise UnreadableError
        chosen, _ = found[place]
        mine, theirs = _who(me, them, [name for name, _ in store.names(session, file, chosen)])
        order = file.dates or one_of(dates, frozenset({"dmy", "mdy"}))
        store.choose(session, file, chosen, mine, theirs, order, *_days(order, first, last, owner, now))
    request.app.state.chat_reading.start(key)
    return RedirectResponse(f"/chats/{key}", 303)


def _who(me: str, them: str, names: list[str]) -> tuple[str, str]:
    """The two whose chat it is, by their places; with only two there, the other one is the partner. Raises UnreadableError."""
    places = [number_in(me), number_in(them) if them else next((n for n in range(len(names)) if str(n) != me), None)]
    if None in places or places[0] == places[1] or max(filter(None, places), default=0) >= len(names):
        raise UnreadableError
    mine, theirs = (names[place or 0] for place in places)
    return mine, theirs


def _days(order: str, first: str, last: str, owner: Owner, now: datetime) -> tuple[date | None, date | None]:
    """From when and to when. Raises UnreadableError, for a day that is told too: one to come, or one that would not be kept."""
    kept_from, start, end = _kept_from(owner, now), day_in(first), day_in(last)
    if order != store.UNDATED:
        return max(filter(None, (start, kept_from)), default=None), end
    day = past_day_in(first, today_of(owner, now))
    if day is None or (kept_from and day < kept_from):
        raise UnreadableError
    return day, day


@router.post("/chats/{key}/stop")
def stop(request: Request, key: int, notes: MyNotes) -> Response:
    """Stop for now."""
    _stopped(request, key, notes)
    return RedirectResponse(f"/chats/{key}", 303)


def _stopped(request: Request, key: int, notes: Notes) -> None:
    """See to it that the file is not being read. Raises NotFoundError for somebody else's."""
    with notes.reading() as (session, owner):
        owned(session, ChatFile, key, owner)
    if _running(request) == key:
        request.app.state.chat_reading.stop()


@router.post("/chats/{key}/go-on")
def go_on(request: Request, key: int, notes: MyNotes) -> Response:
    """Go on from where it stopped."""
    if request.app.state.loader.reader() is None:
        raise NotReadyError
    with notes.reading() as (session, owner):
        owned(session, ChatFile, key, owner)
    request.app.state.chat_reading.start(key)
    return RedirectResponse(f"/chats/{key}", 303)


@router.get("/chats/{key}/progress")
def progress(request: Request, key: int, notes: Looked) -> PlainTextResponse:
    """How far reading has come, for the page to show by itself: that keeps no lock from closing."""
    with notes.reading() as (session, owner):
        file = owned(session, ChatFile, key, owner)
        return PlainTextResponse(f"{file.read} {file.lines} {file.kept}" if _running(request) == key else "")


@router.get("/chats/{key}/take-back")
def ask_take_back(request: Request, key: int, session: Db, owner: Who) -> HTMLResponse:
    """Say what will go, and ask once."""
    return page(request, "imports/take_back.html", file=owned(session, ChatFile, key, owner))


@router.post("/chats/{key}/take-back")
def take_back(request: Request, key: int, notes: MyNotes) -> Response:
    """Delete the chat and all that was read out of it."""
    _stopped(request, key, notes)
    with notes.deleting() as (session, owner):
        store.take_back(session, owner, key)
    return RedirectResponse("/chats", 303)
