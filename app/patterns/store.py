"""The acts of one owner, from the database, as the patterns page counts them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.patterns.weekly import Seen
from app.tables import Message, Owner, TagRow
from classifiers.codebook import Actor, Behavior, SafetyLevel


def acts(session: Session, owner: Owner, since: datetime) -> list[Seen]:
    """Each who+tag of each message once, said since ``since``; nothing flagged, dismissed or unsure."""
    query = (
        select(TagRow.actor, TagRow.behavior, Message.id, Message.said_at)
        .join(Message, col(Message.id) == TagRow.message_id)
        .where(
            TagRow.owner_id == owner.id,
            Message.said_at >= since,
            Message.level == SafetyLevel.NONE.value,
            col(TagRow.dismissed_at).is_(None),
            col(TagRow.sure).is_(True),
        )
        .distinct()
        .order_by(col(Message.said_at), col(Message.id))
    )
    zone = ZoneInfo(owner.time_zone)
    return [
        Seen(said_at.astimezone(zone).date(), Actor(actor), Behavior(behavior).family, key or 0)
        for actor, behavior, key, said_at in session.exec(query)
    ]


def messages_by_id(session: Session, owner: Owner, keys: list[int]) -> list[Message]:
    """These messages of the owner, oldest first."""
    query = select(Message).where(Message.owner_id == owner.id, col(Message.id).in_(keys)).order_by(col(Message.id))
    return list(session.exec(query))
