"""What is due while the notes are open: old notes deleted as the person chose, deletes finished."""

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, select

from app.accounts.access import Notes, local_owner
from app.chat import store
from app.database.engine import session_scope
from app.database.vault import Vault
from app.errors import LockedError, StorageError
from app.imports import store as chats
from app.tables import Message, Owner

KEEP_DAYS = (7, 30, 90)


def keep_house(vault: Vault, now: datetime) -> None:
    """Delete what is older than the owner keeps it, then empty the journal if a delete is not finished. What does not work now is tried again the next time."""
    try:
        if _any_due(vault, now):
            with Notes(vault).deleting() as (session, owner):
                chats.forget_stale(session, owner, now)
                if owner.keep_days is not None:
                    store.delete_before(session, owner, now - timedelta(days=owner.keep_days))
        if vault.scrubber.pending:
            vault.scrubber.scrub(vault.engine)
    except (StorageError, LockedError, SQLAlchemyError):
        return


def _any_due(vault: Vault, now: datetime) -> bool:
    with session_scope(vault.engine, write=False) as session:
        owner = local_owner(session)
        return too_old(session, owner, now) > 0 or chats.any_stale(session, owner, now)


def too_old(session: Session, owner: Owner, now: datetime, keep_days: int | None = None) -> int:
    """How many messages are older than ``keep_days``, or than what the owner chose."""
    days = owner.keep_days if keep_days is None else keep_days
    if days is None:
        return 0
    query = select(func.count()).select_from(Message).where(Message.owner_id == owner.id)
    return session.exec(query.where(col(Message.said_at) < now - timedelta(days=days))).one()
