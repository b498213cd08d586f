"""Text -> sentences of plain lower-case words, on a copy: the text itself is never changed.

"He's  c h o k e d me, I can't\u2026" becomes one sentence: he s choked me i can not.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from classifiers.danger.rules.spelling import Spelling
from classifiers.letters import LOOKALIKES

_PLAIN = (
    LOOKALIKES
    | dict.fromkeys(map(ord, "’‘ʼ`´＇‛"), "'")
    | dict.fromkeys(map(ord, "“”„«»"), '"')
    | dict.fromkeys(map(ord, "–—―"), " , ")
    | {ord("…"): " , "}
)
_TOKEN = re.compile(r"[a-z0-9@$*#!+_'-]+|\n\s*\n|[.?]+|[,;:()\n]")
_SPACED = re.compile(r"(?<![a-z0-9'])(?:[a-z][ .\-_*/]{1,3}){2,}[a-z](?![a-z0-9'])")
_CLITICS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "s"}
_BARE = {
    "im": "i am",
    "ive": "i have",
    "hes": "he s",
    "shes": "she s",
    "thats": "that s",
    "whats": "what s",
    "theres": "there s",
    "theyre": "they are",
    "theyll": "they will",
    "youre": "you are",
    "youll": "you will",
    "cant": "can not",
    "wont": "will not",
    "cannot": "can not",
    "aint": "is not",
    "whos": "who s",
    "gonna": "going to",
    "gunna": "going to",
    "wanna": "want to",
    "finna": "going to",
    "tryna": "trying to",
    "u": "you",
    "ur": "your",
    "r": "are",
}
_NEGATED = re.compile(r"(do|does|did|is|are|was|were|has|have|had|would|could|should|must|might|need|dare|ought)nt")
_HARD_END = frozenset(".!?\n")
_VOWELLESS = {
    "h": "he",
    "m": "me",
    "sh": "she",
    "hm": "him",
    "hr": "her",
    "w": "we",
    "t": "to",
    "n": "in",
    "nd": "and",
    "th": "the",
    "hs": "his",
    "ht": "hit",
    "s": "s",
    "wnt": "want",
    "dd": "did",
    "nt": "not",
    "dnt": "do not",
    "lv": "leave",
    "bn": "been",
    "hv": "have",
}
_CHAR_LIMIT = 40_000
_LONGEST, _STEP = 80, 60  # a sentence without end is read in overlapping windows, so that no pattern runs long


@dataclass(frozen=True)
class Sentence:
    """Words of one sentence. ``breaks`` are the indexes of words that follow a comma or the like."""

    words: tuple[str, ...]
    breaks: frozenset[int] = frozenset()

    @cached_property
    def line(self) -> str:
        """The words with one space before, between and after, for patterns to run on."""
        return " " + " ".join(self.words) + " "

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words."""
        return frozenset(self.words)

    @cached_property
    def offsets(self) -> dict[int, int]:
        """Character offset in ``line`` -> index of the word that starts there."""
        found, at = {}, 1
        for index, word in enumerate(self.words):
            found[at] = index
            at += len(word) + 1
        found[at] = len(self.words)
        return found


def sentences(text: str, spelling: Spelling) -> tuple[Sentence, ...]:
    """``text`` as plain sentences. Anything beyond 40,000 characters is not looked at."""
    plain = _plain(text[:_CHAR_LIMIT])
    plain = _SPACED.sub(lambda match: _joined(match.group(), spelling), plain)
    found: list[Sentence] = []
    words: list[str] = []
    breaks: set[int] = set()
    for token in _TOKEN.findall(plain):
        if (token[0] in ",;:()\n" and "\n\n" not in token) or (token[0] == "." and len(token) > 1):
            breaks.add(len(words))
            continue
        words.extend(_words(token, spelling))
        if token[-1] in _HARD_END:
            _close(found, words, breaks)
            words, breaks = [], set()
    _close(found, words, breaks)
    return tuple(found)


def _close(found: list[Sentence], words: list[str], breaks: set[int]) -> None:
    if len(words) <= _LONGEST:
        if words:
            found.append(Sentence(tuple(_voiced(words)), frozenset(breaks)))
        return
    for start in range(0, len(words), _STEP):
        window = words[start : start + _LONGEST]
        found.append(Sentence(tuple(window), frozenset(b - start for b in breaks if start <= b < start + _LONGEST)))


def _voiced(words: list[str]) -> list[str]:
    """Pronouns typed without vowels, only where most of the sentence is typed so ("h hts m")."""
    bare = sum(1 for word in words if not re.search("[aeiou]", word) and word not in ("my", "by"))
    if len(words) < 3 or bare * 2 < len(words):
        return words
    return [part for word in words for part in _VOWELLESS.get(word, word).split()]


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in ("Mn", "Cf"))
    return text.lower()


def _words(token: str, spelling: Spelling) -> list[str]:
    token = token.strip("!'*+#_-")
    if not any(c.isalnum() for c in token):
        return []
    if "'" in token:
        return _parted(token, spelling)
    if "-" in token:
        return _unhyphened(token, spelling)
    return _expanded(token, spelling)


def _unhyphened(token: str, spelling: Spelling) -> list[str]:
    mended = spelling.mend(token)
    if mended in spelling.vocabulary:
        return mended.split()
    return [word for part in token.split("-") if part for word in _expanded(part, spelling)]


def _parted(token: str, spelling: Spelling) -> list[str]:
    head, _, tail = token.partition("'")
    joined = head + tail.replace("'", "")
    if tail == "t" or joined in _BARE:
        return _expanded(joined, spelling)
    if tail in _CLITICS:
        return [*_expanded(head, spelling), _CLITICS[tail]]
    return _expanded(joined, spelling)


def _expanded(word: str, spelling: Spelling) -> list[str]:
    if word in _BARE:
        return _BARE[word].split()
    negated = _NEGATED.fullmatch(word)
    if negated:
        return [negated.group(1), "not"]
    return spelling.mend(word).split()


def _joined(spaced: str, spelling: Spelling) -> str:
    """Letters typed apart, put together; words are told by wider gaps, else by the words the rules know."""
    parts = [re.sub(r"[^a-z]", "", part) for part in re.split(r"\s{2,}|[/]", spaced)]
    return " ".join(" ".join(_segmented(part, spelling)) for part in parts if part)


def _segmented(letters: str, spelling: Spelling) -> list[str]:
    if letters in spelling.vocabulary or len(letters) > 80:
        return [letters]
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(letters) + 1):
        options = [(cost + 3, [*words, letters[end - 1]]) for cost, words in best[end - 1 : end]]
        for start in range(max(0, end - 16), end):
            if letters[start:end] in spelling.vocabulary:
                options.append((best[start][0] + 1, [*best[start][1], letters[start:end]]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]
