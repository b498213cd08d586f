"""What the page says in words: what is seen, no verdict, no trend of the partner, no praise. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.entries.counts import Key
from app.entries.sequence import Dance, Group, Move
from app.patterns.codes import WEEKDAYS
from app.patterns.following import Follows
from classifiers.codebook import Actor, Family

_SEVERAL = 4  # such days written of, before one day of the week is said to stand out
_BEFORE = {
    (Actor.USER, Group.PRESS): "When you press or follow",
    (Actor.USER, Group.ATTACK): "When you get sharp",
    (Actor.USER, Group.QUIET): "When you go quiet or go",
    (Actor.USER, Group.MEND): "When you do or say something kind",
    (Actor.PARTNER, Group.PRESS): "When you are pressed or followed",
    (Actor.PARTNER, Group.ATTACK): "When it gets sharp",
    (Actor.PARTNER, Group.QUIET): "When it goes quiet",
    (Actor.PARTNER, Group.MEND): "When something kind comes",
}
_AFTER = {
    (Actor.USER, Group.PRESS): "you reach harder",
    (Actor.USER, Group.QUIET): "you draw back",
    (Actor.USER, Group.MEND): "you answer with something kind",
    (Actor.PARTNER, Group.PRESS): "you are asked again",
    (Actor.PARTNER, Group.QUIET): "it goes quiet",
    (Actor.PARTNER, Group.MEND): "something kind comes back",
}
DANCES = {
    Dance.PURSUE_WITHDRAW: (
        "One reaches, one draws back",
        "The more one of you reaches, the more the other draws back; the more one draws back, the harder the other reaches. It has no start.",
        (
            "Whoever reaches: say the wish instead of the fault, once, and leave it there a while.",
            "Whoever draws back: say “I need a break, I'm back at eight”, and be back at eight.",
        ),
    ),
    Dance.ATTACK_ATTACK: (
        "Both at once",
        "Each answers the last sharp thing with a sharper one. It has no start, and nobody hears anything any more.",
        (
            "Either of you: stop in the middle of the sentence. “This is us doing it again.”",
            "Later, each one thing of one's own: “the part of it that was mine is …”",
        ),
    ),
    Dance.WITHDRAW_WITHDRAW: (
        "Both gone quiet",
        "Each waits for the other to come first, and the quiet grows. It has no start.",
        (
            "Either of you: something small that asks for nothing. A tea put down is enough.",
            "“I don't know how to begin. I don't like it this quiet.”",
        ),
    ),
}


CIRCLE = {
    Dance.PURSUE_WITHDRAW: ("one reaches", "one draws back"),
    Dance.ATTACK_ATTACK: ("a sharp word", "a sharper one"),
    Dance.WITHDRAW_WITHDRAW: ("one waits", "one waits"),
}


def move_words(before: Move, after: Move) -> str:
    """ "When it goes quiet, you reach harder"."""
    return f"{_BEFORE[before.actor, before.group]}, {_AFTER[after.actor, after.group]}"


def follows_words(one: Follows) -> str:
    """The same with its numbers."""
    return f"{move_words(one.before, one.after)}: {one.times} of {one.of} times, in {one.quarrels} quarrels, as you told it."


def seen_in(totals: Mapping[Key, int], written: int, steps: int, step: str) -> str:
    """What stands in this span, in plain words. ``written`` of ``steps`` have an entry; ``step`` is "day", "week" or "month"."""
    if not written:
        return "Nothing was written in this time yet. Good moments count too: they seldom reach a page about arguments."
    among = {family: totals.get(("between", family.value), 0) for family in Family}
    told = f"There is something on {written} of these {steps} {step}s. "
    if among[Family.THREAD] and not among[Family.FIGHT] + among[Family.FLIGHT]:
        return told + "All of it was good: kind words, time together, making up."
    if not among[Family.THREAD]:
        return (
            told
            + "It was all hard moments. The good ones are easy to leave out; they fit on the rope page in two presses."
        )
    if among[Family.FIGHT] and among[Family.FLIGHT]:
        return told + "There was reaching hard and there was pulling away, and there were good moments in between."
    return told + "There were hard moments, and there were good ones in between."


def busiest(totals: Mapping[Key, int], what: str, names: Sequence[tuple[str, str]]) -> str:
    """Where most quarrels lie ("Most often on Sundays"); "" where nothing stands out: at least five there, and twice the rest's share."""
    counts = {key: totals.get((what, key), 0) for key, _ in names}
    total = sum(counts.values())
    most = max(counts, key=lambda key: counts[key], default="")
    if not most or counts[most] < 5 or counts[most] * len(names) < 2 * total:
        return ""
    return dict(names)[most]


def weekday_words(totals: Mapping[Key, int], days: Collection[date]) -> str:
    """The day of the week that stands out, as a sentence; it has to have come up on several of the ``days`` written of, not on one evening of telling."""
    day = busiest(totals, "weekday", [(str(number), name) for number, name in enumerate(WEEKDAYS)])
    several = sum(WEEKDAYS[one.weekday()] == day for one in days) >= _SEVERAL
    return f"{day}s carry more of them than other days." if day and several else "No day of the week stands out."
