"""The report on messages and talks, on a reader whose answers are known."""

from collections.abc import Sequence

import pytest

from classifiers.annotations import Reading, Screening, Span, Tag, Told
from classifiers.codebook import Actor, Behavior, Intent, SafetyFlag, SafetyLevel, Slot, Topic
from classifiers.learning.corpus import GoldTag, Labelled, Turn
from classifiers.learning.evaluate import report, talk_report
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.encoder import Encoded
from classifiers.resources import data_dir
from tests.factories import TextReader

LEFT = Tag(Actor.PARTNER, Behavior.LEAVING, Span(0, 7), 0.8)


class Answers(TextReader):
    """Hears leaving in every "he left", and the first word as what it is about."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def encode_all(self, texts: Sequence[str], asked: Sequence[str] = ()) -> list[Encoded]:
        self.questions += asked
        return super().encode_all(texts, asked)

    def read(self, text: str) -> Reading:
        told = (Told(Slot.ABOUT, Span(0, len(text.split()[0])), 0.9),)
        return Reading(text, (LEFT,) if "he left" in text else (), (), Intent.ANSWER, Topic.MONEY, told)


def message(key: str, text: str, *tags: GoldTag, **more: object) -> Labelled:
    return Labelled(key, text, tags, frozenset(), **{"safety": frozenset(), **more})  # type: ignore[arg-type]


def turn(text: str, intent: Intent, topic: Topic, *slots: tuple[Slot, Span]) -> Turn:
    return Turn(message("t", text), "What about?", (), intent, topic, slots)


def test_a_talk_is_scored_by_intent_topic_and_the_words_of_slots() -> None:
    """Each turn read with the app's last words; a slot counts word by word, told or found."""
    reader = Answers()
    figures = talk_report(
        [
            turn("the bill", Intent.ANSWER, Topic.MONEY, (Slot.ABOUT, Span(0, 8))),
            turn("he left", Intent.MORE, Topic.NONE),
            turn("him", Intent.ANSWER, Topic.MONEY, (Slot.NAME, Span(0, 3))),
        ],
        reader,  # type: ignore[arg-type]
    )
    assert reader.questions == ["What about?"] * 3
    assert figures["turns"] == 3
    assert figures["intent"]["accuracy"] == pytest.approx(2 / 3)
    assert figures["intent"]["confusion"] == [["answer", "answer", 2], ["more", "answer", 1]]
    assert figures["topic"]["accuracy"] == pytest.approx(2 / 3)
    assert {key: figures["slots"]["about"][key] for key in ("tp", "fp", "fn")} == {"tp": 1, "fp": 2, "fn": 1}
    assert figures["slots"]["name"]["fn"] == 1
    assert figures["who_tag"]["fp"] == 1


def test_messages_are_scored_with_their_flags() -> None:
    """Arguable flags count neither way; the screen gets history and what was heard."""
    seen: list[tuple[str, Sequence[str], str]] = []

    def screen(text: str, history: Sequence[str], encoded: Encoded) -> Screening:
        seen.append((text, history, encoded.text))
        return Screening(SafetyLevel.DANGER) if "knife" in text else Screening()

    threat = frozenset({SafetyFlag.THREAT})
    figures = report(
        [
            message("a", "he left", GoldTag(Actor.PARTNER, Behavior.LEAVING, Span(0, 7)), history=("before",)),
            message("b", "a knife", safety=threat),
            message("c", "so quiet", safety=threat),
            message("d", "a butter knife"),
            message("e", "a knife, maybe", safety=threat, safety_optional=True),
        ],
        Answers(),  # type: ignore[arg-type]
        Tokenizer(data_dir() / "lexicons" / "contractions.json"),
        screen,
    )
    assert seen[0] == ("he left", ("before",), "he left")
    assert figures["who_tag"]["f1"] == 1.0
    assert figures["safety"]["danger"] == {"caught": 1, "of": 2}
    assert figures["safety"]["by_flag"]["threat"] == {"caught": 1, "of": 2}
    assert figures["safety"]["false_alarms"] == {"raised": 1, "of": 2}
    assert figures["quiet"] == {"kept": 4, "of": 4}
