"""Listener.hear(reading) -> Situation: each part of the situation by its own small rule, in a visible order."""

import re
from collections.abc import Iterable
from pathlib import Path

from classifiers.annotations import Reading, Span
from classifiers.codebook import Behavior
from classifiers.parsing.actors import Role
from classifiers.parsing.parser import Parsed, Parser
from classifiers.situation.events import events
from classifiers.situation.values import Circumstance, Feeling, Heard, Partner, Register, Situation, Wish, WishKind
from classifiers.situation.whose import follows_partner, owned_by_writer
from classifiers.situation.words import Cue, SituationWords

_LONG = 350  # in a long story one passing word says little about what it is about
_CLEAR, _CLEAR_IN_LONG = 0.45, 1.9
_SPELLED = {"bf": "boyfriend", "gf": "girlfriend", "hubby": "husband", "dh": "husband", "dw": "wife", "so": "partner"}
_STRAIGHT = str.maketrans("’‘`´“”", "''''\"\"")
_LATE = re.compile(r"\b(?:tonight|last night|midnight|[1-4] ?am|in the middle of the night)\b", re.IGNORECASE)
_SORRY = re.compile(
    r"\b(?:i(?:'m| am| was|m)? (?:so |really |truly |very |just |have |already |then |also )*(?:said |say |saying )?sorry"
    r"|(?:and|then) (?:said|say) sorry|i(?:'ve| have)? (?:already )?apologi[sz]ed)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:in front of|told|asked|like|as|than|from|stay(?:ed|ing)? (?:at|with)|to) $")
_ABOUT = re.compile(r"\b(?:about|over|regarding) (?:the |my |his |her |our |your |\w+ )?$")
_ANSWERED_WISH = re.compile(
    r"(?:(?:well|just|maybe|i guess|i think|honestly|that|if|for|i'd like|i wish|i want(?:ed)?)[, ]+)*"
    r"(?:(?P<who>he|she|they|him|her|them|us|we)[, ]+)?(?:(?:to|would|could|should|just|had)[, ]+)*"
    r"(?P<said>[^.,;!?\n]+)",
    re.IGNORECASE,
)


class Listener:
    """Hears the situation in a reading. ``lexicons`` is data/lexicons; raises ValueError when a list is wrong."""

    def __init__(self, lexicons: Path) -> None:
        self._parser = Parser(lexicons)
        self.words = SituationWords.load(lexicons / "situation")

    def hear(self, reading: Reading) -> Situation:
        """What ``reading.text`` tells; every part keeps the span it was heard in."""
        text = reading.text.translate(_STRAIGHT)
        parsed = self._parser.parse(text)
        english = self._english(text)
        topics, matter = self._topics(reading, text, english)
        heat = self._heat(text)
        when = self._first(self.words.times, text, english)
        return Situation(
            reading=reading,
            parsed=parsed,
            topics=topics,
            matter=matter,
            when=when,
            where=self._first(self.words.places, text, english),
            feelings=self._feelings(text, parsed),
            wish=self._wish(text, parsed),
            side=self._side(text, parsed),
            events=events(parsed, self.words.filmable, when),
            partner=_partner(parsed),
            register=self._register(text),
            english=english,
            heat=heat,
            hot=heat >= self.words.hot,
            is_line=parsed.is_line,
            sorry=Span(*found.span()) if (found := _SORRY.search(text)) else None,
            circumstance=self._circumstance(text),
            move=self._move(text, parsed),
            late=bool(_LATE.search(text)),
        )

    def _topics(self, reading: Reading, text: str, english: str | None) -> tuple[tuple[str, ...], Heard | None]:
        scores: dict[str, float] = {}
        matters: dict[str, tuple[float, Heard]] = {}
        for topic, cues in self.words.topics.items():
            for cue in cues:
                for found in cue.pattern.finditer(text):
                    near = {tag.behavior for tag in reading.tags if tag.span.overlaps(Span(*found.span()))}
                    about = text[max(0, found.start() - 16) : found.start()].lower()
                    # a screen in the silent treatment is how it went, not yet what it was about
                    weight = cue.weight * (0.5 if Behavior.STONEWALLING in near else 1.3 if near else 1.0)
                    weight += 2.5 if _ABOUT.search(about) else 0.0
                    weight *= 0.2 if _BESIDE.search(about) else 1.0
                    scores[topic] = scores.get(topic, 0.0) + weight
                    say = _worded(cue, found, english)
                    if say and weight > matters.get(topic, (0.0, None))[0]:
                        matters[topic] = (weight, Heard(say, Span(*found.span()), reading.text))
        floor = _CLEAR_IN_LONG if len(text) > _LONG else _CLEAR
        ordered = tuple(sorted((name for name in scores if scores[name] >= floor), key=lambda name: -scores[name]))
        return ordered, matters[ordered[0]][1] if ordered and ordered[0] in matters else None

    def _first(self, cues: Iterable[Cue], text: str, english: str | None) -> Heard | None:
        for cue in cues:
            found = cue.pattern.search(text)
            say = found and _worded(cue, found, english)
            if found and say:
                return Heard(say, Span(*found.span()), text)
        return None

    def _feelings(self, text: str, parsed: Parsed) -> tuple[Feeling, ...]:
        found: list[Feeling] = []
        for cue in (*self.words.charges, *self.words.feelings):
            for match in cue.pattern.finditer(text):
                span = Span(*match.span())
                if owned_by_writer(parsed, span, charge=cue.say is None) and not any(
                    one.heard.span.overlaps(span) for one in found
                ):
                    found.append(Feeling(Heard(cue.say or "", span, text), cue.say, cue.ask))
                    break
        unique = {one.say or one.heard.quote: one for one in sorted(found, key=lambda one: one.heard.span)}
        return tuple(unique.values())

    def loose_feelings(self, text: str) -> tuple[Feeling, ...]:
        """Every feeling word of ``text``, whoever it stands by: for an answer to "which is nearest?"."""
        straight = text.translate(_STRAIGHT)
        cues = ((cue, cue.pattern.search(straight)) for cue in self.words.feelings)
        return tuple(
            Feeling(Heard(cue.say or "", Span(*found.span()), straight), cue.say, cue.ask)
            for cue, found in cues
            if found
        )

    def loose_wish(self, text: str) -> Wish | None:
        """A wish said as an answer to "what would you have liked?": "for him to call", "that we eat together"."""
        straight = text.translate(_STRAIGHT).strip()
        found = _ANSWERED_WISH.match(straight)
        if not found or not found.group("said"):
            return None
        opener = (found.group("who") or "").lower()
        kind = WishKind.TOGETHER if opener in {"us", "we"} else WishKind.DO
        return self._as_wish(straight, self._parser.parse(straight), found.span("said"), kind, said=True)

    def _wish(self, text: str, parsed: Parsed) -> Wish | None:
        words = self.words.wishes
        for pattern in words.patterns:
            for found in pattern.finditer(text):
                kind = next(WishKind(name) for name, said in found.groupdict().items() if said)
                wish = self._as_wish(text, parsed, found.span(kind.value), kind, said=True)
                if wish:
                    return wish
        for found in words.never.finditer(text):
            wish = self._as_wish(text, parsed, found.span("do"), WishKind.DO, said=False)
            if wish and not self._first(self.words.times, wish.heard.quote, None):
                return wish
        return None

    def _as_wish(self, text: str, parsed: Parsed, span: tuple[int, int], kind: WishKind, *, said: bool) -> Wish | None:
        spots = [spot for spot, token in enumerate(parsed.tokens) if token.start >= span[0] and token.end <= span[1]]
        cut = next((i for i, spot in enumerate(spots) if parsed.tokens[spot].word in {"and", "or", "so", "but"}), None)
        spots = spots[:cut]
        if not 1 <= len(spots) <= 12:
            return None
        tokens = [parsed.tokens[spot] for spot in spots]
        words = self.words.wishes
        opener = tokens[0].word
        allowed = words.may if said else words.asks
        if kind is not WishKind.THING and opener not in allowed:
            return None
        if said and kind is WishKind.DO and opener == "be" and (len(tokens) < 2 or tokens[1].word not in words.be):
            return None
        joined = f" {' '.join(token.word for token in tokens)} "
        if any(f" {spoiler} " in joined for spoiler in words.spoilers) or not all(token.is_word for token in tokens):
            return None
        heard = Heard("", Span(tokens[0].start, tokens[-1].end), text)
        return Wish(kind, heard, parsed, spots[0], spots[-1] + 1, said, opener in words.asks)

    def _side(self, text: str, parsed: Parsed) -> Heard | None:
        for cue in self.words.sides:
            for found in cue.pattern.finditer(text):
                if follows_partner(parsed, found.start()):
                    groups = found.groups() or ("",)
                    say = (cue.say or "").replace("$1", groups[0] or "").replace("$2", groups[-1] or "")
                    return Heard(" ".join(say.lower().split()), Span(*found.span()), text)
        return None

    def _heat(self, text: str) -> float:
        points: float = sum(worth * len(pattern.findall(text)) for pattern, worth in self.words.heat)
        letters = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in {"TL", "LDR", "ADHD"}]
        shouted = sum(word.isupper() for word in letters)
        points += min(3.0, shouted * (1.0 if len(letters) > 3 else 0.5))
        return points * min(1.0, 60 / max(1, len(letters)))  # a long, told story is calmer than its loudest word

    def _register(self, text: str) -> Register:
        counts = {name: _hits(patterns, text) for name, patterns in self.words.registers.items()}
        if counts["texting"] >= 2 or (counts["texting"] and len(text) < 60):
            return Register.TEXTING
        return Register.FORMAL if counts["formal"] >= 2 else Register.PLAIN

    def _english(self, text: str) -> str | None:
        counts = {name: _hits(patterns, text) for name, patterns in self.words.english.items()}
        best = max(counts, key=lambda name: counts[name])
        return best if counts[best] else None

    def _circumstance(self, text: str) -> Circumstance | None:
        for rule in self.words.circumstances:
            if any(cue.search(text) for cue in rule.cues) and not any(cue.search(text) for cue in rule.unless):
                return rule.circumstance
        return None

    def _move(self, text: str, parsed: Parsed) -> str | None:
        length = sum(token.is_word for token in parsed.tokens)
        for rule in self.words.moves:
            if length <= rule.max_words:
                for cue in rule.cues:
                    if cue.fullmatch(text.strip()) if rule.whole else cue.search(text.strip()):
                        return rule.name
        return None


def _hits(patterns: Iterable[re.Pattern[str]], text: str) -> int:
    return sum(len(pattern.findall(text)) for pattern in patterns)


def _worded(cue: Cue, found: re.Match[str], english: str | None) -> str | None:
    say = cue.us if english == "us" and cue.us else cue.say
    if say is None:
        return None
    groups = found.groupdict()
    if "owner" in groups:
        owner = {"my": "my", "our": "our"}.get(groups["owner"].lower(), "your")
        return say.format(owner=owner, kin=groups["kin"].lower())
    if "day" in groups:
        return _as_day(found, groups["day"])
    return found.group().lower().replace("christmas", "Christmas").replace("$0", "") if say == "$0" else say


def _as_day(found: re.Match[str], day: str) -> str:
    rest = found.group().lower().split(day.lower())[1]
    return f"on {day.capitalize()}{rest}"


def _partner(parsed: Parsed) -> Partner:
    called: str | None = None
    counts = {"he": 0, "she": 0, "they": 0}
    kinds = {"him": "he", "his": "he", "her": "she", "hers": "she", "them": "they", "their": "they"}
    for spot, mention in enumerate(parsed.mentions):
        if mention is None or mention.role is not Role.PARTNER:
            continue
        word = parsed.tokens[spot].word
        pronoun = kinds.get(word, word)
        if pronoun in counts:
            counts[pronoun] += 1
        elif called is None and spot and parsed.tokens[spot - 1].word == "my" and word.isalpha():
            called = f"your {_SPELLED.get(word, word)}"
    best = max(counts, key=lambda name: counts[name])
    return Partner(called, best if counts[best] else "they")
