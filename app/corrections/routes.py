"""One press to say a tag is wrong; one to take that back."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from app.accounts.access import Db, Now, Who, owned
from app.tables import Message, TagRow

router = APIRouter()


@router.post("/tags/{key}/dismiss")
def dismiss(key: int, session: Db, owner: Who, now: Now) -> Response:
    """The tag is wrong: hide it everywhere."""
    tag = owned(session, TagRow, key, owner)
    tag.dismissed_at = now
    return _back(owned(session, Message, tag.message_id, owner))


@router.post("/tags/{key}/restore")
def restore(key: int, session: Db, owner: Who) -> Response:
    """Take it back."""
    tag = owned(session, TagRow, key, owner)
    tag.dismissed_at = None
    return _back(owned(session, Message, tag.message_id, owner))


def _back(message: Message) -> Response:
    return RedirectResponse(f"/c/{message.conversation_id}#m{message.id}", 303)
