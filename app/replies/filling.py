"""What was told -> the words that fill blanks: for lines to the partner, and for what is said back to the writer."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.replies import second_person
from app.replies.acts import ActWords
from app.replies.blanks import LineWords, TextWords, told
from app.replies.gate import faults
from app.replies.hours import Hours
from app.replies.plan import Plan, acts_of
from app.replies.prompts import Prompts
from classifiers.annotations import Span
from classifiers.codebook import Actor, Family
from classifiers.situation.listener import SURE_TOLD
from classifiers.situation.values import Act, Heard, Situation, WishKind

_WISHED = {
    WishKind.DO: "wish",
    WishKind.TOGETHER: "together",
    WishKind.MINE: "mine",
    WishKind.THING: "thing",
    WishKind.CLAUSE: "were",
}
_LONGEST_QUOTE, _SHORT_ANSWER = 90, 5
_TELLING = 5  # words from which a clause tells more than a tag
_WITH_TIME = 10  # words a clause may have for its time to be said with it
_ANY_QUOTE = re.compile(r"[\"“”«»]")
_HAS_TIME = re.compile(
    r"\b(?:on|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:yesterday|today|tonight|morning|night|week|weekend|ago|o'clock|until|till|evening)\b",
    re.IGNORECASE,
)
_TO_WRITER = (
    (r"\bI'm\b", "you're"),
    (r"\bI was\b", "you were"),
    (r"\bI\b", "you"),
    (r"\bmy\b", "your"),
    (r"\bme\b", "you"),
    (r"\bmyself\b", "yourself"),
    (r"\bbetween us\b", "between you two"),
    (r"\bwe\b", "you two"),
    (r"\bus\b", "you two"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of one row for its lines; ``specific`` are the blanks that hold the writer's own facts, ``fresh`` those the last turn brought.

    ``choices`` gives further fillings of a blank, to be tried where the first does not pass.
    """

    words: LineWords
    specific: frozenset[str]
    fresh: frozenset[str] = frozenset()
    choices: Mapping[str, Sequence[str]] | None = None


def line_facts(row: Situation, plan: Plan, prompts: Prompts, times: Hours, before: Situation | None = None) -> Facts:
    """Everything a line about ``row`` may name; ``before`` is the row as it was told before the last turn."""
    acts = acts_of(row)
    own = _fullest(_clauses(row, _with(plan.mine, acts.mine), Actor.USER, prompts))
    theirs = [
        *_clauses(row, _with(plan.theirs, acts.theirs), Actor.PARTNER, prompts),
        *_events(row, Actor.PARTNER, prompts, beside=plan.theirs is None),
    ]
    act = _fullest([*theirs, *_typed(row, Actor.PARTNER)])
    generic_own, generic_act = _named(plan.mine, prompts.acts), _named(plan.theirs, prompts.acts)
    during = prompts.acts.rule(plan.theirs.tag, plan.theirs.parsed.text) if plan.theirs else None
    feel = feelings(row)
    reaction = _came_after(plan)
    told_apart = any(isinstance(one, _Said) and one.telling for one in (own, None if reaction else act))
    about = about_words(row, SURE_TOLD if told_apart else 0.0)
    then = (act or generic_act) if reaction else None
    if reaction:
        act = generic_act = None
    wished = _wished(row)
    words = LineWords(
        about=about,
        own=own or generic_own,
        act=act or (None if row.is_line else generic_act),
        then=then,
        did=_first(one for one in (*_events(row, Actor.USER, prompts), *_typed(row, Actor.USER)) if one != own),
        liked=_first(
            _clauses(
                row,
                [one for one in acts.threads if one.tag.actor is Actor.PARTNER and one.tag.confidence >= 0.75],
                Actor.PARTNER,
                prompts,
            )
        ),
        feel=feel,
        felt=_felt(feel, past=act is None or second_person.is_past(act)),
        side=_first(filter(_clean("I know {}."), [second_person.side(row.side)] if row.side else ())),
        sorry="I'm sorry" if row.sorry else None,
        back=times.back,
        until=times.until,
        later=times.later,
        soon=times.soon,
        during=(during.during if during else None) or "it's this heated",
        **wished,
    )
    specific = {
        name
        for name in told(words)
        if name in {"about", "did", "liked", "feel", "side", "wish", "together", "mine", "thing", "were", "sorry"}
    }
    specific |= {"own"} if own else set()
    specific |= {"act"} if act else set()
    specific |= {"felt"} if feel else set()
    specific |= {"then"} if then and len(then.split()) >= _TELLING else set()
    if row.is_line:
        generic_own = generic_act = None
    choices = {"own": [one for one in (own, generic_own) if one], "act": [one for one in (act, generic_act) if one]}
    return Facts(words, frozenset(specific), _fresh(row, before), choices)


def _felt(feel: str | None, *, past: bool) -> str:
    """How it was for the writer, in the tense of what the partner did."""
    if feel:
        return f"I felt {feel}" if past else f"I feel {feel}"
    return "it got to me" if past else "it gets to me"


def _fresh(row: Situation, before: Situation | None) -> frozenset[str]:
    if before is None:
        return frozenset()
    changed = {
        ("feel", "felt"): row.feelings != before.feelings,
        ("wish", "together", "mine", "thing", "were"): row.wish != before.wish,
        ("side",): row.side != before.side,
        ("about",): row.about != before.about,
    }
    return frozenset(name for names, new in changed.items() if new for name in names)


def telling(act: Act, pronoun: str) -> bool:
    """Whether an act can be told in the writer's own words, and not only named."""
    clause = second_person.clause(act.heard, act.tag.actor, past=False, pronoun=pronoun)
    return clause is not None and len(clause.split()) >= _TELLING


def feelings(row: Situation) -> str | None:
    """The first two feelings named, as they may follow "I felt"."""
    says = list(dict.fromkeys(feeling.say for feeling in row.named if feeling.say))
    plain = [one for one in says if not one.startswith(("like ", "as if "))][:2]
    return " and ".join(plain) or (says[0] if says else None)


def about_words(row: Situation, sure: float = 0.0) -> str | None:
    """What the row was about, for the partner's ears; None when nobody said it with at least the confidence ``sure``."""
    told = (second_person.matter(one) for one in row.about if one.confidence >= sure)
    return _first(filter(_clean("Could we talk about {}?"), told))


def text_words(row: Situation, plan: Plan, prompts: Prompts, answer: str | None = None) -> TextWords:
    """What may be said back to the writer. ``answer`` is the turn that answered a question."""
    acts = acts_of(row)
    called = row.partner.called or ("your partner" if row.partner.pronoun == "they" else row.partner.pronoun)
    charge = row.charges[0] if row.charges else None
    quiet = answer and len(answer.split()) <= _SHORT_ANSWER
    happened = _first(
        one
        for heard in row.events
        for actor in (Actor.PARTNER, Actor.USER)
        for one in [second_person.retold(heard, actor, called, past=bool(row.times))]
    )
    return TextWords(
        partner=row.partner.called or "your partner",
        answer=quoted(answer) if answer and quiet else None,
        about=_first(second_person.matter_retold(one) for one in row.about if one.confidence >= SURE_TOLD),
        mine=_retold(plan.mine, acts.mine, called, row)
        or _writers(_generic(plan.mine, prompts.acts), row.partner.pronoun),
        theirs=_retold(plan.theirs, acts.theirs, called, row) or _partners(_generic(plan.theirs, prompts.acts), called),
        thread=_retold(plan.thread, (), called, row),
        happened=happened,
        feeling=feelings(row),
        charge=charge.heard.quote if charge else None,
        choices=" or ".join(charge.ask) if charge else None,
        side=second_person.side_retold(row.side, called) if row.side else None,
    )


def quoted(text: str) -> str:
    """``text`` as it may stand between quotation marks: on one line, marks inside taken out, cut at a word."""
    clean = " ".join(_ANY_QUOTE.sub("", text).split()).strip(" ,;:.-–—!")
    if len(clean) <= _LONGEST_QUOTE:
        return clean
    return clean[:_LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _with(first: Act | None, acts: Sequence[Act]) -> list[Act]:
    """The act spoken of, then the others of its family: one of them may be easier to turn."""
    if first is None:
        return []
    family = first.tag.behavior.family
    return [first, *(act for act in acts if act is not first and act.tag.behavior.family is family)]


def _clauses(row: Situation, acts: Sequence[Act], actor: Actor, prompts: Prompts) -> Iterator[str | None]:
    for act in acts:
        if act.tag.actor is actor:
            yield _dated(row, act.heard, actor, prompts, pronoun=row.partner.pronoun)


def _typed(row: Situation, actor: Actor) -> list[str]:
    """What a line typed to the partner tells, clause by clause."""
    clean = _clean("{}." if actor is Actor.USER else "When {}, it got to me.")
    return [one for one in second_person.line_clauses(row.parsed, actor) if clean(one)] if row.is_line else []


def _came_after(plan: Plan) -> bool:
    """Whether the partner's act answered the writer's fight, as told: then it was not what set it off."""
    mine, theirs = plan.mine, plan.theirs
    if (
        mine is None
        or theirs is None
        or mine.parsed is not theirs.parsed
        or mine.tag.behavior.family is not Family.FIGHT
    ):
        return False
    return theirs.tag.span.start > mine.tag.span.start


def _events(row: Situation, actor: Actor, prompts: Prompts, *, beside: bool = True) -> Iterator[str | None]:
    """Events told in the doing of ``actor``; with ``beside`` only those that are none of the acts."""
    spans: list[Span] = [act.tag.span for act in row.acts if act.parsed is row.parsed]
    for heard in row.events:
        if not beside or heard.parsed is not row.parsed or not any(heard.span.overlaps(span) for span in spans):
            yield _dated(row, heard, actor, prompts)


class _Said(str):
    """A clause as said, with its time; ``telling`` is whether it tells more than a tag would."""

    __slots__ = ("telling",)
    telling: bool


def _dated(row: Situation, heard: Heard, actor: Actor, prompts: Prompts, *, pronoun: str = "") -> _Said | None:
    """The clause with its time, where it reads well and breaks no rule."""
    times = [time for time in row.times if time.parsed is heard.parsed and time.span.start < heard.span.end]
    clause = second_person.clause(heard, actor, past=bool(times), pronoun=pronoun)
    if clause is None or not _clean("{}." if actor is Actor.USER else "When {}, it got to me.")(clause):
        return None
    said = prompts.listener.time_words(times[-1]) if times else ""
    again = bool(set(said.lower().split()[-1:]) & set(clause.lower().split()))  # "the ticket for Saturday on Saturday"
    long = len(clause.split()) > _WITH_TIME
    with_time = said and not (again or long or _HAS_TIME.search(clause) or clause.endswith("”"))
    told = _Said(f"{clause} {said}" if with_time else clause)
    told.telling = len(clause.split()) >= _TELLING
    return told


def _clean(frame: str) -> Callable[[str | None], bool]:
    """A test whether a phrase may stand in a line at all."""
    return lambda phrase: (
        phrase is not None
        and not any(
            not fault.startswith(("10", "4", "sentence")) for fault in faults(frame.format(phrase), sorry_said=True)
        )
    )


def _generic(act: Act | None, words: ActWords) -> str | None:
    rule = words.rule(act.tag, act.parsed.text) if act else None
    return rule.say if rule else None


def _named(act: Act | None, words: ActWords) -> str | None:
    """The calm name of an act, where its own words gave it: what stands for all others would say something nobody told."""
    rule = words.rule(act.tag, act.parsed.text) if act else None
    return rule.say if rule and rule.cue else None


def _retold(act: Act | None, others: Sequence[Act], called: str, row: Situation) -> str | None:
    found = (
        second_person.retold(
            one.heard,
            one.tag.actor,
            called,
            past=any(time.parsed is one.parsed for time in row.times),
            pronoun=row.partner.pronoun,
        )
        for one in _with(act, others)
    )
    return _fullest(found)


def _writers(say: str | None, pronoun: str) -> str | None:
    """ "I was harsh with you" -> "you were harsh with him"."""
    if say is None:
        return None
    them, their = {"he": ("him", "his"), "she": ("her", "her")}.get(pronoun, ("them", "their"))
    say = re.sub(r"\byour\b", their, re.sub(r"\byou\b", them, say))
    for pattern, word in _TO_WRITER:
        say = re.sub(pattern, word, say)
    return say


def _partners(say: str | None, called: str) -> str | None:
    """ "you drove off" -> "he drove off"; "I got called names" -> "you got called names"."""
    if say is None:
        return None
    return re.sub(r"^you\b", called, say) if say.startswith("you ") else _writers(say, "")


def _wished(row: Situation) -> dict[str, str]:
    phrase = second_person.wish_phrase(row.wish) if row.wish else None
    if row.wish is None or phrase is None or not _clean("Could we {}?")(phrase):
        return {}
    return {_WISHED[row.wish.kind]: phrase}


def _fullest(found: Iterable[str | None]) -> str | None:
    """The first that says enough to be known again by; else the first."""
    said = [one for one in found if one]
    telling = (one for one in said if (one.telling if isinstance(one, _Said) else len(one.split()) >= _TELLING))
    return next(telling, said[0] if said else None)


def _first(found: Iterable[str | None]) -> str | None:
    return next((one for one in found if one), None)
