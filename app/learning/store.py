"""What was put right, and what was learnt from it, in and out of the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from sqlmodel import Session, col, or_, select

from app.tables import Message, Owner, TagRow, Taught
from classifiers.codebook import Actor, Behavior, SafetyLevel
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.own_words import OwnWords
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir

Pair = tuple[Actor, Behavior]


@dataclass(frozen=True, slots=True)
class PutRight:
    """A message with at least one correction: who did what in it, as the person said (``by_hand``) and as they left it, and how many corrections."""

    key: int
    text: str
    by_hand: frozenset[Pair]
    left: frozenset[Pair]
    maybe: frozenset[Pair]
    corrections: int

    def gold(self, plain: frozenset[Pair]) -> frozenset[Pair]:
        """What counts: what they said, and what they left of the ``plain`` reader's marks. A mark that an earlier teaching made teaches nothing."""
        return self.by_hand | (self.left & plain)

    def arguable(self, plain: frozenset[Pair]) -> frozenset[Pair]:
        """What counts neither way."""
        return (self.left | self.maybe) - self.gold(plain)


def put_right(session: Session, owner: Owner) -> list[PutRight]:
    """The messages the person corrected, oldest first."""
    corrected = select(TagRow.message_id).where(
        TagRow.owner_id == owner.id, or_(col(TagRow.by_hand).is_(True), col(TagRow.dismissed_at).is_not(None))
    )
    query = select(Message.id, Message.text).where(
        Message.owner_id == owner.id,
        Message.level == SafetyLevel.NONE.value,
        col(Message.from_chat).is_(False),
        col(Message.id).in_(corrected),
    )
    texts = {key or 0: text for key, text in session.exec(query.order_by(col(Message.id)))}
    rows: dict[int, list[TagRow]] = {key: [] for key in texts}
    for tag in session.exec(select(TagRow).where(col(TagRow.message_id).in_(texts))):
        rows[tag.message_id].append(tag)
    return [_put_right(key, text, rows[key]) for key, text in texts.items()]


def _put_right(key: int, text: str, rows: Iterable[TagRow]) -> PutRight:
    left = [row for row in rows if row.dismissed_at is None]
    return PutRight(
        key,
        text,
        by_hand=frozenset(_pair(row) for row in left if row.by_hand),
        left=frozenset(_pair(row) for row in left if row.sure),
        maybe=frozenset(_pair(row) for row in left if not row.sure),
        corrections=sum(row.by_hand or row.dismissed_at is not None for row in rows),
    )


def _pair(row: TagRow) -> Pair:
    return (Actor(row.actor), Behavior(row.behavior))


def learnt(session: Session, owner: Owner) -> Taught | None:
    """What was learnt last, in use or not."""
    return session.exec(select(Taught).where(Taught.owner_id == owner.id).order_by(col(Taught.id).desc())).first()


def keep(
    session: Session,
    owner: Owner,
    own: OwnWords,
    lessons: Iterable[int],
    figures: Mapping[str, Any],
    struck: Sequence[str],
    now: datetime,
) -> None:
    """Keep what was learnt in the place of what was learnt before; it is not in use until the person says so."""
    forget(session, owner)
    session.add(
        Taught(
            owner_id=owner.id or 0,
            made_at=now,
            base=own.base,
            weights={word: [round(float(one), 3) for one in shift] for word, shift in own.weights.items()},
            lessons=list(lessons),
            figures=dict(figures),
            struck=list(struck),
        )
    )


def forget(session: Session, owner: Owner) -> None:
    """Delete what was learnt."""
    for row in session.exec(select(Taught).where(Taught.owner_id == owner.id)):
        session.delete(row)
    session.flush()


def own_words(row: Taught) -> OwnWords:
    """What was learnt, as the reader takes it."""
    weights = {word: np.array(shift, np.float32) for word, shift in row.weights.items()}
    return OwnWords(_tokenizer(), weights, row.base)


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(data_dir() / "lexicons" / "contractions.json")


def taught(session: Session, owner: Owner, reader: Reader) -> Reader:
    """The reader as this person taught it; as it came while nothing learnt is in use."""
    row = learnt(session, owner)
    return reader.taught(own_words(row)) if row and row.in_use else reader
