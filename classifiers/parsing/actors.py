"""Who is who: every mention of a person in a message gets a role.

Pronouns are resolved through the message by salience (recency, subjecthood, and the partner's head start, since
people who write here write about their partner), after the idea of Lappin & Leass (1994), "An Algorithm for
Pronominal Anaphora Resolution".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifiers.parsing.lexicon import Grammar, People
from classifiers.parsing.morphology import is_known, is_verb_form
from classifiers.parsing.speech import Speech
from classifiers.parsing.tokens import Token


class Role(StrEnum):
    """Who a word stands for: the writer, the partner, both of them, somebody else, people in general."""

    USER = "U"
    PARTNER = "P"
    BOTH = "W"
    OTHER = "O"
    GENERIC = "G"


@dataclass(frozen=True, slots=True)
class Mention:
    """A token that stands for a person; ``case`` is "subject", "object", "possessive" or "any"."""

    role: Role
    case: str


_FIRST = {"i": "subject", "me": "object", "my": "possessive", "mine": "possessive", "myself": "object"}
_BOTH = {"we": "subject", "us": "object", "our": "possessive", "ours": "possessive", "ourselves": "object"}
_SECOND = {"you": "any", "your": "possessive", "yours": "possessive", "yourself": "object"}
_MALE = {"he": "subject", "him": "object", "his": "possessive", "himself": "object"}
_FEMALE = {"she": "subject", "her": "any", "hers": "possessive", "herself": "object"}
_PLURAL = {"they": "subject", "them": "object", "their": "possessive", "themself": "object", "themselves": "object"}
_AFTER_OBJECT = frozenset(
    "that how what why who where whether i he she we they you it my the a an this these not again back all so too now never always "
    "anymore more everything something anything nothing today tonight yesterday right away alone there here down crying say go".split()
)
_PRONOUN_WEIGHT = {"subject": 1.0, "object": 0.4, "any": 0.4, "possessive": 0.1}
_ENDS = {".", "!", "?", "\n", "…"}
_SWAP = {Role.USER: Role.PARTNER, Role.PARTNER: Role.USER}
_OWNERS = {"my", "his", "her", "our", "their", "your", "'s", "a", "the", "some", "this", "that", "another", "any"}


class ActorFinder:
    """Gives each token its mention or None."""

    def __init__(self, grammar: Grammar, people: People) -> None:
        self._grammar = grammar
        self._people = people
        self._after_object = grammar.prepositions | grammar.joiners | _AFTER_OBJECT

    def mentions(
        self, tokens: Sequence[Token], speech: Sequence[Speech | None], partner_names: frozenset[str] = frozenset()
    ) -> list[Mention | None]:
        """One mention or None a token, pronouns resolved; ``speech`` tells who is speaking where, ``partner_names`` who the partner is."""
        nouns = self._nouns(tokens, partner_names)
        gender = self._partner_gender(tokens, nouns)
        resolver = _Resolver(gender, any(role is Role.PARTNER for role, _ in nouns.values()))
        found: list[Mention | None] = []
        for index, token in enumerate(tokens):
            if token.word in _ENDS:
                resolver.sentence_end()
            found.append(self._mention(index, tokens, nouns, speech, resolver))
        return self._both(tokens, self._relative(tokens, found))

    def _mention(
        self,
        index: int,
        tokens: Sequence[Token],
        nouns: dict[int, tuple[Role, str | None]],
        speech: Sequence[Speech | None],
        resolver: "_Resolver",
    ) -> Mention | None:
        word = tokens[index].word
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        if index in nouns:
            role, gender = nouns[index]
            case = "possessive" if following == "'s" and self._owns(tokens, index) else "any"
            resolver.saw(role, gender, subject=case == "any" and self._opens(tokens, index))
            return Mention(role, case)
        said = speech[index]
        if word in _FIRST:
            if said and said.direct and said.speaker is not None:
                return Mention(_role_of(said.speaker, resolver), _FIRST[word])
            return Mention(Role.USER, _FIRST[word])
        if word in _BOTH:
            return Mention(Role.BOTH, _BOTH[word])
        if word in _SECOND:
            return Mention(_second(said, resolver), _SECOND[word])
        for words, kind in ((_MALE, "m"), (_FEMALE, "f"), (_PLURAL, "p")):
            if word in words:
                case = words[word]
                if word == "her" and following[:1].isalpha():
                    case = "object" if following in self._after_object else "possessive"
                return Mention(resolver.resolve(kind, case), case)
        if word == "other" and index and tokens[index - 1].word == "each":
            return Mention(Role.BOTH, "object")
        if word == "both":
            return Mention(Role.BOTH, "any")
        return None

    def _opens(self, tokens: Sequence[Token], index: int) -> bool:
        before = tokens[max(0, index - 3) : index]
        return not any(token.word in self._grammar.prepositions for token in before[-2:])

    @staticmethod
    def _owns(tokens: Sequence[Token], index: int) -> bool:
        """Whether the 's after this noun is a possessive rather than "is": a noun-like word follows."""
        after = tokens[index + 2].word if index + 2 < len(tokens) else ""
        verbal = after.endswith("ing") or after in {
            "a",
            "the",
            "not",
            "been",
            "so",
            "always",
            "never",
            "very",
            "just",
            "like",
            "got",
            "in",
            "on",
        }
        return after.isalpha() and not verbal

    def _nouns(
        self, tokens: Sequence[Token], partner_names: frozenset[str] = frozenset()
    ) -> dict[int, tuple[Role, str | None]]:
        found: dict[int, tuple[Role, str | None]] = {
            index: (Role.PARTNER, None) for index, token in enumerate(tokens) if token.word in partner_names
        }
        people = self._people
        words = [token.word for token in tokens]
        for index, word in enumerate(words):
            for length in (3, 2):
                phrase = " ".join(words[index : index + length])
                if phrase in people.partner_phrases:
                    found[index + length - 1] = (Role.PARTNER, people.partner_phrases[phrase])
            if index in found:
                continue
            before = words[index - 1] if index else ""
            if word in people.partner and not (word in {"so", "oh"} and before != "my"):
                owner = self._owner(words, index)
                role = Role.OTHER if owner in {"his", "her", "their"} or (owner == "'s") else Role.PARTNER
                if word == "ex" and owner in {"my", "the", ""}:
                    role = Role.PARTNER
                found[index] = (role, people.partner[word])
            elif word in people.other and not self._part_of_partner(words, index):
                found[index] = (Role.OTHER, people.other[word])
        self._names(tokens, found)
        return _ex_beside_partner(words, found)

    @staticmethod
    def _owner(words: Sequence[str], index: int) -> str:
        for back in range(1, 4):
            if index - back < 0:
                return ""
            if words[index - back] in _OWNERS:
                return words[index - back]
        return ""

    @staticmethod
    def _part_of_partner(words: Sequence[str], index: int) -> bool:
        following = words[index + 1 : index + 4]
        return following[:2] in (["of", "my"], ["of", "our"]) and "child" in " ".join(words[index : index + 5])

    def _names(self, tokens: Sequence[Token], found: dict[int, tuple[Role, str | None]]) -> None:
        """Give capitalised names the role of the noun beside them; who else is named is somebody else (the partner's name is told by the reader)."""
        places: dict[str, list[int]] = {}
        roles: dict[str, tuple[Role, str | None]] = {}
        for index, token in enumerate(tokens):
            if not token.capital or index in found or not self._name_like(tokens, index):
                continue
            places.setdefault(token.word, []).append(index)
            for near in (index - 1, index - 2, index + 2, index + 3):
                if near in found and _apposed(tokens, near, index):
                    roles.setdefault(token.word, found[near])
        counts = Counter({name: len(spots) for name, spots in places.items() if name not in roles})
        for name in counts:
            roles.setdefault(name, (Role.OTHER, None))
        for index, token in enumerate(tokens):
            if token.word in roles and index not in found and (token.capital or token.word not in counts):
                found[index] = roles[token.word]

    def _name_like(self, tokens: Sequence[Token], index: int) -> bool:
        token = tokens[index]
        if token.word in self._people.not_names or not token.word.isalpha() or len(token.word) < 3:
            return False
        before = tokens[index - 1].word if index else "."
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        opens = not before[0].isalnum() and before not in {",", "(", "&"}
        if opens:  # a sentence-initial capital alone says nothing: what follows must show that it is a person
            after = [token.word for token in tokens[index + 1 : index + 3]]
            acts = following is not None and (
                is_verb_form(following.word) or following.lemma in {"be", "have", "do", "'s", "and"}
            )
            return after == [",", "my"] or (acts and not is_known(token.word))
        return before not in {"in", "the", "at", "from", "near"} and not (
            following and following.capital and following.word not in self._people.not_names
        )

    @staticmethod
    def _partner_gender(tokens: Sequence[Token], nouns: dict[int, tuple[Role, str | None]]) -> str | None:
        told = Counter(gender for role, gender in nouns.values() if role is Role.PARTNER and gender in {"m", "f"})
        if told:
            return told.most_common(1)[0][0]
        words = Counter(token.word for token in tokens)
        male, female = words["he"] + words["him"] + words["his"], words["she"] + words["her"]
        if not male and not female:
            return None
        return "m" if male >= female else "f"

    @staticmethod
    def _relative(tokens: Sequence[Token], found: list[Mention | None]) -> list[Mention | None]:
        for index, token in enumerate(tokens):
            if token.word == "who":
                before = next((found[back] for back in range(index - 1, max(-1, index - 4), -1) if found[back]), None)
                if before and before.case != "possessive":
                    found[index] = Mention(before.role, "subject")
        return found

    @staticmethod
    def _both(tokens: Sequence[Token], found: list[Mention | None]) -> list[Mention | None]:
        """ "my husband and I", "me and him": both ends of the rope."""
        for index, token in enumerate(tokens):
            if token.word not in {"and", "&"}:
                continue
            left = found[index - 1] if index else None
            ahead = [found[spot] for spot in range(index + 1, min(index + 4, len(tokens))) if tokens[spot].is_word]
            right = next((mention for mention in ahead[:2] if mention and mention.case != "possessive"), None)
            if not left or not right or {left.role, right.role} != {Role.USER, Role.PARTNER}:
                continue
            spot = index + 1 + ahead[:2].index(right)
            after = tokens[spot + 1].word if spot + 1 < len(tokens) else ""
            first = (
                index - 1 == 0
                or not tokens[index - 2].is_word
                or tokens[index - 2].word in _OWNERS | {"so", "when", "because", "that"}
            )
            if tokens[spot].word == "me" or (first and after not in {"'s"}):
                found[index - 1] = Mention(Role.BOTH, "any")
                found[spot] = Mention(Role.BOTH, "any")
        return found


def _role_of(speaker: str, resolver: "_Resolver") -> Role:
    """The role of a speech's speaker key: "user", or a pronoun kind to resolve without moving salience."""
    return Role(speaker) if speaker in {"U", "P", "O", "W"} else resolver.peek(speaker)


def _second(said: Speech | None, resolver: "_Resolver") -> Role:
    if said is None or said.speaker is None:
        return Role.GENERIC
    role = _role_of(said.speaker, resolver)
    return _SWAP.get(role, Role.GENERIC)


def _apposed(tokens: Sequence[Token], noun: int, name: int) -> bool:
    low, high = sorted((noun, name))
    between = [token.word for token in tokens[low + 1 : high]]
    if noun < name:
        return between in ([], [","], ["("])
    return between in ([",", "my"], ["(", "my"])


class _Resolver:
    """Keeps who was spoken of, by salience, and answers for a pronoun."""

    def __init__(self, partner_gender: str | None, named: bool) -> None:
        self._partner_gender = partner_gender
        self._floor = 1.0 if named else 0.3  # an unnamed "he" is the partner only while nobody else fits
        self._salience: dict[tuple[Role, str | None], float] = {(Role.PARTNER, partner_gender): 2 * self._floor}

    def sentence_end(self) -> None:
        """Let what was said before fade by half; the partner never below a floor."""
        partner = (Role.PARTNER, self._partner_gender)
        self._salience = {key: value * 0.5 for key, value in self._salience.items()}
        self._salience[partner] = max(self._salience[partner], self._floor)

    def saw(self, role: Role, gender: str | None, *, subject: bool) -> None:
        """A noun or name was mentioned."""
        if role is Role.PARTNER:
            gender = self._partner_gender
        if role in {Role.PARTNER, Role.OTHER}:
            key = (role, gender)
            self._salience[key] = self._salience.get(key, 0.0) + (2.6 if subject else 0.9)

    def peek(self, kind: str) -> Role:
        """Who a pronoun of this kind ("m", "f", "p") stands for now."""
        best, score = Role.OTHER, 0.0
        for (role, gender), value in self._salience.items():
            if role is Role.OTHER and gender is None and kind == self._partner_gender:
                value *= 0.4  # a cat, a friend of no known sex: "she" is the partner, who is one, before it is them
            if self._fits(kind, role, gender) and value > score:
                best, score = role, value
        if score == 0.0 and kind != "p":
            other_known = any(role is Role.OTHER and gender == kind for role, gender in self._salience)
            return Role.OTHER if other_known or self._partner_gender not in {None, kind} else Role.PARTNER
        return best

    def resolve(self, kind: str, case: str) -> Role:
        """Like peek, and the one found becomes more salient."""
        role = self.peek(kind)
        for key in self._salience:
            if key[0] is role and self._fits(kind, *key):
                self._salience[key] += _PRONOUN_WEIGHT[case]
                break
        return role

    def _fits(self, kind: str, role: Role, gender: str | None) -> bool:
        if role is Role.PARTNER:
            return gender is None or gender == kind if kind != "p" else gender is None
        if kind == "p":
            return gender in {"p", None}
        return gender == kind or gender is None


def _ex_beside_partner(
    words: Sequence[str], found: dict[int, tuple[Role, str | None]]
) -> dict[int, tuple[Role, str | None]]:
    """Where "my boyfriend" is told of, "my ex" is somebody else."""
    former = {at for at in found if words[at].startswith("ex")}
    if not any(role is Role.PARTNER for at, (role, _) in found.items() if at not in former):
        return found
    return {at: (Role.OTHER if at in former else role, gender) for at, (role, gender) in found.items()}
