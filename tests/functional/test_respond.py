"""One message and its answer, from the safety screen to the finished lines, with the real screen and wording."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.chat.careful import Careful
from app.chat.exchange import Context, Exchange, respond
from app.replies.answer import Said
from app.replies.gate import faults
from app.replies.prompts import Prompts
from app.replies.reply import Form, ReplyKind
from app.resources import prompts_dir
from classifiers.annotations import Reading, Screening, Span, Tag
from classifiers.codebook import Actor, Behavior, Intent
from classifiers.danger.rules import SafetyScreen
from classifiers.danger.screen import DangerScreen
from classifiers.reading.encoder import Encoded
from classifiers.resources import data_dir
from tests.factories import TextReader

EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
Acts = Sequence[tuple[Actor, Behavior, str]]
PARTNER, USER = Actor.PARTNER, Actor.USER


class KnownReader(TextReader):
    """Reads exactly the acts it was given, so that a test of answers does not hang on how well a model reads."""

    def __init__(self, acts: Acts = ()) -> None:
        self._acts = acts

    def read(self, text: str) -> Reading:
        """The known acts of ``text``."""
        tags = [
            Tag(actor, behavior, Span(text.index(quote), text.index(quote) + len(quote)), 0.9)
            for actor, behavior, quote in self._acts
            if quote in text
        ]
        return Reading(text, tuple(sorted(tags, key=lambda tag: tag.order)), intent=Intent.ACCOUNT)


class BrokenRules:
    """A screen that fails."""

    def screen(self, text: str, history: Sequence[str] = (), encoded: Encoded | None = None) -> Screening:
        """Nothing but an error."""
        raise RuntimeError("the list is gone")


@pytest.fixture(scope="module")
def prompts() -> Prompts:
    return Prompts.load(prompts_dir())


@pytest.fixture(scope="module")
def screen() -> DangerScreen:
    return DangerScreen(SafetyScreen.load(data_dir() / "lexicons" / "safety"), lambda: None)


@pytest.fixture
def say(prompts: Prompts, screen: DangerScreen):
    """Say a message whose acts are known; get the exchange."""

    def said(
        text: str, *acts: tuple[Actor, Behavior, str], context: Context | None = None, at: datetime = EVENING
    ) -> Exchange:
        return respond(text, context or Context(), at, screen, KnownReader(acts), prompts)

    return said


def _whole(exchange: Exchange) -> str:
    reply = exchange.reply
    return "\n".join([*reply.paragraphs, *(line.text for line in reply.suggestions), *reply.questions])


def test_an_argument_is_heard_and_answered(say) -> None:
    """It is said back in one paragraph with the dance in it; three different lines pass the gate; one question is asked."""
    exchange = say(
        "On Friday I asked about the rent and he drove off, so I sent him twenty messages. I was lonely.",
        (PARTNER, Behavior.LEAVING, "drove off"),
        (USER, Behavior.PURSUING, "sent him twenty messages"),
    )
    reply = exchange.reply
    assert reply.kind is ReplyKind.REFLECTION
    assert len(reply.paragraphs) == 1
    assert "you sent him twenty messages" in reply.paragraphs[0].lower()
    assert "he drove off" in reply.paragraphs[0].lower()
    assert any("dance/" in frame for frame in reply.frames)
    assert [line.form for line in reply.suggestions][:3] == [Form.SHORT, Form.WARM, Form.FIRM]
    assert all(faults(line.text, form=line.form, sorry_said=True) == () for line in reply.suggestions)
    assert len({line.text for line in reply.suggestions}) == len(reply.suggestions)
    assert any("twenty messages" in line.text for line in reply.suggestions)
    assert len(reply.questions) == 1
    assert "!" not in _whole(exchange)


def test_the_same_message_gets_the_same_answer(say) -> None:
    """Nothing is left to chance."""
    text = "She rolled her eyes when I talked about my job"
    acts = (PARTNER, Behavior.ATTACKING, "rolled her eyes")
    assert say(text, acts).reply == say(text, acts).reply


def test_recent_wordings_are_not_used_again(say) -> None:
    """With the frames of the last answer in the context, the next lines are other ones."""
    text, act = "He went silent when I brought up the budget", (PARTNER, Behavior.STONEWALLING, "went silent")
    first = say(text, act).reply
    second = say(text, act, context=Context(frames=first.frames)).reply
    assert {line.frame for line in first.suggestions} & {line.frame for line in second.suggestions} == set()


def test_both_parts_are_said_in_the_order_they_were_told(say) -> None:
    """The own part is the one to begin with; where the writer drew back, the partner's attack is told first."""
    own = say(
        "I yelled at my wife and she left the house",
        (USER, Behavior.ATTACKING, "yelled at my wife"),
        (PARTNER, Behavior.LEAVING, "left the house"),
    )
    drew_back = say(
        "She called me useless and I went quiet for two days",
        (PARTNER, Behavior.CRITICIZING, "called me useless"),
        (USER, Behavior.STONEWALLING, "went quiet for two days"),
    )
    first = own.reply.paragraphs[0].lower()
    assert 0 <= first.index("you yelled at your wife") < first.index("your wife left the house")
    second = drew_back.reply.paragraphs[0].lower()
    assert 0 <= second.index("she called you useless") < second.index("you went quiet")


def test_a_hot_message_gets_a_pause(say) -> None:
    """One pause line, one time-out, one question, nothing else."""
    reply = say("I AM SO DONE. he is such a fucking idiot!!! i can't even").reply
    assert reply.kind is ReplyKind.PAUSE
    assert len(reply.paragraphs) == 1
    assert [line.form for line in reply.suggestions] == [Form.TIME_OUT]
    assert len(reply.questions) == 1


def test_a_line_to_the_partner_becomes_the_same_wish(say) -> None:
    """ "You called me a nag in front of Dave again" keeps what happened and loses the charge; nothing is owned that was not said yet."""
    text = "You called me a nag in front of Dave, you always do."
    reply = say(text, (USER, Behavior.CRITICIZING, "you always do")).reply
    assert any("you called me a nag in front of Dave" in line.text for line in reply.suggestions)
    assert not any("always" in line.text or "wasn't fair" in line.text for line in reply.suggestions)


def test_an_answer_to_a_question_is_worked_in(say) -> None:
    """The feeling the writer picks stands in the next lines of the same conversation."""
    act = (PARTNER, Behavior.STONEWALLING, "didn't answer me")
    first = say("She didn't answer me when I asked about the move", act)
    context = Context((Said(first.reading, first.reply),), first.reply.questions, first.reply.frames)
    second = say("lonely, mostly", context=context).reply
    assert second.kind is ReplyKind.REFLECTION
    assert "lonely" in second.paragraphs[0]
    assert any("lonely" in line.text for line in second.suggestions)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", ReplyKind.SMALL_TALK),
        ("thanks, that helps", ReplyKind.SMALL_TALK),
        ("what are you?", ReplyKind.SMALL_TALK),
        ("asdkj qwlekj zzxcv", ReplyKind.SMALL_TALK),
        ("Ayer discutimos otra vez y mi marido se fue de casa", ReplyKind.SMALL_TALK),
        ("ugh", ReplyKind.ASK_MORE),
        ("we fought again", ReplyKind.ASK_MORE),
        ("I just want to vent, no advice. He forgot the shopping.", ReplyKind.SMALL_TALK),
        ("My boss moved my desk", ReplyKind.ASK_MORE),
    ],
)
def test_messages_that_are_no_story_get_a_fitting_answer(text: str, kind: ReplyKind, say) -> None:
    """Short talk is answered as such, with no line to send."""
    reply = say(text).reply
    assert reply.kind is kind
    assert reply.suggestions == ()
    assert reply.paragraphs


def test_a_happy_story_is_only_enjoyed(say) -> None:
    """Threads are named; nothing is to be said better."""
    reply = say("he brought me tea in bed this morning", (PARTNER, Behavior.KINDNESS, "brought me tea in bed")).reply
    assert reply.kind is ReplyKind.HAPPY
    assert "he brought you tea in bed" in reply.paragraphs[0].lower()
    assert reply.suggestions == ()


@pytest.mark.parametrize(
    "text",
    [
        "She blocked me last week and I just want to send her one text",
        "My husband left me for someone else",
        "I found out that he cheated on me",
        "How do I get my wife to have sex with me, she said no to sex again",
        "I apologised ten times but she won't forgive me",
    ],
)
def test_after_a_no_there_is_no_line_to_send(text: str, say) -> None:
    """Contact refused, a break-up, an affair, a no to sex, a refused apology: care for the writer, nothing to send."""
    reply = say(text).reply
    assert reply.suggestions == ()
    assert not any("dance/" in frame for frame in reply.frames)
    assert len(reply.questions) <= 1


def test_danger_gets_help_and_nothing_else(say) -> None:
    """A flagged message is not read: no tags, no lines, no dance."""
    exchange = say("Last night he shoved me against the wall.", (PARTNER, Behavior.ATTACKING, "shoved me"))
    assert exchange.reply.kind is ReplyKind.DANGER
    assert exchange.reading.tags == ()
    assert exchange.reply.suggestions == ()


def test_a_screen_that_breaks_counts_as_danger(prompts: Prompts) -> None:
    """Help fails closed."""
    exchange = respond(
        "He was late", Context(), EVENING, DangerScreen(BrokenRules(), lambda: None), KnownReader(), prompts
    )
    assert exchange.screening.failed
    assert exchange.reply.kind is ReplyKind.DANGER


def test_careful_stays_careful(say) -> None:
    """While an earlier danger holds, a harmless message gets no coaching."""
    exchange = say("He drove off", (PARTNER, Behavior.LEAVING, "drove off"), context=Context(careful=Careful("danger")))
    assert exchange.reply.kind is ReplyKind.CAREFUL
    assert exchange.reply.suggestions == ()
    assert exchange.reading.tags == ()


def test_the_third_row_in_a_talk_closes(say) -> None:
    """After two rows told the answer suggests to let it rest, and asks nothing more."""
    act = (PARTNER, Behavior.LEAVING, "walked out")
    story = "We argued about the car all evening, he walked out and I stood in the drive and watched him go."
    first = say(story, act)
    context = Context((Said(first.reading, replace(first.reply, frames=())),) * 2)
    reply = say(story, act, context=context).reply
    assert "third round" in reply.paragraphs[-1]
    assert reply.questions == ()
    assert (
        "third round" not in say(story, act, context=replace(context, earlier=context.earlier[:1])).reply.plain_text()
    )


def test_late_at_night_the_talk_is_tomorrow(say) -> None:
    """At half past eleven nothing is proposed for tonight."""
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    reply = say("I yelled about the dishes", (USER, Behavior.ATTACKING, "yelled"), at=late).reply
    assert not any("tonight" in line.text for line in reply.suggestions)
    assert reply.suggestions
