"""The gate no suggestion passes unchecked: the rules of docs/voice.md as code, and plain grammar.

``faults(text)`` names every rule a line breaks; an empty answer means it may be shown.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.replies.grammar import any_of, grammar_faults, sentences, words
from classifiers.annotations import Reading
from classifiers.codebook import Actor, Behavior, Family

MOST_WORDS = 45
MOST_WORDS_SHORT = 20
MOST_SENTENCES = 3

_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


class Reads(Protocol):
    """What the gate needs of the reader."""

    def read_all(self, texts: Sequence[str]) -> Sequence[Reading]:
        """Every act told in each text."""


def _starts(*words: str) -> str:
    return r"^\W*(?:" + "|".join(words) + r")\b"


_first_you = any_of(
    _starts("you", "your", "you're", "you've", "yours"),
    r"^\W*(?:are|do|did|why|can't|don't|have|were|will) you\b",
)
_first_thanks = any_of(
    r"^\W*you (?:were (?:so )?(?:kind|right|sweet|patient)|made me|helped|did (?:so )?well)", r"^\W*thank"
)
_absolute = any_of(
    r"\b(?:always|never|constantly|all the time|forever|for ever)\b",
    r"\bevery (?:single )?(?:time|day|night)\b",
    r"\byou\b(?! again\b)[^.?!]*\bagain\b",
    r"\b(?:not once|nothing but|for once)\b",
)
_known_of_you = r"'(?:d|ve) (?:had|been|lost)\b| (?:had|were (?:tired|busy|hurt|worried)|weren't well|needed|lost)\b"
_guess = any_of(
    r"\bi (?:feel|felt|think|know|guess|bet)(?: like| that| as if)? you\b"
    rf"(?!{_known_of_you}| (?:both|and i|work|have been)\b|\w)",
    r"\bi (?:feel|felt) " + words("ignored abandoned disrespected attacked rejected unappreciated used betrayed"),
    r"\bi (?:feel|felt) " + words("manipulated neglected judged invisible"),
    r"\byou (?:don't|do not|didn't|never|obviously|clearly|just|only) "
    + words("care love want respect mean bother listen even try think understand appreciate"),
    r"\byou (?:want|wanted|meant|tried|think|thought|feel|love|hate|enjoy)(?:ed)? (?:to|that|me|it|us|nothing)\b"
    r"(?! (?:say|be heard))",
    r"\bon purpose\b|\bdeliberately\b",
)
_not_an_order = r"(?! (?:need|have|know|like|agree|mind|care|say|come|think|want to (?:give|press|guess|drop|fight|argue|let|be|do|say|sort)))"
_stop = any_of(
    r"(?:^|[.?!,;:] *|\b(?:please|just|and|could you|can you|would you|you|to) )"
    rf"(?:stop|quit|cease|don't|do not)\b{_not_an_order}(?! *,)",
    r"(?<!i'd )(?<!i'll )(?<!we )(?<!to )\bstop (?:it|that|this|\w+ing)\b",
)
_bare_verbs = words(
    "decide answer give show tell text call delete listen look come get do leave prove promise send admit apologise "
    "apologize explain"
)
_order = any_of(
    r"\byou (?:have to|need to|ought to|had better|better|must|should|gotta|got to)\b",
    r"\byou will (?:not )?(?:do|tell|give|stop|talk|answer)\b",
    r"\bor else\b|\bor i'm\b|\bor we're\b|\bif you (?:don't|do not|won't|ever)\b",
    r"\b(?:talk|answer|decide|come|tell me|do (?:it|this)|apologi[sz]e|leave|choose)\b[^.?!]*"
    r"\b(?:right now|immediately|this (?:minute|instant))\b(?=[.!]|$)",
    r",? now[.!]?$",
    rf"^\W*{_bare_verbs}(?! me until)(?! us)(?! half)(?! me half)[^?]*(?:[.!,]|$)",
    r"\bi demand\b|\bi expect you\b|\byou owe\b",
)
_grovel = any_of(
    r"\b(?:please[, ]+)+please\b|\bi'll do anything\b|\bi'm begging\b|\bi beg\b|\bi can't live without\b",
    r"\ball my fault\b|\bi(?: am|'m) (?:impossible|terrible|awful|the worst)\b|\bi don't deserve you\b",
    r"\b(?:my (?:darling|angel|everything|soulmate)|light of my life|sweetie pie|forgive me)\b",
)
_insult = any_of(
    words("lazy stupid selfish idiot dumb useless pathetic childish crazy insane psycho toxic ridiculous disgusting"),
    words(
        "liar abusive moron loser jerk pig bitch bastard asshole arsehole dickhead immature needy clingy controlling"
    ),
    r"\b(?:such an? \w+|snob|goat|cow|big baby)\b",
    r"\b(?:bipolar|hysterical|cold-hearted|a tip|drama queen|narcissis\w*|gasl\w+|manipulat\w+)\b",
    r"\b(?:fuck\w*|shit\w*|bullshit|damn|crap|bloody)\b",
    r"\beven (?:your|my|his|her) \w+ (?:manages?|does|can|knows?|helps?)\b",
    r"\blike your (?:mother|mum|mom|father|dad|ex|sister|brother)\b",
    r"\bother (?:husbands|wives|men|women|couples|people) (?:do|manage|can|help)\b",
    r"\bwhat(?:'s| is) wrong with you\b|\bwhat (?:kind|sort) of\b|\bgood luck with\b",
    r"\byeah,? right\b|\bsure,? whatever\b|^\W*(?:whatever|fine|great|wow)\W*$|^\W*(?:fine|wow|great),",
    r"\bexcuses\b(?<!made excuses)",
    r"\b(?:it )?wasn't my fault\b|\byou (?:forgot|did it|started it)(?:,)? too\b|\byour fault\b|\byou started\b",
    r"\bi(?:'ll| will) (?:divorce|leave you(?! be)|hurt|kill|tell everyone|take the (?:kids|children))\b",
    r"\bi'm gone\b|\byou'll (?:regret|be sorry|see)\b",
    r"\b(?:dropped the ball|grow up|get over it|calm down|man up|my rope)\b",
)
_private_life = any_of(
    r"\b(?:text|tell|show|send|let) me (?:know )?(?:who|where|your (?:phone|password|location|messages))\b",
    r"\b(?:give|show|hand|unlock|delete|share)(?: me)? (?:your|that|the) "
    + words("phone password passcode location messages app account"),
    r"\b(?:seeing|see|meet|meeting|talking to|texting|with) (?:her|him|them) again\b",
    r"\bwho (?:are you|you're|were you|you were) with\b|\bwhere (?:are|were) you\b",
    r"\b(?:wear|dress|lose weight|your (?:friends|weight|clothes|body|salary|own money))\b",
)
_refused = any_of(
    r"\bjust one (?:coffee|drink|chance|talk|call|more)\b|\bone (?:last|more) (?:chance|talk|coffee)\b",
    r"\b(?:take me back|come back to me|another chance|second chance)\b",
    r"\b(?:sleep with me|have sex|make love)\b",
)
_sorry = any_of(r"\b(?:sorry|apologi[sz]e|my apologies|regret (?:it|that))\b")


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
        *((fault, True) for fault in grammar_faults(line)),
    )
    return tuple(name for name, broken in checks if broken)


def passes(text: str, *, form: str = "", sorry_said: bool = False) -> bool:
    """Whether ``text`` breaks no rule."""
    return not faults(text, form=form, sorry_said=sorry_said)


def reader_objects(texts: Sequence[str], reader: Reads, owned: Iterable[Behavior]) -> set[str]:
    """Those of ``texts`` in which the reader is sure of a fight or flight act of the writer of a family the line does not own.

    The family, not the tag: "I called you bone idle" is owned up to whether it was read as attacking or as criticizing.
    """
    families = {behavior.family for behavior in owned} | {Family.THREAD}
    return {
        text
        for text, reading in zip(texts, reader.read_all(texts), strict=True)
        if any(tag.actor is Actor.USER and tag.behavior.family not in families for tag in reading.tags)
    }


def _too_long(line: str, form: str) -> bool:
    words = len(line.split())
    return words > (MOST_WORDS_SHORT if form == "short" else MOST_WORDS) or len(sentences(line)) > MOST_SENTENCES
