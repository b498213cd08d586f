"""Text -> tokens that keep their offsets, contractions read piece by piece, lemmas beside them.

Normalising happens on the token's ``word``; the text itself is never changed, so a span always points into
the message exactly as it was given.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import simplemma

_WORD = re.compile(
    r"[^\W\d_]+(?:[’'`´][^\W\d_]+)*(?:-[^\W\d_]+(?:[’'`´][^\W\d_]+)*)*|\d+(?:[.,:/]\d+)*[^\W_]*|\.{2,}|…|\n+|[^\s\w]|_",
    re.UNICODE,
)
_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "´": "'", "‘": "'"})
_ALWAYS_LEMMA = {
    "me": "me", "us": "us", "him": "him", "her": "her", "his": "his", "them": "them", "my": "my", "our": "our",
    "your": "your", "their": "their", "left": "leave", "is": "be", "are": "be", "was": "be", "were": "be", "am": "be", "been": "be",
    "being": "be", "does": "do", "did": "do", "done": "do", "doing": "do", "has": "have", "had": "have", "having": "have", "blew": "blow",
    "sorry": "sorry", "texting": "text", "texted": "text", "texts": "text", "ghosted": "ghost", "ghosting": "ghost", "shut": "shut", "hung": "hang",
    "talking": "talk", "yelling": "yell", "screaming": "scream", "crying": "cry", "saying": "say", "telling": "tell", "lying": "lie", "lied": "lie",
    "leaving": "leave", "fighting": "fight", "hitting": "hit", "nagging": "nag", "calling": "call", "lost": "lose", "kept": "keep",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: where it stands, what it is read as (lower case), its lemma."""

    start: int
    end: int
    word: str
    lemma: str
    capital: bool = False

    @property
    def is_word(self) -> bool:
        """Whether this is a word or a number rather than a mark."""
        return self.word[0].isalnum() or self.word == "'s"


class Tokenizer:
    """Cuts a text into tokens by the contraction list of data/lexicons/contractions.json.

    Raises ValueError naming the entry when the pieces of a contraction do not spell it.
    """

    def __init__(self, path: Path) -> None:
        rows = json.loads(path.read_text(encoding="utf-8"))
        unknown = set(rows) - {"_about", "no_apostrophe", "endings", "stems", "words"}
        if unknown:
            raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
        for form, pieces in rows["no_apostrophe"].items():
            if "".join(letters for letters, _ in pieces) != form:
                raise ValueError(f"{path.name}: pieces {pieces} do not spell {form!r}")
        self._split: dict[str, list[list[str]]] = rows["no_apostrophe"]
        self._endings: dict[str, str] = rows["endings"]
        self._stems: dict[str, str] = rows["stems"]
        self._words: dict[str, str] = rows["words"]

    def tokens(self, text: str) -> list[Token]:
        """All tokens of ``text`` in order; line breaks are tokens of their own."""
        found: list[Token] = []
        for match in _WORD.finditer(text):
            found.extend(self._pieces(match.group(), match.start()))
        return found

    def _pieces(self, raw: str, start: int) -> list[Token]:
        capital = raw[0].isupper()
        word = raw.lower().translate(_APOSTROPHES)
        end = start + len(raw)
        if word[0] == "\n":
            return [Token(start, end, "\n", "\n")]
        if not word[0].isalpha():
            return [Token(start, end, word, word)]
        if word in self._split:
            return self._join(self._split[word], start, capital)
        if "'" in word:
            for ending, meaning in self._endings.items():
                if word.endswith(ending) and len(word) > len(ending):
                    cut = end - len(ending)
                    stem = word[: -len(ending)]
                    head = self._plain(self._stems.get(stem, stem) if meaning == "not" else stem)
                    return [
                        Token(start, cut, head, lemma_of(head), capital),
                        Token(cut, end, meaning, lemma_of(meaning)),
                    ]
        plain = self._plain(word)
        return [Token(start, end, plain, lemma_of(plain), capital)]

    def _plain(self, word: str) -> str:
        return self._words.get(word, word)

    @staticmethod
    def _join(pieces: list[list[str]], start: int, capital: bool) -> list[Token]:
        tokens = []
        for letters, meaning in pieces:
            tokens.append(Token(start, start + len(letters), meaning, lemma_of(meaning), capital))
            start += len(letters)
            capital = False
        return tokens


@lru_cache(maxsize=50_000)
def lemma_of(word: str) -> str:
    """The dictionary form of one lower-case word; the word itself when unknown."""
    if word in _ALWAYS_LEMMA:
        return _ALWAYS_LEMMA[word]
    return simplemma.lemmatize(word, lang="en").lower() if word.isalpha() else word
