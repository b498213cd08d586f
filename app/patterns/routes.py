"""The patterns page: what comes back, over time, and the entries behind each number."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from app.accounts.access import Db, Now, Who
from app.chat import rereading
from app.chat import store as chat
from app.entries import store as entries
from app.entries.counts import Key
from app.entries.sequence import Dance
from app.errors import UnreadableError
from app.learning.reading import reader_of
from app.patterns import codes, sentence, store
from app.patterns.chart import Chart, Value, draw
from app.patterns.following import following
from app.patterns.spans import DAYS, NAMES, Step, first_day, steps
from app.tables import Owner
from app.web.labels import FAMILY_NAMES, TAG_NAMES, THREADS_FIRST, TOPIC_NAMES
from app.web.pages import page
from classifiers.codebook import Actor, Behavior, Family, Topic

router = APIRouter()


@router.get("/patterns")
def patterns(request: Request, session: Db, owner: Who, now: Now, span: str = "90") -> HTMLResponse:
    """What the entries of a span have in common."""
    if span not in DAYS:
        raise UnreadableError
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    today = entries.today_of(owner, now)
    since = first_day(span, today)
    totals = entries.totals(session, owner, since, today)
    first = since or entries.first_month(session, owner) or today
    if not any(what == "entries" for what, _ in totals):
        ever = entries.first_month(session, owner) is not None
        return page(request, "patterns/nothing.html", spans=NAMES, chosen=span, ever=ever)
    line = steps(span, first, today)
    table = _table(session, owner, span, line)
    opens = f"{first.isoformat()}/{today.isoformat()}"
    written = sum(any(row.values()) for row in table)
    return page(
        request,
        "patterns/patterns.html",
        spans=NAMES,
        chosen=span,
        sentence=sentence.seen_in(totals, written, len(line), _step_name(span)),
        families=tuple(Family),
        between=draw([(step.label, _between(step, row)) for step, row in zip(line, table, strict=True)]),
        lines=list(zip(line, table, strict=True)),
        family_codes={family: codes.between(family) for family in Family},
        mine=[(behavior, codes.mine(behavior), n) for behavior in THREADS_FIRST if (n := totals[_act(behavior)])],
        mine_most=max((totals[_act(behavior)] for behavior in Behavior), default=0),
        topics=_topics(totals),
        weekdays=_bars(
            [(name[:3], name, str(number), f"w{number}") for number, name in enumerate(codes.WEEKDAYS)],
            totals,
            "weekday",
            opens,
        ),
        weekday_told=sentence.weekday_words(totals, entries.written_days(session, owner, first, today)),
        hours=_bars(
            [(str(hour), f"{hour} o'clock", str(hour), f"h{hour}") for hour in range(24)], totals, "hour", opens
        ),
        hours_told=sum(n for (what, _), n in totals.items() if what == "hour"),
        quarrels=totals["entries", "quarrel"],
        follows=[(one, sentence.follows_words(one), codes.pair(one.before, one.after)) for one in following(totals)],
        dances=_dances(totals),
        no_dance=totals["entries", "quarrel"] - sum(totals["dance", one.value] for one in Dance),
        dance_words=sentence.DANCES,
        circle_labels=sentence.CIRCLE,
        opens=opens,
        older_readings=_older_readings(request, session, owner),
    )


def _older_readings(request: Request, session: Session, owner: Owner) -> int:
    reader = reader_of(request)
    return rereading.waiting(session, owner, reader.model_hash) if reader else 0


def _act(behavior: Behavior) -> Key:
    return "act", f"{Actor.USER.value}/{behavior.value}"


def _topics(totals: Mapping[Key, int]) -> list[tuple[Topic, str, int]]:
    found = [
        (topic, codes.topic(topic), totals.get(("topic", topic.value), 0)) for topic in Topic if topic is not Topic.NONE
    ]
    return sorted((one for one in found if one[2]), key=lambda one: -one[2])


def _step_name(span: str) -> str:
    return {"7": "day", "30": "day", "all": "month"}.get(span, "week")


def _table(session: Session, owner: Owner, span: str, line: Sequence[Step]) -> list[dict[Family, int]]:
    """For each step, in how many entries each family came up."""
    by_month = DAYS[span] is None
    series = (entries.by_month if by_month else entries.by_day)(
        session, owner, ("between",), line[0].first, line[-1].last
    )
    table = [dict.fromkeys(Family, 0) for _ in line]
    at = 0
    for day, _, key, n in series:
        while at < len(line) - 1 and day > line[at].last:
            at += 1
        table[at][Family(key)] += n
    return table


def _between(step: Step, row: Mapping[Family, int]) -> list[Value]:
    opens = f"{step.first.isoformat()}/{step.last.isoformat()}"
    return [
        Value(
            family.value,
            row[family],
            f"{step.told}, {FAMILY_NAMES[family]}: in {row[family]}",
            f"/patterns/{opens}/{codes.between(family)}",
        )
        for family in Family
    ]


def _bars(names: Sequence[tuple[str, str, str, str]], totals: Mapping[Key, int], what: str, opens: str) -> Chart:
    """Label, name, key and code of each bar."""
    return draw(
        [
            (
                label,
                [
                    Value(
                        "plain",
                        totals.get((what, key), 0),
                        f"{name}: {totals.get((what, key), 0)}",
                        f"/patterns/{opens}/{code}",
                    )
                ],
            )
            for label, name, key, code in names
        ]
    )


def _dances(totals: Mapping[Key, int]) -> list[tuple[Dance, int, int, str, str]]:
    """Each circle that came up, the most frequent first: how often, how often it was made up, and what opens them."""
    found = [
        (one, n, totals.get(("dance_mended", one.value), 0), codes.dance(one), codes.dance(one, mended=True))
        for one in Dance
        if (n := totals.get(("dance", one.value), 0))
    ]
    return sorted(found, key=lambda one: -one[1])


@router.get("/patterns/{first}/{last}/{code}")
def behind(request: Request, first: date, last: date, code: str, session: Db, owner: Who, now: Now) -> HTMLResponse:
    """The entries behind one number, the words that count marked."""
    try:
        number = codes.number(code)
    except ValueError:
        raise UnreadableError from None
    if last < first:
        raise UnreadableError
    if chat.careful_of(session, owner, None, now).state is not None:
        return page(request, "patterns/resting.html")
    shown, goods, older = store.behind(session, owner, number, first, last)
    return page(
        request,
        "patterns/entries.html",
        name=_named(code),
        first=first,
        last=last,
        code=code,
        shown=shown,
        goods=goods,
        older=older,
        one_day=timedelta(days=1),
    )


def _named(code: str) -> str:
    """What the number counts, in words."""
    kind, rest = code[0], code[1:]
    if kind == "p":
        before, after = (codes.MOVES[int(part)] for part in rest.split("-"))
        return sentence.move_words(before, after)
    at = int(rest)
    names: dict[str, Sequence[str]] = {
        "e": ("All of it",),
        "m": [f"You: {TAG_NAMES[one]}" for one in Behavior],
        "b": [f"Between you: {FAMILY_NAMES[one]}" for one in Family],
        "t": [f"About {TOPIC_NAMES[one]}" for one in Topic],
        "w": [f"On {day}s" for day in codes.WEEKDAYS],
        "h": [f"At {hour} o'clock" for hour in range(24)],
        "d": [sentence.DANCES[one][0] for one in Dance],
        "r": [f"{sentence.DANCES[one][0]}, and peace made" for one in Dance],
    }
    return names[kind][at]
