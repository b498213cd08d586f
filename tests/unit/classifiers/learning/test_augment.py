"""The same message told another way: labels stay, offsets move along."""

from random import Random

import pytest

from classifiers.codebook import DANGERS
from classifiers.learning.augment import (
    Augmenter,
    edited,
    exchanged,
    may_be_exchanged,
    no_apostrophes,
    other_gender,
    other_partner_word,
    other_spelling,
    slips,
    told_inside,
)
from classifiers.learning.targets import UNKNOWN, Example


def changed(text: str, edits: list[tuple[int, int, str]]) -> str:
    return edited(Example(text), edits).text


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("He left and his mother rang him", "She left and her mother rang her"),
        ("She took her keys; I followed her to the car", "He took his keys; I followed him to the car"),
        ("My husband HIMSELF said so", "My wife HERSELF said so"),
        ("the shepherd", "the shepherd"),
    ],
)
def test_gender_is_exchanged_throughout(text: str, other: str) -> None:
    """Her is his before a thing, him elsewhere."""
    assert changed(text, other_gender(text)) == other


@pytest.mark.parametrize(
    ("text", "other", "act"),
    [
        ("I ignored him for a week.", "He ignored me for a week.", "ignored me"),
        ("My husband shouted; I'm still cross with him.", "I shouted; he's still cross with me.", "shouted"),
        ("She doesn't answer me, her phone is off.", "I don't answer her, my phone is off.", "answer her"),
        ("I told my wife she never helps", "She told me I never helps", "told me"),
    ],
)
def test_the_people_change_places_and_the_acts_with_them(text: str, other: str, act: str) -> None:
    """Both ways of naming the partner; the words that show it stay with it."""
    was = {"ignored me": "ignored him", "answer her": "answer me", "told me": "told my wife"}.get(act, act)
    start = text.index(was)
    one = Example(text, acts=((3, start, start + len(was)),), denied=((20, 0, 2),), arguable=frozenset({29}))
    assert may_be_exchanged(one)
    told = exchanged(one)
    assert told.text == other
    assert [(column, told.text[start:end]) for column, start, end in told.acts or ()] == [(18, act)]
    assert [column for column, *_ in told.denied] == [5]
    assert told.arguable == {14}


@pytest.mark.parametrize(
    "one",
    [
        Example("I ignored him.", acts=()),
        Example("I ignored him.", acts=None),
        Example("I ignored him.", acts=((5, 2, 9),), danger=(1, 0, 0, 0, 0, 0, 0)),
        Example("I ignored him and his mum.", acts=((5, 2, 9),)),
        Example("I ignored him and she saw.", acts=((5, 2, 9),)),
        Example("I ignored Tom and him.", acts=((5, 2, 9),)),
        Example('I said "go" to him.', acts=((5, 2, 6),)),
        Example("he ignored everything", acts=((20, 3, 10),)),
        Example("I ignored him.", acts=((5, 2, 9),), slots=()),
    ],
)
def test_people_are_exchanged_only_where_words_suffice(one: Example) -> None:
    """No third person, no quote, no danger, and both of the two named."""
    assert not may_be_exchanged(one)


def test_spelling_and_apostrophes() -> None:
    """As others type."""
    assert changed("Mum apologised", other_spelling("Mum apologised")) == "Mom apologized"
    assert changed("he didn't, don’t ask", no_apostrophes("he didn't, don’t ask")) == "he didnt, dont ask"


def test_one_word_for_the_partner_everywhere() -> None:
    """But not for the partner's mother."""
    text = "My husband left. I rang my husband's mum about my husband."
    told = changed(text, other_partner_word(text, Random(3)))
    assert "rang my husband's mum" in told
    assert told.count("husband") < 3


def test_slips_are_few_and_keep_short_words() -> None:
    """About one long word in fifteen, one letter each."""
    text = "he kept shouting about everything " * 60
    told = changed(text, slips(text, Random(1))).split()
    wrong = [(was, now) for was, now in zip(text.split(), told, strict=True) if was != now]
    assert 5 < len(wrong) < 25
    assert all(len(was) >= 5 and abs(len(was) - len(now)) <= 1 and was[0] == now[0] for was, now in wrong)


def test_marks_move_with_their_words() -> None:
    """Before, inside and after what changed."""
    one = Example("he slammed it and she left", acts=((0, 0, 10), (1, 3, 10), (2, 18, 26)), slots=((0, 3, 10),))
    told = edited(one, [(0, 2, "my other half"), (18, 21, "I")])
    assert told.text == "my other half slammed it and I left"
    assert [told.text[start:end] for _, start, end in told.acts or ()] == ["my other half slammed", "slammed", "I left"]
    assert [told.text[start:end] for _, start, end in told.slots or ()] == ["slammed"]


def test_a_mark_whose_edge_was_rewritten_takes_the_new_words() -> None:
    """It never ends inside them."""
    one = Example("I rang my husband twice", acts=((0, 7, 23), (1, 2, 12)))
    told = edited(one, [(7, 17, "DH")])
    assert [told.text[start:end] for _, start, end in told.acts or ()] == ["DH twice", "rang DH"]


def test_a_danger_is_told_inside_a_story_without_losing_its_flag() -> None:
    """Its acts and concern are then not known; its words still stand where they are marked."""
    danger = Example("He choked me.", acts=((0, 0, 9),), danger=(1, 0, 0, 0, 0, 0, UNKNOWN), danger_marks=((0, 3, 12),))
    story = Example("We had lunch. Then we walked.", acts=(), danger=(0,) * len(DANGERS))
    told = told_inside(danger, story, Random(1))
    assert "He choked me." in told.text
    assert set(told.text.split()) == set("We had lunch. Then we walked. He choked me.".split())
    assert told.acts is None
    assert told.danger[:6] == danger.danger[:6]
    assert [told.text[start:end] for _, start, end in told.danger_marks] == ["choked me"]


def test_retelling_is_repeatable_and_keeps_what_is_not_danger() -> None:
    """The same randomness, the same words; only a danger is put into a story."""
    augmenter = Augmenter(["What happened?"], [Example("We had lunch. Then we walked.", acts=())])
    one = Example("My husband didn't apologise; he shouted all evening.", acts=((0, 32, 39),), danger=(0,) * 7)
    told = [augmenter.retold(one, Random(seed)) for seed in range(60)]
    assert told == [augmenter.retold(one, Random(seed)) for seed in range(60)]
    assert all("lunch" not in other.text for other in told)
    assert {other.asked for other in told} == {"", "What happened?"}
    assert all(other.acts is not None and other.text[slice(*other.acts[0][1:])][0] == "s" for other in told)
    danger = Example("He choked me.", danger=(1, 0, 0, 0, 0, 0, UNKNOWN))
    assert any("lunch" in augmenter.retold(danger, Random(seed)).text for seed in range(20))


def test_a_turn_may_lose_its_question_and_then_its_intent() -> None:
    """What it is for is not known without."""
    augmenter = Augmenter(["What happened?"], [Example("We had lunch.")])
    turn = Example("money", asked="What was it about?", intent=2, slots=((0, 0, 5),))
    told = {(other.asked, other.intent) for other in (augmenter.retold(turn, Random(seed)) for seed in range(60))}
    assert told == {("What was it about?", 2), ("", UNKNOWN)}
