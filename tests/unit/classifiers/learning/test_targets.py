"""What the encoder should answer: pieces under a quote, masks where nothing is labelled."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifiers.annotations import Span
from classifiers.codebook import ACTS, DANGERS, Actor, Behavior, Intent, SafetyFlag, Slot, Topic
from classifiers.learning.corpus import GoldTag, Labelled, Turn, is_talk, load, load_talks
from classifiers.learning.targets import UNKNOWN, Target, example, safety_examples, targets, turn_example
from classifiers.reading.windows import Vocabulary

LEAVING = ACTS.index((Actor.PARTNER, Behavior.LEAVING))
REPAIR = ACTS.index((Actor.USER, Behavior.REPAIR))
TEXT = "He drove off. I said sorry."
DROVE, SORRY = Span(3, 12), Span(16, 26)


def message(**changes: object) -> Labelled:
    base = {
        "id": "a",
        "text": TEXT,
        "tags": (GoldTag(Actor.PARTNER, Behavior.LEAVING, DROVE),),
        "optional": frozenset(),
        "safety": frozenset(),
    }
    return Labelled(**{**base, **changes})  # type: ignore[arg-type]


def target(vocabulary: Vocabulary, labelled: Labelled, **more: bool) -> Target:
    (one,) = targets([example(labelled, **more)], vocabulary)
    return one


def test_the_pieces_under_a_quote_show_the_act(vocabulary: Vocabulary) -> None:
    """Every piece the quote touches: drove off."""
    one = target(vocabulary, message())
    assert one.acts[:, LEAVING].tolist() == [0, 1, 1, 0, 0, 0, 0, 0]
    assert one.acts.sum() == 2
    assert one.message_acts[LEAVING] == 1
    assert one.message_acts.sum() == 1


def test_what_is_arguable_counts_neither_way(vocabulary: Vocabulary) -> None:
    """Masked for every piece and for the message, tagged or not."""
    one = target(vocabulary, message(optional=frozenset({ACTS[REPAIR], ACTS[LEAVING]})))
    assert set(one.acts[:, [REPAIR, LEAVING]].ravel().tolist()) == {UNKNOWN}
    assert one.message_acts[[REPAIR, LEAVING]].tolist() == [UNKNOWN, UNKNOWN]
    assert one.message_acts[0] == 0


def test_a_look_alike_is_marked(vocabulary: Vocabulary) -> None:
    """To be told apart with more weight."""
    one = target(vocabulary, message(denied=(GoldTag(Actor.USER, Behavior.REPAIR, SORRY),)))
    assert one.denied[:, REPAIR].tolist() == [False] * 4 + [False, True, True, False]
    assert one.denied.sum() == 2


@pytest.mark.parametrize(
    ("changes", "acts", "danger", "concern"),
    [
        ({}, 0, 0, 0),
        ({"concern": True}, 0, 0, 1),
        ({"safety": frozenset({SafetyFlag.VIOLENCE}), "level": "danger"}, UNKNOWN, 1, UNKNOWN),
        ({"safety": frozenset({SafetyFlag.VIOLENCE})}, 0, 1, UNKNOWN),
        ({"safety_optional": True}, 0, UNKNOWN, UNKNOWN),
        ({"level": "concern", "concern": True}, 0, 0, 1),
    ],
)
def test_what_is_not_labelled_is_masked(
    vocabulary: Vocabulary, changes: dict[str, object], acts: int, danger: int, concern: int
) -> None:
    """Acts in danger messages, concern beside a flag, flags that are arguable."""
    one = target(vocabulary, message(**changes))
    assert one.message_acts[0] == acts
    assert one.message_danger[DANGERS.index("violence")] == danger
    assert one.message_danger[DANGERS.index("concern")] == concern
    assert one.intent == one.topic == UNKNOWN
    assert set(one.slots.ravel().tolist()) == {UNKNOWN}


def test_acts_of_a_writer_who_marked_none_are_not_known() -> None:
    """Safety messages of old have flags only."""
    first, second = safety_examples([message(writer="s1", tags=(), level="none"), message(writer="s2", level="none")])
    assert first.acts is None
    assert second.acts == ((LEAVING, 3, 12),)


def test_the_words_that_show_a_flag_are_learnt_where_marked(vocabulary: Vocabulary) -> None:
    """Elsewhere no piece of a danger is known, every piece of a harmless message is."""
    shown = target(
        vocabulary,
        message(safety=frozenset({SafetyFlag.THREAT}), danger_spans=((SafetyFlag.THREAT, DROVE),)),
    )
    threat, violence = DANGERS.index("threat"), DANGERS.index("violence")
    assert shown.danger[:, threat].tolist() == [0, 1, 1, 0, 0, 0, 0, 0]
    assert set(shown.danger[:, violence].tolist()) == {0}
    unmarked = target(vocabulary, message(safety=frozenset({SafetyFlag.THREAT})))
    assert set(unmarked.danger[:, threat].tolist()) == {UNKNOWN}
    assert set(target(vocabulary, message()).danger[:, threat].tolist()) == {0}


def test_which_window_of_a_long_message_shows_its_danger_is_not_known(vocabulary: Vocabulary) -> None:
    """An act is known by its words."""
    long = message(text=TEXT + " We had lunch in the garden." * 80, safety=frozenset({SafetyFlag.THREAT}))
    rows = targets([example(long)], vocabulary)
    assert len(rows) > 1
    assert {int(row.message_danger[DANGERS.index("threat")]) for row in rows} == {UNKNOWN}
    assert [int(row.message_acts[LEAVING]) for row in rows] == [1] + [0] * (len(rows) - 1)


def test_a_turn_teaches_intent_topic_and_slots_but_no_flag(vocabulary: Vocabulary) -> None:
    """With the question before it."""
    turn = Turn(
        message(text="money, mostly", tags=()),
        "What was it about?",
        (),
        Intent.ANSWER,
        Topic.MONEY,
        ((Slot.ABOUT, Span(0, 5)),),
    )
    (one,) = targets([turn_example(turn)], vocabulary)
    assert one.window.first > 2
    assert one.slots[:, list(Slot).index(Slot.ABOUT)].tolist() == [1, 0, 0]
    assert (one.intent, one.topic) == (list(Intent).index(Intent.ANSWER), list(Topic).index(Topic.MONEY))
    assert set(one.message_danger.tolist()) == {UNKNOWN}
    assert np.all(one.message_acts == 0)


def test_talks_are_loaded_turn_by_turn(tmp_path: Path) -> None:
    """Each with the app's last words; the five kinds of answer are one."""
    file = tmp_path / "t.jsonl"
    turns = [
        {
            "by": "user",
            "text": "we fought",
            "intent": "account",
            "topic": "none",
            "tags": [],
            "slots": [],
            "optional": [],
        },
        {"by": "app", "text": "What about?"},
        {
            "by": "user",
            "text": "money",
            "intent": "answer_fact",
            "topic": "money",
            "tags": [],
            "slots": [{"slot": "about", "quote": "money", "nth": 1}],
            "optional": [],
        },
    ]
    file.write_text(json.dumps({"id": "t1", "writer": "t", "turns": turns}))
    first, second = load_talks(file)
    assert (first.asked, first.earlier, first.intent) == ("", (), Intent.ACCOUNT)
    assert (second.asked, second.earlier, second.intent) == ("What about?", ("we fought",), Intent.ANSWER)
    assert second.slots == ((Slot.ABOUT, Span(0, 5)),)
    assert is_talk(file)
    assert is_talk(tmp_path)


def test_messages_are_no_talks(tmp_path: Path) -> None:
    """Told by the first row."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "He left."}))
    assert not is_talk(tmp_path)
    assert [one.text for one in load(tmp_path)] == ["He left."]
