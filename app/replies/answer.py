"""A clear reading and the talk so far -> the reply: hear, join, choose, word, gate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.replies.choose import ANSWERED, Plan, acts_of, choose
from app.replies.compose import suggest, told_words
from app.replies.earlier import asked_kinds, asked_line, joined
from app.replies.gate import Reads
from app.replies.hours import hours
from app.replies.reflect import around, text_words
from app.replies.reply import Reply
from app.replies.turn import matter_named
from app.replies.unread import unread
from app.replies.wording import Prompts
from classifiers.annotations import Reading
from classifiers.codebook import Intent
from classifiers.situation.values import Situation

_LOOK_BACK = 4


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation before this message, as ``app.chat.exchange.Context`` holds it."""

    messages: Sequence[str] = ()
    readings: Sequence[Reading] = ()
    questions: tuple[str, ...] = ()
    frames: Sequence[str] = ()
    time_zone: str = "UTC"


def answer(reading: Reading, talk: Talk, said_at: datetime, reader: Reads | None, prompts: Prompts) -> Reply:
    """The reply to a message that the safety screen let through."""
    now = _heard(reading, prompts)
    before = [_heard(one, prompts) for one in talk.readings[-_LOOK_BACK:] if one.text]
    earlier = next((one for one in reversed(before) if _tells(one)), None)
    kinds = asked_kinds(talk.questions, prompts.questions)
    asks = asked_line(now) if earlier else None
    both = replace(earlier, hot=False) if earlier and asks else joined(now, earlier, kinds, prompts.listener)
    situation = both or now
    seed, avoid = reading.text, frozenset(talk.frames)
    times = hours(said_at, talk.time_zone, seed)
    plan = choose(
        situation,
        unread=None if both else unread(reading.text),
        words=len(reading.text.split()),
        late=times.late,
        rounds=sum(acts_of(one).quarrel for one in before),
        answered=_taken_up(now) if both else None,
        told=earlier is not None,
        asks=asks,
    )
    plan = _redirected(plan, situation, prompts)
    words = text_words(situation, plan, reading.text if both and not asks else None)
    text = around(plan, words, prompts, seed, avoid)
    facts = told_words(situation, plan, prompts, times, seed, before=earlier if both and not asks else None)
    lines = suggest(plan, facts, prompts, seed, avoid, sorry_said=situation.sorry is not None, reader=reader)
    return Reply(
        kind=plan.kind,
        paragraphs=text.paragraphs,
        dance=text.dance,
        suggestions=lines,
        how_to_say=text.how if lines else "",
        questions=text.questions,
        frames=(*text.frames, *(line.frame for line in lines)),
    )


def _taken_up(now: Situation) -> str:
    return "small_talk/corrected" if now.reading.intent is Intent.CORRECT else ANSWERED


def _heard(reading: Reading, prompts: Prompts) -> Situation:
    situation = prompts.listener.hear(reading)
    return replace(situation, matter=matter_named(situation))


def _redirected(plan: Plan, situation: Situation, prompts: Prompts) -> Plan:
    """The plan with the line files that suit the very act better than its tag alone (acts.toml, "lines")."""
    better = {}
    for tag in (plan.mine, plan.theirs):
        rule = prompts.acts.rule(tag, situation.reading.text) if tag else None
        if tag and rule and rule.lines:
            better[f"{tag.actor}/{tag.behavior}"] = rule.lines
    return replace(plan, lines=tuple(better.get(key, key) for key in plan.lines))


def _tells(situation: Situation) -> bool:
    """Whether an earlier message told something a later answer can be joined to."""
    return bool(situation.reading.tags or situation.topics or situation.feelings)
