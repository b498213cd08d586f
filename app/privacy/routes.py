"""The page of choices: passphrase, idle time, how long notes are kept."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Notes, Now, Who, vault_of
from app.batch import has_half_characters
from app.chat import store
from app.database.backups import erase_automatic
from app.database.passphrase import LONGEST, SHORTEST
from app.errors import TooManyTriesError, UnreadableError, WrongPassphraseError
from app.privacy.house import KEEP_DAYS, too_old
from app.privacy.unlocking import let_in
from app.tables import Owner
from app.web.forms import one_of
from app.web.pages import page

router = APIRouter()
IDLE_MINUTES = (1, 5, 15, 60)


@router.get("/privacy")
def choices(request: Request, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """What is chosen, and what could be."""
    return _page(request, session, owner, now)


def _page(
    request: Request, session: Session, owner: Owner, now: datetime, told: str = "", status: int = 200
) -> HTMLResponse:
    vault = vault_of(request)
    return page(
        request,
        "privacy/privacy.html",
        status,
        told=told,
        lockable=vault.lockable,
        pending=vault.scrubber.pending,
        shortest=SHORTEST,
        idle=owner.idle_minutes,
        idle_choices=IDLE_MINUTES,
        keep=owner.keep_days,
        keep_choices=[(days, too_old(session, owner, now, days)) for days in KEEP_DAYS],
    )


@router.post("/privacy/passphrase")
def passphrase(
    request: Request,
    notes: MyNotes,
    now: Now,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    understood: Annotated[str, Form()] = "",
) -> Response:
    """Set a passphrase, or another one: the file is encrypted whole, and the copies that are not go."""
    trouble = _trouble(notes, new, again, understood)
    if trouble:
        return _told(request, notes, now, trouble)
    return _changed(request, notes, now, new, old)


def _trouble(notes: Notes, new: str, again: str, understood: str) -> str:
    if not notes.vault.lockable:
        return "These notes lie in another database, which Ropework cannot encrypt."
    if new != again:
        return "The two passphrases differ. Type the same one twice."
    if len(new) < SHORTEST:
        return f"That is short. Take at least {SHORTEST} characters: four or five words that do not belong together are good."
    if len(new) > LONGEST or has_half_characters(new):
        return "That passphrase cannot be used."
    if not understood:
        return "Please say that you know: a forgotten passphrase means lost notes."
    return ""


@router.post("/privacy/passphrase/remove")
def remove(request: Request, notes: MyNotes, now: Now, old: Annotated[str, Form()] = "") -> Response:
    """Take the passphrase away: the file is plain again."""
    if not notes.vault.encrypted:
        raise UnreadableError
    return _changed(request, notes, now, None, old)


def _changed(request: Request, notes: Notes, now: datetime, new: str | None, old: str) -> Response:
    try:
        token = notes.vault.set_passphrase(new, old)
    except (WrongPassphraseError, TooManyTriesError) as error:
        return _told(request, notes, now, error.told, error.status)
    erase_automatic(request.app.state.settings.data / "backups")  # they are plain, or open to the old passphrase
    answer = RedirectResponse("/privacy", 303)
    if token:
        let_in(request, answer, token)
    return answer


def _told(request: Request, notes: Notes, now: datetime, told: str, status: int = 422) -> HTMLResponse:
    with notes.reading() as (session, owner):
        return _page(request, session, owner, now, told, status)


@router.post("/privacy/idle")
def idle(notes: MyNotes, minutes: Annotated[str, Form()] = "") -> Response:
    """How long open notes stay open while nobody is there."""
    one_of(minutes, frozenset(str(one) for one in IDLE_MINUTES))
    with notes.writing() as (_, owner):
        owner.idle_minutes = int(minutes)
    notes.vault.idle = timedelta(minutes=int(minutes))
    return RedirectResponse("/privacy", 303)


@router.post("/privacy/keep")
def keep(request: Request, notes: MyNotes, now: Now, days: Annotated[str, Form()] = "") -> Response:
    """How long notes are kept; what is older goes at once, and its copies."""
    one_of(days, frozenset({"", *(str(one) for one in KEEP_DAYS)}))
    with notes.deleting() as (session, owner):
        owner.keep_days = int(days) if days else None
        gone = store.delete_before(session, owner, now - timedelta(days=int(days))) if days else 0
    if gone:
        erase_automatic(request.app.state.settings.data / "backups")
    return RedirectResponse("/privacy", 303)
