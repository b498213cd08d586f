"""What stands in a report, in words: the same on the page and in the PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.entries.counts import Key
from app.entries.sequence import Dance
from app.patterns.sentence import DANCES, seen_in
from app.tables import KeptLine, Message, Thread
from app.web.labels import TAG_NAMES, THREADS_FIRST, TOPIC_NAMES
from classifiers.codebook import Actor, Behavior, Topic

WENT_WORDS = {"helped": "it helped", "not_helped": "it did not help", "not_yet": "not said yet", "not_said": "not said"}
_MOST_TOPICS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """Something told, as it was told."""

    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """Every part as it is read; empty parts are left out."""

    days: str
    words: str
    sentence: str
    dances: tuple[str, ...]
    topics: str
    mine: str
    tried: tuple[str, ...]
    goods: tuple[str, ...]
    examples: tuple[Example, ...]


def report_of(
    first: date,
    last: date,
    words: str,
    totals: Mapping[Key, int],
    written_days: int,
    tried: Sequence[KeptLine],
    rituals: Sequence[tuple[str, int, int]],
    goods: Sequence[Thread],
    examples: Sequence[tuple[Message, date]],
) -> Report:
    """The report of the days ``first`` to ``last``; the partner's acts stand in no number."""

    def count(what: str, key: str) -> int:
        return totals.get((what, key), 0)

    quarrels = count("entries", "quarrel")
    mine = [(one, count("act", f"{Actor.USER.value}/{one.value}")) for one in THREADS_FIRST]
    return Report(
        days=f"{first:%-d %B %Y} to {last:%-d %B %Y}",
        words=words.strip(),
        sentence=seen_in(totals, written_days, (last - first).days + 1, "day") + _told(quarrels),
        dances=tuple(
            _dance(one, count("dance", one.value), count("dance_mended", one.value), quarrels)
            for one in Dance
            if count("dance", one.value)
        ),
        topics=", ".join(f"{TOPIC_NAMES[topic]} ({n})" for topic, n in _topics(totals)),
        mine=", ".join(f"{TAG_NAMES[act]} {n}" for act, n in mine if n),
        tried=tuple(f"“{line.text}” ({WENT_WORDS[line.went] if line.went else 'not asked yet'})" for line in tried),
        goods=(
            *(f"{name}: {yes} of the {days} days it was asked about" for name, yes, days in rituals),
            *(_good(one) for one in goods),
        ),
        examples=tuple(Example(f"{day:%-d %B}", message.text) for message, day in examples),
    )


def _told(quarrels: int) -> str:
    if not quarrels:
        return ""
    return f" {quarrels} {'quarrel was' if quarrels == 1 else 'quarrels were'} told."


def _dance(dance: Dance, n: int, mended: int, quarrels: int) -> str:
    after = f"; peace was made after {mended}" if mended else ""
    return f"{DANCES[dance][0]}: {n} of {quarrels} {'quarrel' if quarrels == 1 else 'quarrels'}{after}"


def _topics(totals: Mapping[Key, int]) -> Sequence[tuple[Topic, int]]:
    found = [(one, totals.get(("topic", one.value), 0)) for one in Topic if one is not Topic.NONE]
    return sorted(((one, n) for one, n in found if n), key=lambda pair: -pair[1])[:_MOST_TOPICS]


def _good(one: Thread) -> str:
    words = f": {one.words}" if one.words else ""
    return f"{one.happened_on:%-d %b}, {TAG_NAMES[Behavior(one.behavior)]} ({'mine' if one.mine else 'theirs'}){words}"
