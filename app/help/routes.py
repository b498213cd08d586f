"""Pages that are always one press away: help lines, what this is, the note on shared devices, the way out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from app.accounts.access import Who
from app.database import alive
from app.errors import UnreadableError
from app.help.sections import countries, sections
from app.web.country import place_of
from app.web.leaving import mark_left
from app.web.pages import page
from classifiers.artifact import ModelError, load_card

router = APIRouter()


@router.get("/help")
def help_page(request: Request, owner: Who) -> HTMLResponse:
    """Help lines for the country the person picked; works offline."""
    helplines = request.app.state.prompts().helplines
    place = place_of(request, owner)
    return page(
        request,
        "help/help.html",
        countries=countries(helplines),
        place=place,
        sections=sections(helplines, place.country),
    )


@router.post("/country")
def choose_country(request: Request, owner: Who, country: Annotated[str, Form()] = "") -> Response:
    """Keep the country for help lines; an empty choice forgets it."""
    if country and country not in request.app.state.prompts().helplines.countries:
        raise UnreadableError
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
def noted(owner: Who) -> Response:
    """The note was read: it will not come by itself again."""
    owner.noted = True
    return RedirectResponse("/", 303)


@router.get("/leave")
def leave(request: Request) -> HTMLResponse:
    """A bland page; what was being typed is forgotten."""
    request.app.state.drafts.clear()
    answer = page(request, "help/bland.html")
    mark_left(answer)
    return answer


@router.post("/leave")
def forget(request: Request) -> Response:
    """Forget what was being typed (sent while the page goes)."""
    request.app.state.drafts.clear()
    answer = Response(status_code=204)
    mark_left(answer)
    return answer


@router.get("/healthz")
def health(request: Request) -> PlainTextResponse:
    """Whether server and database answer."""
    return PlainTextResponse("ok" if alive(request.app.state.engine) else "no database")
