"""Bring a chat in: the file, who is who, reading it with a way to stop and go on, taking it back; and an export of one's own."""

import json
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts.access import Db, MyNotes, Notes, Now, Who, owned
from app.entries.store import today_of
from app.errors import NotReadyError, UnreadableError
from app.imports import store
from app.imports.arriving import Coming, body_of
from app.imports.chats.lines import ME, ChatFileError, Stamp, day_of
from app.imports.document import DocumentError, bring_in
from app.imports.upload import FilePart
from app.tables import ChatFile, Owner
from app.web.forms import day_in, one_of
from app.web.pages import page

router = APIRouter()
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
def paste(request: Request, notes: MyNotes, now: Now, text: Annotated[str, Form()] = "") -> Response:
    """The same with lines pasted into the page."""
    coming = Coming(notes, now)
    try:
        coming.take(text.encode("utf-8", "replace"))
        coming.end()
    except ChatFileError as error:
        coming.forget()
        return _refused(request, notes, error, text)
    return RedirectResponse(f"/chats/{coming.key}", 303)


@router.get("/chats/{key}")
def one(request: Request, key: int, session: Db, owner: Who, now: Now, chat: str = "", dates: str = "") -> HTMLResponse:
    """Who is who in it, how far reading has come, or what came of it."""
    file = owned(session, ChatFile, key, owner)
    running = _running(request) == file.id
    if file.state != "choosing":
        return page(
            request,
            "imports/reading.html",
            file=file,
            running=running,
            other=_running(request) if not running else None,
        )
    found = store.chats(session, file)
    names = {name for name, _ in found}
    chosen = chat if chat in names else found[0][0]
    order = file.dates or (dates if dates in {"dmy", "mdy"} else "")
    days = store.span(session, file, chosen, order) if order not in {"", store.UNDATED} else None
    senders = store.senders(session, file, chosen)
    return page(
        request,
        "imports/choose.html",
        file=file,
        chats=found,
        chosen=chosen,
        senders=senders[:20],
        mine=next((sender.name for sender in senders if sender.name == ME), ""),
        order=order,
        asked=not file.dates,
        example=_example(session, file, chosen) if not file.dates else None,
        days=days,
        undated=file.dates == store.UNDATED,
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


@router.post("/chats/{key}/read")
def read(
    request: Request,
    key: int,
    notes: MyNotes,
    now: Now,
    chat: Annotated[str, Form()] = "",
    me: Annotated[str, Form()] = "",
    them: Annotated[str, Form()] = "",
    dates: Annotated[str, Form()] = "",
    first: Annotated[str, Form()] = "",
    last: Annotated[str, Form()] = "",
) -> Response:
    """Begin, now that it is known who is who. Where neither is the person, nothing is read and nothing kept."""
    if me == "none":
        return _nobodys(request, key, notes)
    if request.app.state.loader.reader() is None:
        raise NotReadyError
    with notes.writing() as (session, owner):
        file = owned(session, ChatFile, key, owner)
        if file.state != "choosing":
            return RedirectResponse(f"/chats/{key}", 303)
        one_of(chat, frozenset(name for name, _ in store.chats(session, file)))
        names = [sender.name for sender in store.senders(session, file, chat)]
        mine, theirs = _name(me, names), _name(them, names) if them else _other(me, names)
        if mine == theirs:
            raise UnreadableError
        file.dates = file.dates or one_of(dates, frozenset({"dmy", "mdy"}))
        file.chat, file.me, file.them, file.state = chat, mine, theirs, "reading"
        kept_from = _kept_from(owner, now)
        file.first = max(filter(None, (day_in(first), kept_from)), default=None)
        file.last = day_in(last) if file.dates != store.UNDATED else file.first
    request.app.state.chat_reading.start(key)
    return RedirectResponse(f"/chats/{key}", 303)


def _name(number: str, names: list[str]) -> str:
    """The sender a choice names by its place. Raises UnreadableError."""
    if not number.isascii() or not number.isdecimal() or len(number) > 6 or int(number) >= len(names):
        raise UnreadableError
    return names[int(number)]


def _other(me: str, names: list[str]) -> str:
    """Whoever else writes, where there are two; with nobody else, no chat. Raises UnreadableError."""
    mine = _name(me, names)
    others = [name for name in names if name != mine]
    if not others:
        raise UnreadableError
    return others[0]


def _nobodys(request: Request, key: int, notes: Notes) -> Response:
    with notes.deleting() as (session, owner):
        store.drop(session, owned(session, ChatFile, key, owner))
    with notes.reading() as (session, owner):
        told = "Then it is somebody else’s chat. It was not read, and nothing of it was kept."
        return _page(request, session, owner, done=told)


@router.post("/chats/{key}/stop")
def stop(request: Request, key: int, notes: MyNotes) -> Response:
    """Stop for now."""
    with notes.reading() as (session, owner):
        owned(session, ChatFile, key, owner)
    if _running(request) == key:
        request.app.state.chat_reading.stop()
    return RedirectResponse(f"/chats/{key}", 303)


@router.post("/chats/{key}/go-on")
def go_on(request: Request, key: int, notes: MyNotes) -> Response:
    """Go on from where it stopped."""
    if request.app.state.loader.reader() is None:
        raise NotReadyError
    with notes.reading() as (session, owner):
        owned(session, ChatFile, key, owner)
    request.app.state.chat_reading.start(key)
    return RedirectResponse(f"/chats/{key}", 303)


@router.post("/chats/{key}/take-back")
def take_back(request: Request, key: int, notes: MyNotes) -> Response:
    """Delete the chat and all that was read out of it."""
    with notes.reading() as (session, owner):
        owned(session, ChatFile, key, owner)
    if _running(request) == key:
        request.app.state.chat_reading.stop()
    with notes.deleting() as (session, owner):
        store.take_back(session, owner, key)
    return RedirectResponse("/chats", 303)
