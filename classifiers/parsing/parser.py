"""A message taken apart once: tokens, clauses, who is who, who speaks, what is asserted."""

from dataclasses import dataclass
from pathlib import Path

from classifiers.parsing.actors import ActorFinder, Mention
from classifiers.parsing.assertion import AssertionMarker, Scope
from classifiers.parsing.clauses import Clause, ClauseSplitter
from classifiers.parsing.lexicon import load_grammar, load_people
from classifiers.parsing.speech import Speech, SpeechFinder
from classifiers.parsing.tokens import Token, Tokenizer


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of one message; the four token lists have one entry a token."""

    text: str
    tokens: list[Token]
    mentions: list[Mention | None]
    speech: list[Speech | None]
    scopes: list[Scope]
    clauses: list[Clause]

    @property
    def is_line(self) -> bool:
        """Whether the message is typed as if to the partner."""
        return bool(self.speech) and self.speech[0] is not None and self.speech[0].line


class Parser:
    """Text -> Parsed, by the word lists of data/lexicons."""

    def __init__(self, lexicons: Path) -> None:
        grammar, people = load_grammar(lexicons / "grammar.json"), load_people(lexicons / "people.json")
        self._tokenizer = Tokenizer(lexicons / "contractions.json")
        self._speech = SpeechFinder(grammar, people)
        self._actors = ActorFinder(grammar, people)
        self._splitter = ClauseSplitter(grammar)
        self._assertion = AssertionMarker(grammar)

    def parse(self, text: str, partner_names: frozenset[str] = frozenset()) -> Parsed:
        """Take ``text`` apart; offsets are code points of the text as given. ``partner_names`` are names known to be the partner's, lower case."""
        tokens = self._tokenizer.tokens(text)
        speech = self._speech.speech(tokens)
        mentions = self._actors.mentions(tokens, speech, partner_names)
        clauses = self._splitter.clauses(tokens, mentions)
        return Parsed(text, tokens, mentions, speech, self._assertion.scopes(tokens, clauses), clauses)
