"""Turns what was told to the chat into words for the partner: "he left his keys" -> "you left your keys".

Everything here returns None rather than a clause whose grammar is not sure.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import simplemma
from lemminflect import getInflection

from classifiers.annotations import Span
from classifiers.codebook import Actor, Slot
from classifiers.parsing.actors import Mention, Role
from classifiers.parsing.parser import Parsed
from classifiers.parsing.tokens import Token
from classifiers.situation.values import EventClause, Heard, Situation, Wish, WishKind

_NOT_JOINED = {"do", "does", "did", "was", "were", "had", "could", "would", "is", "are", "have", "has", "should"}
_IRREGULAR_NOT = {"will": "won't", "can": "can't"}
_YOU = {"is": "are", "was": "were", "has": "have", "does": "do", "'s": "are"}
_PARTICLES = {"off", "out", "up", "in", "down", "away", "home", "back", "over", "around", "about", "on", "through"}
_THIRD = {"he", "she", "him", "her", "his", "hers", "they", "them", "their", "himself", "herself", "themselves"}
_CLOSED = {
    "i",
    "you",
    "me",
    "us",
    "we",
    "a",
    "an",
    "the",
    "my",
    "your",
    "our",
    "to",
    "of",
    "and",
    "mum",
    "mom",
    "dad",
    "tv",
    "whatsapp",
    "xbox",
    "netflix",
    "bbq",
    "ok",
}
_NEVER_OWNED = frozenset(
    "any some over and a an the to do that with in on up down out off again about for at but so not two three my your i "
    "if when then because what how why away back home last this".split()
)
_OPENERS = frozenset("when if that how what where before after until while once why whenever since and".split())
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_LINKS = {
    "to",
    "with",
    "at",
    "for",
    "from",
    "of",
    "about",
    "by",
    "into",
    "the",
    "a",
    "an",
    "my",
    "your",
    "our",
    "and",
    "or",
    "very",
    "too",
}
SURE_MATTER = 0.6
_LONGEST_MATTER = 7
_NAMELESS = frozenset(
    "it this that these those everything something anything nothing things stuff what who which i you he she we they me us there and or but".split()
)
_DETERMINERS = frozenset("the my your our its each every both no two three four five six all whose".split())
_UNCOUNTED = frozenset(
    "money sex dinner breakfast lunch supper bedtime christmas work school housework homework food heating".split()
)


def event_words(
    situation: Situation, actor: Actor, *, beside: Sequence[Span] = (), among: Sequence[Span] | None = None
) -> str | None:
    """The first event of ``actor`` whose grammar holds when told to the partner, with its own time, or None.

    Events that overlap a span of ``beside`` are passed over; when ``among`` is given only those that overlap one
    of its spans count.
    """
    for event in situation.events:
        if event.subject is not actor or any(event.span.overlaps(span) for span in beside):
            continue
        if among is not None and not any(event.span.overlaps(span) for span in among):
            continue
        told = _told(situation.parsed, event)
        if told:
            return told
    return None


def _told(parsed: Parsed, event: EventClause) -> str | None:
    clause = _turned(parsed, list(event.spots))
    if clause is None or len(clause.split()) < 3 or not _whole(clause):
        return None
    return f"{clause} {event.when}" if event.when else clause


def matter_named(situation: Situation) -> Heard | None:
    """What the row was about, as the partner would be told ("his drone" -> "your drone"): the encoder's word for it where that is sure.

    Else what the lists heard; None when neither knows, or the grammar is not sure.
    """
    parsed = situation.parsed
    told = [one for one in situation.reading.slots if one.slot is Slot.ABOUT and one.confidence >= SURE_MATTER]
    for one in sorted(told, key=lambda one: -one.confidence):
        spots = [
            spot
            for spot, token in enumerate(parsed.tokens)
            if one.span.start <= token.start and token.end <= one.span.end and token.is_word
        ]
        phrase = _turned(parsed, spots) if 0 < len(spots) <= _LONGEST_MATTER else None
        named = _named(phrase) if phrase and _whole(phrase) else None
        if named:
            return Heard(named, one.span, situation.reading.text)
    return situation.matter


def _named(phrase: str) -> str | None:
    """ "a drone" -> "the drone", "lasagne" -> "the lasagne"; None for what names nothing ("it", "everything")."""
    first, *rest = phrase.split()
    if {first, *rest} & _NAMELESS or (not rest and len(first) < 3):
        return None
    if first in {"a", "an"}:
        return " ".join(["the", *rest]) if rest else None
    if first in _DETERMINERS or first.endswith(("'s", "s'")) or first[0].isupper() or first in _UNCOUNTED:
        return phrase
    if first.endswith("ing") and rest:
        return phrase
    return f"the {phrase}" if len(rest) < 3 and first.isalpha() else None


def wish_words(wish: Wish) -> str | None:
    """The wish as a bare verb phrase (or noun phrase) for the partner, or None."""
    parsed = wish.parsed
    spots = list(range(wish.first, wish.last))
    while spots and parsed.tokens[spots[0]].word in {"just", "please", "actually", "even", "simply", "ever"}:
        spots.pop(0)
    while spots and parsed.tokens[spots[-1]].word in {"at", "least", "sometimes", "though", "too", "now", "please"}:
        spots.pop()
    phrase = _turned(parsed, spots)
    if phrase is None or not _whole(phrase) or (wish.kind is not WishKind.THING and len(phrase.split()) < 2):
        return None
    verb = phrase.split()[0].lower()
    if wish.kind is not WishKind.THING and verb not in {"be", "do", "have", *getInflection(verb, tag="VB")}:
        return None
    if wish.kind is WishKind.DO and not _asks_you(phrase.split()):
        return None
    return _shared(phrase) if wish.kind in {WishKind.MINE, WishKind.TOGETHER} else phrase


def _asks_you(words: list[str]) -> bool:
    """Whether "you" stands in a wish only as a subject ("when you are late"), never as the one something is done to."""
    return all(before in _OPENERS for before, word in pairwise(words) if word in {"you", "yourself"})


def _shared(phrase: str) -> str | None:
    """ "go out with you" -> "go out": what the two of us would do; None when it is not for both."""
    bare = phrase.removesuffix(" with you")
    together = bare != phrase or "together" in phrase.split() or " us " in f" {phrase} " or " our " in f" {phrase} "
    return bare if together and "you" not in bare.split() and len(bare.split()) > 1 else None


def _turned(parsed: Parsed, spots: list[int]) -> str | None:
    """The words of ``spots`` with the partner as "you", agreement mended; None when a word is not sure."""
    said: list[str] = []
    agree = False
    skip = -1
    for at, spot in enumerate(spots):
        if spot == skip:
            continue
        token, mention = parsed.tokens[spot], parsed.mentions[spot]
        following = spots[at + 1] if at + 1 < len(spots) else None
        if token.word == "my" and following is not None and _is_partner_noun(parsed, following):
            continue
        if token.word == "'s" and said and not agree:
            said[-1] += "'s"
            continue
        if token.word == "not":
            if not _join_not(said):
                return None
            continue
        if mention is not None and mention.role is Role.PARTNER:
            if token.word == "her" and mention.case == "possessive" and not _owns(parsed, following):
                return None
            said.append(_you(token, mention))
            agree = mention.case in {"subject", "any"} and token.word not in {"her", "him"}
            if mention.case == "possessive" and following is not None and parsed.tokens[following].word == "'s":
                skip = following
            continue
        word = _plain_word(parsed, token, mention)
        if word is None:
            return None
        if agree and word in {"'s", "is"} and said:
            follower = parsed.tokens[following].word if following is not None else ""
            said[-1] = "you've" if follower in {"been", "got", "had", "gone", "done"} else "you're"
            agree = False
            continue
        said.append(_agreeing(token, word) if agree else word)
        agree = agree and token.word in {"also", "only", "still", "already", "often", "usually", "both", "just"}
    return " ".join(said) or None


def _owns(parsed: Parsed, following: int | None) -> bool:
    """Whether "her" before this token can be a possessive: a plain word follows, not one of the small ones."""
    return following is not None and parsed.tokens[following].word not in _NEVER_OWNED


def _is_partner_noun(parsed: Parsed, spot: int) -> bool:
    mention = parsed.mentions[spot]
    return mention is not None and mention.role is Role.PARTNER and parsed.tokens[spot].word not in _THIRD


def _you(token: Token, mention: Mention) -> str:
    if token.word in {"himself", "herself", "themselves", "themself", "yourself"}:
        return "yourself"
    if token.word in {"hers", "yours"}:
        return "yours"
    return "your" if mention.case == "possessive" else "you"


def _plain_word(parsed: Parsed, token: Token, mention: Mention | None) -> str | None:
    surface = parsed.text[token.start : token.end]
    if token.word == "i":
        return "I"
    if token.word in _THIRD:
        return None
    if token.word in {"you", "your", "yours"} or (mention and mention.role is Role.GENERIC):
        return None
    if mention and mention.role is Role.BOTH and token.word not in {"we", "us", "our", "ours", "ourselves"}:
        return None
    if token.word in _DAYS:
        return token.word.capitalize()
    if token.capital and surface[1:].islower() and not _known(surface.lower()):
        return surface
    lower = surface.lower()
    if token.word in {"am", "are", "have", "will", "would", "'s"} and not lower.isalpha():
        return None if token.word != "'s" else "'s"
    if _known(lower):
        return lower
    return token.word if token.word.isalpha() and _known(token.word) else lower if lower[0].isdigit() else None


@lru_cache(maxsize=10_000)
def _known(word: str) -> bool:
    return word in _CLOSED or (word.isalpha() and len(word) > 1 and simplemma.is_known(word, lang="en"))


def _agreeing(token: Token, word: str) -> str:
    if word in _YOU:
        return _YOU[word]
    if word != token.lemma and word in getInflection(token.lemma, tag="VBZ"):
        return token.lemma
    return word


def _join_not(said: list[str]) -> bool:
    """Join "not" to the auxiliary before it; False when there is none."""
    if not said:
        return False
    if said[-1] in _IRREGULAR_NOT:
        said[-1] = _IRREGULAR_NOT[said[-1]]
    elif said[-1] in _NOT_JOINED:
        said[-1] += "n't"
    else:
        return False
    return True


def _whole(clause: str) -> bool:
    """Whether the clause neither ends in the air nor holds a joined piece that stands alone."""
    words = clause.split()
    if words[-1] in _LINKS and words[-1] not in _PARTICLES:
        return False
    return "'s" not in words and not any(first == second for first, second in pairwise(words))
