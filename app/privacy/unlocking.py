"""The door: open locked notes with the passphrase, lock them again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from app.accounts.access import KEY_COOKIE, is_open, vault_of
from app.errors import RopeworkError, TooManyTriesError, WrongPassphraseError
from app.web.pages import page

router = APIRouter()


@router.get("/unlock")
def ask(request: Request) -> Response:
    """The passphrase, asked for; nothing on this page tells what is behind it."""
    if is_open(request):
        return RedirectResponse("/", 303)
    return _asked(request)


def _asked(request: Request, error: RopeworkError | None = None) -> HTMLResponse:
    return page(request, "privacy/unlock.html", error.status if error else 200, told=error.told if error else "")


@router.post("/unlock")
def unlock(request: Request, passphrase: Annotated[str, Form()] = "") -> Response:
    """Open the notes for this browser."""
    vault = vault_of(request)
    if not vault.encrypted:
        return RedirectResponse("/", 303)
    try:
        token = vault.unlock(passphrase)
    except (WrongPassphraseError, TooManyTriesError) as error:
        return _asked(request, error)
    answer = RedirectResponse("/", 303)
    let_in(request, answer, token)
    return answer


def let_in(request: Request, answer: Response, token: str) -> None:
    """Give this browser the token, until it closes or the notes are locked."""
    path = request.app.state.settings.path or "/"
    answer.set_cookie(KEY_COOKIE, token, httponly=True, samesite="strict", path=path)


@router.post("/lock")
def lock(request: Request) -> Response:
    """Lock the notes now and forget what was being typed. Only who is in can lock them: others have nothing to close."""
    if is_open(request):
        vault_of(request).lock()
        request.app.state.drafts.clear()
    return RedirectResponse("/unlock", 303)


@router.post("/lock/awake")
def awake(request: Request) -> PlainTextResponse:
    """The person is still here (the page tells it when they type or point); "locked" when it is too late."""
    return PlainTextResponse("open" if is_open(request) else "locked")


@router.post("/lock/state")
def state(request: Request) -> PlainTextResponse:
    """The same, asked by a page at which nobody is: asking does not keep the notes open."""
    vault = vault_of(request)
    vault.rest()
    return PlainTextResponse("locked" if vault.locked else "open")
