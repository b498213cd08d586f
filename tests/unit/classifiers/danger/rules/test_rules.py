"""Every curated rule, with the examples that must fire it and the harmless twins that must not."""

import pytest

from classifiers.codebook import SafetyLevel
from classifiers.danger.rules import SafetyScreen
from classifiers.danger.rules.lexicon import Rule
from classifiers.resources import data_dir

SCREEN = SafetyScreen.load(data_dir() / "lexicons" / "safety")
FIRES = [(rule, text) for rule in SCREEN.lexicon.rules for text in rule.fires if rule.level in ("danger", "concern")]
SPARES = [(rule, text) for rule in SCREEN.lexicon.rules for text in rule.spares]


@pytest.mark.parametrize(("rule", "text"), FIRES, ids=lambda value: value.id if isinstance(value, Rule) else value)
def test_an_example_that_must_fire_fires(rule: Rule, text: str):
    """A danger raises at least one flag of its rule; a concern at least concern."""
    screening = SCREEN.screen(text)
    assert not screening.failed
    if rule.level == "danger":
        assert rule.flags & screening.flags
    else:
        assert screening.level is not SafetyLevel.NONE


@pytest.mark.parametrize(("rule", "text"), SPARES, ids=lambda value: value.id if isinstance(value, Rule) else value)
def test_a_harmless_twin_stays_quiet(rule: Rule, text: str):
    """A harmless twin neither fires its rule nor raises any danger."""
    assert rule.id not in SCREEN.fired(text)
    assert SCREEN.screen(text).level is not SafetyLevel.DANGER


def test_every_pattern_compiles():
    """Patterns compile when first needed, so all are compiled here once."""
    for rule in SCREEN.lexicon.rules:
        for pattern in (*rule.patterns, *rule.unless, *rule.also):
            assert pattern.regex.pattern == pattern.expression


def test_there_are_enough_examples_of_our_own():
    """At least 250 dangers and 250 harmless twins stand beside the rules."""
    assert len(FIRES) >= 250
    assert len(SPARES) >= 250
