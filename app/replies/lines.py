"""Plan and facts -> suggested lines: frames filled with the writer's facts, each through the gate.

What fails is tried again with other, simpler frames; a line that passes nothing is never shown.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from app.replies.blanks import LineWords, told
from app.replies.filling import Facts
from app.replies.gate import MOST_SENTENCES, MOST_WORDS, MOST_WORDS_SHORT, Reads, passes, reader_objects
from app.replies.grammar import sentences
from app.replies.picking import noise, shuffled
from app.replies.plan import Plan
from app.replies.prompts import Frame, Prompts
from app.replies.reply import Form, ReplyKind, Suggestion

_TRIES, _BEST, _FILLINGS = 30, 8, 3
_SHARED = 0.6
_WORTH = {
    "about": 0.7, "act": 1.5, "own": 1.3, "did": 1.0, "then": 0.4, "feel": 0.8, "felt": 0.6, "side": 0.7, "sorry": 0.3, "liked": 0.5,
}  # fmt: skip
_HAPPENED = frozenset({"act", "own", "did", "then"})
_NAMES = frozenset(
    {"about", "act", "own", "did", "then"}
)  # a line should hold one of these: what it was about, or what happened
_WISHES = ("together", "wish", "mine", "thing", "were")
_REQUESTS = frozenset({"ask", "small"})
_SAID_AGAIN = frozenset({"ask", "small", "own", "act", "then"})  # each line may say these again
_DAY = re.compile(
    r"\b(?:on \w+day(?: (?:morning|evening|night|afternoon))?|last night|yesterday|at the weekend|this morning|last week)\b"
)
_MAIN = frozenset({Form.SHORT, Form.WARM, Form.FIRM})


def suggest(
    plan: Plan,
    facts: Facts,
    prompts: Prompts,
    seed: str,
    avoid: Collection[str],
    *,
    sorry_said: bool,
    reader: Reads | None,
) -> tuple[Suggestion, ...]:
    """The lines of ``plan.forms``: each passes the gate, none is one of ``avoid``, and no two share most of their words."""
    if plan.kind is ReplyKind.SITUATION and plan.circumstance and plan.lines[:1] and plan.lines[0] not in prompts.lines:
        return ()  # a situation without lines of its own is answered without one
    passing = [
        [
            (Suggestion(form, text, frame.name), core)
            for frame, text, core in _candidates(plan, facts, prompts, form, number, seed, avoid)
            if text not in avoid and passes(text, form=form, sorry_said=sorry_said or form is Form.REPAIR)
        ]
        for number, form in enumerate(plan.forms)
    ]
    refused: set[str] = set()
    chosen = _chosen(passing, refused)
    fresh = [line.text for line in chosen] if reader else []
    while reader and fresh:  # all chosen lines are read in one batch, and again only what came in their place
        objected = reader_objects(fresh, reader, plan.owned)
        refused |= objected
        known = {line.text for line in chosen}
        chosen = _chosen(passing, refused) if objected else chosen
        fresh = [line.text for line in chosen if line.text not in known]
    return tuple(chosen)


def _chosen(passing: Sequence[Sequence[tuple[Suggestion, str]]], refused: Collection[str]) -> list[Suggestion]:
    """The first line of each form that is not refused and says something else than those before it: the same wish may be asked for in each."""
    chosen: list[tuple[Suggestion, str]] = []
    for lines in passing:
        unlike = (
            (line, core)
            for line, core in lines
            if line.text not in refused
            and not any(_alike(core, other) or _opens_as(line.text, before.text) for before, other in chosen)
        )
        chosen += islice(unlike, 1)
    return [line for line, _ in chosen]


def _candidates(
    plan: Plan, facts: Facts, prompts: Prompts, form: Form, number: int, seed: str, avoid: Collection[str]
) -> Iterator[tuple[Frame, str, str]]:
    """Filled frames, best first (more of the writer's facts, fresh ones before recent ones), each with what it says beside its request."""
    known = told(facts.words)
    keys = [key for key in plan.lines if key in prompts.lines]
    if not (plan.circumstance and plan.circumstance.own_lines) and form in _MAIN and "plain" not in keys:
        keys.append("plain")
    frames = [frame for frame in prompts.frames(keys, form) if frame.fits(known)]
    frames.sort(key=lambda frame: -_worth(frame, plan, facts, seed, avoid))
    for rank, frame in enumerate(frames[:_TRIES]):
        fillings = _fillings(frame, facts, prompts, form, number, seed)
        for words in islice(fillings, _FILLINGS if rank < _BEST else 1):
            text = _timed_once(frame.fill(told(words)))
            if facts.words.about and text.count(facts.words.about) > 1:
                continue  # the clause names it already
            yield (
                frame,
                text,
                frame.fill(told(replace(words, **dict.fromkeys(frame.uses & _SAID_AGAIN, "")))),
            )


def _fillings(frame: Frame, facts: Facts, prompts: Prompts, form: Form, number: int, seed: str) -> Iterator[LineWords]:
    """The words for one frame: its own requests (a wish told is the wish asked for), then plainer names for the acts."""
    choices = facts.choices or {}
    names = [name for name in ("own", "act") if name in frame.uses and choices.get(name)]
    for picked in product(*(choices[name] for name in names)):
        words = replace(facts.words, **dict(zip(names, picked, strict=True)))
        yield _with_requests(words, frame, facts.specific, prompts, form, number, seed)


def _with_requests(
    words: LineWords, frame: Frame, specific: Collection[str], prompts: Prompts, form: Form, number: int, seed: str
) -> LineWords:
    """``words`` with a request that leaves the line within its length."""
    asked = frame.uses & _REQUESTS
    if not asked:
        return words
    known = told(words)
    said = frame.fill({**known, "ask": "", "small": ""})
    named = "about" not in specific or "about" in frame.uses or (words.about or "") in said
    kind = next((name for name in _WISHES if name in known), "other" if named else "about")
    room = (
        MOST_SENTENCES - len(sentences(said)),
        (MOST_WORDS_SHORT if form is Form.SHORT else MOST_WORDS) - len(said.split()),
    )
    filled = {}
    for part in asked:
        texts = [one.fill(known) for one in prompts.asks[kind][part] if one.fits(known)]
        order = shuffled(f"{seed}{form}{part}", texts)
        order = [*order[number % len(order) :], *order[: number % len(order)]]
        filled[part] = next(
            (text for text in order if len(sentences(text)) <= room[0] and len(text.split()) <= room[1]), order[0]
        )
    return replace(words, **filled)


def _worth(frame: Frame, plan: Plan, facts: Facts, seed: str, avoid: Collection[str]) -> float:
    key = frame.name.rsplit(".", 2)[0]
    rank = plan.lines.index(key) if key in plan.lines else len(plan.lines) + 2
    held = frame.uses & facts.specific
    worth = min(sum(_WORTH.get(name, 0.0) for name in held), 3.2)
    asks_about = "about" in facts.specific and bool(frame.uses & _REQUESTS) and not _wish(facts)
    happened = bool(held & _HAPPENED)  # what happened says more than a thing's name
    names = 1.0 if happened else 0.6 if held & _NAMES or asks_about else 0.0
    wished = 2.5 * (_wish(facts) and not frame.uses & _REQUESTS)  # a wish told is the wish asked for
    fresh = 3.5 * len(frame.uses & facts.fresh)
    recent = 4.0 * (frame.name in avoid)
    return worth + 2.0 * names + fresh - wished - recent - 0.2 * rank + 0.9 * noise(seed, frame.name)


def _wish(facts: Facts) -> bool:
    return bool(facts.specific.intersection(_WISHES))


def _alike(text: str, other: str) -> bool:
    """Whether two lines share most of the longer one's words."""
    first, second = set(_word_list(text)), set(_word_list(other))
    return len(first & second) / max(1, len(first), len(second)) > _SHARED


def _timed_once(text: str) -> str:
    """A line in which the same day is not said twice."""
    days = _DAY.findall(text)
    return next((text.replace(f" {day}", "", 1) for day in days if days.count(day) > 1), text)


def _opens_as(text: str, other: str) -> bool:
    return _word_list(text)[:3] == _word_list(other)[:3]


def _word_list(text: str) -> list[str]:
    return [word.strip(".,?;:") for word in text.lower().split()]
