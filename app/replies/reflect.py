"""Plan and situation -> the text around the lines: what was heard, the dance, how to say it, the questions."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.replies.choose import Plan
from app.replies.picking import pick
from app.replies.wording import Prompts
from app.replies.words import TextWords, told
from classifiers.annotations import Tag
from classifiers.situation.values import Situation

_LONGEST_QUOTE = 90
_SHORT_ANSWER = 5
_ANY_QUOTE = re.compile(r"[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Around:
    """The finished text around the suggestions; ``frames`` name the wordings taken."""

    paragraphs: tuple[str, ...]
    dance: str
    how: str
    questions: tuple[str, ...]
    frames: tuple[str, ...]


def text_words(situation: Situation, plan: Plan, answer: str | None = None) -> TextWords:
    """The quotes and names a text may use. ``answer`` is a short message that answered a question."""
    text = situation.reading.text
    charge = situation.charges[0] if situation.charges else None
    feeling = situation.named[0] if situation.named else None
    return TextWords(
        partner=situation.partner.called or "your partner",
        answer=quoted(answer) if answer and len(answer.split()) <= _SHORT_ANSWER else None,
        mine=_quote(plan.mine, text) or _short(text),
        theirs=_quote(plan.theirs, text),
        extra=_quote(plan.extra, text),
        thread=_quote(plan.thread, text),
        feeling=feeling.heard.quote if feeling else None,
        charge=charge.heard.quote if charge else None,
        choices=" or ".join(charge.ask) if charge else None,
        side=quoted(situation.side.quote) if situation.side else None,
    )


def around(plan: Plan, words: TextWords, prompts: Prompts, seed: str, avoid: Collection[str]) -> Around:
    """Fill every text of ``plan``; one whose words were not told is left out."""
    known = told(words)
    frames: list[str] = []

    def say(key: str | None) -> str:
        found = (*prompts.texts.get(key, ()),) if key else ()
        frame = pick(found, known, seed, avoid) or pick(prompts.texts.get(f"{key}_long", ()), known, seed, avoid)
        if frame is None:
            return ""
        frames.append(frame.name)
        return _opened(frame.fill(known))

    paragraphs = tuple(text for text in map(say, plan.texts) if text)
    dance, how = say(plan.dance), say(plan.how)
    return Around(paragraphs, dance, how, tuple(text for text in map(say, plan.questions) if text), tuple(frames))


def _quote(tag: Tag | None, text: str) -> str | None:
    return quoted(tag.span.of(text)) if tag else None


def _short(text: str) -> str | None:
    """The whole message as a quote when it is short enough to be one."""
    clean = quoted(text)
    return clean if 0 < len(clean) <= _LONGEST_QUOTE else None


def quoted(text: str) -> str:
    """``text`` as it may stand between quotation marks: on one line, marks inside taken out, cut at a word."""
    clean = " ".join(_ANY_QUOTE.sub("", text).split()).strip(" ,;:.-–—!")
    if len(clean) <= _LONGEST_QUOTE:
        return clean
    return clean[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _opened(text: str) -> str:
    """A sentence that begins with a quoted fragment keeps the writer's own small letter; others get a capital."""
    return text if not text[:1].islower() else text[0].upper() + text[1:]
