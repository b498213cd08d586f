"""What an answer is made of: plain frozen values, filled by the pure parts of replies."""

from dataclasses import dataclass
from enum import StrEnum


class ReplyKind(StrEnum):
    """What sort of answer this is; pages choose their parts by it."""

    REFLECTION = "reflection"  # acts were read: what was heard, the dance, a suggestion
    HAPPY = "happy"  # only threads were told
    ASK_MORE = "ask_more"  # too little to go on ("we fought again")
    PAUSE = "pause"  # a hot message: one pause line first
    SMALL_TALK = "small_talk"  # greeting, thanks, "what are you", gibberish, another language
    SITUATION = "situation"  # couple talk without an act (apathy, grief, ...): its own fitting answer
    CAREFUL = "careful"  # a danger or concern earlier: information and self-care only
    CONCERN = "concern"  # one private question first
    DANGER = "danger"  # help only
    CHAT = "chat"  # none: a stretch of a chat brought in is not answered


class Form(StrEnum):
    """The forms a suggested line can take (docs/formats.md)."""

    SHORT = "short"
    WARM = "warm"
    FIRM = "firm"
    TIME_OUT = "time_out"
    REPAIR = "repair"
    ANSWER = "answer"
    RITUAL = "ritual"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line the writer could say to the partner. ``frame`` names the template it came from."""

    form: Form
    text: str
    frame: str = ""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A row of data/helplines.json as shown: ``note`` says "not yet verified" until someone checked it; ``tel`` is what a phone dials."""

    name: str
    contact: str
    hours: str = ""
    for_whom: str = ""
    note: str = ""
    tel: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer to one message.

    ``paragraphs`` are plain text, in order; ``how_to_say`` goes with the suggestions; ``questions`` are at most one, ``chips`` answers to it that
    can be pressed; ``frames`` name the wording used, so that the next answers differ; ``about`` is what the row was about, as said to the writer;
    ``begins`` whether the message tells of something new, not of what was told before in its talk.
    Only help (danger, careful, concern) has the rest: the first of ``help_lines`` is the one to call; pages fold the
    others and ``more``; ``country`` is whose lines they are ("" where unknown), ``guessed`` whether it was taken from the
    browser's languages; ``note`` stands at the very end.
    """

    kind: ReplyKind
    paragraphs: tuple[str, ...]
    suggestions: tuple[Suggestion, ...] = ()
    how_to_say: str = ""
    questions: tuple[str, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    frames: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    country: str = ""
    guessed: bool = False
    note: str = ""
    chips: tuple[str, ...] = ()
    about: str = ""
    begins: bool = False

    def plain_text(self) -> str:
        """The reply as one plain text (the ``reply`` of ``ropework reflect``), without suggestions."""
        lines = [f"{line.name}: {line.contact}" + (f" ({line.note})" if line.note else "") for line in self.help_lines]
        parts = [*self.paragraphs, *lines[:1], *self.more, "\n".join(lines[1:]), self.note]
        return "\n\n".join(part for part in parts if part)
