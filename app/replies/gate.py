"""The gate no suggestion passes unchecked: the rules of docs/voice.md as code, and plain grammar.

``faults(text)`` names every rule a line breaks; an empty answer means it may be shown.
"""

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from classifiers.annotations import Reading
from classifiers.codebook import Actor, Behavior, Family

MOST_WORDS = 45
MOST_WORDS_SHORT = 20
MOST_SENTENCES = 3

_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


class Reads(Protocol):
    """What the gate needs of the reader."""

    def read(self, text: str) -> Reading:
        """Every act told in ``text``."""


def _found(*patterns: str) -> Callable[[str], bool]:
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    return lambda text: any(pattern.search(text) for pattern in compiled)


_first_you = _found(r"^\W*(?:you|your|you're|you've|yours)\b", r"^\W*(?:are|do|did|why|can't|don't|have|were|will) you\b")
_first_thanks = _found(r"^\W*you (?:were (?:so )?(?:kind|right|sweet|patient)|made me|helped|did (?:so )?well)", r"^\W*thank")
_absolute = _found(
    r"\b(?:always|never|every (?:single )?time|constantly|all the time|every (?:single )?(?:day|night)|forever|for ever)\b",
    r"\byou\b(?! again\b)[^.?!]*\bagain\b",
    r"\b(?:not once|nothing but|for once)\b",
)
_guess = _found(
    r"\bi (?:feel|felt|think|know|guess|bet)(?: like| that| as if)? you\b(?!'(?:d|ve) (?:had|been|lost)\b| (?:had|were (?:tired|busy|hurt|worried)|weren't well|needed|lost|both|and i|work|have been)\b|\w)",
    r"\bi (?:feel|felt) (?:ignored|abandoned|disrespected|attacked|rejected|unappreciated|used|betrayed|manipulated|neglected|judged|invisible)\b",
    r"\byou (?:don't|do not|didn't|never|obviously|clearly|just|only) (?:care|love|want|respect|mean|bother|listen|even|try|think|understand|appreciate)\b",
    r"\byou (?:want|wanted|meant|tried|think|thought|feel|love|hate|enjoy)(?:ed)? (?:to|that|me|it|us|nothing)\b(?! (?:say|be heard))",
    r"\bon purpose\b|\bdeliberately\b",
)
_stop = _found(
    r"(?:^|[.?!,;:] *|\b(?:please|just|and|could you|can you|would you|you|to) )(?:stop|quit|cease|don't|do not)\b(?! (?:need|want to (?:give|press|guess|drop|fight|argue|let|be|do|say|sort)|have|know|like|agree|mind|care|say|come|think))(?! *,)",
    r"(?<!i'd )(?<!i'll )(?<!we )(?<!to )\bstop (?:it|that|this|\w+ing)\b",
)
_order = _found(
    r"\byou (?:have to|need to|ought to|had better|better|must|should|gotta|got to|will (?:not )?(?:do|tell|give|stop|talk|answer))\b",
    r"\bor else\b|\bor i'm\b|\bor we're\b|\bif you (?:don't|do not|won't|ever)\b",
    r"\b(?:talk|answer|decide|come|tell me|do (?:it|this)|apologi[sz]e|leave|choose)\b[^.?!]*\b(?:right now|immediately|this (?:minute|instant))\b(?=[.!]|$)",
    r",? now[.!]?$",
    r"^\W*(?:decide|answer|give|show|tell|text|call|delete|listen|look|come|grow up|get|do|leave|prove|promise|send|admit|apologi[sz]e|explain)\b(?! me until)(?! us)(?! half)(?! me half)[^?]*(?:[.!,]|$)",
    r"\bi demand\b|\bi expect you\b|\byou owe\b",
)
_grovel = _found(
    r"\b(?:please[, ]+)+please\b|\bi'll do anything\b|\bi'm begging\b|\bi beg\b|\bi can't live without\b",
    r"\ball my fault\b|\bi am (?:impossible|terrible|awful|the worst)\b|\bi'm (?:impossible|terrible|awful|the worst)\b|\bi don't deserve you\b",
    r"\b(?:my (?:darling|angel|everything|soulmate)|light of my life|sweetie pie|forgive me)\b",
)
_insult = _found(
    r"\b(?:lazy|stupid|selfish|idiot|dumb|useless|pathetic|childish|crazy|insane|psycho|narcissis\w*|gasl\w+|toxic|ridiculous|disgusting|liar|manipulat\w+|abusive|drama queen|moron|loser|jerk|pig|bitch|bastard|asshole|arsehole|dickhead|immature|needy|clingy|controlling|bipolar|hysterical|cold-hearted|a tip|rubbish husband)\b",
    r"\b(?:fuck\w*|shit\w*|bullshit|damn|crap|bloody)\b",
    r"\beven (?:your|my|his|her) \w+ (?:manages?|does|can|knows?|helps?)\b|\blike your (?:mother|mum|mom|father|dad|ex|sister|brother)\b|\bother (?:husbands|wives|men|women|couples|people) (?:do|manage|can|help)\b",
    r"\bwhat(?:'s| is) wrong with you\b|\bwhat (?:kind|sort) of\b|\bgood luck with\b|\byeah,? right\b|\bsure,? whatever\b|^\W*(?:whatever|fine|great|wow)\W*$|^\W*(?:fine|wow|great),",
    r"\b(?:excuses)\b(?<!made excuses)(?<!making excuses)(?<!no excuses from me)",
    r"\b(?:it )?wasn't my fault\b|\byou (?:forgot|did it|started it)(?:,)? too\b|\byour fault\b|\byou started\b",
    r"\bi(?:'ll| will) (?:divorce|leave you|hurt|kill|tell everyone|take the (?:kids|children))\b|\bi'm gone\b|\byou'll (?:regret|be sorry|see)\b",
    r"\b(?:dropped the ball|grow up|get over it|calm down|man up|my rope)\b",
)
_private_life = _found(
    r"\b(?:text|tell|show|send|let) me (?:know )?(?:who|where|your (?:phone|password|location|messages))\b",
    r"\b(?:give|show|hand|unlock|delete|share)(?: me)? (?:your|that|the) (?:phone|password|passcode|location|messages|app|account)\b",
    r"\b(?:seeing|see|meet|meeting|talking to|texting|with) (?:her|him|them) again\b|\bwho (?:are you|you're|were you|you were) with\b|\bwhere (?:are|were) you\b",
    r"\b(?:wear|dress|lose weight|your (?:friends|weight|clothes|body|salary|own money))\b(?<!your friends and mine)",
)
_refused = _found(r"\bjust one (?:coffee|drink|chance|talk|call|more)\b|\bone (?:last|more) (?:chance|talk|coffee)\b|\b(?:take me back|come back to me|another chance|second chance)\b", r"\b(?:sleep with me|have sex|make love)\b")
_sorry = _found(r"\b(?:sorry|apologi[sz]e|my apologies|regret (?:it|that))\b")
_unfinished = _found(r"[{}\[\]<>]|\b(?:None|null|TODO)\b|\bXX+\b|_{2,}")
_doubled = _found(r"\b(\w+) \1\b(?<!had had)(?<!that that)")
_article = _found(r"\ba (?=[aeio]\w)(?!a (?:one|once|uni|use|usu|euro))(?!.{2}(?:one|once|uni|eu))|\ban (?=[bcdfgjklmnpqrstvwxyz]\w)", r"\ba hour\b|\ban? (?:the|my|your|our)\b")
_agreement = _found(
    r"\b(?:you|we|they) (?:was|is|has|does|am|goes|comes|says)\b", r"\bi (?:is|are|has|does|were)\b(?! to)", r"\b(?:he|she|it) (?:have|do|are|were|am)\b(?<!if it were)",
    r"\b(?:did|didn't|could|would|can|can't|couldn't|won't|will) (?:you |i |we )?(?:came|went|was|were|had|did|saw|told|said|took|gave|left|forgot|been|done|\w+[^aeiousd]ed)\b(?<!feed)(?<!need)",
    r"\bto (?:came|went|was|told|said|took|gave|forgot|did)\b", r"\byou's\b|\bi's\b|\bwe's\b",
    r"\b(?:with|for|to|from|at) (?:i|he|she|we)\b(?! (?:do|can|say|know|both|talk|go|feel|are|was|did|could|agree|want|need|might|may|have|'|'re|see|think|count|decide|get|like|love|end))",
)
_spacing = _found(r" [,.?;!]|[,.?;][A-Za-z]|  |\.\.|\?\.|\.\?|,\.|,,|;;")


def faults(text: str, *, form: str = "", sorry_said: bool = False) -> tuple[str, ...]:
    """The names of the rules ``text`` breaks, in the order of docs/voice.md; () when it may be shown.

    ``form`` "short" has its own length; ``sorry_said`` is true when the writer said sorry or chose repair.
    """
    line = text.translate(_STRAIGHT).strip()
    checks = (
        ("1 begins with you", _first_you(line) and not _first_thanks(line)),
        ("2 absolute or a charge", _absolute(line)),
        ("3 a feeling that is a charge", _guess(line)),
        ("4 what must stop", _stop(line)),
        ("5 an order", _order(line)),
        ("6 sorry not said by the writer", _sorry(line) and not sorry_said),
        ("7 insult, threat, comparison, mind-reading", _insult(line)),
        ("10 too long", _too_long(line, form)),
        ("12 pleading or sugary", _grovel(line)),
        ("13 the other's own life", _private_life(line)),
        ("14 asks after a no", _refused(line)),
        ("exclamation mark", "!" in line),
        ("unfinished", _unfinished(line)),
        ("doubled word", _doubled(line)),
        ("article", _article(line)),
        ("agreement", _agreement(line)),
        ("spacing", _spacing(line)),
        ("sentence", not _sentences_whole(line)),
    )
    return tuple(name for name, broken in checks if broken)


def passes(text: str, *, form: str = "", sorry_said: bool = False) -> bool:
    """Whether ``text`` breaks no rule."""
    return not faults(text, form=form, sorry_said=sorry_said)


def reader_objects(text: str, reader: Reads, owned: Iterable[Behavior]) -> bool:
    """Whether the reader is sure of a fight or flight act of the writer in ``text`` that the line does not own."""
    allowed = set(owned)
    return any(
        tag.actor is Actor.USER and tag.behavior.family is not Family.THREAD and tag.behavior not in allowed
        for tag in reader.read(text).tags
    )


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    return [part.strip() for part in _SENTENCE.findall(text) if any(letter.isalnum() for letter in part)]


def _too_long(line: str, form: str) -> bool:
    words = len(line.split())
    return words > (MOST_WORDS_SHORT if form == "short" else MOST_WORDS) or len(sentences(line)) > MOST_SENTENCES


def _sentences_whole(line: str) -> bool:
    parts = sentences(line)
    return bool(parts) and all(part[0].isupper() and part[-1] in ".?" for part in parts) and " i " not in f" {line} "
