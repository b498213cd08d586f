"""Hears danger words however they are typed: l33t, censored, without vowels, with slips.

Only ever mends *towards* the words the rules know; a real word is left alone.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

_LEET = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "+": "t"})
_VOWELS = re.compile("[aeiou]")
_REPEATS = re.compile(r"(.)\1{2,}")
_FUZZY_LENGTH = 5
_LONG_WORD = 24  # nobody mistypes a word this long; keeps the work per token bounded


def skeleton(word: str) -> str:
    """The consonants of ``word``: "choked" -> "chkd"."""
    return _VOWELS.sub("", word)


def _deletions(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _transpositions(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))


class Spelling:
    """Mends single words.

    ``vocabulary`` is every word a rule knows, ``fuzzy`` those worth mending a slip towards, ``protected`` the
    real words one slip away from them, ``aliases`` slang and common misspellings.
    """

    def __init__(
        self,
        vocabulary: frozenset[str],
        fuzzy: frozenset[str],
        protected: frozenset[str],
        aliases: Mapping[str, str],
    ) -> None:
        self.vocabulary = vocabulary
        self.fuzzy = fuzzy
        self.protected = protected
        self.aliases = aliases
        self._mended: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """``word`` as the rules know it, or unchanged. May answer with several words ("kms" -> "kill myself")."""
        if word in self.aliases:
            return self.aliases[word]
        if word in self.vocabulary or word in self.protected or len(word) > _LONG_WORD:
            return word
        known = self._mended.get(word)
        if known is None:
            known = self._guess(word)
            if len(self._mended) < 5000:
                self._mended[word] = known
        return known

    def _guess(self, word: str) -> str:
        if not word.isalpha():
            word = self._decoded(word)
        word = self._collapsed(word)
        if word in self.vocabulary or word in self.protected:
            return self.aliases.get(word, word)
        if len(word) >= 3 and not _VOWELS.search(word):
            return self._skeletons.get(word, word)
        return self._near.get(word) or self._one_edit(word)

    def _decoded(self, word: str) -> str:
        if "*" in word or "#" in word or "_" in word or "-" in word:
            return self._uncensored(word)
        plain = word.translate(_LEET)
        for one in ("i", "l"):
            guess = plain.replace("1", one)
            if guess in self.vocabulary or guess in self.aliases:
                return guess
        return plain.replace("1", "i") if plain != word and any(c.isalpha() for c in word) else word

    def _uncensored(self, word: str) -> str:
        shape = re.compile("".join("." if c in "*#_-" else re.escape(c.translate(_LEET)) for c in word))
        matches = [known for known in self._by_length.get(len(word), ()) if shape.fullmatch(known)]
        return matches[0] if matches else word.strip("*#_-")

    def _collapsed(self, word: str) -> str:
        if not _REPEATS.search(word):
            return word
        single, double = _REPEATS.sub(r"\1", word), _REPEATS.sub(r"\1\1", word)
        return double if double in self.vocabulary else single

    def _one_edit(self, word: str) -> str:
        if len(word) < _FUZZY_LENGTH:
            return word
        if word in self._deleted:  # a letter left out
            return self._deleted[word]
        for shorter in _deletions(word):
            if shorter in self._fuzzy_words:  # a letter too many
                return shorter
        for shorter in _deletions(word):
            close = self._deleted.get(shorter)  # a letter replaced
            if close is not None and len(close) == len(word) and close[0] == word[0]:
                return close
        return word

    @cached_property
    def _fuzzy_words(self) -> frozenset[str]:
        return frozenset(word for word in self.fuzzy if len(word) >= _FUZZY_LENGTH)

    @cached_property
    def _deleted(self) -> dict[str, str]:
        return {shorter: word for word in sorted(self._fuzzy_words) for shorter in _deletions(word)}

    @cached_property
    def _near(self) -> dict[str, str]:
        return {swapped: word for word in sorted(self.fuzzy) for swapped in _transpositions(word)}

    @cached_property
    def _skeletons(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in sorted(self.fuzzy, key=lambda known: (len(known), known)):
            found.setdefault(skeleton(word), word)
        return found

    @cached_property
    def _by_length(self) -> dict[int, tuple[str, ...]]:
        buckets: dict[int, list[str]] = {}
        for word in sorted(self.fuzzy):
            buckets.setdefault(len(word), []).append(word)
        return {length: tuple(words) for length, words in buckets.items()}
