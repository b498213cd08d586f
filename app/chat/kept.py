"""Lines the person keeps as theirs, and how it went: asked once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.tables import KeptLine, Owner

WENT = frozenset({"helped", "not_helped", "not_yet", "not_said"})
SOON = timedelta(hours=3)  # before that nobody has had a quiet moment to say it
LATE = timedelta(days=14)


def keep(session: Session, owner: Owner, conversation: int, text: str, now: datetime) -> KeptLine:
    """Keep a line; the same line of the same conversation is kept once."""
    query = select(KeptLine).where(
        KeptLine.owner_id == owner.id, KeptLine.conversation_id == conversation, KeptLine.text == text
    )
    line = session.exec(query).first()
    if line is None:
        line = KeptLine(owner_id=owner.id or 0, conversation_id=conversation, text=text, kept_at=now)
        session.add(line)
        session.flush()
    return line


def kept_lines(session: Session, owner: Owner) -> Sequence[KeptLine]:
    """All kept lines, newest first."""
    return session.exec(select(KeptLine).where(KeptLine.owner_id == owner.id).order_by(col(KeptLine.id).desc())).all()


def kept_in(session: Session, owner: Owner, conversation: int | None) -> frozenset[str]:
    """The lines kept in one conversation."""
    query = select(KeptLine.text).where(KeptLine.owner_id == owner.id, KeptLine.conversation_id == conversation)
    return frozenset(session.exec(query))


def to_ask(session: Session, owner: Owner, now: datetime) -> KeptLine | None:
    """The newest kept line that is hours old and was never asked about, or None."""
    query = (
        select(KeptLine)
        .where(
            KeptLine.owner_id == owner.id,
            col(KeptLine.asked_at).is_(None),
            col(KeptLine.went).is_(None),
            KeptLine.kept_at <= now - SOON,
            KeptLine.kept_at >= now - LATE,
        )
        .order_by(col(KeptLine.id).desc())
    )
    return session.exec(query).first()
