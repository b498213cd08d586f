"""Who does it, and whom to: the subject to the left of a verb, and whom "he", "her" or "them" stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.danger.rules.normalise import Sentence

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her"})
_REACH = 14  # how far left of a verb its subject is looked for
_NEVER_NAMES = frozenset({"and", "or", "but", "then", "also"})


@dataclass(frozen=True)
class People:
    """The curated words for people (guards.toml) and the sentences of the message, in order."""

    words: Mapping[str, frozenset[str]]
    sentences: Sequence[Sentence]

    def first_person(self) -> bool:
        """Whether the writer speaks of themselves at all."""
        return any(sentence.vocabulary & self.words["first_person"] for sentence in self.sentences)

    def subject(self, sentence: Sentence, at: int, *, skip_writer: bool = False) -> str:
        """Whose act the verb at word ``at`` is: writer, partner, both, you, kid, other, thing or "" (none found)."""
        words = sentence.words
        before = self._before_adverbs(words, at)
        if before >= 0 and words[before] in ("him", "her", "them"):
            return self.stands_for(sentence, before)
        if before >= 0 and self._is_thing(words, before):
            return "thing"
        for index in range(before, max(-1, at - _REACH), -1):
            found = self._nominative(sentence, index)
            if found and not (skip_writer and found == "writer"):
                return found
        return ""

    def _before_adverbs(self, words: Sequence[str], at: int) -> int:
        index = at - 1
        while index >= 0 and words[index] in self.words["between"]:
            index -= 1
        return index

    def _is_thing(self, words: Sequence[str], index: int) -> bool:
        word = words[index]
        if word in self.words["things"]:
            return True
        known = self._noun(word) or word in self.words["pronouns"] or word in self.words["own_weapons"]
        return not known and index > 0 and words[index - 1] in self.words["determiners"] and word not in _NEVER_NAMES

    def _nominative(self, sentence: Sentence, index: int) -> str:
        words, word = sentence.words, sentence.words[index]
        if word == "i":
            return "writer"
        if word == "we":
            return "both"
        if word == "you":
            return "you"
        if word in ("he", "she", "they"):
            return self.stands_for(sentence, index)
        noun = self._kind(words, index)
        if not noun or words[index + 1 : index + 2] == ("s",):
            return ""
        return noun if self._leads(sentence, index, noun) else ""

    def _leads(self, sentence: Sentence, index: int, noun: str) -> bool:
        """Whether the noun at ``index`` can be the subject.

        A partner is, unless a preposition stands before; anyone else only where a clause begins.
        """
        words = sentence.words
        if noun == "partner":
            return not self._follows_preposition(words, index)
        start = index
        while (
            start > max(0, index - 3) and words[start] not in self.words["determiners"] and start not in sentence.breaks
        ):
            start -= 1
        if words[start] not in self.words["determiners"]:
            start = index
        return start == 0 or start in sentence.breaks or words[start - 1] in self.words["clause_starts"]

    def _follows_preposition(self, words: Sequence[str], index: int) -> bool:
        return any(word in self.words["prepositions"] for word in words[max(0, index - 3) : index][-2:])

    def _kind(self, words: Sequence[str], index: int) -> str:
        """Who the noun at ``index`` is; "my friend's husband" is someone else."""
        if words[index - 1 : index] == ("s",) and index >= 2 and words[index - 2] in self.words["other"]:
            return "other" if self._noun(words[index]) else ""
        return self._noun(words[index])

    def _noun(self, word: str) -> str:
        for kind in ("partner", "kid", "other"):
            if word in self.words[kind]:
                return kind
        return ""

    def stands_for(self, sentence: Sentence, index: int) -> str:
        """Whom the pronoun at ``index`` stands for: partner unless someone else was named just before."""
        pronoun = sentence.words[index]
        here = self._mention(sentence, index, subjects=pronoun in ("he", "she", "they"))
        if here:
            return here
        place = next((i for i, known in enumerate(self.sentences) if known is sentence), 0)
        others = ""
        for earlier in reversed(self.sentences[max(0, place - 2) : place]):
            for found in self._mentions(earlier, pronoun):
                if found == "partner":
                    return "partner"
                others = others or found
        return others or "partner"

    def _mention(self, sentence: Sentence, end: int, *, subjects: bool) -> str:
        words, pronoun = sentence.words, sentence.words[end]
        for index in range(end - 1, -1, -1):
            kind = self._kind(words, index)
            if kind and self._fits(words[index], pronoun) and (not subjects or self._leads(sentence, index, kind)):
                return kind
        return ""

    def _mentions(self, sentence: Sentence, pronoun: str) -> list[str]:
        nouns = ((index, self._kind(sentence.words, index), word) for index, word in enumerate(sentence.words))
        return [
            kind
            for index, kind, word in nouns
            if kind and self._fits(word, pronoun) and (kind == "partner" or self._leads(sentence, index, kind))
        ]

    def _fits(self, noun: str, pronoun: str) -> bool:
        if pronoun in _HE | _SHE and noun in self.words["plural"]:
            return False
        if pronoun in _HE:
            return noun not in self.words["female"]
        if pronoun in _SHE:
            return noun not in self.words["male"]
        return noun in self.words["plural"] or noun not in self.words["female"] | self.words["male"]
