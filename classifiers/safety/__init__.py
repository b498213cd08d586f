"""The safety screen: curated rules, pure Python, no model. It fails closed: an error means help is shown."""

from classifiers.safety.lexicon import SafetyLexiconError
from classifiers.safety.screen import SafetyScreen

__all__ = ["SafetyLexiconError", "SafetyScreen"]
