"""The figures, against counts made by hand."""

import pytest

from classifiers.annotations import Reading, Span, Tag
from classifiers.codebook import Actor, Behavior
from classifiers.learning import metrics
from classifiers.learning.corpus import GoldTag, Labelled

ME, THEM = Actor.USER, Actor.PARTNER


def labelled(*tags: GoldTag, optional: frozenset = frozenset(), trap: str | None = None) -> Labelled:
    return Labelled("m1", "he yelled and drove off", tags, optional, frozenset(), trap=trap)


def item(message: Labelled, *pairs: tuple[Actor, Behavior]) -> metrics.Scored:
    return metrics.Scored(message, frozenset(pairs))


YELLED = GoldTag(THEM, Behavior.ATTACKING, Span(3, 9))
DROVE = GoldTag(THEM, Behavior.LEAVING, Span(14, 23))


def test_who_and_tag_must_both_be_right() -> None:
    """The right act given to the wrong person is one false and one missed."""
    counts = metrics.who_tag(item(labelled(YELLED, DROVE), (THEM, Behavior.LEAVING), (ME, Behavior.ATTACKING)))
    assert (counts.tp, counts.fp, counts.fn) == (1, 1, 1)
    assert counts.f1 == 0.5


def test_tag_alone_and_family_forgive_what_they_say() -> None:
    """Tag alone looks past the person, family past the tag."""
    wrong_person = item(labelled(YELLED), (ME, Behavior.ATTACKING))
    assert metrics.tag_only(wrong_person).tp == 1
    sister_tag = item(labelled(YELLED), (THEM, Behavior.CRITICIZING))
    assert metrics.family(sister_tag).tp == 1
    assert metrics.who_tag(sister_tag).tp == 0


def test_optional_pairs_count_neither_way() -> None:
    """Found or not, nothing changes."""
    message = labelled(YELLED, optional=frozenset({(ME, Behavior.REPAIR)}))
    for pairs in ([(THEM, Behavior.ATTACKING)], [(THEM, Behavior.ATTACKING), (ME, Behavior.REPAIR)]):
        counts = metrics.who_tag(item(message, *pairs))
        assert (counts.tp, counts.fp, counts.fn) == (1, 0, 0)


def test_spans_are_scored_by_words() -> None:
    """ "yelled and" for "yelled": one word right, one too many."""
    tag = Tag(THEM, Behavior.ATTACKING, Span(3, 13), 0.9)
    message = labelled(YELLED)
    counts = metrics.span_counts(metrics.scored(message, Reading(message.text, (tag,))))
    assert (counts.tp, counts.fp, counts.fn) == (1, 1, 0)


def test_quiet_messages_may_carry_only_what_is_optional() -> None:
    """Kept quiet: nothing, or what a careful person might also have said."""
    free = labelled(optional=frozenset({(ME, Behavior.CONNECTION)}))
    items = [item(labelled()), item(free, (ME, Behavior.CONNECTION)), item(labelled(), (ME, Behavior.REPAIR))]
    assert metrics.quiet(items) == (2, 3)


def test_traps_count_messages_by_kind() -> None:
    """A trap is false once, however many tags it drew."""
    items = [
        item(labelled(trap="denied"), (ME, Behavior.ATTACKING), (THEM, Behavior.ATTACKING)),
        item(labelled(trap="denied")),
        item(labelled(YELLED, trap="figure"), (THEM, Behavior.ATTACKING)),
    ]
    assert metrics.traps(items) == {"denied": (1, 2), "figure": (0, 1)}


def test_who_given_tag() -> None:
    """Of the right tags, how many have the right person."""
    items = [item(labelled(YELLED, DROVE), (THEM, Behavior.ATTACKING), (ME, Behavior.LEAVING), (ME, Behavior.REPAIR))]
    assert metrics.who_given_tag(items) == 0.5


def test_the_interval_holds_the_figure() -> None:
    """And is narrow when every message is alike."""
    items = [item(labelled(YELLED), (THEM, Behavior.ATTACKING)) for _ in range(30)]
    assert metrics.bootstrap(items, metrics.who_tag) == (1.0, 1.0)
    mixed = [*items, *(item(labelled(YELLED)) for _ in range(30))]
    low, high = metrics.bootstrap(mixed, metrics.who_tag)
    assert low < metrics.micro(mixed, metrics.who_tag).f1 < high


def test_calibration_error() -> None:
    """Sure and right is no error; sure and wrong half the time is half a point."""
    assert metrics.calibration_error([1.0, 1.0], [True, True]) == 0.0
    assert metrics.calibration_error([1.0, 1.0], [True, False]) == pytest.approx(0.5)
