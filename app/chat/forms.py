"""The shape of what the chat page sends."""

from app.batch import MAX_CHARACTERS
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
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise UnreadableError
    return text


def one_of(value: str, allowed: frozenset[str]) -> str:
    """``value`` when it is allowed. Raises UnreadableError."""
    if value not in allowed:
        raise UnreadableError
    return value
