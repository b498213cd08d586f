"""Decides what an answer is made of: the talk in, plan out. No wording here, and nothing of web or tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.chat.talk import Meant, Move, Talk
from app.replies.reply import Form, ReplyKind
from classifiers.codebook import Actor, Behavior, Family, Slot
from classifiers.situation.values import Act, Circumstance, Situation

_SILENT = frozenset({Behavior.STONEWALLING, Behavior.SHUTTING_DOWN})
_WEIGHT = (
    Behavior.ATTACKING, Behavior.CONTROLLING, Behavior.DEMANDING, Behavior.PURSUING, Behavior.CRITICIZING,
    Behavior.LEAVING, Behavior.STONEWALLING, Behavior.SHUTTING_DOWN, Behavior.SELF_PROTECTING,
)  # fmt: skip
_MAIN = (Form.SHORT, Form.WARM, Form.FIRM)
_SURE_PRAISE = 0.75
_ROUNDS = 3  # the third row told in one talk: closing


@dataclass(frozen=True, slots=True)
class Plan:
    """What the answer says, by key: texts of prompts/reflection, files of prompts/suggestion, question names.

    ``mine``, ``theirs`` and ``thread`` are the acts spoken of; ``owned`` what a line may own up to.
    """

    kind: ReplyKind
    texts: tuple[str, ...] = ()
    mine: Act | None = None
    theirs: Act | None = None
    thread: Act | None = None
    lines: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    how: str | None = None
    questions: tuple[str, ...] = ()
    owned: tuple[Behavior, ...] = ()
    circumstance: Circumstance | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The fight, flight and thread acts of a row, by whose they are, weightiest first."""

    mine: tuple[Act, ...]
    theirs: tuple[Act, ...]
    threads: tuple[Act, ...]

    @property
    def quarrel(self) -> bool:
        """Whether a fight or flight act was read."""
        return bool(self.mine or self.theirs)


def acts_of(situation: Situation, tells: Callable[[Act], bool] = lambda _: True) -> Acts:
    """The acts to speak of, those that ``tells`` first, then the surest and weightiest.

    Quiet that is mourning or overload is no flight, and what is typed to the partner was not done yet.
    """
    acts = situation.acts
    if situation.circumstance and situation.circumstance.quiet_is_not_flight:
        acts = tuple(act for act in acts if act.tag.behavior not in _SILENT)
    loud = [act for act in acts if act.tag.behavior.family is not Family.THREAD]
    loud.sort(
        key=lambda act: (
            0.05 * _WEIGHT.index(act.tag.behavior) - act.tag.confidence + 0.4 * (not tells(act)),
            act.tag.span.start,
        )
    )
    return Acts(
        tuple(act for act in loud if act.tag.actor is Actor.USER and not situation.is_line),
        tuple(act for act in loud if act.tag.actor is Actor.PARTNER),
        tuple(act for act in acts if act.tag.behavior.family is Family.THREAD),
    )


def plan_for(
    talk: Talk,
    meant: Meant,
    now: Situation,
    *,
    unread: str | None,
    late: bool,
    tells: Callable[[Act], bool] = lambda _: True,
) -> Plan:
    """The plan for the turn heard as ``now``, ``talk`` already having it in.

    ``unread`` is "gibberish" or "other_language" when the text cannot be read; ``late`` the hour; ``tells`` says of an act whether it can be told in
    the writer's own words.
    """
    row = talk.row
    if unread and meant.move is Move.ROW and not acts_of(now).quarrel:
        return Plan(ReplyKind.SMALL_TALK, (f"small_talk/{unread}",))
    if meant.move is Move.TALK or row is None:
        return Plan(ReplyKind.SMALL_TALK, (f"small_talk/{meant.what}",))
    if meant.move is Move.KEEPS:
        return Plan(ReplyKind.SMALL_TALK, ("small_talk/kept",), how=_how(late=late))
    if meant.move is Move.REFUSES and talk.refused > 1:
        return Plan(ReplyKind.SMALL_TALK, ("small_talk/refused_twice",))
    whole = _row(talk, row, acts_of(row, tells), late=late, first=meant.move is Move.ROW)
    if meant.move is Move.ROW:
        return replace(whole, texts=(*whole.texts, "closing/last"), questions=()) if talk.rows >= _ROUNDS else whole
    if not whole.forms or whole.kind is ReplyKind.PAUSE:
        return whole
    if meant.move is Move.ASKS:
        forms = {"any": whole.forms, "text": (Form.SHORT,), "smaller": (Form.SHORT,)}.get(meant.what) or (
            Form(meant.what),
        )
        return replace(whole, texts=(f"small_talk/line_{meant.what}",), questions=(), forms=forms, how=None)
    if meant.move is Move.REFUSES:
        return replace(
            whole, texts=(f"small_talk/{meant.what}",), questions=(), how=None, forms=(Form.SHORT, Form.WARM)
        )
    if meant.move is Move.JOINS and not _brings(now):
        return Plan(ReplyKind.SMALL_TALK, ("small_talk/noted",), questions=whole.questions)
    taken = {Move.CORRECTS: "small_talk/corrected", Move.SKIPS: "small_talk/skipped"}.get(
        meant.move, "small_talk/answered"
    )
    return replace(whole, texts=(taken,))


def _brings(now: Situation) -> bool:
    """Whether a turn holds anything a line could use."""
    return bool(now.feelings or now.wish or now.side or now.about or now.events or now.times or acts_of(now).quarrel)


def _row(talk: Talk, row: Situation, acts: Acts, *, late: bool, first: bool) -> Plan:
    circumstance = row.circumstance
    if circumstance and (circumstance.always or not acts.quarrel):
        return _for_circumstance(talk, row, circumstance, acts)
    if row.hot:
        return _pause(acts, row, late=late)
    if acts.quarrel:
        return _reflection(talk, row, acts, late=late)
    return _without_quarrel(talk, row, acts, late=late, first=first)


def _pause(acts: Acts, row: Situation, *, late: bool) -> Plan:
    key = f"user/{Behavior.ATTACKING}"
    return Plan(
        ReplyKind.PAUSE, ("pause/say_late" if late else "pause/say",), lines=(key,), forms=(Form.TIME_OUT,),
        how="pause/how", questions=("pause/question",), mine=acts.mine[0] if acts.mine and not row.is_line else None,
    )  # fmt: skip


def _reflection(talk: Talk, row: Situation, acts: Acts, *, late: bool) -> Plan:
    first = acts.mine[0] if acts.mine else None
    other = acts.theirs[0] if acts.theirs else None
    circumstance = row.circumstance if row.circumstance and not row.circumstance.quiet_only else None
    part = not (circumstance and circumstance.no_part)
    texts = [_heard(row, first if part else None, other or first)]
    thread = next((act for act in acts.threads if act.tag.confidence >= _SURE_PRAISE), None)
    if not row.is_line:
        texts.extend(_feeling_texts(row))
        if row.side:
            texts.append("heard/side")
        elif thread:
            texts.append("heard/thread")
        if circumstance:
            texts.append(f"circumstances/{circumstance.name}/say")
        elif part:
            texts.append(_dance(first, other))
    return Plan(
        ReplyKind.REFLECTION,
        tuple(texts),
        mine=first,
        theirs=other,
        thread=thread,
        lines=_lines(row, first, other, circumstance),
        forms=_forms(row, first, other),
        how=_how(late=late),
        questions=_questions(talk, row, circumstance),
        owned=tuple(dict.fromkeys(act.tag.behavior for act in acts.mine)),
        circumstance=circumstance,
    )


def _heard(row: Situation, first: Act | None, other: Act | None) -> str:
    """Own part first when it is a fight act; the partner's first when they fought and the writer drew back."""
    if row.is_line:
        return "heard/line"
    if first and other and first is not other:
        if first.tag.behavior.family is Family.FIGHT:
            told_first = first.parsed is other.parsed and first.tag.span.start < other.tag.span.start
            return "heard/own_then" if told_first else "heard/own_after"
        if other.tag.behavior.family is Family.FIGHT:
            return "heard/partner_first"
        return "heard/both_withdrew"
    return "heard/own_only" if first else "heard/partner_only"


def _dance(first: Act | None, other: Act | None) -> str:
    names = {Family.FIGHT: "reach", Family.FLIGHT: "withdraw"}
    if first and other:
        return f"dance/{names[first.tag.behavior.family]}_{names[other.tag.behavior.family]}"
    act, whose = (first, "own") if first else (other, "partner")
    assert act is not None
    return f"dance/{whose}_{names[act.tag.behavior.family]}"


def _feeling_texts(row: Situation) -> list[str]:
    if row.charges and not row.named:
        return ["heard/charge"]
    return ["heard/feeling"] if row.named else []


def _lines(row: Situation, first: Act | None, other: Act | None, circumstance: Circumstance | None) -> tuple[str, ...]:
    own = (f"circumstance/{circumstance.name}",) if circumstance and not circumstance.no_line else ()
    if circumstance and circumstance.own_lines:
        return own
    if row.is_line:
        return ("line_flight",) if row.draws_back else ("line",)
    acts = [act for act in (first, other) if act]
    if first and other and first.tag.behavior.family is Family.FLIGHT and other.tag.behavior.family is Family.FIGHT:
        acts.reverse()
    keys = [
        key
        for act in acts
        for key in (f"{act.tag.actor}/{act.tag.behavior}", f"{act.tag.actor}/{act.tag.behavior.family}")
    ]
    return (*keys, *own)


def _forms(row: Situation, first: Act | None, other: Act | None) -> tuple[Form, ...]:
    if row.circumstance and row.circumstance.no_line:
        return ()
    fitting: Form | None = None
    if row.is_line:
        return _MAIN
    if (first and first.tag.behavior.family is Family.FIGHT) or first:
        fitting = Form.REPAIR
    elif other and other.tag.behavior.family is Family.FIGHT:
        fitting = Form.ANSWER
    elif other:
        fitting = Form.RITUAL
    return (*_MAIN, *((fitting,) if fitting else ()))


def _how(*, late: bool) -> str:
    return "closing/how_late" if late else "closing/how"


def _questions(talk: Talk, row: Situation, circumstance: Circumstance | None = None) -> tuple[str, ...]:
    """The one thing to ask: what was not told, and was not asked before."""
    wanted: list[str] = []
    if circumstance:
        wanted.append(f"circumstances/{circumstance.name}/question")
    if not row.named and Slot.FEEL not in row.told:
        wanted.append("questions/feeling_charge" if row.charges else "questions/feeling")
    if row.wish is None and Slot.WISH not in row.told:
        wanted.append("questions/wish")
    if row.side is None and Slot.SIDE not in row.told and row.heat < 2:
        wanted.append("questions/side")
    return tuple(name for name in wanted if question_kind(name) not in talk.asked)[:1]


def _for_circumstance(talk: Talk, row: Situation, circumstance: Circumstance, acts: Acts) -> Plan:
    name = f"circumstances/{circumstance.name}"
    lines = (
        ()
        if circumstance.no_line
        else (f"circumstance/{circumstance.name}", *(() if circumstance.own_lines else ("plain",)))
    )
    texts = [f"{name}/say", *_feeling_texts(row)[: 0 if circumstance.no_part else 1], f"{name}/today"]
    return Plan(
        ReplyKind.SITUATION,
        tuple(texts),
        thread=acts.threads[0] if acts.threads else None,
        lines=lines,
        forms=_MAIN if lines else (),
        how="closing/how" if lines else None,
        questions=tuple(key for key in (f"{name}/question",) if question_kind(key) not in talk.asked),
        circumstance=circumstance,
    )


def _without_quarrel(talk: Talk, row: Situation, acts: Acts, *, late: bool, first: bool) -> Plan:
    if acts.threads and not (row.charges or row.wish or row.is_line):
        sure = next((act for act in acts.threads if act.tag.confidence >= _SURE_PRAISE), None)
        if sure:
            return Plan(ReplyKind.HAPPY, ("happy/say",), thread=sure, questions=("happy/question",))
    if row.move == "fought" and first:
        return Plan(ReplyKind.ASK_MORE, ("small_talk/fought",))
    told = bool(row.about or row.events or row.named or row.charges or row.wish)
    if not told and first and not row.is_line:
        return Plan(
            ReplyKind.ASK_MORE, ("small_talk/fought_vague" if row.couple or row.unsure else "small_talk/not_couple",)
        )
    if not (row.is_line or row.couple or row.wish or row.named or row.charges) and first:
        return Plan(ReplyKind.ASK_MORE, ("small_talk/not_couple",))
    return Plan(
        ReplyKind.SITUATION,
        ("heard/line" if row.is_line else "heard/told", *_feeling_texts(row), *(("heard/side",) if row.side else ())),
        lines=_lines(row, None, None, None) if row.is_line else ("plain",),
        forms=_MAIN,
        how=_how(late=late),
        questions=_questions(talk, row),
    )


def question_kind(name: str) -> str:
    """The kind of a question by the name of its frame ("questions/feeling_charge.2" -> "feeling")."""
    return name.rpartition("/")[2].partition(".")[0].partition("_")[0]


__all__: Sequence[str] = ("Acts", "Plan", "acts_of", "plan_for", "question_kind")
