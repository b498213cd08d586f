"""The next step: one thread the writer can offer, never one to ask for. And the sentence under the rope. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.rope.rope import WEEKS, Rope
from classifiers.codebook import Behavior

OFFERS: dict[Behavior, str] = {
    Behavior.KINDNESS: "One small thing done for them before they ask, with nothing said about it.",
    Behavior.HOMECOMING: "At the next hello: phone down, stand up, a real greeting before anything else.",
    Behavior.ROUTINE: "Ten minutes at the same time of day, tea or a walk round the block, and ask if they'd like to come.",
    Behavior.CONNECTION: "Something you both used to like, small enough for this week. You bring it.",
    Behavior.GENTLE_REQUEST: "One thing you'd like, said as a wish: “I like when … I would like us to …”",
    Behavior.REPAIR: "If something is still lying there: “I'm sorry for my part of it”, and no “but”.",
}
_RESTED = timedelta(days=10)


def offer(mine: Mapping[Behavior, tuple[bool, date]], today: date) -> tuple[Behavior, str, bool]:
    """What to offer next, and whether it is one that landed before: such a one that has rested, else the kind not offered for longest."""
    landed = [
        one
        for one, (reached, last) in mine.items()
        if reached and today - last >= _RESTED and one is not Behavior.REPAIR
    ]
    if landed:
        best = min(landed, key=lambda one: mine[one][1])
        return best, OFFERS[best], True
    order = [one for one in OFFERS if one is not Behavior.REPAIR]
    best = min(order, key=lambda one: (mine[one][1] if one in mine else date.min, order.index(one)))
    return best, OFFERS[best], False


def seen(rope: Rope) -> str:
    """What the picture shows, in one sentence; no number, no verdict."""
    before = rope.holding(rope.last - timedelta(weeks=WEEKS // 2))
    now = rope.holding(rope.last)
    last_hard = [day for day in rope.hard_days if rope.last - day <= timedelta(days=7)]
    others = now - max(1, len(rope.named))
    if last_hard and others >= 6:
        return "A hard day lately, and a good many strands around it that hold."
    if last_hard and others >= 3:
        return "A hard day lately, and some strands around it that hold."
    if last_hard:
        return "A hard day lately, with not much written around it yet. Small good things count, also the ones that seem too small to tell."
    if now > before:
        return "It has taken up strands over these weeks."
    if now < before:
        return "It is thinner than a month ago. What was named holds."
    return "It holds about as it did a month ago."
