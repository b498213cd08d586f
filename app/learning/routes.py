"""What it learnt from you: ask for it, look at what it is worth, use it or not, take it back."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Notes, Now, Who
from app.chat import rereading
from app.errors import NotReadyError, UnreadableError
from app.learning import store
from app.learning.reading import reader_of
from app.tables import Owner, Taught
from app.web.labels import TAG_NAMES
from app.web.pages import page
from classifiers.codebook import Behavior
from classifiers.learning.metrics import Counts

if TYPE_CHECKING:
    from classifiers.learning.fit_own_words import Learnt

router = APIRouter()
LEAST = 5  # messages put right, before there is anything to learn from
WORDS_SHOWN = 40
_SAYS = 0.5  # log odds from which a word is shown as speaking for an act


@dataclass(frozen=True, slots=True)
class Figures:
    """Marks right, wrong and missed before and after, and of how many messages."""

    before: Counts
    after: Counts
    messages: int

    @property
    def told(self) -> int:
        """How many acts there were to find."""
        return self.before.tp + self.before.fn

    @property
    def gain(self) -> float:
        """Points of F1."""
        return 100 * (self.after.f1 - self.before.f1)


@router.get("/learning")
def ask(request: Request, session: Db, owner: Who) -> HTMLResponse:
    """What there is to learn from, what was learnt, and whether it is in use."""
    lessons, row = store.put_right(session, owner), store.learnt(session, owner)
    reader = reader_of(request)
    if reader is not None and len(lessons) >= LEAST and not (row and row.in_use):
        request.app.state.teacher.start()  # reads the messages of others meanwhile
    known = set(row.lessons) if row else set()
    return page(
        request,
        "learning/learning.html",
        lessons=len(lessons),
        corrections=sum(one.corrections for one in lessons),
        least=LEAST,
        row=row,
        newer=sum(one.key not in known for one in lessons),
        outdated=bool(row and reader and row.base != request.app.state.loader.reader().model_hash),
        own=_figures(row, "own") if row else None,
        others=_figures(row, "others") if row else None,
        usable=bool(row and row.figures["usable"]),
        words=_strongest(row) if row else [],
        older_readings=rereading.waiting(session, owner, reader.model_hash) if reader else 0,
    )


def _figures(row: Taught, whose: str) -> Figures:
    found: Mapping[str, Any] = row.figures[whose]
    return Figures(Counts(*found["before"]), Counts(*found["after"]), found["messages"])


def _strongest(row: Taught) -> list[tuple[str, str]]:
    """The words that say most, each with the act it speaks for."""
    found = []
    for word, shift in row.weights.items():
        most = max(shift)
        if most >= _SAYS:
            found.append((most, word, TAG_NAMES[list(Behavior)[shift.index(most)]]))
    return [(word, act) for _, word, act in sorted(found, reverse=True)[:WORDS_SHOWN]]


@router.post("/learning")
def learn(request: Request, notes: MyNotes, now: Now) -> RedirectResponse:
    """Learn from everything that was put right; nothing reads by it yet. A second press while it learns does nothing."""
    if request.app.state.loader.reader() is None:
        raise NotReadyError
    teaching: threading.Lock = request.app.state.teaching
    if teaching.acquire(blocking=False):
        try:
            _learn(request, notes, now)
        finally:
            teaching.release()
    return RedirectResponse("/learning", 303)


def _learn(request: Request, notes: Notes, now: datetime) -> None:
    with notes.reading() as (session, owner):
        lessons = store.put_right(session, owner)
        before = store.learnt(session, owner)
        struck = before.struck if before else []
    if len(lessons) < LEAST:
        raise UnreadableError
    learnt, figures = _learnt(request, lessons, struck)
    with notes.writing() as (session, owner):
        # what was deleted meanwhile was no lesson
        there = {one.key for one in store.put_right(session, owner)}
        if {one.key for one in lessons} <= there:
            store.keep(session, owner, learnt.own, [one.key for one in lessons], figures, struck, now)


def _learnt(
    request: Request, lessons: Sequence[store.PutRight], struck: Sequence[str]
) -> tuple["Learnt", dict[str, Any]]:
    from classifiers.learning.fit_own_words import MOST_LOSS, Lesson  # lazily: it brings scipy

    reader = request.app.state.loader.reader()
    heard = reader.encode_all([one.text for one in lessons])
    plain = [frozenset((tag.actor, tag.behavior) for tag in reader.reading(one).tags) for one in heard]
    learnt = request.app.state.teacher().teach(
        [
            Lesson(encoded, one.gold(read), one.arguable(read))
            for encoded, one, read in zip(heard, lessons, plain, strict=True)
        ],
        struck,
    )
    figures = {
        "own": _row(learnt.own_before, learnt.own_after, len(lessons)),
        "others": _row(learnt.others_before, learnt.others_after, learnt.others),
        "usable": learnt.loss <= MOST_LOSS and bool(learnt.own.weights),
    }
    return learnt, figures


def _row(before: Counts, after: Counts, messages: int) -> dict[str, Any]:
    return {"before": astuple(before), "after": astuple(after), "messages": messages}


@router.post("/learning/use")
def use(notes: MyNotes) -> RedirectResponse:
    """From now on messages are read with it."""
    with notes.writing() as (session, owner):
        row = _there(session, owner)
        if not row.figures["usable"]:
            raise UnreadableError
        row.in_use = True
    return RedirectResponse("/learning", 303)


@router.post("/learning/strike")
def strike(notes: MyNotes, word: Annotated[str, Form()] = "") -> RedirectResponse:
    """One word is to mean nothing: it is taken out, and never learnt again."""
    with notes.deleting() as (session, owner):
        row = _there(session, owner)
        if word not in row.weights:
            raise UnreadableError
        row.weights = {one: shift for one, shift in row.weights.items() if one != word}
        row.struck = [*row.struck, word]
    return RedirectResponse("/learning#words", 303)


@router.post("/learning/forget")
def forget(notes: MyNotes) -> RedirectResponse:
    """Back to the reader as it came; what was learnt is deleted for good."""
    with notes.deleting() as (session, owner):
        store.forget(session, owner)
    return RedirectResponse("/learning", 303)


def _there(session: Session, owner: Owner) -> Taught:
    row = store.learnt(session, owner)
    if row is None:
        raise UnreadableError
    return row
