"""What is heard in a message beside its acts."""

import pytest

from classifiers.annotations import Reading
from classifiers.codebook import Actor, Behavior, Intent
from classifiers.parsing.actors import Role
from classifiers.resources import data_dir
from classifiers.situation.listener import SURE_TOLD, Listener
from classifiers.situation.values import Situation
from tests.factories import told


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener(data_dir() / "lexicons")


def heard(listener: Listener, text: str) -> Situation:
    return listener.hear(Reading(text))


def test_what_it_was_about_comes_surest_first_and_doubtful_words_last(listener: Listener) -> None:
    """Hints only where no slot tells it."""
    text = "The bins and the dishes and the car."
    two = Reading(
        text, slots=(*told(text, about=("The bins", SURE_TOLD)).slots, *told(text, about=("the dishes", 0.8)).slots)
    )
    assert [one.quote for one in listener.hear(two).about] == ["the dishes", "The bins"]
    hinted = told(text, about=("The bins", SURE_TOLD), hints=["the car"])
    assert [one.quote for one in listener.hear(hinted).about] == ["The bins"]
    assert [one.quote for one in listener.hear(told(text, hints=["the car"])).about] == ["the car"]


@pytest.mark.parametrize(
    ("text", "slot", "says"),
    [
        ("I was so hurt and lonely", "hurt and lonely", ["hurt", "lonely"]),
        ("It scared me", "scared me", ["scared"]),
        ("I was gutted", "gutted", ["gutted"]),
        ("I was pissed off", "pissed off", ["angry"]),
        ("I felt shown up", "shown up", ["shown up"]),
        ("I felt like a guest in my own house", "like a guest in my own house", ["like a guest in my own house"]),
        ("Ashamed a little", "Ashamed a little", ["ashamed"]),
        ("furniture", "furniture", ["furniture"]),
        ("It is so quiet here", "quiet", []),
        ("I felt he was wrong", "he was wrong", []),
        ("I lost my rag and cried", "cried", []),
        ("I was not angry", "not angry", []),
        ("i wasnt tired i was sad", "tired", []),
        ("Not ashamed, no. Worried.", "ashamed", []),
    ],
)
def test_feelings_are_the_writers_words(listener: Listener, text: str, slot: str, says: list[str]) -> None:
    """Those the list knows, and others where they follow "I felt"; nothing that is no feeling."""
    assert [one.say for one in listener.hear(told(text, feel=slot)).named] == says


def test_a_doubtful_feeling_is_left_out(listener: Listener) -> None:
    """A line says no feeling that was perhaps not told."""
    assert listener.hear(told("I was hurt", feel=("hurt", 0.59))).named == ()
    assert listener.hear(told("I was hurt", feel=("hurt", 0.6))).named


def test_the_answer_to_the_feeling_question_is_heard_without_a_slot(listener: Listener) -> None:
    """Whoever was asked and says "lonely mostly" has said it."""
    reading = told("lonely mostly", Intent.ANSWER)
    assert listener.hear(reading).named == ()
    assert [one.say for one in listener.hear(reading, asked=frozenset({"feeling"})).named] == ["lonely"]


def test_a_charge_in_disguise_is_no_feeling(listener: Listener) -> None:
    """ "Ignored" stands as written and offers feelings to pick from."""
    situation = listener.hear(told("I felt ignored by my wife", feel="ignored"))
    assert situation.named == ()
    assert [(one.heard.quote, one.ask) for one in situation.charges] == [("ignored", ("hurt", "lonely"))]


@pytest.mark.parametrize(
    ("text", "when", "says"),
    [
        ("wednesday she said home by 8", "wednesday", "on Wednesday"),
        ("On Tuesday night it was there", "On Tuesday night", "on Tuesday night"),
        ("last friday I left the window open", "last friday", "on Friday"),
        ("Last night he went", "Last night", "last night"),
    ],
)
def test_when_it_was(listener: Listener, text: str, when: str, says: str) -> None:
    """As a line may say it."""
    situation = listener.hear(told(text, when=when))
    assert [listener.time_words(one) for one in situation.times] == [says]


def test_a_time_is_also_found_without_a_slot(listener: Listener) -> None:
    """Days are a closed class; what is no time of one row is none."""
    assert [one.quote for one in heard(listener, "He left yesterday.").times] == ["yesterday"]
    assert listener.hear(told("He left after ages.", when="after ages")).times == ()


def test_spans_point_into_the_text(listener: Listener) -> None:
    """Every part is where the text tells it, curly quotes or not."""
    text = "Last night my husband came home late. He’d had a long day."
    situation = listener.hear(told(text, side="He’d had a long day", when="Last night"))
    assert situation.side
    assert (situation.side.span.of(text), situation.times[0].span.of(text)) == ("He’d had a long day", "Last night")


def test_the_side_is_taken_from_an_answer_too(listener: Listener) -> None:
    """When it was asked for, and says something."""
    asked = frozenset({"side"})
    assert listener.hear(told("She was up all night with the baby"), asked=asked).side
    assert listener.hear(told("no idea"), asked=asked).side is None
    assert listener.hear(told("She was up all night with the baby")).side is None


@pytest.mark.parametrize(
    ("text", "slots", "called", "name", "pronoun"),
    [
        ("my bf left me on read", {}, "your boyfriend", "", "he"),
        ("Keith said he would see to it", {"name": "Keith"}, "Keith", "Keith", "he"),
        ("My wife and Tala laughed", {"name": ("Tala", 0.6)}, "your wife", "", "she"),
        ("DH stormed out", {"name": "DH"}, None, "", "they"),
    ],
)
def test_what_the_partner_is_called(
    listener: Listener, text: str, slots: dict[str, str], called: str | None, name: str, pronoun: str
) -> None:
    """By a sure name, else as "your husband"; the pronoun goes by the noun first."""
    partner = listener.hear(told(text, **slots)).partner
    assert (partner.called, partner.name) == (called, name)
    if called:
        assert partner.pronoun == pronoun


def test_a_name_told_before_is_the_partner(listener: Listener) -> None:
    """In the turns after it."""
    situation = listener.hear(told("Then Keith laughed."), name="Keith")
    assert [m.role for m in situation.parsed.mentions if m] == [Role.PARTNER]


@pytest.mark.parametrize(
    ("text", "intent", "line"),
    [
        ("You never ask how my day was", Intent.ACCOUNT, True),
        ("I'm not replying any more.", Intent.VENT, True),
        ("Leave it. I'll do the bins myself.", Intent.ASK_LINE, True),
        ("He is not replying any more.", Intent.VENT, False),
        ("I had a bad day.", Intent.ACCOUNT, False),
        ("I am so tired of all this. " * 8, Intent.VENT, False),
    ],
)
def test_what_is_typed_straight_to_the_partner(listener: Listener, text: str, intent: Intent, line: bool) -> None:
    """By "you", or a short outburst that tells of nobody."""
    assert listener.hear(told(text, intent)).is_line is line


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Leave it, I'm not talking about it.", True),
        ("Phone's going off, don't bother ringing after.", True),
        ("You hung up on me on Tuesday.", False),
    ],
)
def test_a_line_that_ends_the_talk_is_told_apart(listener: Listener, text: str, ends: bool) -> None:
    """It gets words for a pause and a time."""
    assert listener.hear(told(text, Intent.VENT)).draws_back is ends


def test_who_is_named_in_a_line_is_somebody_else(listener: Listener) -> None:
    """The partner is "you" there."""
    situation = listener.hear(told("You called me a nag in front of Dave.", name="Dave"))
    assert situation.partner.name == ""
    assert Role.PARTNER not in {
        m.role
        for m, t in zip(situation.parsed.mentions, situation.parsed.tokens, strict=True)
        if m and t.word == "dave"
    }


def test_heat_and_sorry(listener: Listener) -> None:
    """A heated message is known by its words; an apology by its own or by a tag of repair."""
    assert heard(listener, "FUCK HIM. i can't even. i'm so done!!!").hot
    assert not heard(listener, "I was cross with him.").hot
    assert heard(listener, "I said sorry.").sorry
    assert not heard(listener, "He said sorry.").sorry
    repair = told("I told her I was sorry.", acts=[(Actor.USER, Behavior.REPAIR, "told her I was sorry")])
    assert listener.hear(repair).sorry


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
