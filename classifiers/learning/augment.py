"""Other tellings of the same message, for fitting only: the people exchanged, the other gender or word for the partner, slips, a story around.

The reader should hear the same acts in each; every change keeps the labels and moves their offsets along.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from classifiers.codebook import ACTS, CONCERN, DANGERS
from classifiers.learning.targets import UNKNOWN, Example, Mark

Edit = tuple[int, int, str]

EXCHANGE = 0.4  # of the few messages it can be done to
GENDER = 0.25
PARTNER_WORD = 0.15
SPELLING = 0.15
SLIPS = 0.12
NO_APOSTROPHE = 0.08
QUESTION = 0.12
NO_QUESTION = 0.2
STORY = 0.35
STORY_WORDS = 160

_SWAPS = {
    "he": "she", "him": "her", "himself": "herself", "husband": "wife", "boyfriend": "girlfriend", "bf": "gf", "hubby": "wifey",
    "dh": "dw", "fiance": "fiancee", "groom": "bride", "boyfriends": "girlfriends", "husbands": "wives", "bloke": "woman",
}  # fmt: skip
_GENDER = {**_SWAPS, **{theirs: mine for mine, theirs in _SWAPS.items()}, "his": "her", "hers": "his"}
_VERBS = {
    "i am": "he is", "i'm": "he's", "im": "hes", "i've": "he's", "i have": "he has", "i don't": "he doesn't", "i do": "he does", "i haven't": "he hasn't",
    "he is": "I am", "he's": "I'm", "he has": "I have", "he doesn't": "I don't", "he does": "I do", "he hasn't": "I haven't",
    "she is": "I am", "she's": "I'm", "she has": "I have", "she doesn't": "I don't", "she does": "I do", "she hasn't": "I haven't",
}  # fmt: skip
_TO_FIRST = {"he": "I", "she": "I", "him": "me", "his": "my", "hers": "mine", "himself": "myself", "herself": "myself"}
_FIRST = frozenset({"i", "me", "my", "im", "i'm"})
_NAMED = re.compile(r"[\"“”‘]|(?<=[a-z,;] )(?!I\b|I['’]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z]")
_OTHERS = frozenset(
    "mum mom mam mother dad father parents sister brother son daughter kid kids child children baby boss friend friends ex mate mates colleague "
    "coworker mil fil sil bil aunt uncle cousin nan gran grandma grandad neighbour neighbor we us our ours they them their you your people guy girl "
    "woman man family".split()
)
_EXCHANGED = re.compile(
    r"\b(?:my (?:husband|wife|boyfriend|girlfriend|partner|bf|gf|fianc[eé]e?)\b(?!['’])|i (?:am|have|don['’]t|do|haven['’]t)|i['’](?:m|ve)"
    r"|s?he (?:is|has|doesn['’]t|does|hasn['’]t)|s?he['’]s|im|i|me|my|mine|myself|he|she|him|his|her|hers|himself|herself)\b",
    re.IGNORECASE,
)
_GENDER_WORD = re.compile(rf"\b(?:{'|'.join(_GENDER)}|her)\b", re.IGNORECASE)
_AFTER_OBJECT = frozenset(
    "to for at in on with when because that if so about again what how why not up off out the a an my i it is was then like just as or of "
    "from by and but back down over who he she we they you too before after until till all once every around away while where".split()
)
_PARTNER_WORD = re.compile(
    r"\b[Mm]y (?:husband|wife|boyfriend|girlfriend|partner|bf|gf|hubby|fianc[eé]e?|spouse)\b(?!['’]s? (?:mum|mom|mother|dad))"
)
_PARTNER_NAMES = (
    "my partner", "my SO", "SO", "DH", "my DH", "my other half", "my OH", "my SO (28M)", "my bf (24)", "my gf", "my husband (41M)",
    "my wife (36F)", "my fiancé", "my man", "the wife", "J", "my girlfriend", "my boyfriend", "my husband", "my wife", "hubby",
)  # fmt: skip
_UK_US = {
    "colour": "color", "favourite": "favorite", "apologise": "apologize", "apologised": "apologized", "realise": "realize",
    "realised": "realized", "mum": "mom", "mum's": "mom's", "organise": "organize", "behaviour": "behavior", "neighbour": "neighbor",
    "humour": "humor", "centre": "center", "travelling": "traveling", "cancelled": "canceled", "pyjamas": "pajamas", "practise": "practice",
    "criticise": "criticize", "criticised": "criticized", "criticises": "criticizes", "learnt": "learned", "grey": "gray", "tyre": "tire",
}  # fmt: skip
_SPELLING = {**_UK_US, **{theirs: mine for mine, theirs in _UK_US.items()}}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_SENTENCE_END = re.compile(r"[.!?]\s+|\n+")


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Retells examples at random: ``questions`` are the app's own, put before messages; ``stories`` ordinary messages dangers are told inside of."""

    questions: Sequence[str]
    stories: Sequence[Example]

    def retold(self, one: Example, random: Random) -> Example:
        """The same message told another way, or as it is."""
        if one.dangerous and random.random() < STORY and len(one.text.split()) < STORY_WORDS // 2:
            one = told_inside(one, random.choice(self.stories), random)
        if random.random() < EXCHANGE and may_be_exchanged(one):
            one = exchanged(one)
        for chance, edits in (
            (GENDER, other_gender),
            (PARTNER_WORD, lambda text: other_partner_word(text, random)),
            (SPELLING, other_spelling),
            (NO_APOSTROPHE, no_apostrophes),
            (SLIPS, lambda text: slips(text, random)),
        ):
            if random.random() < chance:
                one = edited(one, edits(one.text))
        if one.intent == UNKNOWN and random.random() < QUESTION:
            return replace(one, asked=random.choice(self.questions))
        if one.asked and random.random() < NO_QUESTION:
            return replace(one, asked="", intent=UNKNOWN)
        return one


def may_be_exchanged(one: Example) -> bool:
    """Whether "I" and "he" can change places by words alone: acts are marked, no danger, only one other person in it, nothing quoted or addressed."""
    words = {word.lower() for word in _WORD.findall(one.text)}
    if not one.acts or one.dangerous or one.slots is not None or words & _OTHERS or _NAMED.search(one.text):
        return False
    he, she = words & {"he", "him", "his", "he's"}, words & {"she", "her", "hers", "she's"}
    return bool(he) != bool(she) and bool(words & _FIRST)


def exchanged(one: Example) -> Example:
    """The same scene with the writer and the partner in each other's place; grammar suffers a little, the labels change sides."""
    he = any(word.lower() in {"he", "him", "his"} for word in _WORD.findall(one.text))
    third = dict(
        zip(
            ("i", "me", "my", "mine", "myself"),
            ("he him his his himself" if he else "she her her hers herself").split(),
            strict=True,
        )
    )
    edits = []
    for found in _EXCHANGED.finditer(one.text):
        word, start = found.group().lower().replace("’", "'"), found.start()
        opening = not one.text[:start].strip() or one.text[:start].rstrip()[-1] in ".!?"
        if word.startswith("my "):
            new = "I" if opening or one.text[:start].rstrip()[-1:] in ",;" else "me"
        elif word in _VERBS:
            new = _VERBS[word].replace("he", third["i"], 1) if word.startswith("i") else _VERBS[word]
        elif word == "her":
            new = "my" if _her(one.text, found.end()) == "his" else "me"
        else:
            new = third.get(word) or _TO_FIRST[word]
        edits.append((*found.span(), new[0].upper() + new[1:] if opening else new))
    half = len(ACTS) // 2

    def other_side(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        return tuple(((column + half) % len(ACTS), start, end) for column, start, end in marks)

    told = edited(one, edits)
    return replace(
        told,
        acts=None if told.acts is None else other_side(told.acts),
        denied=other_side(told.denied),
        arguable=frozenset((column + half) % len(ACTS) for column in told.arguable),
    )


def edited(one: Example, edits: Sequence[Edit]) -> Example:
    """The example with stretches of its text replaced (in order, none overlapping), every mark moved along."""
    parts, at, moves = [], 0, []
    for start, end, new in edits:
        parts += [one.text[at:start], new]
        at = end
        moves.append((start, end, len(new)))
    parts.append(one.text[at:])

    def moved(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        return tuple((column, _at(start, moves, True), _at(end, moves, False)) for column, start, end in marks)

    return replace(
        one,
        text="".join(parts),
        acts=None if one.acts is None else moved(one.acts),
        denied=moved(one.denied),
        danger_marks=moved(one.danger_marks),
        slots=None if one.slots is None else moved(one.slots),
    )


def _at(position: int, moves: Sequence[tuple[int, int, int]], opening: bool) -> int:
    shift = 0
    for start, end, size in moves:
        if position >= end and not (position == start == end and opening):
            shift += size - (end - start)
        elif position > start:
            return start + shift + (0 if opening else size)
    return position + shift


def other_gender(text: str) -> list[Edit]:
    """Every he a she, every wife a husband, and the other way round."""
    edits = []
    for found in _GENDER_WORD.finditer(text):
        word = found.group()
        new = _her(text, found.end()) if word.lower() == "her" else _GENDER[word.lower()]
        edits.append((*found.span(), _like(word, new)))
    return edits


def _her(text: str, end: int) -> str:
    following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return "his" if following and following.group().lower() not in _AFTER_OBJECT else "him"


def _like(word: str, new: str) -> str:
    return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new


def other_partner_word(text: str, random: Random) -> list[Edit]:
    """One other word for the partner, wherever the partner is named by one."""
    new = random.choice(_PARTNER_NAMES)
    return [(*found.span(), new) for found in _PARTNER_WORD.finditer(text)]


def other_spelling(text: str) -> list[Edit]:
    """British spelling turned American and the other way round."""
    return [
        (*found.span(), _like(found.group(), _SPELLING[found.group().lower()]))
        for found in _WORD.finditer(text)
        if found.group().lower() in _SPELLING
    ]


def no_apostrophes(text: str) -> list[Edit]:
    """As typed in a hurry: dont, hes."""
    return [(*found.span(), "") for found in _APOSTROPHE.finditer(text)]


def slips(text: str, random: Random) -> list[Edit]:
    """One long word in fifteen mistyped: a letter lost, doubled or changed places."""
    edits = []
    for found in _WORD.finditer(text):
        word = found.group()
        if len(word) < 5 or not word.isalpha() or random.random() > 1 / 15:
            continue
        at = random.randrange(1, len(word) - 1)
        kind = random.randrange(3)
        if kind == 0:
            new = word[:at] + word[at + 1 :]
        elif kind == 1:
            new = word[:at] + word[at] + word[at:]
        else:
            new = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        edits.append((*found.span(), new))
    return edits


def told_inside(one: Example, story: Example, random: Random) -> Example:
    """A danger told as one sentence among those of an ordinary message; its acts are then not known."""
    places = [found.end() for found in _SENTENCE_END.finditer(story.text)]
    before, after = story.text, ""
    if places:
        at = random.choice(places)
        before, after = story.text[:at], story.text[at:]
    before = " ".join(before.split()[-STORY_WORDS // 2 :])
    after = " ".join(after.split()[: STORY_WORDS // 2])
    joined = edited(one, [(0, 0, f"{before} "), (len(one.text), len(one.text), f" {after}")])
    danger = list(one.danger)
    danger[DANGERS.index(CONCERN)] = UNKNOWN
    return replace(joined, acts=None, denied=(), danger=tuple(danger))
