"""The chat page: write, answer, go on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from sqlmodel import Session

from app.accounts.access import Db, MyNotes, Notes, Now, Who, notes_of, number_in, owned
from app.chat import kept, rereading, store
from app.chat.exchange import Context, Exchange, mended, more_lines
from app.chat.forms import CONCERN_ANSWERS, LIFT_REASONS, WANTED, message_text
from app.chat.page import Turn, sentences, turn
from app.chat.unread import respond_with_or_without
from app.database.writer import PATIENCE
from app.entries import store as entries
from app.errors import BusyError, EmptyError, LockedError, RopeworkError, StorageError, TooLongError, UnreadableError
from app.imports.chats.hearing import hear_again
from app.learning.reading import Reads
from app.replies.help import help_reply
from app.tables import Conversation, Message, Owner, TagRow
from app.web.country import place_of
from app.web.forms import one_of
from app.web.leaving import come_in
from app.web.pages import page, wants_fragment
from classifiers.annotations import Reading, Screening, Span, Tag
from classifiers.codebook import Actor, Behavior, SafetyFlag, SafetyLevel
from classifiers.reading.reader import Reader

router = APIRouter()
ANSWERS_TRIED = 2
PLACES_BACK = frozenset({"patterns", "learning"})

EXAMPLES = (
    "I asked about the bill and he just stared at his phone, so I followed him into the kitchen yelling that he never "
    "takes anything seriously. He drove off. I said sorry when he came back.",
    "She says I shut down whenever she wants to talk about her mother. Last night I said “whatever” and went to sleep "
    "on the couch.",
    "You never even ask how my day was.",
)


AFRAID = Screening(
    level=SafetyLevel.DANGER, flags=frozenset({SafetyFlag.COERCIVE_CONTROL}), at_risk=frozenset({"writer"}), fear=True
)


@router.get("/")
def opening(request: Request, session: Db, owner: Who, now: Now, example: int = 0) -> Response:
    """An empty chat, with an example in the box when one was pressed; the first time, the note on who could see."""
    if not owner.noted:
        answer: Response = RedirectResponse("/before-you-start", 303)
    else:
        draft = EXAMPLES[example - 1] if 0 < example <= len(EXAMPLES) else None
        answer = _page(request, session, owner, None, now, draft=draft)
    come_in(answer)
    return answer


@router.get("/c/{key}")
def conversation(request: Request, key: int, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """A conversation, to reread and go on with."""
    return _page(request, session, owner, owned(session, Conversation, key, owner), now)


@router.post("/messages")
def send(
    request: Request,
    reader: Reads,
    now: Now,
    text: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form()] = "",
    zone: Annotated[str, Form()] = "",
    tab: Annotated[str, Form()] = "",
) -> Response:
    """Answer one message and keep both, or keep the words in the box and say why not."""
    try:
        notes = notes_of(request)
        key, place = _exchanged(request, reader, notes, now, message_text(text), conversation, zone[:64])
    except (EmptyError, TooLongError, UnreadableError, LockedError, StorageError) as error:
        return _refused(request, now, text, conversation, error)
    request.app.state.drafts.sent(tab[:64], conversation, text)
    if wants_fragment(request):
        with notes.reading() as (session, owner):
            shown = _turn(session, owner, owned(session, Message, key, owner))
        return page(request, "chat/_turn.html", turn=shown, conversation=place)
    return RedirectResponse(f"/c/{place}#m{key}", 303)


def _exchanged(
    request: Request, reader: Reader | None, notes: Notes, now: datetime, words: str, conversation: str, zone: str
) -> tuple[int, int]:
    """The keys of the stored message and its talk.

    The answer is made while nobody is kept from writing; if another message came meanwhile (from another process), it is made again.
    """

    def context_of(session: Session, owner: Owner, place: Conversation | None) -> Context:
        return store.context_for(session, owner, place, now, place_of(request, owner), zone=zone)

    with _its_turn(request):
        for _ in range(ANSWERS_TRIED):
            with notes.reading() as (session, owner):
                context = context_of(session, owner, _place(session, owner, conversation))
                seen = store.newest(session, owner)
            exchange = _answer(request, reader, context, words, now)
            with notes.writing() as (session, owner):
                place = _place(session, owner, conversation)
                if store.newest(session, owner) == seen:
                    return _stored(session, owner, place, exchange, reader)
        with notes.writing() as (session, owner):
            place = _place(session, owner, conversation)
            exchange = _answer(request, reader, context_of(session, owner, place), words, now)
            return _stored(session, owner, place, exchange, reader)


@contextmanager
def _its_turn(request: Request) -> Iterator[None]:
    """One message is answered at a time: what two say at once would have to be answered twice. Raises BusyError."""
    if not request.app.state.answering.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        yield
    finally:
        request.app.state.answering.release()


def _stored(
    session: Session, owner: Owner, place: Conversation | None, exchange: Exchange, reader: Reader | None
) -> tuple[int, int]:
    if exchange.screening.lifts:
        store.lift(session, owner, exchange.said_at)
    offered = store.last_line(session, place) if place and _keeps(exchange) else None
    message = store.save(session, owner, place, exchange, reader.model_hash if reader else "")
    if offered:
        kept.keep(session, owner, message.conversation_id, offered, exchange.said_at)
    return message.id or 0, message.conversation_id


def _keeps(exchange: Exchange) -> bool:
    """Whether the person said in words that they keep the line."""
    return any(frame.startswith("small_talk/kept.") for frame in exchange.reply.frames)


def _refused(request: Request, now: datetime, text: str, conversation: str, error: RopeworkError) -> Response:
    """Why the message was not kept; the words stay in the box, with and without JavaScript."""
    words = text.encode("utf-8", "replace").decode("utf-8")
    locked = isinstance(error, LockedError)
    if wants_fragment(request):
        return page(request, "chat/_refused.html", error.status, told=error.told, locked=locked)
    if locked:
        request.app.state.drafts.keep("", conversation, words, free=True)
        return RedirectResponse("/unlock", 303)
    if isinstance(error, StorageError):
        return page(
            request,
            "chat/kept.html",
            error.status,
            told=error.told,
            draft=words,
            conversation=conversation,
            locked=False,
        )
    with notes_of(request).reading() as (session, owner):
        place = _place(session, owner, conversation)
        return _page(request, session, owner, place, now, draft=words, told=error.told, status=error.status)


def _place(session: Session, owner: Owner, conversation: str) -> Conversation | None:
    if not conversation:
        return None
    key = number_in(conversation)
    if key is None:
        raise UnreadableError
    place = owned(session, Conversation, key, owner)
    if place.chat:  # a chat brought in is read, not talked in
        raise UnreadableError
    return place


def _answer(request: Request, reader: Reader | None, context: Context, words: str, now: datetime) -> Exchange:
    state = request.app.state
    return respond_with_or_without(words, context, now, state.screen, reader, state.prompts())


@router.post("/draft")
def keep_draft(
    request: Request,
    _notes: MyNotes,
    text: Annotated[str, Form()] = "",
    tab: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form()] = "",
    going: Annotated[str, Form()] = "",
) -> Response:
    """Keep what is being typed in this server's memory, never on disk; ``going`` says that the tab is left."""
    request.app.state.drafts.keep(tab[:64], conversation[:20], text.replace("\0", ""), free=bool(going))
    return Response(status_code=204)


@router.post("/draft/mine")
def my_draft(
    request: Request, _notes: MyNotes, tab: Annotated[str, Form()] = "", conversation: Annotated[str, Form()] = ""
) -> PlainTextResponse:
    """The draft of this tab; one whose tab is gone is taken up."""
    found = request.app.state.drafts.take(tab[:64], conversation[:20])
    return PlainTextResponse(found.encode("utf-8", "replace").decode("utf-8"))


@router.post("/messages/{key}/concern")
def concern(
    request: Request, key: int, reader: Reads, notes: MyNotes, now: Now, answer: Annotated[str, Form()] = ""
) -> Response:
    """Keep the answer to the private question: "no" goes on with the message, "yes" is answered as to a target."""
    with notes.writing() as (session, owner):
        message, taken = store.answer_concern(session, owner, key, one_of(answer, CONCERN_ANSWERS))
        if taken and answer == "no":
            place = owned(session, Conversation, message.conversation_id, owner)
            context = store.context_for(session, owner, place, now, place_of(request, owner), before=message)
            context = replace(
                context, careful=replace(context.careful, before=replace(context.careful.before, answered_no=True))
            )
            exchange = _answer(request, reader, context, message.text, message.said_at)
            store.answer_again(session, owner, message, exchange, reader.model_hash if reader else "")
        elif taken and answer == "yes":
            reply = help_reply(AFRAID, place_of(request, owner), request.app.state.prompts().helplines)
            store.take_as_target(message, AFRAID, reply)
        return _back(message)


def _back(message: Message) -> Response:
    return RedirectResponse(f"/c/{message.conversation_id}#m{message.id}", 303)


@router.post("/messages/{key}/line")
def another_line(
    request: Request, key: int, reader: Reads, notes: MyNotes, now: Now, want: Annotated[str, Form()] = ""
) -> Response:
    """A further line for a message: shorter, softer, firmer, or another."""
    with notes.writing() as (session, owner):
        message, context = _answered(request, session, owner, now, key)
        one_of(want, WANTED)
        if message.from_chat:
            raise UnreadableError
        if reader is not None:
            rows = store.tags_of(session, [message])[key]
            prompts = request.app.state.prompts()
            reply = store.reply_of(message.reply)
            store.put_reply(
                message, more_lines(context, store.reading_of(message, rows), reply, want, now, reader, prompts)
            )
        return _back(message)


@router.post("/messages/{key}/keep")
def keep_line(key: int, notes: MyNotes, now: Now, line: Annotated[str, Form()] = "") -> Response:
    """Keep a line that was offered for this message."""
    with notes.writing() as (session, owner):
        message = owned(session, Message, key, owner)
        offered = store.reply_of(message.reply).suggestions
        place = number_in(line)
        if place is None or place >= len(offered):
            raise UnreadableError
        kept.keep(session, owner, message.conversation_id, offered[place].text, now)
        return _back(message)


@router.post("/tags/{key}/dismiss")
def dismiss(request: Request, key: int, reader: Reads, notes: MyNotes, now: Now) -> Response:
    """It did not happen: the tag is hidden everywhere, and the answer is made anew."""
    with notes.writing() as (session, owner):
        tag = owned(session, TagRow, key, owner)
        tag.dismissed_at = now
        return _mended(request, reader, session, owner, now, tag.message_id)


@router.post("/tags/{key}/restore")
def restore(request: Request, key: int, reader: Reads, notes: MyNotes, now: Now) -> Response:
    """Take it back."""
    with notes.writing() as (session, owner):
        tag = owned(session, TagRow, key, owner)
        tag.dismissed_at = None
        return _mended(request, reader, session, owner, now, tag.message_id)


@router.post("/tags/{key}/other")
def other_person(request: Request, key: int, reader: Reads, notes: MyNotes, now: Now) -> Response:
    """It was the other person: the same act, told of the other end."""
    with notes.writing() as (session, owner):
        tag = owned(session, TagRow, key, owner)
        tag.actor = Actor(tag.actor).other.value
        tag.by_hand = True
        return _mended(request, reader, session, owner, now, tag.message_id)


@router.post("/tags/{key}/act")
def other_act(
    request: Request, key: int, reader: Reads, notes: MyNotes, now: Now, act: Annotated[str, Form()] = ""
) -> Response:
    """It was something else that was done."""
    with notes.writing() as (session, owner):
        tag = owned(session, TagRow, key, owner)
        tag.behavior = one_of(act, frozenset(one.value for one in Behavior))
        tag.sure = tag.by_hand = True
        return _mended(request, reader, session, owner, now, tag.message_id)


@router.post("/messages/{key}/add")
def add_act(
    request: Request,
    key: int,
    reader: Reads,
    notes: MyNotes,
    now: Now,
    actor: Annotated[str, Form()] = "",
    act: Annotated[str, Form()] = "",
    sentence: Annotated[str, Form()] = "",
) -> Response:
    """Something that was not noticed: who did what, in which sentence."""
    one_of(actor, frozenset(one.value for one in Actor))
    one_of(act, frozenset(one.value for one in Behavior))
    with notes.writing() as (session, owner):
        message = owned(session, Message, key, owner)
        places = sentences(message.text)
        at = number_in(sentence)
        if at is None or at >= len(places) or message.level != SafetyLevel.NONE.value:
            raise UnreadableError
        act_told = Tag(Actor(actor), Behavior(act), Span(*places[at]), 1.0)
        store.add_tags(session, message, Reading(message.text, tags=(act_told,)), message.model_hash, by_hand=True)
        if message.entry_id is None:  # nothing was noticed in it until now
            entries.place(session, owner, message, begins=False)
        return _mended(request, reader, session, owner, now, key)


@router.post("/read-again")
def read_again(reader: Reads, notes: MyNotes, back: Annotated[str, Form()] = "patterns") -> RedirectResponse:
    """Messages an earlier reader read are read by this one, some at a press; corrections stay."""
    if reader is not None:
        with notes.reading() as (session, owner):
            older = rereading.newest(session, owner, reader.model_hash)
        readings = {key: _read_again(one, reader) for key, one in older.items()}
        with notes.writing() as (session, owner):
            rereading.put(session, owner, readings, reader.model_hash)
    return RedirectResponse(f"/{one_of(back, PLACES_BACK)}", 303)


def _read_again(older: rereading.Older, reader: Reader) -> Reading:
    if older.lines is not None:
        return hear_again(older.text, older.lines, reader)
    return reader.reading(reader.encode(older.text))


def _mended(
    request: Request, reader: Reader | None, session: Session, owner: Owner, now: datetime, key: int
) -> Response:
    message, context = _answered(request, session, owner, now, key)
    entries.day_of_entry(session, owner, message)
    if reader is not None and not message.from_chat:
        reading = store.reading_of(message, store.tags_of(session, [message])[key])
        store.put_reply(message, mended(context, reading, message.said_at, reader, request.app.state.prompts()))
    return _back(message)


def _answered(request: Request, session: Session, owner: Owner, now: datetime, key: int) -> tuple[Message, Context]:
    """A message that was answered with words and not with help, and what was known before it."""
    message = owned(session, Message, key, owner)
    if message.level != SafetyLevel.NONE.value:
        raise UnreadableError
    place = owned(session, Conversation, message.conversation_id, owner)
    return message, store.context_for(session, owner, place, now, place_of(request, owner), before=message)


@router.post("/messages/{key}/lift")
def lift(key: int, notes: MyNotes, now: Now, reason: Annotated[str, Form()] = "") -> Response:
    """The person says this is no danger: go on as usual."""
    one_of(reason, LIFT_REASONS)
    with notes.writing() as (session, owner):
        message = owned(session, Message, key, owner)
        store.lift(session, owner, now)
        return _back(message)


@router.post("/lift")
def lift_here(notes: MyNotes, now: Now, reason: Annotated[str, Form()] = "") -> Response:
    """The same from a new conversation, where the message it goes back to is not on the page."""
    one_of(reason, LIFT_REASONS)
    with notes.writing() as (session, owner):
        store.lift(session, owner, now)
    return RedirectResponse("/", 303)


def _page(
    request: Request,
    session: Session,
    owner: Owner,
    place: Conversation | None,
    now: datetime,
    *,
    draft: str | None = None,
    told: str = "",
    status: int = 200,
) -> HTMLResponse:
    messages = store.messages_of(session, place) if place else []
    tags = store.tags_of(session, messages)
    mine = kept.kept_in(session, owner, place.id) if place else frozenset()
    state = request.app.state
    careful = store.careful_of(session, owner, place, now).state
    return page(
        request,
        "chat/chat.html",
        status,
        turns=[_turn_of(session, owner, message, tags[message.id or 0], mine) for message in messages],
        conversation=place.id if place else "",
        from_chat=place.chat if place else "",
        draft=state.drafts.shown(str(place.id) if place else "") if draft is None else draft,
        told=told,
        locked=False,
        examples=EXAMPLES,
        trouble=state.loader.trouble,
        careful=careful,
        went=None if place or careful else kept.to_ask(session, owner, now),
    )


def _turn(session: Session, owner: Owner, message: Message) -> Turn:
    mine = kept.kept_in(session, owner, message.conversation_id)
    return _turn_of(session, owner, message, store.tags_of(session, [message])[message.id or 0], mine)


def _turn_of(session: Session, owner: Owner, message: Message, rows: Sequence[TagRow], mine: frozenset[str]) -> Turn:
    said_at = message.said_at.astimezone(ZoneInfo(owner.time_zone))
    entry = entries.entry_of(session, message)
    happened = f"{entry.happened_on:%-d %B}" if entry and entry.happened_on != said_at.date() else ""
    return turn(message, rows, store.reply_of(message.reply), f"{said_at:%-d %B %Y, %H:%M}", mine, happened)
