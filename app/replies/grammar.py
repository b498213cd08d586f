"""Plain grammar a finished line must pass: agreement, articles, doubled words, whole sentences, nothing unfinished."""

import re
from collections.abc import Callable

_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")


def any_of(*patterns: str) -> Callable[[str], bool]:
    """A test whether any of ``patterns`` is found in a text, whatever the case."""
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    return lambda text: any(pattern.search(text) for pattern in compiled)


def words(listed: str) -> str:
    """A pattern for any of the space-separated words, whole."""
    return r"\b(?:" + "|".join(listed.split()) + r")\b"


_after_to = words(
    "do can say know both talk go feel are was did could agree want need might may have see think count decide get like love end"
)
_unfinished = any_of(r"[{}\[\]<>]|\b(?:None|null|TODO)\b|\bXX+\b|_{2,}")
_doubled = any_of(r"\b(\w+) \1\b(?<!had had)(?<!that that)")
_article = any_of(
    r"\ba (?=[aeio]\w)(?!a (?:one|once|uni|use|usu|euro))(?!.{2}(?:one|once|uni|eu))",
    r"\ban (?=[bcdfgjklmnpqrstvwxyz]\w)",
    r"\ba hour\b|\ban? (?:the|my|your|our)\b",
)
_agreement = any_of(
    r"\b(?:you|we|they) (?:was|is|has|does|am|goes|comes|says)\b",
    r"\bi (?:is|are|has|does|were)\b(?! to)",
    r"\b(?:he|she|it) (?:have|do|are|were|am)\b(?<!if it were)",
    r"\b(?:did|didn't|could|would|can|can't|couldn't|won't|will) (?:you |i |we )?"
    r"(?:came|went|was|were|had|did|saw|told|said|took|gave|left|forgot|been|done|\w+[^aeiousd]ed)\b(?<!feed)(?<!need)",
    r"\bto (?:came|went|was|told|said|took|gave|forgot|did)\b",
    r"\byou's\b|\bi's\b|\bwe's\b",
    rf"\b(?:with|for|to|from|at) (?:i|he|she|we)\b(?!'|,? {_after_to})",
)
_spacing = any_of(r" [,.?;!]|[,.?;][A-Za-z]|  |\.\.|\?\.|\.\?|,\.|,,|;;")


def grammar_faults(line: str) -> tuple[str, ...]:
    """What is wrong with the grammar of ``line``, by name; () when nothing is."""
    checks = (
        ("unfinished", _unfinished(line)),
        ("doubled word", _doubled(line)),
        ("article", _article(line)),
        ("agreement", _agreement(line)),
        ("spacing", _spacing(line)),
        ("sentence", not _sentences_whole(line)),
    )
    return tuple(name for name, broken in checks if broken)


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    return [part.strip() for part in _SENTENCE.findall(text) if any(letter.isalnum() for letter in part)]


def _sentences_whole(line: str) -> bool:
    parts = sentences(line)
    return bool(parts) and all(part[0].isupper() and part[-1] in ".?" for part in parts) and " i " not in f" {line} "
