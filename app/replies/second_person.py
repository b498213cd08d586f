"""Turns what was told to the chat into words for the partner ("he left his keys" -> "you left your keys") or back to the writer ("you slammed the door").

Everything here returns None rather than a phrase whose grammar is not sure.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import simplemma
from lemminflect import getAllLemmas, getInflection

from classifiers.codebook import Actor
from classifiers.parsing.actors import Mention, Role
from classifiers.parsing.parser import Parsed
from classifiers.parsing.tokens import Token
from classifiers.situation.values import Heard, Wish, WishKind

LONGEST_CLAUSE = 13
_LONGEST_MATTER = 6
_LONGEST_QUOTED = 9

_LEAD = frozenset(
    "and but so then when because after before while or since that until if well anyway yes no like cos cuz plus though as which".split()
)
_FILLERS = frozenset("just literally basically honestly actually simply really obviously anyhow even also".split())
_TRAILING = frozenset(
    "at of to with for from about by into the a an my your our and or but very too so because that when while if as than "
    "though anyhow like just then again who which all cos cuz is was are were be been has have had not on in".split()
)
_PARTICLES = frozenset("off out up in down away home back over around about on through".split())
_TIME_LEAD = frozenset(
    "on last this yesterday today tonight the every morning evening night afternoon weekend week".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    "january february march april june july august september october november december christmas easter".split()
)
_THIRD = frozenset("he she him her his hers they them their himself herself themselves".split())
_SELF = frozenset("himself herself themselves themself yourself".split())
_NEGATED = {"will": "won't", "can": "can't", "shall": "won't"}
_JOINS_NOT = frozenset("do does did was were had could would is are have has should".split())
_TO_YOU = {"is": "are", "was": "were", "has": "have", "does": "do", "'s": "are"}
_STOPS = frozenset({".", "!", "?", "\n", "…", ";", "(", ")", "—", "–", ":", "*"})
_QUOTES = frozenset("'\"“”‘’«»")
_OPENERS = frozenset(
    "when if that how what where before after until while once why whenever since and because as".split()
)
_DETERMINERS = frozenset(
    "the my your our his her their its each every both no two three four five six all whose this that".split()
)
_UNCOUNTED = frozenset(
    "money sex dinner breakfast lunch supper tea bedtime christmas easter work school housework homework food heating laundry "
    "washing shopping cooking cleaning football rent petrol homework church parking traffic".split()
)
_PREPOSITIONS = frozenset("by through at in on with for from to into of during after before over about and".split())
_TIME_NOUNS = frozenset(
    "night morning evening afternoon teatime arvo weekend week month year time today tonight yesterday day lunchtime".split()
)
_NAMELESS = frozenset(
    "it this that these those everything something anything nothing things stuff what who which how i you he we they me us there "
    "and or but one lot way time times fact".split()
)
_NEVER_OWNED = frozenset(
    "any some over and a an the to do that with in on up down out off again about for at but so not two three my your i "
    "if when then because what how why away back home last this how where who going crying already later just twice once anyway now also even".split()
)
_SPEECH_WITHOUT_MARKS = re.compile(
    r"\b(?:told \w+|said|asked|shouted|goes|go|went|like|replied),"
)  # "she goes, nice and loud, …"
_SAID_STRAIGHT = re.compile(
    r"\b(?:said|told \w+|shouted|yelled|says|say) (?:so|well|fine|ok|okay|forget|relax|no|yes|whatever|shut|just|please|why|what|how) (?!much\b|often\b)",
    re.IGNORECASE,
)  # "said so we are rich now": words in the mouth, without the marks
_SAID_BEFORE = re.compile(r"\b(?:said|says|shouted|yelled|told \w+) (?:so|well|oh|that|like)? ?$", re.IGNORECASE)
_SAID_TO_YOU = re.compile(r"\b(?:said|told \w+|shouted|yelled)\b.*\byou", re.IGNORECASE)
_BEING = re.compile(
    r"(him|her|them) being ((?!.*\b(?:i|me|my|he|she|his|they|we|us|our|lazy|stupid|selfish|useless|mental|crazy|a|an)\b)\w+(?: \w+){0,3})$",
    re.IGNORECASE,
)  # "him being late every time"
_BITTER = frozenset("clearly obviously apparently sooner manage bother bothered".split())
_POINTING = frozenset("it that this them there".split())  # "you took it": nobody knows what
_SAID_NOTHING = re.compile(
    r"\b(?:said|told (?:me|you|them|her|him)|asked|shouted that)"
    r"(?: (?:in|at|on|from) [^“”]*| to (?:me|you)| (?:your|my|our|the|his|her|their) \w+)?$"
)


_NEWER_VERBS = frozenset({"text", "message", "whatsapp", "facetime"})  # the dictionary has them as nouns only


class _Hearer(StrEnum):
    """Who is addressed as "you"."""

    PARTNER = "partner"
    WRITER = "writer"


_TO_WRITER = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you two",
    "us": "you two",
    "our": "your",
    "ours": "yours",
}
_SMALL = frozenset(
    "i you me us we a an the my your our to of and mum mom mam dad nan gran tv telly whatsapp xbox netflix bbq ok".split()
)
_SPEAKS = frozenset("say tell ask shout yell scream snap reply text write answer message call".split())
_ALONE = frozenset("shout yell scream leave cry snap explode sulk freeze apologise apologize nag laugh drive".split())
_CUT_AFTER = frozenset("that because so while although whereas since until".split())


def clause(heard: Heard, actor: Actor, *, past: bool, pronoun: str = "") -> str | None:
    """The clause told by ``heard`` as it is said to the partner, who did it being ``actor``: "you drove off", "I slammed the door".

    ``past`` is whether one dated event is told: a verb in the present ("he walks in at ten") is then put into the past.
    ``pronoun`` is the partner's, where whoever told it is sure that the act is the partner's: a "she" that could be somebody else is then the partner.
    """
    return _clause(heard, actor, _Hearer.PARTNER, past=past, pronoun=pronoun)


def retold(heard: Heard, actor: Actor, called: str, *, past: bool, pronoun: str = "") -> str | None:
    """The clause as it is said back to the writer: "you slammed the door", "Keith drove off"; ``called`` is how the partner is named."""
    told = _clause(heard, actor, _Hearer.WRITER, past=past, pronoun=pronoun)
    if told is None or ("“" not in told and _SAID_TO_YOU.search(_around(heard))):
        return None
    for subject, name in (("we", "the two of you"), ("I", "you") if actor is Actor.USER else ("you", called)):
        if told.startswith(f"{subject} "):
            return name + told.removeprefix(subject)
    return told


def _clause(heard: Heard, actor: Actor, hearer: "_Hearer", *, past: bool, pronoun: str) -> str | None:
    parsed = heard.parsed
    clause_spots = _clause_spots(heard)
    spots, subject = _after_subject(parsed, clause_spots, actor, pronoun)
    if subject is None or not spots or _in_the_mouth(parsed, clause_spots[0]):
        return None
    for length in _cuts(parsed, spots):
        said = _turned(parsed, spots[:length], subject=subject, past=past, hearer=hearer)
        words = _trimmed(said) if said else []
        told = f"{subject} {' '.join(words)}"
        if 1 <= len(words) <= LONGEST_CLAUSE and _finishes(words) and _whole(told):
            return told
    return None


def _in_the_mouth(parsed: Parsed, spot: int) -> bool:
    """Whether the clause that starts here is what somebody said: "she said so we are rich now"."""
    return bool(_SAID_BEFORE.search(parsed.text[: parsed.tokens[spot].start]))


def _cuts(parsed: Parsed, spots: Sequence[int]) -> list[int]:
    """How much of a clause to try, longest first: all of it, then up to each joint where it could end."""
    joints = [
        at
        for at, spot in enumerate(spots)
        if at >= 2
        and parsed.tokens[spot].word
        in {
            "and",
            ",",
            "that",
            "when",
            "while",
            "until",
            "till",
            "because",
            "cos",
            "cuz",
            "so",
            "but",
            "after",
            "before",
            "in",
            "at",
        }
    ]
    return [len(spots), *reversed(joints)]


def _finishes(words: Sequence[str]) -> bool:
    """Whether the verb has what it needs: "I asked" alone, or "I said in front of them", tells nothing."""
    said = " ".join(words)
    points = set(words[1:])
    if _SPEECH_WITHOUT_MARKS.search(said) or _SAID_STRAIGHT.search(said):
        return False
    if _SAID_NOTHING.search(said) or said.endswith((" of me", " of us", " of you")) or (points and points <= _POINTING):
        return False
    return len(words) > 1 or (words[0] not in _TRAILING | _FILLERS and bool(_forms(words[0]) & _ALONE))


def _around(heard: Heard) -> str:
    """The words and the rest of their sentence."""
    after = heard.parsed.text[heard.span.end :]
    return heard.quote + re.split(r"[.!?\n]", after, maxsplit=1)[0]


def matter(heard: Heard) -> str | None:
    """What the row was about as the partner would be told: "his drone" -> "your drone", "a lasagne" -> "the lasagne"."""
    return _matter(heard, _Hearer.PARTNER)


def matter_retold(heard: Heard) -> str | None:
    """The same said back to the writer: "my mother's visit" -> "your mother's visit"."""
    return _matter(heard, _Hearer.WRITER)


def _matter(heard: Heard, hearer: "_Hearer") -> str | None:
    parsed = heard.parsed
    being = _BEING.match(_around(heard))
    if being:
        return f"you being {being[2]}" if hearer is _Hearer.PARTNER else f"{being[1].lower()} being {being[2]}"
    spots = _noun_phrase(parsed, _within(heard))
    if not 0 < len(spots) <= _LONGEST_MATTER:
        return None
    said = _turned(parsed, spots, hearer=hearer, naming=True)
    phrase = " ".join(_trimmed(said)) if said else ""
    return _named(phrase) if phrase and _whole(phrase) else None


def side(heard: Heard) -> str | None:
    """What was told in the partner's favour, to stand after "I know": "he works until ten" -> "you work until ten"."""
    parsed = heard.parsed
    spots = _clause_spots(heard)
    if not spots:
        return None
    rest, subject = _after_subject(parsed, spots, None)
    if subject is None:
        rest, subject = _other_subject(parsed, spots)
    if subject is None or not rest or subject in {"we", "I"}:
        return None
    said = _turned(parsed, rest, subject=subject)
    words = _trimmed(said) if said else []
    told = f"{subject} {' '.join(words)}"
    return (
        told if 2 <= len(words) <= LONGEST_CLAUSE and _whole(told) and _has_finite(words) and "“" not in told else None
    )


def side_retold(heard: Heard, called: str) -> str | None:
    """The same said back to the writer: "he works until ten"."""
    parsed = heard.parsed
    spots = _clause_spots(heard)
    rest, subject = _after_subject(parsed, spots, None)
    if subject is None:
        rest, subject = _other_subject(parsed, spots)
    if subject is None or not rest:
        return None
    said = _turned(parsed, rest, subject="", hearer=_Hearer.WRITER)
    words = _trimmed(said) if said else []
    told = f"{called if subject == 'you' else subject} {' '.join(words)}"
    return (
        told if 2 <= len(words) <= LONGEST_CLAUSE and _whole(told) and _has_finite(words) and subject != "we" else None
    )


def line_clauses(parsed: Parsed, actor: Actor) -> list[str]:
    """The clauses of a message typed to the partner, as they stand there: "your dad talks to me like I am the help"; those that begin with ``actor``."""
    found = []
    openings = {"i"} if actor is Actor.USER else {"you", "your"}
    for one in parsed.clauses:
        spots = list(range(one.first, one.last))
        while spots and (parsed.tokens[spots[0]].word in _LEAD or not parsed.tokens[spots[0]].is_word):
            spots.pop(0)
        if not spots or parsed.tokens[spots[0]].word not in openings:
            continue
        beyond = parsed.tokens[one.last].word if one.last < len(parsed.tokens) else ""
        if beyond.endswith("ing"):  # "I spent it all looking for you"
            further = next((other for other in parsed.clauses if other.first == one.last), None)
            spots += range(further.first, further.last) if further else ()
        said = _turned(parsed, spots, subject="")
        words = _trimmed(said) if said else []
        told = " ".join(words)
        if len(words) > 1 and actor is Actor.PARTNER and words[0] == "you" and "ADJ" in getAllLemmas(words[1]):
            continue  # "you mean old goat"
        if _BITTER & set(words):
            continue  # "you clearly know best": a jab is no event
        if actor is Actor.USER and not is_past(told):
            continue  # "I'll just turn up" is no event
        if 3 <= len(words) <= LONGEST_CLAUSE and _whole(told) and _has_finite(words):
            found.append(told)
    return found


def is_past(told: str) -> bool:
    """Whether a turned clause tells something past: its first verb decides."""
    words = told.replace(",", "").split()[1:]
    verb = next((word for word in words if _finite(word) or word.endswith("n't")), "") or next(
        (word for word in words if _forms(word)), ""
    )
    return _is_past(verb) or verb in {"didn't", "wasn't", "weren't", "hadn't", "couldn't", "wouldn't"}


def wish_phrase(wish: Wish) -> str | None:
    """The wish as the partner would be told: a bare verb phrase ("split the kitchen now you're at home"), for a thing a noun phrase."""
    said = _turned(wish.heard.parsed, wish.spots)
    words = _trimmed(said) if said else []
    if not words:
        return None
    if wish.verb:
        words[0] = wish.verb
    if words[-1] in _PREPOSITIONS or (wish.verb == "have" and len(words) > 1 and _participle(words[1])):
        return None
    told = " ".join(words).partition(" when you had ")[0]
    if not _whole(told) or (wish.kind is WishKind.DO and not asks_you(words)):
        return None
    if wish.kind is WishKind.TOGETHER:
        told = told.removesuffix(" with you")
    return None if wish.kind is WishKind.TOGETHER and "you" in words[1:2] else told


def asks_you(words: Sequence[str]) -> bool:
    """Whether "you" stands in a wish only as a subject ("when you are late"), never as the one something is done to."""
    return all(before in _OPENERS for before, word in pairwise(words) if word in {"you", "yourself"})


def _within(heard: Heard) -> list[int]:
    return [
        spot
        for spot, token in enumerate(heard.parsed.tokens)
        if heard.span.start <= token.start and token.end <= heard.span.end
    ]


def _clause_spots(heard: Heard) -> list[int]:
    """The tokens of one clause: what ``heard`` covers, from the subject that opens it to its end."""
    parsed, tokens = heard.parsed, heard.parsed.tokens
    inside = _within(heard)
    if not inside:
        return []
    first, last = inside[0], inside[-1] + 1
    home = next((one for one in parsed.clauses if one.first <= first < one.last), None)
    if home and not _finite_head(parsed, first) and first - home.first <= 4:
        first = home.first
    elif first and _is_subject(parsed.mentions[first - 1]):
        first -= 1
    elif (
        first > 1
        and tokens[first - 1].word in {"has", "had", "have", "did", "was", "not"}
        and parsed.mentions[first - 2]
    ):
        first -= 2
    end = next((one for one in parsed.clauses if one.first < last <= one.last), None)
    if end and end.last - last <= (5 if tokens[last - 1].word in _TRAILING else 3):
        last = end.last
    spots = list(range(first, last))
    while spots and (tokens[spots[0]].word in _LEAD or not tokens[spots[0]].is_word or _time_lead(parsed, spots)):
        spots.pop(0)
    return spots


def _time_lead(parsed: Parsed, spots: Sequence[int]) -> bool:
    """Whether the clause opens with a time ("On Friday he…", "Tuesday night it…"), which is said elsewhere."""
    word = parsed.tokens[spots[0]].word
    if word in _DAYS:
        return True
    following = [parsed.tokens[spot].word for spot in spots[1:4]]
    if word in {"on", "last", "this", "yesterday", "today", "tonight"}:
        return word in {"yesterday", "today", "tonight"} or any(
            one in _DAYS | {"night", "week", "weekend", "morning", "evening", "month"} for one in following[:2]
        )
    return (
        word in {"morning", "evening", "night", "afternoon", "weekend", "week", "month"}
        and parsed.mentions[spots[0]] is None
    )


def _finite_head(parsed: Parsed, spot: int) -> bool:
    word = parsed.tokens[spot].word
    return (
        _is_past(word)
        or _is_third(word)
        or word in {"is", "was", "has", "had", "did", "does", "i", "he", "she", "they", "we", "my"}
    )


def _after_subject(
    parsed: Parsed, spots: list[int], actor: Actor | None, pronoun: str = ""
) -> tuple[list[int], str | None]:
    """What follows the subject, and the subject as the partner hears it; (…, None) when it is somebody else or not sure."""
    tokens, mentions = parsed.tokens, parsed.mentions
    at = 0
    while at < len(spots) and tokens[spots[at]].word in _FILLERS:
        at += 1
    if at >= len(spots):
        return spots, None
    if tokens[spots[at]].word == "my" and at + 1 < len(spots) and _role(mentions[spots[at + 1]]) is Role.PARTNER:
        at += 1
    mention = mentions[spots[at]]
    if mention is not None and mention.case in {"subject", "any"}:
        if mention.role is Role.PARTNER and actor is not Actor.USER:
            while at < len(spots) and _names_partner(mentions[spots[at]]):
                at += 1
            while at < len(spots) and (tokens[spots[at]].word in {","} or tokens[spots[at]].word in _FILLERS):
                at += 1
            return spots[at:], "you"
        if mention.role is Role.OTHER and actor is Actor.PARTNER and pronoun and tokens[spots[at]].word == pronoun:
            return spots[at + 1 :], "you"
        if mention.role is Role.USER and actor is Actor.USER:
            return spots[at + 1 :], "I"
        if tokens[spots[at]].word == "we":
            return spots[at + 1 :], "we"
        return spots, None
    head = tokens[spots[at]].word
    if not pronoun and _told_of(parsed, spots[at]) not in {None, actor}:
        return spots, None  # an event is only his whose doing the clause tells; of an act the reader is surer
    if (
        mention is None
        and actor is not None
        and (_is_past(head) or (actor is Actor.PARTNER and _is_third(head)) or head in {"not", "did", "was", "had"})
    ):
        return spots[at:], "I" if actor is Actor.USER else "you"
    return spots, None


def _told_of(parsed: Parsed, spot: int) -> Actor | None:
    """Whose doing the clause around this token tells, where it is one of the two."""
    home = next((one for one in parsed.clauses if one.first <= spot < one.last), None)
    return {Role.USER: Actor.USER, Role.PARTNER: Actor.PARTNER}.get(home.subject) if home and home.subject else None


def _other_subject(parsed: Parsed, spots: list[int]) -> tuple[list[int], str | None]:
    """A subject that is neither of the two: "the auditors", "his promotion", "it"."""
    first = parsed.tokens[spots[0]].word
    if first not in _DETERMINERS | {"it", "there", "a", "an"} and parsed.mentions[spots[0]] is None:
        return spots, None
    for length in (1, 2, 3):
        if length >= len(spots):
            return spots, None
        words = [parsed.tokens[spot].word for spot in spots[:length]]
        if words[-1] in {"it", "there"} or _finite(parsed.tokens[spots[length]].word):
            subject = _turned(parsed, spots[:length])
            return (spots[length:], " ".join(subject)) if subject and not {"you", "i"} & set(subject) else (spots, None)
    return spots, None


def _turned(
    parsed: Parsed,
    spots: Sequence[int],
    *,
    subject: str = "",
    past: bool = False,
    hearer: _Hearer = _Hearer.PARTNER,
    naming: bool = False,
) -> list[str] | None:
    """The words of ``spots`` with whoever is addressed as "you", agreement mended; None when a word is not sure.

    ``subject`` is what stands before them ("" for none): a verb after "you" agrees with it. ``naming`` a thing, its words may be unknown ones.
    """
    you = (subject == "you" and hearer is _Hearer.PARTNER) or (subject == "I" and hearer is _Hearer.WRITER)
    said: list[str] = []
    others = False  # whether somebody else was named before in it
    verb_due = you  # the next finite verb agrees with "you"
    verb_seen = False
    skip = -1
    spots = list(spots)
    for at, spot in enumerate(spots):
        if spot <= skip:
            continue
        token, mention = parsed.tokens[spot], parsed.mentions[spot]
        following = spots[at + 1] if at + 1 < len(spots) else None
        word = token.word
        if word in _QUOTES:
            quoted, skip = _quoted(parsed, spot, spots)
            if quoted is None:
                return said if verb_seen and len(said) >= 2 and said[-1] not in {"said", "say"} else None
            said.append(quoted)
            beyond = next((spots[other] for other in range(at + 1, len(spots)) if spots[other] > skip), None)
            if beyond is not None and _is_past(parsed.tokens[beyond].word):
                said.append("and")  # "said 'right,' got up"
            continue
        if word in _STOPS:
            break
        if word == ",":
            if verb_seen and len(said) >= 3:
                nxt = parsed.tokens[following].word if following is not None else ""
                if (
                    nxt in _CUT_AFTER | {"and", "but", "which", "who", "not", "then"}
                    or following is None
                    or not _continues(parsed, following)
                ):
                    break
            said.append(",")
            continue
        if (
            hearer is _Hearer.PARTNER
            and word == "my"
            and following is not None
            and _role(parsed.mentions[following]) is Role.PARTNER
            and parsed.tokens[following].word not in _THIRD
        ):
            continue
        if word in {"and", "then", "but"} and following is not None and verb_seen:
            head = parsed.tokens[following].word
            ahead = parsed.mentions[following]
            if ahead is not None and ahead.case in {"subject", "any"} and head != "we":
                break  # a new subject: the clause ends here
            if head in {"it", "that", "this", "there", "then", "so", "when", "now", "since"}:
                break
            if you and (_is_third(head) or head in _TO_YOU):
                verb_due = True
            said.append(word)
            continue
        if (
            verb_seen
            and word in {"because", "so", "although", "while", "whereas", "since", "until", "as"}
            and len(said) >= 3
        ):
            break
        if word == "'s" and said and not verb_due:
            said[-1] += "'s"
            continue
        if word == "not":
            if not _join_not(said, due=verb_due):
                return None
            verb_seen = True
            verb_due = False
            continue
        if hearer is _Hearer.WRITER and (
            word in _TO_WRITER or word in _THIRD or (mention is not None and mention.role is Role.PARTNER)
        ):
            if mention is not None and mention.role is Role.GENERIC:
                return None
            said.append(
                _TO_WRITER.get(word)
                or (parsed.text[token.start : token.end] if token.capital and word not in _THIRD else word)
            )
            verb_due = word in {"i", "we"} and _finite_ahead(parsed, spots, at + 1)
            continue
        if mention is not None and mention.role is Role.PARTNER:
            is_subject = mention.case in {"subject", "any"} and word not in {"her", "him"}
            if is_subject and word in {"he", "she"} and others:
                return None  # "he told his friend he could have it": which of them?
            if said and said[-1] == "you" and is_subject:
                continue  # "my wife Deepa"
            owns = following is not None and parsed.tokens[following].word not in _NEVER_OWNED
            said.append("you" if word == "her" and not owns else _you(word, mention))
            verb_due = verb_due or (is_subject and _finite_ahead(parsed, spots, at + 1))
            if mention.case == "possessive" and following is not None and parsed.tokens[following].word == "'s":
                skip = following
            continue
        if (
            past
            and subject
            and not verb_seen
            and word in {"has", "have", "'s"}
            and following is not None
            and _participle(parsed.tokens[following].word)
        ):
            skip, verb_due, verb_seen = following, False, True  # "he has put on" -> "you put on", when the day is said
            said.append(_past_of(token, next(iter(sorted(_forms(parsed.tokens[following].word))))))
            continue
        if word in {"had", "would"} and following is not None and token.end - token.start <= 2:
            ahead_word = parsed.tokens[following].word
            if _bare(ahead_word) is None:
                return None  # "he'd run": would, or had?
            said.append("would" if _bare(ahead_word) else "had")  # "he'd like", "he'd gone"
            verb_due, verb_seen = False, True
            continue
        others = others or (mention is not None and mention.role is Role.OTHER and mention.case != "possessive")
        owner = naming and token.capital and following is not None and parsed.tokens[following].word == "'s"
        plain = parsed.text[token.start : token.end] if owner else _plain(parsed, token, mention)
        plain = plain or (_as_named(parsed, token) if naming else None)
        if plain is None:
            return None
        if verb_due and plain == "am":
            plain = "are"
        if (
            past
            and subject
            and at == 0
            and word in _forms(word)
            and not _is_past(word)
            and word not in {"do", "have", "be"}
        ):
            said.append(_past_of(token, word))  # "so I text her" of one evening
            verb_due, verb_seen = False, True
            continue
        if verb_due:
            if plain in {"'s", "is"} and said and said[-1] == "you":
                after = parsed.tokens[following].word if following is not None else ""
                said[-1] = (
                    "you've"
                    if after in {"been", "got", "had", "gone", "done", "always"}
                    or (_participle(after) and not _noun_like(after))
                    else "you're"
                )
                verb_due, verb_seen = False, True
                continue
            changed = _agreeing(plain)
            if changed != plain or _finite(plain):
                verb_due, verb_seen = False, True
                plain = (
                    _past_of(token, changed)
                    if past
                    and subject
                    and (_is_third(token.word) or changed == token.lemma)
                    and not _is_past(token.word)
                    else changed
                )
        elif not verb_seen and _finite(plain):
            verb_seen = True
            if past and subject and _is_third(token.word):
                plain = _past_of(token, _agreeing(plain))
            elif past and subject and token.word not in _TO_YOU and plain == token.lemma and not _is_past(plain):
                plain = _past_of(token, plain)
        said.append(plain)
    return said or None


def _as_named(parsed: Parsed, token: Token) -> str | None:
    """A word of a thing's name as the writer has it ("gulab jamun"); somebody else's is "the"."""
    if token.word in {"his", "her", "their"}:
        return "the"
    unknown = token.word.isalpha() and token.word not in _THIRD | {"you", "your", "yours"}
    return parsed.text[token.start : token.end] if unknown else None


def _continues(parsed: Parsed, spot: int) -> bool:
    """Whether what follows a comma still belongs to the clause: a further verb of the same doer."""
    word = parsed.tokens[spot].word
    return parsed.mentions[spot] is None and (_is_past(word) or _is_third(word)) and not _noun_like(word)


def _quoted(parsed: Parsed, spot: int, spots: Sequence[int]) -> tuple[str | None, int]:
    """Direct speech as it stands, when it is short and closed inside the clause; the token it ends at."""
    end = next((other for other in spots if other > spot and parsed.tokens[other].word in _QUOTES), None)
    if end is None:
        return None, spot
    words = " ".join(parsed.text[parsed.tokens[spot].end : parsed.tokens[end].start].split()).rstrip(".,! ")
    if not words or len(words.split()) > _LONGEST_QUOTED or any(mark in words for mark in '"“”?!'):
        return None, spot
    return f"“{words}”", end


def _is_subject(mention: Mention | None) -> bool:
    return mention is not None and mention.case in {"subject", "any"}


def _names_partner(mention: Mention | None) -> bool:
    return mention is not None and mention.role is Role.PARTNER and mention.case in {"subject", "any"}


def _role(mention: Mention | None) -> Role | None:
    return mention.role if mention else None


def _you(word: str, mention: Mention) -> str:
    if word in _SELF:
        return "yourself"
    if word in {"hers", "yours"}:
        return "yours"
    return "your" if mention.case == "possessive" else "you"


def _plain(parsed: Parsed, token: Token, mention: Mention | None) -> str | None:
    surface = parsed.text[token.start : token.end]
    word = token.word
    if word == "i":
        return "I"
    if word in {"can", "will", "shall"}:
        return word
    if word in _THIRD or word in {"you", "your", "yours"} or (mention and mention.role is Role.GENERIC):
        return None
    if mention and mention.role is Role.BOTH and word not in {"we", "us", "our", "ours", "ourselves", "both", "other"}:
        return None
    if word in _DAYS | _MONTHS or word.removesuffix("s") in _DAYS:
        return word.capitalize()
    if mention is not None and mention.role is Role.OTHER and token.capital:
        return surface
    if token.capital and surface[1:].islower() and not _known(surface.lower()):
        return surface
    lower = surface.lower()
    if word in {"am", "are", "have", "will", "would", "'s", "had"} and not lower.isalpha():
        return (
            "'s"
            if word == "'s"
            else {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "had"}.get(lower.replace("’", "'"))
        )
    if "-" in lower and all(_known(part) for part in lower.split("-") if part):
        return lower
    if _known(lower):
        return lower
    if word.isalpha() and _known(word):
        return word
    return lower if lower[0].isdigit() and re.fullmatch(r"[\d.,:]+(?:am|pm|k|st|nd|rd|th)?", lower) else None


@lru_cache(maxsize=20_000)
def _known(word: str) -> bool:
    return word in _SMALL or (word.isalpha() and len(word) > 1 and simplemma.is_known(word, lang="en"))


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    """The dictionary forms of the verbs this word may be."""
    if word in _NEWER_VERBS:
        return frozenset({word})
    return frozenset(getAllLemmas(word, upos="VERB").get("VERB", ())) | frozenset(
        getAllLemmas(word, upos="AUX").get("AUX", ())
    )


@lru_cache(maxsize=20_000)
def _is_past(word: str) -> bool:
    if word in {
        "was",
        "were",
        "had",
        "did",
        "could",
        "would",
        "put",
        "cut",
        "let",
        "set",
        "shut",
        "read",
        "hit",
        "quit",
    }:
        return True
    return any(word != lemma and word in getInflection(lemma, tag="VBD") for lemma in _forms(word))


@lru_cache(maxsize=20_000)
def _is_third(word: str) -> bool:
    return word in {"is", "has", "does"} or any(
        word != lemma and word in getInflection(lemma, tag="VBZ") for lemma in _forms(word)
    )


def _participle(word: str) -> bool:
    return (
        not word.endswith("ing")
        and word not in {"been", "had", "got"}
        and any(word in getInflection(lemma, tag="VBN") for lemma in _forms(word))
    )


def _bare(word: str) -> bool | None:
    """Whether a word after "'d" is a bare verb, so that it is "would"; None where it could be either."""
    if word in {"like", "love", "rather", "be", "have"}:
        return True
    bare = word in _forms(word)
    return None if bare and _participle(word) else bare


def _finite(word: str) -> bool:
    return (
        _is_past(word)
        or _is_third(word)
        or word
        in {"am", "are", "do", "have", "can", "will", "might", "may", "must", "should", "won't", "can't", "don't"}
    )


def _finite_ahead(parsed: Parsed, spots: Sequence[int], at: int) -> bool:
    return any(_finite(parsed.tokens[spot].word) or parsed.tokens[spot].word == "'s" for spot in spots[at : at + 3])


def _has_finite(words: Sequence[str]) -> bool:
    return any(_finite(word) or word in {"you're", "you've"} or _forms(word) for word in words)


def _agreeing(word: str) -> str:
    if word in _TO_YOU and word != "'s":
        return _TO_YOU[word]
    return next(
        (lemma for lemma in sorted(_forms(word)) if word != lemma and word in getInflection(lemma, tag="VBZ")), word
    )


def _past_of(token: Token, word: str) -> str:
    if token.word in {"was", "were", "had", "did"}:
        return word
    if word in {"are", "have", "do"}:
        return {"are": "were", "have": "had", "do": "did"}[word]
    told = getInflection(word, tag="VBD") if _forms(word) else ()
    return told[0] if told else f"{word}ed" if word in _NEWER_VERBS else word


def _join_not(said: list[str], *, due: bool) -> bool:
    """Join "not" to the auxiliary before it; False when there is none."""
    if not said:
        return False
    if due and said[-1] in _TO_YOU:
        said[-1] = _TO_YOU[said[-1]]
    if said[-1] in _NEGATED:
        said[-1] = _NEGATED[said[-1]]
    elif said[-1] in _JOINS_NOT:
        said[-1] += "n't"
    else:
        return False
    return True


def _trimmed(said: Sequence[str]) -> list[str]:
    """Words without what hangs at the end, commas joined to the word before."""
    words = list(said)
    while words and (words[0] in {","} or words[0] in _FILLERS):
        words.pop(0)
    while words and (words[-1] == "," or (words[-1] in _TRAILING and words[-1] not in _PARTICLES)):
        words.pop()
    joined: list[str] = []
    for word in words:
        if word == "," and joined:
            joined[-1] += ","
        else:
            joined.append(word)
    return joined


def _whole(told: str) -> bool:
    words = told.split()
    if words[-1] in _TRAILING - _PARTICLES - {"not"}:
        return False
    return "'s" not in words and not any(first == second for first, second in pairwise(words))


@lru_cache(maxsize=20_000)
def _noun_like(word: str) -> bool:
    lemmas = getAllLemmas(word)
    return not lemmas or bool({"NOUN", "PROPN", "ADJ"} & lemmas.keys()) or word.isdigit()


def _noun_phrase(parsed: Parsed, spots: list[int]) -> list[int]:
    """The noun phrase a stretch names: "a right set-to over a roasting tin" -> "a roasting tin", "wife's work" -> "my wife's work event"."""
    tokens = parsed.tokens
    spots = _first_part(parsed, [spot for spot in spots if tokens[spot].is_word or tokens[spot].word in {",", "-"}])
    if not spots:
        return []
    if not any(_verbal(parsed, spot, at) for at, spot in enumerate(spots)):
        words = [tokens[spot].word for spot in spots]
        over = max((at for at, word in enumerate(words) if word in {"over", "about"}), default=-1)
        return _grown(parsed, spots[over + 1 :])
    kept: list[int] = []
    for spot in reversed(spots):
        word = tokens[spot].word
        mention = parsed.mentions[spot]
        if word in _DETERMINERS | {"a", "an"} or (mention and mention.case == "possessive"):
            kept.insert(0, spot)
            if not (
                word == "'s"
                or (mention and mention.case == "possessive" and word not in _THIRD | {"my", "our", "your"})
            ):
                return kept
            continue
        if word != "'s" and (not word.isalnum() or not _noun_like(word) or (mention and mention.case == "subject")):
            break
        kept.insert(0, spot)
    return kept


def _first_part(parsed: Parsed, spots: list[int]) -> list[int]:
    """Without a preposition before, a day after, and what comes after a comma or a second "of"."""
    while spots and (parsed.tokens[spots[0]].word in _PREPOSITIONS or not parsed.tokens[spots[0]].is_word):
        spots = spots[1:]
    tokens = parsed.tokens
    if len(spots) > 1 and _forms(tokens[spots[0]].word) and tokens[spots[1]].word in _DETERMINERS | {"a", "an"}:
        spots = spots[1:]  # "do his hair", "bought an air fryer"
    if len(spots) > 1 and tokens[spots[0]].word == "that" and tokens[spots[1]].capital:
        spots = spots[1:]  # "that Noor's ceremony was moved"
    while spots and _verb_only(tokens[spots[-1]].word):
        spots = spots[:-1]  # "where the bins go"
    words = [parsed.tokens[spot].word for spot in spots]
    ends = [at for at, word in enumerate(words) if word == ","]
    ofs = [at for at, word in enumerate(words) if word == "of"]
    held = {"for", "of", "my", "our", "a", "the"}
    ends += [
        at for at, word in enumerate(words) if at and word in _DAYS | {"teatime", "arvo"} and words[at - 1] not in held
    ]
    ends += ofs[1:2] and ofs[:1]
    return spots[: min(ends)] if ends else spots


def _grown(parsed: Parsed, spots: list[int]) -> list[int]:
    """With the words cut off at either end: "my" before, a noun that belongs to it after."""
    if not spots:
        return spots
    tokens, first, last = parsed.tokens, spots[0], spots[-1]
    if first and tokens[first - 1].word in {"my", "our", "your"}:
        spots = [first - 1, *spots]
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after and after.start == tokens[last].end + 1 and parsed.mentions[last + 1] is None and _only_noun(after.word):
        spots = [*spots, last + 1]
    return spots


@lru_cache(maxsize=20_000)
def _verb_only(word: str) -> bool:
    """Whether a word can only be a verb: it ends no name of a thing ("where the bins go")."""
    verb = _is_past(word) or _is_third(word)
    return word in {"go", "is", "are"} or (verb and not {"NOUN", "ADJ", "PROPN"} & getAllLemmas(word).keys())


@lru_cache(maxsize=20_000)
def _only_noun(word: str) -> bool:
    lemmas = getAllLemmas(word)
    return "NOUN" in lemmas and not {"VERB", "ADV", "AUX", "ADJ"} & lemmas.keys() and word not in _TIME_NOUNS


def _verbal(parsed: Parsed, spot: int, at: int) -> bool:
    word = parsed.tokens[spot].word
    mention = parsed.mentions[spot]
    if mention is not None:
        return mention.case == "subject"
    return word in {"is", "was", "were", "had", "has", "did", "said", "told", "to", "that", "not"} or (
        at > 0 and _is_past(word) and not _noun_like(word)
    )


def _named(phrase: str) -> str | None:
    """ "a drone" -> "the drone", "lasagne" -> "the lasagne"; None for what names nothing ("it", "everything")."""
    first, *rest = phrase.split()
    if first.isdigit() or (rest and rest[-1].isdigit()) or any(map(_verb_only, (first, *rest))):
        return None
    while rest and rest[-1] in {"now", "then", "again", "today", "anyway"}:
        rest.pop()
    phrase = " ".join([first, *rest])
    if {first.lower(), *rest} <= _TIME_NOUNS | _DAYS | _DETERMINERS | {"a", "an"} or {
        first.lower(),
        *rest,
    } & _NAMELESS - ({first} if rest and first in {"this", "that"} else set()):
        return None
    if first in {"a", "an"}:
        return " ".join(["the", *rest]) if rest else None
    if first == "I" or (not rest and len(first) < 3):
        return None
    if first in _DETERMINERS or first.endswith(("'s", "s'")) or first[0].isupper() or first in _UNCOUNTED:
        return phrase if rest or first not in _DETERMINERS else None
    if first.endswith("ing") and rest:
        return phrase
    return f"the {phrase}" if len(rest) < 4 and first.replace("-", "").isalnum() else None
