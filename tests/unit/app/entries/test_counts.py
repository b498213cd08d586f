"""What stands in an entry: one rule for every page."""

from datetime import date

from app.entries.counts import Good, Told, counted, day_counts, good_counted, strands_of
from app.entries.sequence import Step
from classifiers.codebook import Actor, Behavior

DAY = date(2026, 11, 25)
ME, THEM = Actor.USER, Actor.PARTNER
ROW = (Step(ME, Behavior.PURSUING), Step(THEM, Behavior.LEAVING))


def test_a_quarrel_counts_once_however_often_it_is_told() -> None:
    """Three messages about it are one quarrel with one of each act."""
    found = counted(Told(DAY, (ROW, ROW, ROW), topic="money", hour=19))
    assert found["entries", "quarrel"] == 1
    assert found["act", "user/pursuing"] == 1
    assert found["between", "flight"] == 1
    assert (found["topic", "money"], found["weekday", "2"], found["hour", "19"]) == (1, 1, 1)
    assert found["loosened", "strands"] == 1
    assert found["dance", "pursue_withdraw"] == 1
    assert found["pair", "user/press>partner/quiet"] == 1
    assert found["first_in", "user/press"] == 1


def test_the_size_of_a_quarrel_says_what_it_loosens() -> None:
    """None, one, three."""
    assert [counted(Told(DAY, (ROW,), size=size))["loosened", "strands"] for size in ("small", "usual", "big")] == [
        0,
        1,
        3,
    ]


def test_making_up_twists_it_back_in() -> None:
    """Told as an act, or pressed."""
    told = counted(Told(DAY, ((*ROW, Step(THEM, Behavior.REPAIR)),), size="big"))
    pressed = counted(Told(DAY, (ROW,), mended=True))
    assert (told["mended", "strands"], told["loosened", "strands"]) == (3, 0)
    assert (pressed["mended", "strands"], pressed["dance_mended", "pursue_withdraw"]) == (1, 1)


def test_good_acts_are_deeds_and_no_quarrel() -> None:
    """Mine is light until it landed; what reached me is solid."""
    found = counted(Told(DAY, ((Step(ME, Behavior.KINDNESS), Step(THEM, Behavior.HOMECOMING)),)))
    assert ("entries", "quarrel") not in found
    assert ("loosened", "strands") not in found
    assert [strands_of(key)[1:] for what, key in sorted(found) if what == "deed"] == [
        (False, True, 1),
        (True, False, 1),
    ]


def test_an_ex_is_another_rope() -> None:
    """Nothing of it stands in these numbers."""
    assert counted(Told(DAY, (ROW,), former=True)) == {("entries", "former"): 1}


def test_logged_good_things() -> None:
    """ "It landed" makes mine solid; "meant a lot" makes three; a ritual is nobody's alone."""
    mine = good_counted(Good(DAY, Behavior.KINDNESS, mine=True, landed=True, meant_a_lot=True))
    assert mine["act", "user/kindness"] == 1
    assert strands_of(next(key for what, key in mine if what == "deed")) == (Behavior.KINDNESS, True, True, 3)
    both = good_counted(Good(DAY, Behavior.ROUTINE, mine=None))
    assert not [key for what, key in both if what == "act"]
    assert strands_of(next(key for what, key in both if what == "deed"))[2]


def test_a_deed_is_there_once_a_day() -> None:
    """Three kind acts on a day are one deed of the kind, and three entries."""
    goods = [Good(DAY, Behavior.KINDNESS, mine=False)] * 3
    found = day_counts([], goods)
    assert found["entries", "logged"] == 3
    assert [n for (what, _), n in found.items() if what == "deed"] == [1]
