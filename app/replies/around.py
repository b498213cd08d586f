"""Plan and words -> the text around the lines: one short paragraph, how to say it, the question."""

from collections.abc import Collection
from dataclasses import dataclass

from app.replies.blanks import TextWords, told
from app.replies.picking import pick
from app.replies.plan import Plan
from app.replies.prompts import Prompts


@dataclass(frozen=True, slots=True)
class Around:
    """The finished text around the suggestions; ``frames`` name the wordings taken."""

    paragraphs: tuple[str, ...]
    how: str
    questions: tuple[str, ...]
    frames: tuple[str, ...]


def around(plan: Plan, words: TextWords, prompts: Prompts, seed: str, avoid: Collection[str]) -> Around:
    """Fill every text of ``plan``; one whose words were not told is left out."""
    known = told(words)
    frames: list[str] = []

    def say(key: str | None) -> str:
        found = (*prompts.texts.get(key, ()),) if key else ()
        frame = pick(found, known, seed, avoid) or pick(prompts.texts.get(f"{key}_plain", ()), known, seed, avoid)
        if frame is None:
            return ""
        frames.append(frame.name)
        return opened(frame.fill(known))

    said = " ".join(text for text in map(say, plan.texts) if text)
    how = say(plan.how)
    return Around((said,) if said else (), how, tuple(text for text in map(say, plan.questions) if text), tuple(frames))


def opened(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]
