"""Tokens -> clauses: one subject and its verb each, found without trusting the punctuation."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.parsing.actors import Mention, Role
from classifiers.parsing.lexicon import Grammar
from classifiers.parsing.morphology import is_verb_form, may_be_verb
from classifiers.parsing.tokens import Token

_STOPS = {".", "!", "?", "\n", "…", ";", ":", "—", "–", "(", ")", "*", "[", "]"}
_SENTENCE_ENDS = {".", "!", "?", "\n", "…"}
_LOOK_BACK = 40
_BASE_AFTER = {
    "to",
    "will",
    "would",
    "can",
    "could",
    "should",
    "do",
    "not",
    "might",
    "may",
    "must",
    "shall",
    "let",
    "make",
    "just",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` to ``last`` (exclusive); whose doing it tells; the sentence it belongs to.

    ``inherited`` is true when the subject was left out and taken from the clause before.
    """

    first: int
    last: int
    sentence: int
    subject: Role | None
    inherited: bool = False


class ClauseSplitter:
    """Cuts at marks, at joiners before a subject or verb, and before a new subject in run-on text."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def clauses(self, tokens: Sequence[Token], mentions: Sequence[Mention | None]) -> list[Clause]:
        """All clauses in order; tokens that are only marks belong to none."""
        found: list[Clause] = []
        sentence, first = 0, 0
        for index in range(len(tokens) + 1):
            at_end = index == len(tokens)
            if (
                not at_end
                and tokens[index].word not in _STOPS
                and not tokens[index].word.startswith(".")
                and not self._starts(tokens, mentions, first, index)
            ):
                continue
            if index > first and any(token.is_word for token in tokens[first:index]):
                found.append(self._clause(tokens, mentions, first, index, sentence, found))
            if at_end:
                break
            stop = tokens[index].word in _STOPS or tokens[index].word.startswith(".")
            if tokens[index].word in _SENTENCE_ENDS or tokens[index].word.startswith(".."):
                sentence += 1
            first = index + 1 if stop else index
        return found

    def _starts(self, tokens: Sequence[Token], mentions: Sequence[Mention | None], first: int, index: int) -> bool:
        """Whether a new clause starts at this token."""
        if index == first or not self._has_verb(tokens, mentions, first, index):
            return False
        grammar, word = self._grammar, tokens[index].word
        if word in grammar.joiners or word == ",":
            return self._subject_or_verb_follows(tokens, mentions, index)
        before = tokens[index - 1]
        if word.endswith("ing") and may_be_verb(word) and index - first >= 3:
            return before.is_word and not self._holds_participle(tokens, mentions, index)
        if word in {"i", "he", "she", "we", "they"} and before.is_word:
            mention = mentions[index - 1]
            if mention is not None:  # "i followed him she always…" ends a clause, "told him she…" does not
                whole = mention.case == "object" or (mention.case == "any" and word != "i")
                return whole and index - 2 >= first and tokens[index - 2].lemma not in grammar.that_verbs
            fits = before.lemma not in grammar.that_verbs and before.word not in grammar.prepositions | grammar.joiners
            return fits and before.word not in grammar.auxiliaries
        return False

    def _holds_participle(self, tokens: Sequence[Token], mentions: Sequence[Mention | None], index: int) -> bool:
        """Whether the -ing word belongs to what stands before it ("keeps calling", "without asking", "his drinking")."""
        grammar, before = self._grammar, tokens[index - 1]
        owned = mentions[index - 1] is not None and (mentions[index - 1] or Mention(Role.USER, "")).case == "possessive"
        held = (
            before.word in grammar.prepositions | grammar.auxiliaries | grammar.that_verbs | grammar.participle_holders
        )
        return (
            owned
            or held
            or before.lemma in grammar.participle_holders | grammar.that_verbs
            or before.lemma in grammar.auxiliaries
        )

    def _subject_or_verb_follows(self, tokens: Sequence[Token], mentions: Sequence[Mention | None], index: int) -> bool:
        joined = tokens[index].word
        for spot in range(index + 1, min(index + 4, len(tokens))):
            word = tokens[spot].word
            if word in _STOPS or word == ",":
                return False
            mention = mentions[spot]
            if mention is not None and mention.case in {"subject", "any"}:
                return joined not in {"and", "or", ","} or self._verb_soon(tokens, spot + 1)
            if (
                word in self._grammar.auxiliaries
                or word in self._grammar.joiners
                or word in {"my", "the", "our", "his", "her", "that", "it"}
            ):
                if word == "it" or (
                    word in self._grammar.auxiliaries
                    and word not in {"just", "then", "to", "even", "also", "really", "only", "always", "never"}
                ):
                    return True
                continue
            return is_verb_form(word) or (
                joined in {"and", "or", "then"} and may_be_verb(word) and is_base_context(tokens, index)
            )
        return False

    @staticmethod
    def _verb_soon(tokens: Sequence[Token], start: int) -> bool:
        ahead = tokens[start : start + 3]
        return any(may_be_verb(token.word) for token in ahead)

    @staticmethod
    def _has_verb(tokens: Sequence[Token], mentions: Sequence[Mention | None], first: int, index: int) -> bool:
        nearest = max(first, index - _LOOK_BACK)  # bounded: a text without a single stop must not take quadratic time
        return any(may_be_verb(tokens[spot].word) and mentions[spot] is None for spot in range(nearest, index))

    def _clause(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention | None],
        first: int,
        last: int,
        sentence: int,
        before: list[Clause],
    ) -> Clause:
        verb_seen = False
        for spot in range(first, last):
            mention, word = mentions[spot], tokens[spot].word
            if (
                mention is not None
                and mention.case in {"subject", "any"}
                and not (
                    spot > first
                    and tokens[spot - 1].word
                    in self._grammar.prepositions - {"after", "until", "because", "like", "than"}
                )
            ):
                return Clause(first, last, sentence, mention.role)
            if mention is None and (is_verb_form(word) or (word in {"be", "have", "do"})):
                verb_seen = True
                break
            if word in {"it", "this", "that", "there", "these", "which"} and spot - first < 3:
                return Clause(first, last, sentence, None)
        if before and (before[-1].sentence == sentence or verb_seen):
            same = before[-1].sentence == sentence
            subject = before[-1].subject if same else (before[-1].subject or Role.USER)
            return Clause(first, last, sentence, subject, inherited=True)
        return Clause(first, last, sentence, Role.USER if verb_seen else None, inherited=verb_seen)


def is_base_context(tokens: Sequence[Token], index: int) -> bool:
    """Whether a bare verb may follow a joiner here, because the clause before holds one ("he will X and Y")."""
    return any(token.word in _BASE_AFTER for token in tokens[max(0, index - 8) : index])
