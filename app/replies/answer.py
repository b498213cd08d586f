"""A clear reading and the talk so far -> the reply: hear, know what the turn means, plan, word, gate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.chat.talk import Meant, Move, Talk
from app.replies.around import around
from app.replies.filling import line_facts, telling, text_words
from app.replies.gate import Reads
from app.replies.hours import hours
from app.replies.lines import suggest
from app.replies.picking import noise
from app.replies.plan import Plan, plan_for, question_kind
from app.replies.prompts import Prompts
from app.replies.reply import Form, Reply, Suggestion
from app.replies.unread import unread
from classifiers.annotations import Reading
from classifiers.situation.values import Situation

_LOOK_BACK = 12
_ASIDE = {"small_talk/answered": "small_talk/answered_aside", "small_talk/corrected": "small_talk/corrected_aside"}
_WORD = re.compile(r"[a-z]{3,}")
_COMMON = frozenset(
    "that this with have been were would could like felt just what when your about them they then than from the and was had not for "
    "you she him her his our out all too but did got how one who why are its".split()
)
_JOINING = frozenset({Move.JOINS, Move.CORRECTS})


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier turn and what was answered; ``reading`` has no text where it was flagged."""

    reading: Reading
    reply: Reply


def answer(
    reading: Reading,
    earlier: Sequence[Said],
    said_at: datetime,
    reader: Reads | None,
    prompts: Prompts,
    *,
    asked: Sequence[str] = (),
    frames: Sequence[str] = (),
    time_zone: str | None = None,
) -> Reply:
    """The reply to a message that the safety screen let through.

    ``asked`` are questions put last by somebody else than this app, ``frames`` the wordings used lately, ``time_zone`` None where it is not known.
    """
    talk = talk_of(earlier, prompts)
    if asked:
        talk = talk.answered(asked_kinds(asked, prompts), ())
    now = prompts.listener.hear(reading, name=talk.name, asked=talk.pending)
    meant = talk.means(now)
    before, talk = talk, talk.told(now, meant)
    row = talk.row or now
    seed, avoid = f"{reading.text}{len(earlier)}", frozenset(frames)
    times = hours(said_at, time_zone, seed)
    plan = plan_for(
        talk,
        meant,
        now,
        unread=unread(reading.text),
        late=times.late,
        tells=lambda act: telling(act, row.partner.pronoun),
    )
    plan = _redirected(plan, prompts)
    words = text_words(row, plan, prompts, reading.text if meant.move in _JOINING else None)
    facts = line_facts(row, plan, prompts, times, before=before.row if meant.move in _JOINING else None)
    lines = suggest(plan, facts, prompts, seed, avoid | set(talk.offered), sorry_said=row.sorry, reader=reader)
    if meant.move in _JOINING and lines and not _said_in(shown_first(lines), now):
        plan = replace(plan, texts=tuple(_ASIDE.get(text, text) for text in plan.texts))
    text = around(plan, words, prompts, seed, avoid)
    return Reply(
        kind=plan.kind,
        paragraphs=text.paragraphs,
        suggestions=lines,
        how_to_say=text.how if lines or not plan.forms else "",
        questions=text.questions,
        frames=(*text.frames, *(line.frame for line in lines)),
        chips=tuple(prompts.chips.get(question_kind(plan.questions[0]), ())) if text.questions else (),
        about=words.about or "",
        begins=meant.move is Move.ROW,
    )


def shown_first(lines: Sequence[Suggestion]) -> str:
    """The line that stands large: the warm one, else the first."""
    return next((line.text for line in lines if line.form is Form.WARM), lines[0].text)


def _said_in(line: str, now: Situation) -> bool:
    """Whether the line holds something of what this turn told: only then may the answer say so."""
    told = [feeling.say for feeling in now.named if feeling.say]
    told += [one.quote for one in (*now.about, *now.events, *now.times)]
    told += [one.quote for one in (now.side, now.wish.heard if now.wish else None) if one]
    told += [act.quote for act in now.acts]
    words = {word for part in told for word in _WORD.findall(part.lower())} - _COMMON
    return bool(words.intersection(_WORD.findall(line.lower())))


def further(
    earlier: Sequence[Said],
    want: str,
    said_at: datetime,
    reader: Reads | None,
    prompts: Prompts,
    *,
    frames: Sequence[str] = (),
    time_zone: str | None = None,
) -> tuple[Suggestion, ...]:
    """Other lines for the row told in ``earlier``: of the form ``want``, or any; none of those offered before."""
    talk = talk_of(earlier, prompts)
    if talk.row is None:
        return ()
    seed = f"{talk.row.text}{want}{len(talk.offered)}"
    row, times = talk.row, hours(said_at, time_zone, seed)
    plan = plan_for(
        talk,
        Meant(Move.ASKS, want),
        row,
        unread=None,
        late=times.late,
        tells=lambda act: telling(act, row.partner.pronoun),
    )
    plan = _redirected(plan, prompts)
    facts = line_facts(row, plan, prompts, times)
    lines = suggest(
        plan, facts, prompts, seed, frozenset((*frames, *talk.offered)), sorry_said=row.sorry, reader=reader
    )
    return tuple(sorted(lines, key=lambda line: noise(seed, line.text))) if want == "any" else lines


def talk_of(earlier: Sequence[Said], prompts: Prompts) -> Talk:
    """The talk folded from its turns; flagged ones say nothing."""
    talk = Talk()
    for said in earlier[-_LOOK_BACK:]:
        if not said.reading.text:
            continue
        now = prompts.listener.hear(said.reading, name=talk.name, asked=talk.pending)
        meant = talk.means(now)
        talk = talk.told(now, meant)
        kinds = [question_kind(frame) for frame in said.reply.frames if "question" in frame]
        talk = talk.answered(kinds, [line.text for line in said.reply.suggestions])
    return talk


def asked_kinds(questions: Sequence[str], prompts: Prompts) -> list[str]:
    """The kinds of the questions asked, by how each begins; a question of somebody else's making is of the kind its words name."""
    known = prompts.questions
    return [
        question_kind(name) for question in questions for start, name in known.items() if question.startswith(start)
    ]


def _redirected(plan: Plan, prompts: Prompts) -> Plan:
    """The plan with the line files that suit the very act better than its tag alone (acts.toml, "lines")."""
    better = {}
    for act in (plan.mine, plan.theirs):
        rule = prompts.acts.rule(act.tag, act.parsed.text) if act else None
        if act and rule and rule.lines:
            better[f"{act.tag.actor}/{act.tag.behavior}"] = rule.lines
    return replace(plan, lines=tuple(better.get(key, key) for key in plan.lines))
