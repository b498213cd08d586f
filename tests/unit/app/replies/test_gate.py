"""The gate against the lines of docs/voice.md: every "but" passes, every "not" fails."""

from collections.abc import Sequence

import pytest

from app.replies.gate import faults, passes, reader_objects
from classifiers.annotations import Reading, Span, Tag
from classifiers.codebook import Actor, Behavior

# the lines stand as docs/voice.md has them

GOOD = [
    "I felt alone with the packing on Friday.",
    "Last night I did the dishes and the bath by myself.",
    "I felt sad, and a bit scared we were drifting.",
    "I would love ten minutes of just us when you get in.",
    "Could we talk for fifteen minutes after dinner? If tonight is bad, when suits you?",
    "I know the week was brutal for you, and I also need to hear where we stand.",
    "I raised my voice, and you didn't deserve that.",
    "I missed you tonight. Can we eat together tomorrow?",
    "I think our evenings would feel easier.",
    "I want to finish this. I won't go on while we shout. I'll be back at eight.",
    "I'd love some time with you this weekend.",
    "I loved our picnic in May, and I've done the planning since. I'm a bit worn out by it. Would you pick something for us one Saturday next month?",
    "I was rude to you about the bill, and you didn't deserve that. Money scares me right now. "
    "Could we go through what's due on Sunday?",
    "I keep thinking about that app and I feel sick with worry. "
    "I don't want to give you an ultimatum. Can we talk tomorrow about what we're both okay with?",
    "I got jealous on Friday and asked for your phone. That's mine to deal with, not yours. "
    "I'd love some time with you this weekend, Saturday breakfast maybe?",
    "I've sent you far too many messages; I got scared when it went quiet. I'll leave it now. Could we talk tomorrow, whenever suits you?",
    "I don't know what to say yet, and I do hear you. Give me until nine, then I'll come and answer.",
    "I said yes just to make it stop, and that's not a real answer. Can I have half an hour? Then I'll come and tell you what I think.",
    "I was too worked up to be fair, so I went. I'm back at half past eight and I'd like to talk then.",
    "I missed your call, and then I made excuses. I think we both dropped something that day. Could we sort out over dinner how we keep track?",
    "I hear the kitchen's got to you. I can take evenings this week. I'd find it easier to hear one thing at a time.",
    "I want to sort this out, and I can't while I'm being called names. I'm going for a walk, back at nine.",
    "I might well say yes, I just can't when it has to be now. Can I tell you tomorrow after work?",
    "I'm seeing Ana on Saturday. I'm not asking permission, but I'd like to hear what worries you. Thursday?",
    "I do want to talk about this, just not while I'm cooking. Seven, after we've eaten? I'll come and get you.",
    "I miss you when we go quiet. No answer needed now. Would tomorrow over coffee be easier?",
    "I'd rather wait than push. Shall we leave it tonight and have another go tomorrow, slower?",
    "I was worried when you drove off. Getting out is fine by me. Could you text me a time you'll be back?",
    "I'm not trying to pin this on you. I was worried when I couldn't reach you. Can we agree what we do next time?",
]
BAD = [
    "You need to add threads to my rope.",
    "You dropped the ball again.",
    "You never help.",
    "I feel you don't care.",
    "Stop staring at your phone.",
    "You have to talk to me, now.",
    "I know I am always impossible.",
    "Even your sister manages it.",
    "I don't want excuses.",
    "Fine, it's all my fault.",
    "…or else.",
    "Please, please, I'll do anything.",
    "Text me who you're with.",
    "Just one coffee.",
    "You're so lazy. I've planned everything since that picnic in May.",
    "Are you stupid? The bill was due Monday.",
    "Delete that app or I'm gone.",
    "Give me your phone.",
    "Whatever.",
    "It wasn't my fault, you forgot too.",
    "The kitchen's a tip.",
    "Decide, now.",
    "You're seeing her again?",
]


@pytest.mark.parametrize("line", GOOD)
def test_a_good_line_of_the_voice_passes(line: str) -> None:
    """A line the voice calls good breaks no rule."""
    assert faults(line) == ()


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_of_the_voice_fails(line: str) -> None:
    """A line the voice calls bad, and the article's own bad line, are refused."""
    assert faults(line) != ()


def test_a_whole_year_in_a_paragraph_is_too_long() -> None:
    """More than three sentences or 45 words are refused; the short form may have 20 words."""
    assert faults("I was sad. I was tired. I was lonely. I was cold.") == ("10 too long",)
    assert faults("I was tired " + "and tired " * 22 + "today.") == ("10 too long",)
    twenty_one = (
        "I felt alone with the packing on Friday and I would love it if we could do it together next time round."
    )
    assert faults(twenty_one) == ()
    assert faults(twenty_one, form="short") == ("10 too long",)


def test_sorry_needs_the_writers_own_sorry() -> None:
    """The line says sorry only when the writer did or chose repair."""
    assert faults("I'm sorry I shouted. Could we talk tomorrow?") == ("6 sorry not said by the writer",)
    assert passes("I'm sorry I shouted. Could we talk tomorrow?", sorry_said=True)


@pytest.mark.parametrize(
    "line",
    [
        "I was hurt when you was late.",
        "I was worried worried about you.",
        "I would like a evening together.",
        "I miss {{ thing }}.",
        "I miss None.",
        "I would like to talk!",
        "i would like to talk.",
        "I would like to talk",
    ],
)
def test_broken_grammar_is_refused(line: str) -> None:
    """Agreement, doubled words, articles, placeholders and unfinished sentences never get through."""
    assert faults(line) != ()


class _Reads:
    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """An attack wherever somebody shouts."""
        attack = Tag(Actor.USER, Behavior.ATTACKING, Span(0, 2), 0.9)
        return [Reading(text, (attack,) if "shouted" in text else ()) for text in texts]


def test_the_reader_objects_only_to_what_is_not_owned() -> None:
    """An act the line owns up to by name is allowed; any other fight or flight act is not."""
    assert reader_objects(["I shouted.", "I sang."], _Reads(), ()) == {"I shouted."}
    assert not reader_objects(["I shouted."], _Reads(), (Behavior.ATTACKING,))
    assert not reader_objects(["I shouted."], _Reads(), (Behavior.CRITICIZING,))
    assert reader_objects(["I shouted."], _Reads(), (Behavior.LEAVING,)) == {"I shouted."}
