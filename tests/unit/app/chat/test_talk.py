"""What a turn means for a talk, and what the talk is after it."""

import pytest

from app.chat.talk import Meant, Move, Talk
from app.replies.prompts import Prompts
from app.resources import prompts_dir
from classifiers.annotations import Reading
from classifiers.codebook import Actor, Behavior, Intent
from classifiers.situation.values import Situation
from tests.factories import told

ROW = told(
    "My husband burnt the lasagne and when I asked about it he walked out.",
    acts=[(Actor.PARTNER, Behavior.LEAVING, "walked out")],
    about="the lasagne",
)


@pytest.fixture(scope="module")
def prompts() -> Prompts:
    return Prompts.load(prompts_dir())


@pytest.fixture
def hear(prompts: Prompts):
    def heard(reading: Reading, talk: Talk | None = None) -> Situation:
        return prompts.listener.hear(reading, asked=talk.pending if talk else frozenset())

    return heard


@pytest.fixture
def talk(hear) -> Talk:
    """A row was told, a line offered, the feeling asked for."""
    return Talk().told(hear(ROW), Meant(Move.ROW)).answered(["feeling"], ["I felt alone."])


@pytest.mark.parametrize(
    ("text", "intent", "meant"),
    [
        ("shorter please", Intent.ANSWER, Meant(Move.ASKS, "short")),
        ("He would laugh at that. Can you make it a bit shorter", Intent.ANSWER, Meant(Move.ASKS, "short")),
        ("as a text", Intent.ANSWER, Meant(Move.ASKS, "text")),
        ("something softer", Intent.ANSWER, Meant(Move.ASKS, "warm")),
        ("less soppy", Intent.ANSWER, Meant(Move.ASKS, "firm")),
        ("what could I say to him tonight?", Intent.UNCLEAR, Meant(Move.ASKS, "any")),
        ("another one please", Intent.UNCLEAR, Meant(Move.ASKS, "any")),
        ("I need words for it", Intent.ASK_LINE, Meant(Move.ASKS, "any")),
        ("Can you make it sound more like me", Intent.ANSWER, Meant(Move.ASKS, "any")),
        ("He gets shorter with me every day.", Intent.MORE, Meant(Move.JOINS)),
        ("Something else happened on Friday.", Intent.MORE, Meant(Move.JOINS)),
        ("word " * 31 + "what could i say", Intent.MORE, Meant(Move.JOINS)),
        ("I'd never say that", Intent.ANSWER, Meant(Move.REFUSES, "never_say")),
        ("he'd never agree to it", Intent.ANSWER, Meant(Move.REFUSES, "never_agree")),
        ("no, that's not me at all", Intent.REFUSE_LINE, Meant(Move.REFUSES, "never_say")),
        ("Yes. This I can say.", Intent.ANSWER, Meant(Move.KEEPS)),
        ("the second, tonight", Intent.KEEP_LINE, Meant(Move.KEEPS)),
        ("skip", Intent.ANSWER, Meant(Move.SKIPS)),
        ("thanks, that helps", Intent.ANSWER, Meant(Move.TALK, "thanks")),
        ("are you a real person?", Intent.ANSWER, Meant(Move.TALK, "what_are_you")),
        ("was I wrong, then?", Intent.ASK_VERDICT, Meant(Move.TALK, "verdict")),
        ("I don't want to go on with this", Intent.STOP, Meant(Move.TALK, "stop")),
        ("what's a good film for tonight", Intent.OTHER_TOPIC, Meant(Move.TALK, "other_topic")),
        ("said it at breakfast, he went red", Intent.REPORT, Meant(Move.TALK, "reported")),
        ("The usual, really.", Intent.ANSWER, Meant(Move.JOINS)),
        ("since before the summer", Intent.UNCLEAR, Meant(Move.JOINS)),
        ("No, it was Tuesday", Intent.CORRECT, Meant(Move.CORRECTS)),
    ],
)
def test_what_a_turn_is(hear, talk: Talk, text: str, intent: Intent, meant: Meant) -> None:
    """The encoder's word for it, with small rules where words are surer."""
    assert talk.means(hear(told(text, intent), talk)) == meant


def test_the_answer_to_a_question_is_one_whatever_the_encoder_takes_it_for(hear, talk: Talk) -> None:
    """Whoever was asked for a feeling and says one has answered."""
    for intent in (Intent.THANKS_BYE, Intent.STOP, Intent.OTHER_TOPIC, Intent.REPORT, Intent.REFUSE_LINE):
        assert talk.means(hear(told("lonely", intent, feel="lonely"), talk)) == Meant(Move.JOINS)


def test_a_report_before_any_line_is_more_of_the_story(hear) -> None:
    """Nothing was offered that could have been said."""
    talk = Talk().told(hear(ROW), Meant(Move.ROW))
    assert talk.means(hear(told("I told him and he shrugged", Intent.REPORT))) == Meant(Move.JOINS)


@pytest.mark.parametrize(
    ("words", "pending", "new"), [(10, False, False), (25, False, True), (25, True, False), (60, True, True)]
)
def test_another_row_is_told_at_some_length(hear, talk: Talk, words: int, pending: bool, new: bool) -> None:
    """A few words after a question belong to the row told; a story of its own is another row."""
    text = "He shouted at me in the car. " + "It went on and on like that. " * (words // 7)
    said = hear(told(text, acts=[(Actor.PARTNER, Behavior.ATTACKING, "shouted at me")]))
    here = talk if pending else Talk(row=talk.row)
    assert (here.means(said).move is Move.ROW) is new


def test_a_story_without_acts_is_no_new_row(hear, talk: Talk) -> None:
    """However long it is."""
    assert Talk(row=talk.row).means(hear(told("The weather was fine and the bus came. " * 4))).move is Move.JOINS


@pytest.mark.parametrize(
    ("text", "intent", "what"),
    [
        ("hello", Intent.ACCOUNT, "greeting"),
        ("what do you do?", Intent.ASK_ABOUT_APP, "what_are_you"),
        ("was I wrong?", Intent.ASK_VERDICT, "verdict_first"),
    ],
)
def test_before_a_row_small_talk_is_small_talk(hear, text: str, intent: Intent, what: str) -> None:
    """A first turn that tells of nobody gets its own text."""
    meant = Talk().means(hear(told(text, intent)))
    assert meant.move is Move.TALK
    assert meant.what in {what, "verdict"}


def test_a_first_turn_about_the_two_is_a_row(hear) -> None:
    """Whatever the encoder takes it for."""
    assert Talk().means(hear(told("My wife and I are fine, thanks", Intent.THANKS_BYE))).move is Move.ROW


def test_what_was_told_is_put_together(hear, talk: Talk) -> None:
    """An answer adds, a correction wins, acts are kept once, and a new row starts anew."""
    felt = talk.told(hear(told("lonely", Intent.ANSWER, feel="lonely"), talk), Meant(Move.JOINS))
    assert felt.row
    assert [one.say for one in felt.row.named] == ["lonely"]
    assert [one.quote for one in felt.row.about] == ["the lasagne"]
    assert len(felt.row.acts) == 1
    more = told(
        "He also left the cupboards open and walked out twice.",
        Intent.MORE,
        [(Actor.PARTNER, Behavior.LEAVING, "walked out")],
        about="the cupboards",
    )
    added = felt.told(hear(more), Meant(Move.JOINS))
    assert added.row
    assert [one.quote for one in added.row.about] == ["the lasagne", "the cupboards"]
    assert len(added.row.acts) == 1
    right = felt.told(hear(more), Meant(Move.CORRECTS))
    assert right.row
    assert [one.quote for one in right.row.about] == ["the cupboards", "the lasagne"]
    assert [one.say for one in right.row.named] == ["lonely"]
    other = felt.told(
        hear(told("She laughed at me.", acts=[(Actor.PARTNER, Behavior.ATTACKING, "laughed at me")])), Meant(Move.ROW)
    )
    assert other.row
    assert (other.rows, other.asked, other.offered, other.row.named) == (2, frozenset(), (), ())


def test_what_it_was_not_about_is_not_named_again(hear, talk: Talk) -> None:
    """ "It's not the lasagne" takes the lasagne out, whatever comes in its place."""
    said = told("It's not about the lasagne, it's him going.", Intent.CORRECT, about="the lasagne")
    after = talk.told(hear(said), Meant(Move.CORRECTS))
    assert after.row
    assert after.row.about == ()
    later = after.told(
        hear(told("the burnt lasagne smelled", Intent.MORE, about="the burnt lasagne")), Meant(Move.JOINS)
    )
    assert later.row
    assert later.row.about == ()


def test_a_wish_said_while_asking_for_a_line_counts(hear, talk: Talk) -> None:
    """ "Plainer please, I only want us to see it together."""
    said = told("Plainer please. I want us to see it together.", Intent.ASK_LINE, wish="I want us to see it together")
    after = talk.told(hear(said), Meant(Move.ASKS, "firm"))
    assert after.row
    assert after.row.wish
    assert talk.told(hear(told("plainer please", Intent.ASK_LINE)), Meant(Move.ASKS, "firm")).row == talk.row


def test_what_was_asked_and_offered_is_remembered(talk: Talk) -> None:
    """So that nobody is asked twice and no line comes twice."""
    after = talk.answered(["wish"], ["Another line."])
    assert (after.pending, after.asked, after.offered) == (
        frozenset({"wish"}),
        frozenset({"feeling", "wish"}),
        ("I felt alone.", "Another line."),
    )


def test_refusals_are_counted_and_a_kept_line_is_kept(hear, talk: Talk) -> None:
    """Two refusals end the offering."""
    now = hear(told("I'd never say that"), talk)
    twice = talk.told(now, Meant(Move.REFUSES, "never_say")).told(now, Meant(Move.REFUSES, "never_say"))
    assert (talk.refused, twice.refused) == (0, 2)
    assert talk.told(now, Meant(Move.KEEPS)).kept


def test_the_partners_name_is_remembered(hear, talk: Talk) -> None:
    """Also where the next turns say only "he"."""
    named = talk.told(hear(told("Keith never wants to", Intent.MORE, name="Keith")), Meant(Move.JOINS))
    assert named.name == "Keith"
