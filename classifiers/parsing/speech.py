"""Who is speaking where: quotes, reported speech without quotes, and lines typed to the partner."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.parsing.lexicon import Grammar, People
from classifiers.parsing.tokens import Token


@dataclass(frozen=True, slots=True)
class Speech:
    """``speaker`` is "U", "P", "O", a pronoun kind ("m", "f", "p") or None when nobody can be told.

    ``direct`` speech keeps the speaker's own "I"; ``line`` is true when the whole message speaks to the partner.
    """

    speaker: str | None
    direct: bool
    line: bool = False


_OPEN = {'"', "“", "«"}
_CLOSE = {'"', "”", "»"}
_ENDS = {".", "!", "?", "\n", "…"}
_KINDS = {"i": "U", "we": "W", "he": "m", "she": "f", "they": "p", "me": "U", "him": "m", "her": "f"}
_THIRD = {"he", "she", "him", "her", "his", "hers"}


class SpeechFinder:
    """Marks each token with the speech it stands in, or None."""

    def __init__(self, grammar: Grammar, people: People) -> None:
        self._grammar = grammar
        self._people = people

    def speech(self, tokens: Sequence[Token]) -> list[Speech | None]:
        """One Speech or None a token."""
        if self._is_line(tokens):
            return [Speech("U", direct=True, line=True)] * len(tokens)
        marks = self._quoted(tokens)
        self._reported(tokens, marks)
        return marks

    def _is_line(self, tokens: Sequence[Token]) -> bool:
        words = [token.word for token in tokens]
        you = sum(word in {"you", "your", "yourself", "yours"} for word in words)
        if not you:
            return False
        third = sum(word in _THIRD for word in words)
        nouns = sum(
            word in self._people.partner and (words[index - 1] if index else "") in {"my", "the", "our"}
            for index, word in enumerate(words)
        )
        if nouns or third > you:
            return False
        if any(word in _OPEN for word in words):
            return False
        text = " ".join(words)
        address = sum(text.count(phrase) for phrase in self._grammar.chat_address)
        return you > address and (third == 0 or you >= 2 * third) and you * 30 >= len(words) * 0.9

    def _quoted(self, tokens: Sequence[Token]) -> list[Speech | None]:
        marks: list[Speech | None] = [None] * len(tokens)
        start: int | None = None
        for index, token in enumerate(tokens):
            if start is None and token.word in _OPEN:
                start = index
            elif start is not None and (token.word in _CLOSE or index - start > 80):
                if index - start > 1:
                    speech = Speech(self._quote_speaker(tokens, start, index), direct=True)
                    for inside in range(start + 1, index):
                        marks[inside] = speech
                start = None
        return marks

    def _quote_speaker(self, tokens: Sequence[Token], start: int, end: int) -> str | None:
        """The nearest "he said" before the quote, else after it, else whoever the sentence is about."""
        for window in (range(start - 1, max(-1, start - 9), -1), range(end + 1, min(len(tokens), end + 6))):
            verb = next((spot for spot in window if self._speaks(tokens, spot)), None)
            if verb is None:
                continue
            for spot in (*range(verb - 1, max(-1, verb - 5), -1), verb + 1):
                speaker = self._person(tokens, spot)
                if speaker:
                    return speaker
        for spot in range(start - 1, max(-1, start - 7), -1):
            if tokens[spot].word in _ENDS:
                break
            speaker = self._person(tokens, spot)
            if speaker:
                return speaker
        return None

    def _speaks(self, tokens: Sequence[Token], spot: int) -> bool:
        token = tokens[spot]
        return token.lemma in self._grammar.speech_verbs or token.word in {"like", "goes", "called", "calls", "calling"}

    def _person(self, tokens: Sequence[Token], spot: int) -> str | None:
        if not 0 <= spot < len(tokens):
            return None
        word = tokens[spot].word
        if word in {"he", "she", "i", "we", "they"}:
            return _KINDS[word]
        if word in self._people.partner and word not in {"so", "oh"}:
            return "P"
        if word in self._people.other:
            return "O"
        return None

    def _reported(self, tokens: Sequence[Token], marks: list[Speech | None]) -> None:
        """ "he said I never help", "she's like you never help": to the end of the sentence or the next subject's verb."""
        index = 0
        while index < len(tokens):
            speech = self._opens_report(tokens, index) if marks[index] is None else None
            if speech is None:
                index += 1
                continue
            index += 1
            first = index
            while index < len(tokens) and tokens[index].word not in _ENDS and index - first < 40:
                if index > first and self._breaks(tokens, index):
                    break
                if marks[index] is None:
                    marks[index] = speech
                index += 1

    def _opens_report(self, tokens: Sequence[Token], index: int) -> Speech | None:
        token = tokens[index]
        quotative = (token.word == "like" and index and tokens[index - 1].lemma in {"be", "'s"}) or token.word in {
            "goes"
        }
        if not quotative and (token.lemma not in self._grammar.speech_verbs or self._noun(tokens, index)):
            return None
        following = [t.word for t in tokens[index + 1 : index + 6]]
        if not following or following[0] in _OPEN or (len(following) > 1 and following[1] in _OPEN):
            return None
        speaker = next(
            (who for spot in range(index - 1, max(-1, index - 5), -1) if (who := self._person(tokens, spot))), None
        )
        subjects = set(following) & (self._grammar.subject_pronouns | {"my", "your", "our"})
        if speaker is None or not subjects or (quotative and following[0] not in self._grammar.subject_pronouns):
            return None
        you = any(word in {"you", "your"} for word in following)
        return Speech(speaker, direct=bool(quotative and speaker != "U") or you)

    @staticmethod
    def _noun(tokens: Sequence[Token], index: int) -> bool:
        """Whether "texts", "calls", "answer" is a thing here: an owner or article stands before it."""
        before = tokens[index - 1].word if index else ""
        return before in {
            "my",
            "his",
            "her",
            "our",
            "your",
            "the",
            "a",
            "an",
            "any",
            "no",
            "their",
            "this",
            "these",
            "/",
        }

    def _breaks(self, tokens: Sequence[Token], index: int) -> bool:
        """A joiner and a new subject end reported speech ("he said I never help and I yelled")."""
        if tokens[index].word not in {"and", "so", "but", "when", "then", "because", ","}:
            return False
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        return following in {"i", "he", "she", "we", "then"}
