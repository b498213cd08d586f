"""Pages that are always one press away: help lines, what this is, the note on shared devices, the way out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.access import MyNotes, Notes, is_open, vault_of
from app.database.engine import alive
from app.errors import LockedError, StorageError, UnreadableError
from app.help.sections import countries, sections
from app.replies.help import Place
from app.web.country import place_of
from app.web.guards import from_here
from app.web.leaving import mark_left
from app.web.pages import page
from classifiers.artifact import ModelError, load_card

router = APIRouter()


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """Help lines for the country the person picked; works offline, and while the notes are locked."""
    helplines = request.app.state.prompts().helplines
    place = _place(request)
    return page(
        request,
        "help/help.html",
        countries=countries(helplines),
        place=place,
        sections=sections(helplines, place.country),
    )


def _place(request: Request) -> Place:
    try:
        if not is_open(request):
            return place_of(request, None)
        with Notes(vault_of(request)).reading() as (_, owner):
            return place_of(request, owner)
    except (StorageError, LockedError):
        return place_of(request, None)  # help must come up whatever the notes are


@router.post("/country")
def choose_country(request: Request, notes: MyNotes, country: Annotated[str, Form()] = "") -> Response:
    """Keep the country for help lines; an empty choice forgets it."""
    if country and country not in request.app.state.prompts().helplines.countries:
        raise UnreadableError
    with notes.writing() as (_, owner):
        owner.country = country or None
    return RedirectResponse("/help", 303)


@router.get("/about")
def about(request: Request) -> HTMLResponse:
    """What this is, what it is not, how well it reads."""
    try:
        card = load_card(request.app.state.settings.models)
    except ModelError:
        card = None
    return page(request, "help/about.html", card=card)


@router.get("/before-you-start")
def note(request: Request) -> HTMLResponse:
    """Who could see this, how to leave, how to delete."""
    return page(request, "help/note.html")


@router.post("/before-you-start")
def noted(notes: MyNotes) -> Response:
    """The note was read: it will not come by itself again."""
    with notes.writing() as (_, owner):
        owner.noted = True
    return RedirectResponse("/", 303)


@router.get("/leave")
def leave(request: Request) -> HTMLResponse:
    """A bland page; what was being typed is forgotten, and the notes are locked if they can be. Another site's link or picture does none of that."""
    answer = page(request, "help/bland.html")
    if from_here(request.headers):
        _left(request, answer)
    return answer


@router.post("/leave")
def forget(request: Request) -> Response:
    """The same without a page (sent while the page goes)."""
    answer = Response(status_code=204)
    _left(request, answer)
    return answer


def _left(request: Request, answer: Response) -> None:
    if is_open(request):
        vault_of(request).lock()
    request.app.state.drafts.clear()
    mark_left(answer)


@router.get("/healthz")
def health(request: Request) -> PlainTextResponse:
    """Whether server and database answer."""
    vault = vault_of(request)
    if vault.locked:
        return PlainTextResponse("ok, locked")
    try:
        alive(vault.engine)
    except (SQLAlchemyError, LockedError):
        return PlainTextResponse("no database", 503)
    return PlainTextResponse("ok")
