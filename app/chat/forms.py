"""The shape of what the chat page sends."""

from app.batch import MAX_CHARACTERS, has_half_characters
from app.errors import EmptyError, TooLongError, UnreadableError

CONCERN_ANSWERS = frozenset({"yes", "no", "skip"})
WANTED = frozenset({"warm", "short", "firm", "any"})
LIFT_REASONS = frozenset({"not_partner", "misunderstanding", "long_ago"})


def message_text(raw: str) -> str:
    """The message as written, line ends made plain. Raises EmptyError, TooLongError or UnreadableError."""
    text = raw.replace("\r\n", "\n").replace("\0", "").strip()  # PostgreSQL takes no NUL
    if not text:
        raise EmptyError
    if len(text) > MAX_CHARACTERS:
        raise TooLongError
    if has_half_characters(text):
        raise UnreadableError
    return text
