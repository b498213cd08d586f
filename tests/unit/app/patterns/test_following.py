"""Lag-sequential statistics: a table worked by hand, and when something may be told."""

from collections import Counter

import pytest

from app.entries.sequence import Group, Move
from app.patterns.following import adjusted_residuals, following, wilson
from app.patterns.sentence import follows_words
from classifiers.codebook import Actor

ME, THEM = Actor.USER, Actor.PARTNER


def counted_pairs(pairs: dict[tuple[Move, Move], int]) -> Counter[tuple[str, str]]:
    """Pairs as the totals hold them."""
    return Counter({("pair", f"{before}>{after}"): n for (before, after), n in pairs.items()})


def test_residuals_by_hand() -> None:
    """Of 40 pairs: expected 20 x 24 / 40 = 12; (16 - 12) / sqrt(12 x (1 - 20/40) x (1 - 24/40)) = 4 / sqrt(2.4)."""
    residuals = adjusted_residuals([[16, 4], [8, 12]])
    assert residuals[0][0] == pytest.approx(2.5820, abs=1e-4)
    assert residuals[0][1] == pytest.approx(-2.5820, abs=1e-4)


def test_a_row_without_anything_has_no_residual() -> None:
    """Nor a table without anything."""
    assert adjusted_residuals([[0, 0], [3, 4]])[0] == [None, None]
    assert adjusted_residuals([[0, 0], [0, 0]]) == [[None, None], [None, None]]


def test_wilson_by_hand() -> None:
    """12 of 19: 0.410 to 0.809."""
    assert wilson(12, 19) == (pytest.approx(0.410, abs=1e-3), pytest.approx(0.809, abs=1e-3))
    assert wilson(0, 10)[0] == pytest.approx(0, abs=1e-9)


def _totals(quarrels: int = 9) -> Counter[tuple[str, str]]:
    quiet, sharp = Move(THEM, Group.QUIET), Move(THEM, Group.ATTACK)
    reach, attack, draw_back = (Move(ME, group) for group in (Group.PRESS, Group.ATTACK, Group.QUIET))
    totals = counted_pairs(
        {
            (quiet, reach): 12,
            (quiet, attack): 4,
            (quiet, draw_back): 3,
            (sharp, attack): 14,
            (sharp, reach): 2,
            (sharp, draw_back): 3,
        }
    )
    totals["first_in", str(quiet)] = quarrels
    totals["first_in", str(sharp)] = quarrels
    return totals


def test_what_stands_out_is_told_with_its_numbers() -> None:
    """Twelve of nineteen, where chance would give seven; the attack that follows an attack is not told."""
    (one,) = following(_totals())
    assert (one.before, one.after, one.times, one.of) == (Move(THEM, Group.QUIET), Move(ME, Group.PRESS), 12, 19)
    assert one.expected == pytest.approx(7.0)
    assert follows_words(one) == "When it goes quiet, you reach harder: 12 of 19 times, in 9 quarrels, as you told it."


def test_too_few_quarrels_say_nothing() -> None:
    """Four quarrels, however many pairs."""
    assert following(_totals(quarrels=4)) == []


def test_too_few_times_say_nothing() -> None:
    """Nine of nine is not ten."""
    quiet, reach = Move(THEM, Group.QUIET), Move(ME, Group.PRESS)
    totals = counted_pairs({(quiet, reach): 9, (Move(THEM, Group.PRESS), Move(ME, Group.QUIET)): 40})
    totals["first_in", str(quiet)] = 9
    assert following(totals) == []


def test_an_answer_seen_four_times_says_nothing() -> None:
    """However far from chance it is."""
    quiet, reach = Move(THEM, Group.QUIET), Move(ME, Group.PRESS)
    others = {(quiet, Move(ME, Group.QUIET)): 8, (Move(THEM, Group.PRESS), Move(ME, Group.QUIET)): 90}
    for times, told in ((4, 0), (5, 1)):
        totals = counted_pairs({(quiet, reach): times, **others})
        totals["first_in", str(quiet)] = 9
        assert len([one for one in following(totals) if one.after == reach]) == told


def test_a_hurt_is_never_told_as_rewarded() -> None:
    """ "When you go, something kind comes back" is not said; after something kind it is."""
    leave, kind, given = Move(ME, Group.QUIET), Move(THEM, Group.MEND), Move(ME, Group.MEND)
    totals = counted_pairs(
        {
            (leave, kind): 30,
            (leave, Move(THEM, Group.PRESS)): 5,
            (given, kind): 30,
            (given, Move(THEM, Group.PRESS)): 1,
            (Move(ME, Group.PRESS), Move(THEM, Group.QUIET)): 90,
        }
    )
    totals["first_in", str(leave)] = totals["first_in", str(given)] = 9
    assert [one.before for one in following(totals) if one.after == kind] == [given]
