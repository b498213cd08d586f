"""Which clauses of a message tell an event a camera could film, in whose doing."""

from collections.abc import Sequence
from functools import lru_cache

from lemminflect import getAllLemmas, getInflection

from classifiers.annotations import Span
from classifiers.codebook import Actor
from classifiers.parsing.actors import Role
from classifiers.parsing.assertion import Scope
from classifiers.parsing.clauses import Clause
from classifiers.parsing.parser import Parsed
from classifiers.parsing.tokens import Token
from classifiers.situation.values import EventClause, Heard
from classifiers.situation.words import Filmable

_LONGEST = 15
_ACTORS = {Role.USER: Actor.USER, Role.PARTNER: Actor.PARTNER}
_LEAD = {"and", "but", "so", "then", "when", "because", ",", "after", "before", "while", "or", "since", "that", "until"}
_PAST_AUXILIARIES = {"did", "was", "were", "had", "could", "would"}
_SAME_IN_PAST = {"put", "cut", "let", "set", "hit", "shut", "read", "cost", "quit", "bet", "spread"}


def events(parsed: Parsed, words: Filmable, when: Heard | None) -> tuple[EventClause, ...]:
    """All filmable clauses of ``parsed`` in order: past tense, a plain subject, no charge, no reported speech.

    ``when`` is the time the message names; it goes with the clause it opens.
    """
    found = (_event(parsed, clause, words, when) for clause in parsed.clauses)
    return tuple(event for event in found if event)


def _event(parsed: Parsed, clause: Clause, words: Filmable, when: Heard | None) -> EventClause | None:
    tokens, first, last = parsed.tokens, clause.first, clause.last
    told = None
    if when and tokens[first].start <= when.span.start < tokens[last - 1].end:
        opens = [spot for spot in range(first, last) if tokens[spot].end <= when.span.end]
        if opens and all(
            token.word in _LEAD | {"on", "last", "at", "the"} or token.start >= when.span.start
            for token in tokens[first : opens[-1] + 1]
        ):
            first, told = opens[-1] + 1, when.say
    while first < last and (tokens[first].word in _LEAD or not tokens[first].is_word):
        first += 1
    while last > first and not tokens[last - 1].is_word:
        last -= 1
    actor = _ACTORS.get(clause.subject) if clause.subject else None
    if actor is None or clause.inherited or not 2 <= last - first <= _LONGEST:
        return None
    if parsed.speech[first] is not None and not parsed.is_line:
        return None
    if any(parsed.scopes[spot] in {Scope.SUPPOSED, Scope.STOPPED} for spot in range(first, last)):
        return None
    stretch = tokens[first:last]
    subject_end = _subject_end(parsed, first, last)
    if subject_end is None or not plain(stretch, words):
        return None
    if not _tells_past(tokens, subject_end, last, words):
        return None
    spots = tuple(spot for spot in range(first, last) if tokens[spot].word not in words.drop)
    return EventClause(actor, spots, Span(tokens[first].start, tokens[last - 1].end), told)


def _subject_end(parsed: Parsed, first: int, last: int) -> int | None:
    """The token after a subject that opens the clause ("he", "my husband", "Jon"), or None."""
    start = first + 1 if parsed.tokens[first].word == "my" and first + 1 < last else first
    mention = parsed.mentions[start]
    if mention is None or mention.case not in {"subject", "any"} or mention.role not in _ACTORS:
        return None
    return start + 1


def plain(tokens: Sequence[Token], words: Filmable) -> bool:
    """Whether the stretch holds only ordinary words: no mark, no charge, nothing that points elsewhere."""
    return all(
        token.is_word and token.word not in words.spoil and (token.word in {"'s", "not"} or token.word.isalnum())
        for token in tokens
    )


def _tells_past(tokens: Sequence[Token], start: int, last: int, words: Filmable) -> bool:
    """Whether the verb after the subject is a filmable one in the past tense."""
    spot = start
    while spot < last and tokens[spot].word in words.drop:
        spot += 1
    if spot >= last:
        return False
    token = tokens[spot]
    if token.word in _PAST_AUXILIARIES:
        if (
            token.word == "did"
            and spot + 1 < last
            and tokens[spot + 1].word in {"the", "my", "our", "his", "her", "all"}
        ):
            return True
        rest = [after for after in tokens[spot + 1 : last] if after.word != "not" and after.word not in words.drop]
        if token.word in {"was", "were"}:
            return bool(rest) and rest[0].word.endswith("ing") and bool(_verbs(rest[0].word) & words.verbs)
        return bool(rest) and bool(_verbs(rest[0].word) & words.verbs) and rest[0].word not in {"had", "have"}
    return any(_is_past(token.word, lemma) for lemma in _verbs(token.word) & words.verbs)


@lru_cache(maxsize=5_000)
def _verbs(word: str) -> frozenset[str]:
    """The dictionary forms of the verbs this word may be."""
    return frozenset(getAllLemmas(word, upos="VERB").get("VERB", ()))


def _is_past(word: str, lemma: str) -> bool:
    return word in getInflection(lemma, tag="VBD") and (word != lemma or word in _SAME_IN_PAST)
