"""What follows what in a telling."""

from collections import Counter

import pytest

from app.entries.sequence import Dance, Group, Move, Step, dance, pairs
from classifiers.codebook import Actor, Behavior

ME, THEM = Actor.USER, Actor.PARTNER
REACH = Step(ME, Behavior.PURSUING)
QUIET = Step(THEM, Behavior.STONEWALLING)


def step(one: Step, link: str) -> Step:
    return Step(one.actor, one.behavior, link)


def test_one_persons_move_after_the_others_is_a_pair() -> None:
    """Each direction by itself; the same move told twice is one."""
    told = (REACH, QUIET, step(Step(THEM, Behavior.SHUTTING_DOWN), " and "), step(REACH, ". Then "))
    quiet, reach = Move(THEM, Group.QUIET), Move(ME, Group.PRESS)
    assert pairs([told]) == Counter({(reach, quiet): 1, (quiet, reach): 1})


def test_two_acts_of_one_person_are_no_pair() -> None:
    """Nothing of the other lies between."""
    assert pairs([(REACH, Step(ME, Behavior.ATTACKING))]) == Counter()


@pytest.mark.parametrize("link", [" because ", " after he ", ", cos "])
def test_told_the_wrong_way_round_it_is_turned(link: str) -> None:
    """ "I followed him because he went silent": the silence came first."""
    assert pairs([(REACH, step(QUIET, link))]) == Counter({(QUIET.move, REACH.move): 1})


@pytest.mark.parametrize("link", [", he had ", " before that ", ". Earlier "])
def test_an_order_that_is_not_sure_is_dropped(link: str) -> None:
    """No pair rather than a wrong one."""
    assert pairs([(REACH, step(QUIET, link))]) == Counter()


def test_a_retelling_adds_nothing_and_messages_are_not_joined() -> None:
    """Two messages about one quarrel: the pair counts once, and the last act of one is not before the first of the next."""
    assert pairs([(REACH, QUIET), (REACH, QUIET)]) == Counter({(REACH.move, QUIET.move): 1})
    assert pairs([(REACH,), (QUIET,)]) == Counter()


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([REACH, QUIET], Dance.PURSUE_WITHDRAW),
        ([QUIET, REACH], Dance.PURSUE_WITHDRAW),
        ([Step(ME, Behavior.ATTACKING), Step(THEM, Behavior.CRITICIZING)], Dance.ATTACK_ATTACK),
        ([Step(ME, Behavior.LEAVING), QUIET], Dance.WITHDRAW_WITHDRAW),
        ([REACH, QUIET, Step(THEM, Behavior.ATTACKING)], Dance.PURSUE_WITHDRAW),
        (
            [Step(ME, Behavior.ATTACKING), Step(THEM, Behavior.ATTACKING), Step(THEM, Behavior.LEAVING)],
            Dance.ATTACK_ATTACK,
        ),
        ([REACH], None),
        ([QUIET], None),
        ([Step(ME, Behavior.KINDNESS), QUIET], None),
        ([Step(ME, Behavior.ATTACKING), Step(ME, Behavior.LEAVING)], None),
    ],
)
def test_dances(steps: list[Step], found: Dance | None) -> None:
    """The circle the two make; one alone makes none."""
    assert dance(steps) is found


def test_moves_have_names() -> None:
    """As the numbers hold them."""
    assert str(REACH.move) == "user/press"
