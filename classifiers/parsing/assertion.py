"""Did it happen? The scope of denial, supposition and change over the tokens of a clause.

After NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): a trigger opens a scope to the right that ends with
the clause or after a few words; "used to" and "any more" mark what has stopped.
"""

from collections.abc import Sequence
from enum import StrEnum

from classifiers.parsing.clauses import Clause
from classifiers.parsing.lexicon import Grammar
from classifiers.parsing.tokens import Token

_REACH = 7


class Scope(StrEnum):
    """How a token is asserted; PLAIN is told as a fact."""

    PLAIN = ""
    NEGATED = "not"
    SUPPOSED = "hyp"
    STOPPED = "stop"


class AssertionMarker:
    """Gives each token of a message the scope it stands in."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def scopes(self, tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Scope]:
        """One scope a token."""
        scopes = [Scope.PLAIN] * len(tokens)
        for clause in clauses:
            self._mark(tokens, clause, scopes)
        return scopes

    def _mark(self, tokens: Sequence[Token], clause: Clause, scopes: list[Scope]) -> None:
        words = [token.word for token in tokens[clause.first : clause.last]]
        if self._asks(tokens, clause, words):
            self._fill(scopes, clause.first, clause.last, Scope.SUPPOSED)
            return
        for offset, word in enumerate(words):
            spot = clause.first + offset
            scope = self._scope(words, offset)
            if scope is not Scope.PLAIN:
                reach = clause.last if scope is not Scope.NEGATED else min(clause.last, spot + 1 + _REACH)
                self._fill(scopes, spot + 1, reach, scope)
            any_more = word == "anymore" or words[offset : offset + 2] == ["any", "more"]
            if any_more and Scope.NEGATED in scopes[clause.first : spot]:
                self._fill(scopes, clause.first, spot, Scope.STOPPED)

    def _scope(self, words: Sequence[str], offset: int) -> Scope:
        word = words[offset]
        following = words[offset + 1] if offset + 1 < len(words) else ""
        if word == "used" and following == "to":
            return Scope.STOPPED
        if word in {"stopped", "quit"} and following.endswith("ing"):
            return Scope.STOPPED
        if word in self._grammar.hypothetical and not (word in {"could", "might", "may"} and following == "not"):
            return Scope.SUPPOSED
        if word in {"going", "about", "trying"} and following == "to" and "keep" not in words and "keeps" not in words:
            return Scope.SUPPOSED if word != "trying" else Scope.PLAIN
        if word == "feel" and following == "like":
            return Scope.SUPPOSED
        if word in self._grammar.negators:
            return Scope.NEGATED
        return Scope.PLAIN

    def _asks(self, tokens: Sequence[Token], clause: Clause, words: Sequence[str]) -> bool:
        mark = tokens[clause.last].word if clause.last < len(tokens) else ""
        opener = words[1] if len(words) > 1 and words[0] in {"so", "and", "but", "or", "now", "well"} else words[0]
        if opener in {"should", "can", "could", "would", "shall"}:
            return True
        return mark == "?" and (opener in {"is", "do", "does", "did", "are", "am", "how", "will"})

    @staticmethod
    def _fill(scopes: list[Scope], start: int, end: int, scope: Scope) -> None:
        for spot in range(start, end):
            if scopes[spot] in {Scope.PLAIN, Scope.NEGATED} or scope is Scope.STOPPED:
                scopes[spot] = scope
