"""A talk goes on: answers, corrections and requests for a line belong to the row told before, and the row is named."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from app.replies.answer import Said, answer, further, talk_of
from app.replies.prompts import Prompts
from app.replies.reply import Form, Reply, ReplyKind
from classifiers.annotations import Reading
from classifiers.codebook import Actor, Behavior, Intent
from tests.factories import told

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ROW = told(
    "My husband burnt the lasagne and when I asked about it he walked out to the garage.",
    acts=[(Actor.PARTNER, Behavior.LEAVING, "walked out to the garage")],
    about="the lasagne",
)
OWN = told(
    "On Tuesday I called my wife bone idle over the roasting tin. She looked out of the window.",
    acts=[
        (Actor.USER, Behavior.ATTACKING, "called my wife bone idle"),
        (Actor.PARTNER, Behavior.STONEWALLING, "looked out of the window"),
    ],
    about="the roasting tin",
    when="On Tuesday",
)


def say(reading: Reading, prompts: Prompts, earlier: Sequence[Said] = (), asked: Sequence[str] = ()) -> Reply:
    return answer(reading, earlier, NOON, None, prompts, asked=asked)


@pytest.fixture
def row(prompts: Prompts) -> tuple[Said, ...]:
    """The row above, answered."""
    return (Said(ROW, say(ROW, prompts)),)


def test_a_doubtful_matter_is_not_used_where_something_surer_is_told(prompts: Prompts) -> None:
    """Better no name than a wrong one; with nothing else told, the doubtful word is better than none."""
    sure = "He put on his coat and walked down to the harbour. My husband had the dogs."
    act = [(Actor.PARTNER, Behavior.LEAVING, "put on his coat and walked down to the harbour")]
    lines = say(told(sure, acts=act, hints=["the dogs"]), prompts).suggestions
    assert not any("dogs" in line.text for line in lines)
    bare = say(told("My husband and the bins.", hints=["the bins"], feel=("bins", 0.1)), prompts).suggestions
    assert any("the bins" in line.text for line in bare)


def test_every_line_names_what_it_was_about_or_what_happened(prompts: Prompts) -> None:
    """The main forms all do, where both are told."""
    for reading, names in ((ROW, ("lasagne", "walked out")), (OWN, ("roasting tin", "bone idle", "window"))):
        lines = say(reading, prompts).suggestions
        assert len(lines) >= 3
        assert [line.text for line in lines[:3] if not any(name in line.text for name in names)] == []


def test_the_writers_own_act_is_told_in_their_words(prompts: Prompts) -> None:
    """With its day, and never in the partner's "you"."""
    lines = [line.text for line in say(OWN, prompts).suggestions]
    assert any("called you bone idle on Tuesday" in text for text in lines)
    assert not any("my wife" in text for text in lines)


def test_what_the_partner_did_after_a_fight_is_no_reason_for_it(prompts: Prompts) -> None:
    """ "When you looked out of the window, I felt …" would turn the order round."""
    assert not any("when you looked" in line.text.lower() for line in say(OWN, prompts).suggestions)
    before = told(
        "She looked out of the window all day. I called my wife bone idle.",
        acts=[
            (Actor.USER, Behavior.ATTACKING, "called my wife bone idle"),
            (Actor.PARTNER, Behavior.STONEWALLING, "looked out of the window all day"),
        ],
    )
    assert any("you looked out of the window" in line.text for line in say(before, prompts).suggestions)


def test_the_matter_is_named_once_in_a_line(prompts: Prompts) -> None:
    """Not in the opening and in the request."""
    for reading in (ROW, OWN, told("My wife and I argued about the cupboards.", about="the cupboards")):
        for line in say(reading, prompts).suggestions:
            assert max(line.text.count(word) for word in ("lasagne", "cupboards", "roasting tin")) <= 1, line.text


def test_the_reflection_is_one_short_paragraph_said_back_to_the_writer(prompts: Prompts) -> None:
    """In plain speech, without quotation marks, the writer's own part in it."""
    reply = say(OWN, prompts)
    assert len(reply.paragraphs) == 1
    assert "you called your wife bone idle" in reply.paragraphs[0].lower()
    assert "“" not in reply.paragraphs[0]
    assert len(reply.paragraphs[0].split()) < 75


@pytest.mark.parametrize("word", ["guilty", "shown up", "like a guest in my own house"])
def test_an_answer_is_used_in_the_next_lines(prompts: Prompts, row: tuple[Said, ...], word: str) -> None:
    """As it was written; the question is not asked again."""
    assert row[0].reply.chips
    reply = say(told(f"I felt {word}", Intent.ANSWER, feel=f"felt {word}"), prompts, row)
    assert reply.kind is ReplyKind.REFLECTION
    assert sum(word in line.text for line in reply.suggestions) >= 1
    assert not any("questions/feeling" in frame for frame in reply.frames)


def test_a_wish_told_is_the_wish_asked_for_in_every_form(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """Short, warm and firm."""
    reply = say(
        told("I'd like us to eat at seven on Sundays", Intent.ANSWER, wish="us to eat at seven on Sundays"),
        prompts,
        row,
    )
    main = [line.text for line in reply.suggestions if line.form in {Form.SHORT, Form.WARM, Form.FIRM}]
    assert len(main) == 3
    assert all("eat at seven on Sundays" in text for text in main)


@pytest.mark.parametrize(
    "text", ["The usual, really.", "Since before the summer, I think.", "The bus was a number nine."]
)
@pytest.mark.parametrize("intent", [Intent.ANSWER, Intent.MORE, Intent.UNCLEAR])
def test_going_on_is_never_met_with_what_the_app_is_for(
    prompts: Prompts, row: tuple[Said, ...], text: str, intent: Intent
) -> None:
    """It belongs to the row."""
    assert "arguments between two partners" not in say(told(text, intent), prompts, row).plain_text()


def test_a_correction_puts_the_matter_right(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """The next lines name what it was really about, and the answer says thank you for it."""
    reply = say(told("No, it was the cupboards, not the food.", Intent.CORRECT, about="the cupboards"), prompts, row)
    assert "small_talk/corrected" in reply.frames[0]
    assert any("the cupboards" in line.text for line in reply.suggestions)
    assert not any("lasagne" in line.text for line in reply.suggestions)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("shorter please", Form.SHORT),
        ("as a text", Form.SHORT),
        ("something softer", Form.WARM),
        ("less soppy", Form.FIRM),
    ],
)
def test_a_line_of_the_kind_asked_for(prompts: Prompts, row: tuple[Said, ...], text: str, form: Form) -> None:
    """One line, of that form, not one shown before, and nothing else said about the row."""
    reply = say(told(text, Intent.ASK_LINE), prompts, row)
    assert [line.form for line in reply.suggestions] == [form]
    assert reply.suggestions[0].text not in {line.text for line in row[0].reply.suggestions}
    assert reply.questions == ()


def test_a_refused_line_is_not_offered_again_and_two_refusals_end_it(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """After the second there are no more words."""
    no = told("I'd never say that", Intent.REFUSE_LINE)
    first = say(no, prompts, row)
    assert first.suggestions
    assert {line.text for line in first.suggestions}.isdisjoint(line.text for line in row[0].reply.suggestions)
    second = say(no, prompts, (*row, Said(no, first)))
    assert second.suggestions == ()
    assert "small_talk/refused_twice" in second.frames[0]


def test_a_kept_line_is_left_in_peace(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """No further lines are pushed on somebody who has one."""
    reply = say(told("Yes. This I can say.", Intent.ANSWER), prompts, row)
    assert reply.suggestions == ()
    assert "small_talk/kept" in reply.frames[0]
    assert reply.how_to_say


def test_a_skipped_question_is_not_asked_again(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """The next one is."""
    reply = say(told("skip", Intent.ANSWER), prompts, row)
    assert "small_talk/skipped" in reply.frames[0]
    assert any("questions/wish" in frame for frame in reply.frames)


def test_questions_of_others_are_known_by_their_words(prompts: Prompts) -> None:
    """Whoever asks through the API says what was asked."""
    question = next(start for start, name in prompts.questions.items() if "questions/wish" in name)
    reply = say(told("eat together on Sundays", Intent.ANSWER), prompts, asked=[question])
    assert reply.paragraphs


def test_further_lines_come_one_after_the_other(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """Of the form wanted, none twice; none where no row was told."""
    seen = {line.text for line in row[0].reply.suggestions}
    for want in ("short", "warm", "firm", "any"):
        lines = further(row, want, NOON, None, prompts)
        assert lines
        assert seen.isdisjoint(line.text for line in lines)
        assert want == "any" or {line.form.value for line in lines} == {want}
    assert further((), "any", NOON, None, prompts) == ()


def test_a_flagged_turn_is_not_part_of_the_talk(prompts: Prompts, row: tuple[Said, ...]) -> None:
    """Nothing of it is put into a line."""
    helped = Said(Reading(""), Reply(ReplyKind.DANGER, ("Help.",)))
    assert talk_of((*row, helped), prompts) == talk_of(row, prompts)
