"""Plan and situation -> suggested lines: frames filled with the writer's facts, each through the gate.

What fails is tried again with other, simpler frames; a line that passes nothing is never shown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.replies.choose import Plan
from app.replies.gate import Reads, passes, reader_objects
from app.replies.hours import Hours
from app.replies.picking import noise, shuffled
from app.replies.reply import Form, ReplyKind, Suggestion
from app.replies.turn import event_words, wish_words
from app.replies.wording import Frame, Prompts
from app.replies.words import LineWords, told
from classifiers.codebook import Actor, Behavior, Family
from classifiers.situation.values import Situation, WishKind

_TRIES, _BEST, _FILLINGS = 24, 6, 4
_SHARED = 0.5
_STORY = 45
_WISHED = {
    WishKind.DO: "wish", WishKind.TOGETHER: "together", WishKind.MINE: "together", WishKind.THING: "thing_wished"
}  # fmt: skip
_NAMING = frozenset({"thing", "matter"})
_REQUESTS = frozenset({"ask", "small"})
_MAIN = frozenset({Form.SHORT, Form.WARM, Form.FIRM})
_SILENCES = frozenset({Behavior.STONEWALLING, Behavior.SHUTTING_DOWN})
_FACTS = {
    "matter": 1.0, "thing": 1.0, "event": 1.0, "did": 0.4, "feel": 0.8, "felt": 0.7,
    "side": 0.6, "wish": 0.8, "together": 0.8, "thing_wished": 0.7,
    "own": 0.35, "act": 0.35, "sorry": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The words of one message for its lines, which of them came from the writer's text, and which the last answer brought.

    ``plain`` holds requests that do not name the matter, for a frame that names it itself; None where no request names it.
    """

    words: LineWords
    parts: Mapping[str, Sequence[str]]
    facts: frozenset[str]
    fresh: frozenset[str] = frozenset()
    plain: Mapping[str, Sequence[str]] | None = None


def told_words(
    situation: Situation, plan: Plan, prompts: Prompts, times: Hours, seed: str, before: Situation | None = None
) -> Told:
    """Everything a line about ``situation`` may name; ``before`` is the situation as it was told before an answer joined it."""
    topic = situation.topic if situation.topic in prompts.topics else None
    thing = situation.matter.say if situation.matter else None
    parts = {
        part: [
            text.replace("{{ thing }}", thing or "it")
            for text in shuffled(seed + part, texts)
            if not (times.late and "tonight" in text)
        ]
        for part, texts in prompts.topics[topic or ("named" if thing else "other")].items()
    }
    spare = prompts.topics["other"]
    parts = {part: texts or list(spare[part]) for part, texts in parts.items()}
    text = situation.reading.text
    mine = prompts.acts.rule(plan.mine, text) if plan.mine else None
    theirs = prompts.acts.rule(plan.theirs, text) if plan.theirs else None
    feel = _feel(situation)
    words = LineWords(
        matter=_matter(thing, situation),
        thing=thing or "this",
        like=parts["like"][0],
        ask=parts["ask"][0],
        small=parts["small"][0],
        give=parts["give"][0],
        felt=f"I felt {feel}" if feel else "it got to me",
        back=times.back,
        until=times.until,
        later=times.later,
        soon=times.soon,
        during=(theirs.during if theirs else None) or "it's this heated",
        feel=feel,
        event=_partner_event(situation),
        did=_own_event(situation),
        own=mine.say if mine and not situation.is_line else None,
        act=theirs.say if theirs else None,
        silence="the quiet" if plan.theirs and plan.theirs.behavior in _SILENCES else None,
        side=situation.side.say if situation.side else None,
        sorry="I'm sorry" if situation.sorry else None,
        **_wishes(situation),
    )
    given = {name for name in told(words) if name in _FACTS}
    given -= {"felt"} if feel is None else set()
    given -= {"thing"} if thing is None else set()
    given -= {"matter"} if words.matter == "what happened" else set()
    plain = spare if thing and topic is None else None
    return Told(words, parts, frozenset(given), _fresh(situation, before), plain)


def _fresh(situation: Situation, before: Situation | None) -> frozenset[str]:
    if before is None:
        return frozenset()
    changed = {
        ("feel", "felt"): situation.feelings != before.feelings,
        ("wish", "together", "thing_wished"): situation.wish != before.wish,
        ("side",): situation.side != before.side,
        ("thing", "matter"): situation.matter != before.matter,
    }
    return frozenset(name for names, new in changed.items() if new for name in names)


def suggest(
    plan: Plan,
    facts: Told,
    prompts: Prompts,
    seed: str,
    avoid: Collection[str],
    *,
    sorry_said: bool,
    reader: Reads | None,
) -> tuple[Suggestion, ...]:
    """The lines of ``plan.forms``: each passes the gate, and no two share more than half their words."""
    if plan.kind is ReplyKind.SITUATION and plan.circumstance and plan.lines[:1] and plan.lines[0] not in prompts.lines:
        return ()  # a situation without lines of its own is answered without one
    passing = [
        [
            Suggestion(form, text, frame.name)
            for frame, text in _candidates(plan, facts, prompts, form, number, seed, avoid)
            if passes(text, form=form, sorry_said=sorry_said or form is Form.REPAIR)
        ]
        for number, form in enumerate(plan.forms)
    ]
    refused: set[str] = set()
    chosen = _chosen(passing, refused)
    fresh = [line.text for line in chosen] if reader else []
    while (
        reader and fresh
    ):  # the reader is asked about all chosen lines in one batch, and again only about what came in their place
        objected = reader_objects(fresh, reader, plan.owned)
        refused |= objected
        known = {line.text for line in chosen}
        chosen = _chosen(passing, refused) if objected else chosen
        fresh = [line.text for line in chosen if line.text not in known]
    return tuple(chosen)


def _chosen(passing: Sequence[Sequence[Suggestion]], refused: Collection[str]) -> list[Suggestion]:
    """The first line of each form that is not refused and unlike those before it."""
    chosen: list[Suggestion] = []
    for lines in passing:
        unlike = (
            line
            for line in lines
            if line.text not in refused and not any(_alike(line.text, other.text) for other in chosen)
        )
        chosen += islice(unlike, 1)
    return chosen


def _candidates(
    plan: Plan, facts: Told, prompts: Prompts, form: Form, number: int, seed: str, avoid: Collection[str]
) -> Iterator[tuple[Frame, str]]:
    """Filled frames, best first: those that hold more of the writer's facts, fresh ones before recent ones."""
    words = told(facts.words)
    keys = [key for key in plan.lines if key in prompts.lines]
    if not (plan.circumstance and plan.circumstance.own_lines):
        keys += ["wish"] if form is not Form.TIME_OUT else []
        keys += ["plain"] if form in _MAIN else []
    frames = [frame for frame in prompts.frames(keys, form) if frame.fits(words)]
    frames.sort(key=lambda frame: -_worth(frame, plan, facts, seed, avoid))
    for rank, frame in enumerate(frames[:_TRIES]):
        for turn in range(_FILLINGS if rank < _BEST else 1):
            yield frame, frame.fill(told(_varied(facts, number + turn, names=bool(frame.uses & _NAMING))))


def _varied(facts: Told, number: int, *, names: bool) -> LineWords:
    """The same facts with other topic sentences, so that variants differ in substance; the matter is named once."""
    parts = facts.plain if names and facts.plain else facts.parts
    at = {part: texts[number % len(texts)] for part, texts in parts.items()}
    return replace(facts.words, ask=at["ask"], small=at["small"], give=at["give"], like=at["like"])


def _worth(frame: Frame, plan: Plan, facts: Told, seed: str, avoid: Collection[str]) -> float:
    key = frame.name.rsplit(".", 2)[0]
    rank = plan.lines.index(key) if key in plan.lines else len(plan.lines) + 2
    worth = sum(_FACTS[name] for name in frame.uses & facts.facts)
    worth += _FACTS["thing"] if facts.plain and frame.uses & _REQUESTS and not frame.uses & _NAMING else 0.0
    rank = 0 if key == "wish" else rank
    fresh = 1.5 * bool(frame.uses & facts.fresh)
    return min(worth, 2.4) + fresh + 1.1 * noise(seed, frame.name) - 0.45 * rank - (5.0 if frame.name in avoid else 0.0)


def _alike(text: str, other: str) -> bool:
    """Whether two lines share more than half their words, or begin with the same three."""
    first, second = _word_list(text), _word_list(other)
    shared = len(set(first) & set(second)) / max(1, min(len(set(first)), len(set(second))))
    return shared > _SHARED or first[:3] == second[:3]


def _word_list(text: str) -> list[str]:
    return [word.strip(".,?;:") for word in text.lower().split()]


def _matter(thing: str | None, situation: Situation) -> str:
    name = thing or "what happened"
    when = situation.when.say if situation.when else ""
    if not when or set(when.lower().split()) & set(name.lower().split()) - {"the", "my", "our", "on", "at"}:
        return name
    return f"{name} {when}"


def _feel(situation: Situation) -> str | None:
    says = list(dict.fromkeys(feeling.say for feeling in situation.named if feeling.say))[:2]
    return " and ".join(says) or None


def _partner_event(situation: Situation) -> str | None:
    """What the partner did, in the writer's words turned; not one of the good things."""
    threads = [tag.span for tag in situation.reading.tags if tag.behavior.family is Family.THREAD]
    acts = [
        tag.span
        for tag in situation.reading.tags
        if tag.actor is Actor.PARTNER and tag.behavior.family is not Family.THREAD
    ]
    # in a long story only the clause that shows the act is sure to be what hurt
    return event_words(situation, Actor.PARTNER, beside=threads, among=acts if acts or _long(situation) else None)


def _own_event(situation: Situation) -> str | None:
    acts = [tag.span for tag in situation.reading.tags if tag.actor is Actor.USER]
    return None if _long(situation) else event_words(situation, Actor.USER, beside=acts)


def _long(situation: Situation) -> bool:
    return len(situation.reading.text.split()) > _STORY


def _wishes(situation: Situation) -> dict[str, str]:
    wish = situation.wish
    phrase = wish_words(wish) if wish else None
    if wish is None or phrase is None:
        return {}
    return {_WISHED[wish.kind]: phrase}
