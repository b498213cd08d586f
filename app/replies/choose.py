"""Decides what an answer is made of: situation in, plan out. No wording here, and nothing of web or tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.replies.reply import Form, ReplyKind
from classifiers.annotations import Tag
from classifiers.codebook import Actor, Behavior, Family, Intent
from classifiers.situation.values import Circumstance, Situation

_SMALL_TALK = frozenset(
    ["greeting", "thanks", "bye", "what_are_you", "not_quite", "never_say", "never_agree", "helped", "did_not_help", "not_yet", "skip", "calmer", "yes_no"]
)  # fmt: skip
_SILENT = frozenset({Behavior.STONEWALLING, Behavior.SHUTTING_DOWN})
_WEIGHT = (
    Behavior.ATTACKING, Behavior.CONTROLLING, Behavior.DEMANDING, Behavior.PURSUING, Behavior.CRITICIZING,
    Behavior.LEAVING, Behavior.STONEWALLING, Behavior.SHUTTING_DOWN, Behavior.SELF_PROTECTING,
)  # fmt: skip
_CALM_QUESTIONS, _HOT_QUESTIONS = 2, 1
ANSWERED = "small_talk/answered"
_SHORT = 25  # words of a message that only says "that one"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the answer says, by key: texts of prompts/reflection, files of prompts/suggestion, question names.

    ``mine``, ``theirs``, ``extra`` and ``thread`` are the acts quoted; ``owned`` what a line may own up to.
    """

    kind: ReplyKind
    texts: tuple[str, ...] = ()
    mine: Tag | None = None
    theirs: Tag | None = None
    extra: Tag | None = None
    thread: Tag | None = None
    dance: str | None = None
    lines: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    how: str | None = None
    questions: tuple[str, ...] = ()
    owned: tuple[Behavior, ...] = ()
    circumstance: Circumstance | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The fight, flight and thread acts of a message, by whose they are, weightiest first."""

    mine: tuple[Tag, ...]
    theirs: tuple[Tag, ...]
    threads: tuple[Tag, ...]

    @property
    def quarrel(self) -> bool:
        """Whether a fight or flight act was read."""
        return bool(self.mine or self.theirs)


def acts_of(situation: Situation) -> Acts:
    """The acts to speak of; quiet that is mourning or overload is no flight."""
    tags = situation.reading.tags
    if situation.circumstance and situation.circumstance.quiet_is_not_flight:
        tags = tuple(tag for tag in tags if tag.behavior not in _SILENT)
    loud = [tag for tag in tags if tag.behavior.family is not Family.THREAD]
    loud.sort(key=lambda tag: (_WEIGHT.index(tag.behavior), tag.span.start))
    return Acts(
        tuple(tag for tag in loud if tag.actor is Actor.USER),
        tuple(tag for tag in loud if tag.actor is Actor.PARTNER),
        tuple(tag for tag in tags if tag.behavior.family is Family.THREAD),
    )


def choose(
    situation: Situation,
    *,
    unread: str | None = None,
    words: int,
    late: bool,
    rounds: int,
    answered: str | None,
    told: bool = False,
    asks: str | None = None,
) -> Plan:
    """The plan for one message.

    ``unread`` is "gibberish" or "other_language" when the text cannot be read; ``words`` its length; ``late`` the
    hour; ``rounds`` how many quarrel messages came before in this talk; ``answered`` names the text
    that takes up a message which answered or put right (the situation then holds both), else None; ``told`` whether an earlier message told of a row;
    ``asks`` which line is asked for: "short", "warm", "firm", "any", or None.
    """
    acts = acts_of(situation)
    move, circumstance = situation.move, situation.circumstance
    if move == "no_coaching":
        return Plan(ReplyKind.SMALL_TALK, ("small_talk/no_coaching",))
    if unread and not acts.quarrel:
        return Plan(ReplyKind.SMALL_TALK, (f"small_talk/{unread}",))
    if asks:
        return _lines_again(situation, acts, asks, late=late)
    keeps = move == "kept" or situation.reading.intent is Intent.KEEP_LINE
    if told and keeps and words <= _SHORT and not acts.quarrel:
        return Plan(ReplyKind.SMALL_TALK, ("small_talk/kept",), how="closing/how_late" if late else "closing/how")
    if move in _SMALL_TALK and not answered:
        return Plan(ReplyKind.SMALL_TALK, (f"small_talk/{move}",))
    if circumstance and (circumstance.always or not acts.quarrel) and not answered:
        return _for_circumstance(situation, circumstance, acts)
    if situation.hot and not answered:
        return _pause(acts, situation, late=late)
    if acts.quarrel:
        plan = _reflection(situation, acts, late=late)
        if answered:
            return replace(plan, texts=(answered,), dance=None, questions=plan.questions[:1])
        return replace(plan, texts=(*plan.texts, "closing/last"), questions=()) if rounds >= 2 else plan
    return _without_quarrel(situation, acts, words=words, late=late, answered=answered, told=told)


def _lines_again(situation: Situation, acts: Acts, asks: str, *, late: bool) -> Plan:
    """Only lines, for the row told before: the form asked for, or all ("any")."""
    whole = (
        _reflection(situation, acts, late=late)
        if acts.quarrel
        else _topic_only(situation, late=late, answered=ANSWERED)
    )
    forms = whole.forms if asks == "any" else (Form(asks),)
    return replace(whole, texts=(f"small_talk/line_{asks}",), dance=None, questions=(), forms=forms, how=None)


def _pause(acts: Acts, situation: Situation, *, late: bool) -> Plan:
    own = acts.mine[:1]
    quoted = bool(own) and not situation.is_line
    text = "pause/say_late" if late else "pause/say_quote" if quoted else "pause/say"
    key = f"user/{Behavior.ATTACKING}"
    return Plan(
        ReplyKind.PAUSE, (text,), mine=own[0] if quoted else None, lines=(key,), forms=(Form.TIME_OUT,),
        how="pause/how", questions=("pause/question",),
    )  # fmt: skip


def _reflection(situation: Situation, acts: Acts, *, late: bool) -> Plan:
    mine, theirs = acts.mine[:1], acts.theirs[:1]
    first = mine[0] if mine else None
    other = theirs[0] if theirs else None
    circumstance = situation.circumstance
    part = not (circumstance and circumstance.no_part)
    texts = [_heard(situation, first, other)]
    extra = next((tag for tag in (*acts.mine[1:], *acts.theirs[1:]) if tag.behavior not in _shown(first, other)), None)
    if extra and not situation.is_line:
        texts.append("heard/more")
    texts.extend(_feeling_texts(situation))
    thread = acts.threads[0] if acts.threads else None
    if thread and not situation.is_line:
        texts.append("heard/thread")
    if situation.side:
        texts.append("heard/side")
    if circumstance:
        texts.append(f"circumstances/{circumstance.name}/say")
    elif not situation.is_line and not extra and not thread and not situation.feelings:
        texts.append("heard/normal")
    return Plan(
        ReplyKind.REFLECTION,
        tuple(texts),
        mine=first,
        theirs=other,
        extra=extra,
        thread=thread,
        dance=_dance(first, other) if part and not situation.is_line else None,
        lines=_lines(situation, first, other),
        forms=_forms(situation, first, other),
        how=_how(situation, late=late),
        questions=_questions(situation),
        owned=tuple(dict.fromkeys(tag.behavior for tag in acts.mine)),
        circumstance=circumstance,
    )


def _shown(first: Tag | None, other: Tag | None) -> set[Behavior]:
    return {tag.behavior for tag in (first, other) if tag}


def _heard(situation: Situation, first: Tag | None, other: Tag | None) -> str:
    """Own part first when it is a fight act; the partner's first when they fought and the writer drew back."""
    if situation.is_line:
        return "heard/line" if first else "heard/line_plain"
    if first and other:
        if first.behavior.family is Family.FIGHT:
            return "heard/own_first"
        if other.behavior.family is Family.FIGHT:
            return "heard/partner_first"
        return "heard/both_withdrew"
    return "heard/own_only" if first else "heard/partner_only"


def _dance(first: Tag | None, other: Tag | None) -> str | None:
    names = {Family.FIGHT: "reach", Family.FLIGHT: "withdraw"}
    if first and other:
        return f"dance/{names[first.behavior.family]}_{names[other.behavior.family]}"
    if first:
        return f"dance/own_{names[first.behavior.family]}"
    return f"dance/partner_{names[other.behavior.family]}" if other else None


def _feeling_texts(situation: Situation) -> list[str]:
    if situation.charges and not situation.named:
        return ["heard/charge"]
    return ["heard/feeling"] if situation.named else []


def _lines(situation: Situation, first: Tag | None, other: Tag | None) -> tuple[str, ...]:
    if situation.is_line:
        return ("line",)
    circumstance = situation.circumstance
    own = (f"circumstance/{circumstance.name}",) if circumstance and not circumstance.no_line else ()
    if circumstance and circumstance.own_lines:
        return own
    tags = [tag for tag in (first, other) if tag]
    if first and other and first.behavior.family is Family.FLIGHT and other.behavior.family is Family.FIGHT:
        tags.reverse()
    return (*own, *(f"{tag.actor}/{tag.behavior}" for tag in tags))


def _forms(situation: Situation, first: Tag | None, other: Tag | None) -> tuple[Form, ...]:
    if situation.circumstance and situation.circumstance.no_line:
        return ()
    fitting: Form | None = None
    if situation.is_line:
        return (Form.SHORT, Form.WARM, Form.FIRM)
    if first and first.behavior.family is Family.FIGHT:
        fitting = Form.REPAIR
    elif first:
        fitting = Form.REPAIR if situation.sorry else Form.TIME_OUT
    elif other and other.behavior.family is Family.FIGHT:
        fitting = Form.ANSWER
    elif other:
        fitting = Form.RITUAL
    return (Form.SHORT, Form.WARM, Form.FIRM, *((fitting,) if fitting else ()))


def _how(situation: Situation, *, late: bool) -> str:
    if late:
        return "closing/how_late"
    return "closing/how_text" if situation.topic == "distance" else "closing/how"


def _questions(situation: Situation) -> tuple[str, ...]:
    """What to ask, most useful first: only what was not told."""
    asked: list[str] = []
    if situation.circumstance:
        asked.append(f"circumstances/{situation.circumstance.name}/question")
    if not situation.named:
        asked.append("questions/feeling_charge" if situation.charges else "questions/feeling")
    if situation.wish is None:
        asked.append("questions/wish")
    elif situation.side is None:
        asked.append("questions/side")
    return tuple(asked[: _HOT_QUESTIONS if situation.heat >= 2 else _CALM_QUESTIONS])


def _for_circumstance(situation: Situation, circumstance: Circumstance, acts: Acts) -> Plan:
    name = f"circumstances/{circumstance.name}"
    lines = (
        ()
        if circumstance.no_line
        else (f"circumstance/{circumstance.name}", *(() if circumstance.own_lines else ("plain",)))
    )
    texts = [f"{name}/say", *_feeling_texts(situation)[: 0 if circumstance.no_part else 1], f"{name}/today"]
    thread = acts.threads[0] if acts.threads else None
    return Plan(
        ReplyKind.SITUATION,
        tuple(texts),
        thread=thread,
        lines=lines,
        forms=(Form.SHORT, Form.WARM, Form.FIRM) if lines else (),
        how="closing/how" if lines else None,
        questions=(f"{name}/question",),
        circumstance=circumstance,
    )


def _without_quarrel(
    situation: Situation, acts: Acts, *, words: int, late: bool, answered: str | None, told: bool
) -> Plan:
    if acts.threads and not situation.charges and situation.move != "fought":
        thread = acts.threads[0]
        extra = next((tag for tag in acts.threads if tag.span != thread.span), None)
        text = "happy/both" if extra else "happy/say"
        return Plan(ReplyKind.HAPPY, (text,), thread=thread, extra=extra, questions=("happy/question",))
    if situation.move == "fought":
        return Plan(ReplyKind.ASK_MORE, ("small_talk/fought",))
    if answered:
        return _topic_only(situation, late=late, answered=answered)
    if words <= 1:
        return Plan(ReplyKind.ASK_MORE, ("small_talk/one_word",))
    if situation.topic or situation.named or situation.charges or situation.wish or situation.is_line:
        return _topic_only(situation, late=late, told=told)
    if told:
        return Plan(ReplyKind.ASK_MORE, ("small_talk/go_on",))
    vague = situation.couple or situation.reading.unsure
    return Plan(ReplyKind.ASK_MORE, ("small_talk/fought_vague" if vague else "small_talk/not_couple",))


def _topic_only(situation: Situation, *, late: bool, answered: str | None = None, told: bool = False) -> Plan:
    if not (situation.couple or situation.wish or situation.charges or answered):
        if told:
            return Plan(ReplyKind.ASK_MORE, ("small_talk/go_on",))
        return Plan(ReplyKind.ASK_MORE, ("small_talk/not_couple" if situation.topic else "small_talk/fought_vague",))
    if not (situation.wish or situation.feelings or situation.is_line or answered):
        return Plan(ReplyKind.ASK_MORE, ("heard/plain",))
    text = answered or ("heard/line_plain" if situation.is_line else "heard/topic")
    texts = (text, *(_feeling_texts(situation) if not answered else ()))
    return Plan(
        ReplyKind.SITUATION,
        texts,
        lines=("line" if situation.is_line else "plain",),
        forms=(Form.SHORT, Form.WARM, Form.FIRM),
        how=_how(situation, late=late),
        questions=_questions(situation)[: 1 if answered else 2],
    )


def question_kind(name: str) -> str:
    """The kind of a question by the name of its frame ("questions/feeling.2" -> "feeling")."""
    return name.rpartition("/")[2].partition(".")[0]


__all__: Sequence[str] = ("Acts", "Plan", "acts_of", "choose", "question_kind")
