"""Things tests build: a clock, a reader with known answers, a served app."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace, TracebackType

import httpx
import numpy as np
import uvicorn
from fastapi import FastAPI
from sqlmodel import Session, func, select

from app.main import create_app
from app.readiness import ReaderLoader
from app.settings import Settings
from app.tables import Conversation, Message, Owner, TagRow
from classifiers.annotations import Reading, Span, Tag, Told
from classifiers.codebook import Actor, Behavior, Intent, Slot
from classifiers.reading.encoder import Encoded

BILL = (
    "I asked him about the bill and he just stared at his phone, so I followed him into the kitchen yelling that he never "
    "takes anything seriously. He drove off. I said sorry when he came back."
)
DANGER = "Last night he shoved me against the wall."
SIGN = "He gets drunk and mean."
CONCERN = "I feel like I am walking on eggshells around him."

_PHRASES = (
    ("just stared at his phone", Actor.PARTNER, Behavior.STONEWALLING, 0.9, True),
    ("followed him into the kitchen yelling", Actor.USER, Behavior.PURSUING, 0.85, True),
    ("yelling", Actor.USER, Behavior.ATTACKING, 0.8, True),
    ("he never takes anything seriously", Actor.USER, Behavior.CRITICIZING, 0.75, True),
    ("drove off", Actor.PARTNER, Behavior.LEAVING, 0.95, True),
    ("said sorry", Actor.USER, Behavior.REPAIR, 0.9, True),
    ("came back", Actor.PARTNER, Behavior.REPAIR, 0.4, False),
)


class Clock:
    """Tells the moment it was set to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment."""
        return self.moment

    def pass_by(self, stretch: timedelta) -> None:
        """Let time pass."""
        self.moment += stretch


class TextReader:
    """A reader that needs no encoder: what it knows of a text it says in ``read``."""

    model_hash = "texts-1"

    def read(self, text: str) -> Reading:
        """Nothing, until a kind of reader says more."""
        return Reading(text)

    def encode(self, text: str, asked: str = "") -> Encoded:
        """Nothing but the text."""
        nothing = np.zeros(0, np.float32)
        return Encoded(text, (), nothing, nothing, nothing, nothing, nothing)

    def encode_all(self, texts: Sequence[str], asked: Sequence[str] = ()) -> list[Encoded]:
        """The same for many texts."""
        return [self.encode(text) for text in texts]

    def reading(self, encoded: Encoded) -> Reading:
        """What it knows of the text."""
        return self.read(encoded.text)

    def line(self, encoded: Encoded, before: Encoded | None = None) -> Reading:
        """Of it, what the sender does."""
        found = self.read(encoded.text)
        return replace(found, tags=tuple(tag for tag in found.tags if tag.actor is Actor.USER), unsure=())

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """The same for many texts."""
        return [self.read(text) for text in texts]


class PhraseReader(TextReader):
    """A reader that finds exactly the phrases above, so that a test of pages does not hang on how well a model reads."""

    model_hash = "phrases-1"

    def read(self, text: str) -> Reading:
        """The phrases of ``text`` as tags."""
        found = [
            (Tag(actor, behavior, Span(text.index(words), text.index(words) + len(words)), confidence), sure)
            for words, actor, behavior, confidence, sure in _PHRASES
            if words in text
        ]
        found.sort(key=lambda pair: pair[0].order)
        return Reading(text, tuple(tag for tag, sure in found if sure), tuple(tag for tag, sure in found if not sure))


@dataclass
class Site:
    """The app on a real socket, and a browser-like client for it."""

    app: FastAPI
    base: str
    client: httpx.Client

    def __enter__(self) -> "Site":
        """Start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client."""
        self.client.close()

    def get(self, path: str, **more: object) -> httpx.Response:
        """Open a page, redirects followed."""
        return self.client.get(path, **more)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as the page does."""
        return self.client.post(path, data=fields)

    def send(self, text: str, conversation: str = "", headers: dict[str, str] | None = None) -> httpx.Response:
        """Send a message; the conversation's page comes back."""
        return self.client.post("/messages", data={"text": text, "conversation": conversation}, headers=headers)

    def session(self) -> Session:
        """A fresh session on the app's database."""
        return Session(self.app.state.vault.engine)

    def row_count(self, table: type) -> int:
        """How many rows of ``table`` a fresh connection sees."""
        with self.session() as session:
            return session.exec(select(func.count()).select_from(table)).one()


@contextmanager
def serve(settings: Settings, clock: Clock, reader: PhraseReader | None) -> Iterator[Site]:
    """Serve the app in a thread; without ``reader`` it looks for a model as in real life."""
    app = create_app(settings, clock)
    if reader is not None:
        app.state.loader = ReaderLoader(Path("unused"), load=lambda _: SimpleNamespace(reader=reader, ear=None))  # type: ignore[arg-type, return-value]
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    try:
        with Site(
            app,
            base,
            httpx.Client(base_url=base, headers={"Origin": base}, follow_redirects=True, timeout=90),
        ) as site:
            yield site
    finally:
        server.should_exit = True
        thread.join(10)


def told_before(owner: Owner, place: Conversation, text: str, said_at: datetime) -> Message:
    """A message as it is stored, with an answer that says nothing."""
    return Message(
        owner_id=owner.id or 0,
        conversation_id=place.id or 0,
        text=text,
        said_at=said_at,
        level="none",
        screening={},
        reply={
            "kind": "ask_more",
            "paragraphs": [],
            "dance": "",
            "suggestions": [],
            "how_to_say": "",
            "questions": [],
            "help_lines": [],
            "frames": [],
        },
        model_hash="phrases-1",
    )


def add_stranger(site: Site, said_at: datetime) -> dict[str, int]:
    """Another owner with one conversation, message and tag; gives their keys by table name."""
    with Session(site.app.state.vault.engine) as session:
        owner = Owner(created_at=said_at, noted=True)
        session.add(owner)
        session.flush()
        place = Conversation(owner_id=owner.id, started_at=said_at, updated_at=said_at)
        session.add(place)
        session.flush()
        message = told_before(owner, place, "a stranger's words", said_at)
        session.add(message)
        session.flush()
        tag = TagRow(
            owner_id=owner.id,
            message_id=message.id,
            actor="user",
            behavior="leaving",
            start=0,
            end=1,
            confidence=0.9,
            sure=True,
            model_hash="phrases-1",
        )
        session.add(tag)
        session.commit()
        return {"conversation": place.id or 0, "message": message.id or 0, "tag": tag.id or 0}


def told(
    text: str,
    intent: Intent = Intent.ACCOUNT,
    acts: Sequence[tuple[Actor, Behavior, str]] = (),
    hints: Sequence[str] = (),
    **slots: str | tuple[str, float],
) -> Reading:
    """A reading with the acts and slots given by their words; a slot may carry its confidence."""

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    found = [
        Told(
            Slot(name),
            at(given[0] if isinstance(given, tuple) else given),
            given[1] if isinstance(given, tuple) else 0.9,
        )
        for name, given in slots.items()
    ]
    return Reading(
        text,
        tags=tuple(Tag(actor, behavior, at(words), 0.9) for actor, behavior, words in acts),
        intent=intent,
        slots=tuple(found),
        hints=tuple(Told(Slot.ABOUT, at(words), 0.3) for words in hints),
    )


def files_with(folder: Path, words: str) -> list[str]:
    """The files below ``folder`` that hold ``words``, by name."""
    return [file.name for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def chat_read(site: Site) -> None:
    """Wait until no chat is being read any more."""
    for _ in range(400):
        if site.app.state.chat_reading.running is None:
            return
        time.sleep(0.02)
    raise TimeoutError("a chat is still being read")
