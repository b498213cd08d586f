"""What is heard in a message beside its acts."""

import pytest

from classifiers.annotations import Reading
from classifiers.resources import data_dir
from classifiers.situation.listener import Listener
from classifiers.situation.values import Register, Situation


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener(data_dir() / "lexicons")


def heard(listener: Listener, text: str) -> Situation:
    return listener.hear(Reading(text))


@pytest.mark.parametrize(
    ("text", "topic", "matter"),
    [
        ("I asked him about the bill and he just stared at his phone", "money", "the bills"),
        ("She never does the washing up", "chores", "the dishes"),
        ("he forgot our anniversary", "forgotten_plans", "our anniversary"),
        ("We argued about his mother", "in_laws", "your mother"),
        ("He booked the trip without asking me", "decisions", "deciding things together"),
        ("she left me on read all day", "distance", "keeping in touch during the day"),
        ("we argued", None, None),
    ],
)
def test_the_topic_is_heard(text: str, topic: str | None, matter: str | None, listener: Listener) -> None:
    """The topic and how a line may name it; nothing is guessed."""
    situation = heard(listener, text)
    assert (situation.topic, situation.matter.say if situation.matter else None) == (topic, matter)


def test_only_the_writers_feelings_count(listener: Listener) -> None:
    """The partner's moods, denied feelings and the verb "hurt" are not the writer's feelings."""
    assert [one.say for one in heard(listener, "I was so hurt and lonely").named] == ["hurt", "lonely"]
    assert [one.say for one in heard(listener, "he makes me feel small").named] == ["small"]
    assert heard(listener, "he was angry and she was sad").named == ()
    assert heard(listener, "I'm not angry").named == ()


def test_a_charge_in_disguise_is_no_feeling(listener: Listener) -> None:
    """ "Ignored" stands as written and offers feelings to pick from."""
    situation = heard(listener, "I felt ignored by my wife")
    assert situation.named == ()
    assert [(one.heard.quote, one.ask) for one in situation.charges] == [("ignored", ("hurt", "lonely"))]


def test_spans_point_into_the_text(listener: Listener) -> None:
    """Every part is where the text tells it, curly quotes or not."""
    text = "Last night my husband came home late. He’d had a long day. I felt lonely."
    situation = heard(listener, text)
    assert situation.when
    assert situation.side
    assert situation.when.span.of(text) == "Last night"
    assert situation.side.span.of(text) == "had a long day"
    assert (situation.when.say, situation.side.say) == ("last night", "you'd had a long day")


def test_how_it_is_written(listener: Listener) -> None:
    """Register, kind of English, what the partner is called, heat."""
    texting = heard(listener, "my bf left me on read idk why tbh")
    assert (texting.register, texting.partner.called, texting.hot) == (Register.TEXTING, "your boyfriend", False)
    assert heard(listener, "My mum did the washing up in the flat").english == "british"
    assert heard(listener, "FUCK HIM. i can't even. i'm so done!!!").hot
    assert heard(listener, "You never ask how my day was").is_line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I found out he cheated on me", "infidelity"),
        ("I think he might be cheating on me", "cheating_worry"),
        ("she blocked me", "contact_refused"),
        ("my girlfriend asked me for space", "contact_refused"),
        ("my husband left me on Monday", "break_up"),
        ("he left me on read", None),
        ("his dad died in March", "grief"),
        ("my ex is late for every handover", "co_parents"),
        ("he put his hand over mine", None),
        ("should I leave him", "stay_or_leave"),
        ("she won't forgive me", "apology_refused"),
    ],
)
def test_situations_of_their_own(text: str, name: str | None, listener: Listener) -> None:
    """Situations that need another answer are told apart from their harmless twins."""
    circumstance = heard(listener, text).circumstance
    assert (circumstance.name if circumstance else None) == name


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("hi there", "greeting"),
        ("Thanks so much, that helps", "thanks"),
        ("are you a real person?", "what_are_you"),
        ("we fought again", "fought"),
        ("I just need to vent, no advice please", "no_coaching"),
        ("not quite, it was me who left", "not_quite"),
        ("I'd never say that", "never_say"),
        ("they'd never agree to it", "never_agree"),
        ("hi, my husband and I argued all weekend about the budget", None),
    ],
)
def test_moves_of_the_talk(text: str, move: str | None, listener: Listener) -> None:
    """A message that is a move and not a story is seen as one."""
    assert heard(listener, text).move == move
