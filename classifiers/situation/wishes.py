"""The words of a wish -> what is wished, of whom: "I'd like us to split the kitchen" -> together, "split the kitchen"."""

from functools import lru_cache

from lemminflect import getAllLemmas

from classifiers.annotations import Span
from classifiers.parsing.actors import Role
from classifiers.parsing.parser import Parsed
from classifiers.situation.values import Heard, Wish, WishKind

_MODALS = frozenset("would could should can might will".split())
_WISHING = frozenset(
    "want wanted wants need needed like love loved prefer wish wished hope hoped miss missed rather ask was is".split()
)
_SAYING = frozenset("wish wished hope hoped".split())
_GLAD = frozenset(
    "like love nice good great lovely help helped mean meant want wanted wish hope prefer appreciate kind happy glad need enough liked".split()
)
_SKIPPED = frozenset(
    "just only simply please maybe perhaps actually both really at least even also sometimes then".split()
)
_ENDS = frozenset({".", ",", ";", ":", "!", "?", "\n", "…", "(", ")", "—", "–", '"', "“", "”"})
_ENDING = frozenset("but because so although instead unless whereas".split())
_SPOILED = frozenset(
    "not never nothing anything anyone nobody stop quit less without anymore ever fuck fucking shit damn bloody stupid lazy idiot who whom "
    "password location sex himself herself divorce".split()
)
_LAST = frozenset(
    "at least though too please again for once sometimes and or instead anymore lol haha tbh then now really the a to of with".split()
) - {"now"}
_THINGS = frozenset("a an the some more one two three ten five fifteen twenty our my less half each".split())
_PLACED = frozenset(
    "in on off away out at down before after while".split()
)  # "phones in the drawer": a thing, not a deed
_LONGEST, _BACK = 13, 9


def wish_of(heard: Heard, *, answer: bool = False) -> Wish | None:
    """What ``heard`` wishes for, or None where that is not sure. ``answer`` is whether it answers "what would you have liked?"."""
    parsed = heard.parsed
    first, last = _region(heard)
    for at in range(first, last):
        found = _at(parsed, at, first)
        if found:
            kind, start = found
            wish = _wish(parsed, kind, start, last, heard.confidence)
            if wish:
                return wish
    return _bare(parsed, first, last, heard.confidence) if answer else None


def _region(heard: Heard) -> tuple[int, int]:
    """The tokens from the start of the sentence (not far before the words) to the end of the clause."""
    tokens = heard.parsed.tokens
    inside = [
        spot for spot, token in enumerate(tokens) if heard.span.start < token.end and token.start < heard.span.end
    ]
    first, last = inside[0], inside[-1] + 1
    for _ in range(_BACK):
        if first == 0 or tokens[first - 1].word in _ENDS:
            break
        first -= 1
    while last < len(tokens) and tokens[last].word not in _ENDS and last - inside[-1] < 6:
        last += 1
    return first, last


def _at(parsed: Parsed, at: int, first: int) -> tuple[WishKind, int] | None:
    """The kind of wish said at this token and where what is wished begins; None when none is."""
    tokens, mentions = parsed.tokens, parsed.mentions
    word = tokens[at].word
    before = _before(parsed, at, first)
    if word == "to" and before is not None:
        role = _whose(parsed, before)
        if role is WishKind.DO or role is WishKind.TOGETHER:
            return role, at + 1
        verb = tokens[before].word
        refused = any(tokens[spot].word in {"not", "never"} for spot in range(max(first, before - 2), before))
        if verb in _WISHING and verb not in {"was", "is", "ask", "rather"} and not refused:
            subject = next(
                (
                    tokens[spot].word
                    for spot in range(before - 1, max(first, before - 5) - 1, -1)
                    if tokens[spot].word in {"i", "we", "all", "what"}
                ),
                "",
            )
            return (WishKind.TOGETHER if subject == "we" else WishKind.MINE, at + 1) if subject else None
        return None
    if (
        word in {"if", "that"}
        and before is not None
        and tokens[before].word in {"love", "like", "loved", "liked", "nice", "help", "hope", "it"}
        and at + 2 < len(tokens)
    ):
        following = mentions[at + 1]
        if _whose(parsed, at + 1) is None and (
            following is None or following.role not in {Role.OTHER, Role.USER} or following.case == "possessive"
        ):
            return _how_it_would_be(parsed, at)
    if word in _MODALS:
        ahead = _whose(parsed, at + 1) if at + 1 < len(tokens) else None
        if ahead in {WishKind.DO, WishKind.TOGETHER} and (
            at == first or tokens[at - 1].word in _ENDS | {"and", "so", "if", "say", "said", "maybe", "please"}
        ):
            return ahead, at + 2
        role = _whose(parsed, before) if before is not None else None
        return (role, at + 1) if role and before is not None and _wished(parsed, before, first) else None
    if before is not None and mentions[at] is None and _is_verb(word):
        role = _whose(parsed, before)
        if role and _wished(parsed, before, first):
            return role, at
    if word in _THINGS and before is not None and tokens[before].word in {"is", "was"}:
        asked = {tokens[spot].word for spot in range(max(first, before - 4), before)}
        if asked & {"want", "wanted", "need", "needed", "like", "after"} and asked & {"i", "all", "what"}:
            return WishKind.THING, at  # "all I want is the first ten minutes"
    if (
        word in _THINGS
        and before is not None
        and tokens[before].word in {"want", "wanted", "need", "needed", "like", "love", "miss", "missed", "liked"}
    ):
        mine = any(tokens[spot].word in {"i", "all", "what"} for spot in range(max(first, before - 5), before))
        acting = any(token.word == "to" for token in tokens[at : at + 4])  # "my husband to text me" is his doing
        return (WishKind.THING, at) if mine and not acting else None
    return None


def _how_it_would_be(parsed: Parsed, at: int) -> tuple[WishKind, int] | None:
    """ "if our Tuesdays ended well" is a clause, "that bedroom stuff to stay between us" a thing with what it is to do; else None."""
    for spot in range(at + 1, min(at + 7, len(parsed.tokens))):
        word = parsed.tokens[spot].word
        if word == "to":
            return (WishKind.THING, at) if parsed.tokens[at].word == "that" else None
        if word in _MODALS or (spot > at + 1 and _is_verb(word) and word not in _verbs(word)):
            return WishKind.CLAUSE, at + 1
    return None


def _wished(parsed: Parsed, subject: int, first: int) -> bool:
    """Whether a wish stands before this subject: "I wish he", "it would help if she", "the two of us" at the start of one."""
    tokens = parsed.tokens
    head = _before(parsed, subject, first)
    while head is not None and tokens[head].word in {"my", "the", "two", "of", "both"}:
        head = _before(parsed, head, first)
    if head is None:
        return False
    if tokens[head].word in _SAYING:
        return True
    if tokens[head].word not in {"if", "that"}:
        return False
    return any(tokens[spot].word in _GLAD for spot in range(max(first, head - 5), head))


def _before(parsed: Parsed, at: int, first: int) -> int | None:
    spot = at - 1
    while spot >= first and parsed.tokens[spot].word in _SKIPPED:
        spot -= 1
    return spot if spot >= first else None


def _whose(parsed: Parsed, at: int) -> WishKind | None:
    """Whose doing a wish is when this token is the one who is to do it."""
    if not 0 <= at < len(parsed.tokens):
        return None
    mention, word = parsed.mentions[at], parsed.tokens[at].word
    if word in {"us", "we"}:
        return WishKind.TOGETHER
    if word == "both" and at and parsed.tokens[at - 1].word in {"us", "we"}:
        return WishKind.TOGETHER
    if mention is not None and mention.role is Role.PARTNER and mention.case != "possessive":
        return WishKind.DO
    if word == "you" and (mention is None or mention.role is not Role.OTHER):
        return WishKind.DO
    return None


def _wish(parsed: Parsed, kind: WishKind, start: int, last: int, confidence: float) -> Wish | None:
    tokens = parsed.tokens
    while start < last and tokens[start].word in _SKIPPED:
        start += 1
    end = start
    while end < last and tokens[end].word not in _ENDS | _ENDING and end - start < _LONGEST:
        following = tokens[end + 1].word if end + 1 < last else ""
        mention = parsed.mentions[end + 1] if end + 1 < last else None
        if tokens[end].word in {"and", "or"} and (
            following in {"i", "he", "she", "they", "it", "that", "then", "not"}
            or (mention is not None and mention.case == "subject")
            or (_is_verb(following) and following not in _verbs(following))  # "asked me first and said so"
        ):
            break
        end += 1
    if end < last and end - start == _LONGEST and tokens[end].word not in _ENDS:
        return None  # cut in the middle: nobody knows what hangs on the rest
    spots = list(range(start, end))
    while spots and tokens[spots[-1]].word in _LAST:
        spots.pop()
    words = [tokens[spot].word for spot in spots]
    if set(words) & _SPOILED and "before" in words[2:]:  # "decide together in October before anyone books anything"
        cut = words.index("before", 2)
        spots, words = spots[:cut], words[:cut]
    if (
        not spots
        or set(words) & _SPOILED
        or not all(tokens[spot].is_word or tokens[spot].word in {"-", "'s"} for spot in spots)
    ):
        return None
    verb = ""
    if kind not in {WishKind.THING, WishKind.CLAUSE}:
        verb = _bare_verb(words[0])
        if not verb or len(words) < 2:
            return None
    elif len(words) < (2 if kind is WishKind.THING else 4):
        return None
    return Wish(
        kind, Heard(Span(tokens[spots[0]].start, tokens[spots[-1]].end), parsed, confidence), tuple(spots), verb
    )


def _bare(parsed: Parsed, first: int, last: int, confidence: float) -> Wish | None:
    """An answer without a word of wishing: "more help", "ten minutes, no phones", "ask me how I am"."""
    tokens, begin = parsed.tokens, first
    while first < last and (
        tokens[first].word
        in _SKIPPED | {"for", "that", "if", "to", "well", "i", "guess", "think", "yes", "honestly", "probably"}
        or not tokens[first].is_word
    ):
        if tokens[first].word == "to":
            return _wish(parsed, WishKind.MINE, first + 1, last, confidence)
        first += 1
    if first >= last:
        return None
    word = tokens[first].word
    role = _whose(parsed, first)
    opened = first > begin or tokens[first].word in {"us", "him", "her", "them"}
    would_have = _would_have(parsed, first, last)
    if role and would_have:
        return _wish(parsed, role, would_have, last, confidence)
    if role and not opened and role is not WishKind.TOGETHER:
        return None  # "he'd laugh me out of the house" is no wish
    if role:
        at = first + 1
        while at < last and tokens[at].word in _SKIPPED | _MODALS | {"to"}:
            at += 1
        tells = at < last and tokens[at].word in {"is", "are", "was", "were", "has", "had", "does", "did", "'s"}
        return None if tells else _wish(parsed, role, at, last, confidence)
    placed = first + 1 < last and tokens[first + 1].word in _PLACED
    if word == "another":
        return None  # "another one, about being late": of the lines
    if word in _THINGS or (_nouns(word) and (placed or not _verbs(word))):
        return _wish(parsed, WishKind.THING, first, last, confidence)
    return (
        _wish(parsed, WishKind.DO, first, last, confidence)
        if word in _verbs(word) and parsed.mentions[first] is None
        else None
    )


def _would_have(parsed: Parsed, subject: int, last: int) -> int | None:
    """Where "he would have asked me first" says what he would have done; None where it does not."""
    words = [token.word for token in parsed.tokens[subject + 1 : min(subject + 4, last)]]
    if len(words) == 3 and words[0] in {"would", "'d"} and words[1] in {"have", "of", "'ve"} and _is_verb(words[2]):
        return subject + 3
    return None


def _is_verb(word: str) -> bool:
    return bool(_verbs(word)) and word not in _MODALS


def _bare_verb(word: str) -> str:
    lemmas = sorted(_verbs(word))
    return word if word in lemmas else lemmas[0] if lemmas else ""


@lru_cache(maxsize=5_000)
def _verbs(word: str) -> frozenset[str]:
    if word in {"text", "message", "whatsapp", "facetime"}:  # the dictionary has them as nouns only
        return frozenset({word})
    found = getAllLemmas(word)
    return frozenset(found.get("VERB", ())) | frozenset(found.get("AUX", ()))


@lru_cache(maxsize=5_000)
def _nouns(word: str) -> bool:
    return "NOUN" in getAllLemmas(word)
