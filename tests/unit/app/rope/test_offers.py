"""The next step, and the sentence under the rope."""

from datetime import date, timedelta

from app.rope.offers import OFFERS, offer, seen
from app.rope.rope import Deed, Quarrels, rope
from classifiers.codebook import Behavior

TODAY = date(2026, 11, 25)


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def test_what_landed_and_has_rested_is_offered_again() -> None:
    """The one that rested longest; one of last week is left alone."""
    mine = {
        Behavior.KINDNESS: (True, days_ago(30)),
        Behavior.HOMECOMING: (True, days_ago(60)),
        Behavior.ROUTINE: (True, days_ago(3)),
    }
    assert offer(mine, TODAY) == (Behavior.HOMECOMING, OFFERS[Behavior.HOMECOMING], True)
    assert offer({Behavior.ROUTINE: (True, days_ago(3))}, TODAY)[::2] == (Behavior.KINDNESS, False)


def test_else_the_kind_not_offered_for_longest() -> None:
    """Never done comes first; making up is only offered where it is due."""
    done = {one: (False, days_ago(number + 1)) for number, one in enumerate(OFFERS)}
    assert offer(done, TODAY)[0] is Behavior.GENTLE_REQUEST
    del done[Behavior.CONNECTION]
    assert offer(done, TODAY)[0] is Behavior.CONNECTION
    assert offer({}, TODAY)[0] is Behavior.KINDNESS


def _seen(deeds: dict[int, int], hard: int | None = None) -> str:
    """The sentence for so many strands begun so many days ago, with a quarrel so many days ago."""
    kinds = [one for one in OFFERS if one is not Behavior.REPAIR]
    done = [
        Deed(days_ago(back), kinds[number], mine=False, solid=True)
        for back, count in deeds.items()
        for number in range(count)
    ]
    quarrels = [] if hard is None else [Quarrels(days_ago(hard), loosened=1)]
    return seen(rope(today=TODAY, named=[], deeds=done, quarrels=quarrels, written=[TODAY]))


def test_a_hard_day_is_told_beside_what_holds() -> None:
    """With little around it, with much around it, and only for a week."""
    assert "not much written around it yet" in _seen({3: 3}, hard=2)
    assert "some strands around it that hold" in _seen({3: 5}, hard=2)
    assert "a good many strands" in _seen({3: 5, 4: 5}, hard=2)
    assert "hard day" not in _seen({40: 3}, hard=20)


def test_over_the_weeks() -> None:
    """Thicker, thinner, the same: no number."""
    assert "taken up strands" in _seen({3: 3})
    assert "thinner than a month ago" in _seen({40: 3}, hard=20)
    assert "about as it did" in _seen({40: 3})
