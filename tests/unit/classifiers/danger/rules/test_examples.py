"""Whole messages written for the screen: most dangers are heard, ordinary arguments stay ordinary."""

import json
import re

from classifiers.codebook import SafetyLevel
from classifiers.danger.rules import SafetyScreen
from classifiers.resources import data_dir

FOLDER = data_dir() / "lexicons" / "safety"
SCREEN = SafetyScreen.load(FOLDER)


def _texts(name: str) -> list[str]:
    lines = (FOLDER / "examples" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def _flagged(text: str) -> bool:
    return SCREEN.screen(text).level is SafetyLevel.DANGER


def test_nearly_all_dangers_are_heard():
    """Of the written dangers at most two in a hundred are missed."""
    missed = [text for text in _texts("dangers.jsonl") if not _flagged(text)]
    assert len(missed) <= 0.02 * len(_texts("dangers.jsonl")), missed


def test_harmless_messages_are_seldom_flagged():
    """Of the hard harmless messages at most two in a hundred are flagged."""
    alarms = [text for text in _texts("harmless.jsonl") if _flagged(text)]
    assert len(alarms) <= 0.02 * len(_texts("harmless.jsonl")), alarms


def test_rewritten_dangers_are_still_heard():
    """Capitals, zero-width and look-alike letters, and lost punctuation cost at most three points."""
    dangers = [text for text in _texts("dangers.jsonl") if _flagged(text)]
    rewrites = (
        str.upper,
        lambda text: re.sub(r"(\w)(\w)", "\\1\u200b\\2", text),
        lambda text: text.translate(str.maketrans("aeocpx", "аеосрх")),
        lambda text: re.sub(r"[^\w\s]", "", text.lower()),
    )
    for rewrite in rewrites:
        heard = sum(_flagged(rewrite(text)) for text in dangers)
        assert heard >= 0.97 * len(dangers)


def test_dangers_split_in_two_are_heard():
    """Cut in the middle, the second message completes what the first began."""
    dangers = [text.split() for text in _texts("dangers.jsonl") if _flagged(text)]
    halves = [(" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])) for words in dangers]
    heard = sum(
        _flagged(first) or SCREEN.screen(second, [first]).level is SafetyLevel.DANGER for first, second in halves
    )
    assert heard >= 0.97 * len(halves)


def test_harmless_talk_after_an_answered_danger_is_not_flagged_again():
    """A danger answered two messages ago does not colour an ordinary sentence."""
    ordinary = [text for text in _texts("harmless.jsonl") if not _flagged(text)]
    history = ["My husband hit me last night.", "Thank you, I will think about it."]
    again = [text for text in ordinary if SCREEN.screen(text, history).level is SafetyLevel.DANGER]
    assert len(again) <= 0.02 * len(ordinary), again
