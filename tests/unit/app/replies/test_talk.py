"""A talk goes on: answers, corrections and requests for a line belong to the row told before, and the row is named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.replies.answer import Talk, answer
from app.replies.earlier import asked_line
from app.replies.reply import Form, Reply, ReplyKind
from app.replies.turn import SURE_MATTER, matter_named
from app.replies.wording import Prompts
from classifiers.annotations import Reading, Span, Tag, Told
from classifiers.codebook import Actor, Behavior, Intent, Slot

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ROW = "My husband burnt the lasagne and when I asked about it he walked out."


def reading(text: str, intent: Intent = Intent.ACCOUNT, **slots: str | tuple[str, float]) -> Reading:
    told = []
    for name, given in slots.items():
        words, chance = given if isinstance(given, tuple) else (given, 0.9)
        at = text.index(words)
        told.append(Told(Slot(name), Span(at, at + len(words)), chance))
    return Reading(text, intent=intent, slots=tuple(told))


def row() -> Reading:
    at = ROW.index("walked out")
    tag = Tag(Actor.PARTNER, Behavior.LEAVING, Span(at, at + len("walked out")), 0.9)
    return replace(reading(ROW, about="the lasagne"), tags=(tag,))


def after(said: Reading, prompts: Prompts, questions: tuple[str, ...] = ()) -> Reply:
    """The answer to ``said`` after the row above."""
    return answer(said, Talk((ROW,), (row(),), questions), NOON, None, prompts)


@pytest.mark.parametrize(
    ("text", "about", "named"),
    [
        ("He spent all Sunday on his drone.", "his drone", "your drone"),
        ("We argued about a lasagne.", "a lasagne", "the lasagne"),
        ("It was lasagne again.", "lasagne", "the lasagne"),
        ("It was money again.", "money", "money"),
        ("My mum came round and he sulked.", "My mum", "my mum"),
        ("It was everything.", "everything", None),
        ("We argued about it.", "it", None),
        ("He said that we would have gone there to see them by now.", "that we would have gone there to see", None),
        ("The cat's food was gone.", "The cat's food", "the cat's food"),
    ],
)
def test_what_the_row_was_about_is_named_for_the_partner(
    prompts: Prompts, text: str, about: str, named: str | None
) -> None:
    """In the writer's words, turned; nothing where it names nothing or its grammar is not sure."""
    heard = matter_named(replace(prompts.listener.hear(reading(text, about=about)), matter=None))
    assert (heard.say if heard else None) == named


def test_a_doubtful_matter_is_not_used(prompts: Prompts) -> None:
    """Better no name than a wrong one."""
    sure = prompts.listener.hear(reading("He spent all Sunday on his drone.", about=("his drone", SURE_MATTER)))
    doubtful = prompts.listener.hear(
        reading("He spent all Sunday on his drone.", about=("his drone", SURE_MATTER - 0.01))
    )
    assert matter_named(sure)
    assert matter_named(doubtful) is None


def test_the_lines_name_what_it_was_about(prompts: Prompts) -> None:
    """Most of the lines for a told row say "lasagne"."""
    lines = answer(row(), Talk(), NOON, None, prompts).suggestions
    assert sum("lasagne" in line.text for line in lines) >= 2


def test_the_matter_is_named_once_in_a_line(prompts: Prompts) -> None:
    """Not in the opening and in the request."""
    for said in (row(), reading("We argued about the cupboards.", about="the cupboards")):
        for line in answer(said, Talk(), NOON, None, prompts).suggestions:
            assert max(line.text.count("lasagne"), line.text.count("cupboards")) <= 1, line.text


def test_an_answer_no_list_knows_is_still_an_answer(prompts: Prompts) -> None:
    """The encoder says what the turn is for; the feeling is taken as it was written."""
    reply = after(
        reading("guilty", Intent.ANSWER, feel="guilty"), prompts, ("Which is nearest for you: hurt, lonely?",)
    )
    assert reply.kind is ReplyKind.REFLECTION
    assert "guilty" in reply.paragraphs[0]
    assert sum("I felt ashamed" in line.text for line in reply.suggestions) >= 1
    other = after(reading("tricked", Intent.ANSWER, feel="tricked"), prompts)
    assert any("I felt tricked" in line.text for line in other.suggestions)


@pytest.mark.parametrize("text", ["The usual, really.", "Since before the summer, I think.", "No, it was only us two."])
@pytest.mark.parametrize("intent", [Intent.ANSWER, Intent.MORE])
def test_going_on_is_never_met_with_what_the_app_is_for(prompts: Prompts, text: str, intent: Intent) -> None:
    """It belongs to the row."""
    reply = after(reading(text, intent), prompts)
    assert reply.suggestions
    assert "arguments between two partners" not in reply.plain_text()


def test_what_cannot_be_placed_after_a_row_is_kept_beside_it(prompts: Prompts) -> None:
    """Never "I'm made for arguments" after one was told."""
    reply = after(reading("The bus was a number nine.", Intent.UNCLEAR), prompts)
    assert "small_talk/go_on" in reply.frames[0]


def test_a_correction_puts_the_matter_right(prompts: Prompts) -> None:
    """The next lines name what it was really about, and the answer says thank you for it."""
    reply = after(reading("No, it was the cupboards, not the food.", Intent.CORRECT, about="the cupboards"), prompts)
    assert "small_talk/corrected" in reply.frames[0]
    assert any("the cupboards" in line.text for line in reply.suggestions)
    assert not any("lasagne" in line.text for line in reply.suggestions)


def test_another_row_is_another_row(prompts: Prompts) -> None:
    """A turn that only adds does not rename what it was about."""
    reply = after(reading("He also left the cupboards open.", Intent.MORE, about="the cupboards"), prompts)
    assert any("lasagne" in line.text for line in reply.suggestions)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("shorter please", Form.SHORT),
        ("He would laugh at that. Can you make it a bit shorter", Form.SHORT),
        ("as a text", Form.SHORT),
        ("something softer", Form.WARM),
        ("less soppy", Form.FIRM),
    ],
)
def test_a_line_of_the_kind_asked_for(prompts: Prompts, text: str, form: Form) -> None:
    """One line, of that form, and nothing else said about the row."""
    reply = after(reading(text, Intent.ASK_LINE), prompts)
    assert [line.form for line in reply.suggestions] == [form]
    assert len(reply.paragraphs) == 1
    assert reply.questions == ()


@pytest.mark.parametrize(
    ("text", "intent", "wanted"),
    [
        ("what could I say to him tonight?", Intent.UNCLEAR, "any"),
        ("another one please", Intent.UNCLEAR, "any"),
        ("Can you make it sound more like me", Intent.ANSWER, "any"),
        ("Can it be shorter? He tunes out after one sentence.", Intent.ANSWER, "short"),
        ("He gets shorter with me every day.", Intent.MORE, None),
        ("Her hair is shorter now.", Intent.MORE, None),
        ("He was softer with the kids.", Intent.MORE, None),
        ("Something else happened on Friday.", Intent.MORE, None),
        ("word " * 31 + "what could i say", Intent.ASK_LINE, None),
    ],
)
def test_which_line_is_asked_for(prompts: Prompts, text: str, intent: Intent, wanted: str | None) -> None:
    """By its words, else by what the encoder takes it for; a story is no request."""
    assert asked_line(prompts.listener.hear(reading(text, intent))) == wanted


def test_a_request_without_a_row_is_no_line(prompts: Prompts) -> None:
    """There is nothing to say yet."""
    assert answer(reading("shorter please", Intent.ASK_LINE), Talk(), NOON, None, prompts).suggestions == ()


@pytest.mark.parametrize(
    "text", ["Yes. This I can say.", "ok that works", "I'll say that tonight", "Good, that's the one."]
)
def test_a_line_is_kept_in_words_too(prompts: Prompts, text: str) -> None:
    """Whatever the encoder takes it for."""
    reply = after(reading(text, Intent.ANSWER), prompts, ("What would you have liked instead?",))
    assert "small_talk/kept" in reply.frames[0]


def test_a_kept_line_is_left_in_peace(prompts: Prompts) -> None:
    """No further lines are pushed on somebody who has one."""
    reply = after(reading("Yes. This I can say.", Intent.KEEP_LINE), prompts, ("What would you have liked instead?",))
    assert reply.suggestions == ()
    assert "small_talk/kept" in reply.frames[0]
    assert (
        answer(reading("Yes. This I can say.", Intent.KEEP_LINE), Talk(), NOON, None, prompts).frames[0]
        != reply.frames[0]
    )
