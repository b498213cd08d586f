"""The safety screen: curated rules, pure Python, no model. It fails closed: an error means help is shown."""

from classifiers.danger.rules.lexicon import SafetyLexiconError
from classifiers.danger.rules.screen import SafetyScreen

__all__ = ["SafetyLexiconError", "SafetyScreen"]
