"""What corrections teach: on a few lessons made by hand, and on a small sample of the people of data/labelled/personal."""

from dataclasses import replace

import pytest

from benchmarks.learning import lesson_of, presses_for, simulate
from classifiers.artifact import Model
from classifiers.codebook import Actor, Behavior
from classifiers.learning.corpus import load
from classifiers.learning.fit_own_words import MOST_LOSS, Lesson, Teacher, WordCounts, figures_of
from classifiers.learning.metrics import Counts
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir

LEXICONS = data_dir() / "lexicons"
LABELLED = data_dir() / "labelled"
STONEWALLING = (Actor.PARTNER, Behavior.STONEWALLING)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(LEXICONS / "contractions.json")


@pytest.fixture(scope="module")
def reader(model: Model) -> Reader:
    return model.reader


@pytest.fixture(scope="module")
def teacher(reader: Reader, tokenizer: Tokenizer) -> Teacher:
    return Teacher(
        reader, tokenizer, WordCounts.load(LEXICONS / "word_counts.json"), load(LABELLED / "dev" / "w031.jsonl")
    )


def zermatt(reader: Reader, *texts: str) -> list[Lesson]:
    return [Lesson(reader.encode(text), frozenset({STONEWALLING})) for text in texts]


def test_a_sample_of_people_is_read_better_later_and_others_are_not_read_worse(
    reader: Reader, teacher: Teacher
) -> None:
    """Three of the people; the whole figure is the benchmark's."""
    taught = [
        simulate(load(LABELLED / "personal" / f"{name}.jsonl"), reader, teacher) for name in ("p03", "p14", "p27")
    ]
    before, after = sum((one.before for one in taught), Counts()), sum((one.after for one in taught), Counts())
    assert after.f1 > before.f1 + 0.05
    assert all(one.learnt.loss <= MOST_LOSS for one in taught)
    assert all(50 <= one.presses < 55 for one in taught)


def test_a_word_is_learnt_for_the_person_whose_doing_it_is(reader: Reader, teacher: Teacher) -> None:
    """Learnt of the partner, it is heard of the writer too where the writer did it, and not of the other."""
    own = teacher.fit(
        zermatt(reader, "The rent again, and he zermatted me.", "Lunch at hers, he zermatted at me all day."), 1000.0
    )
    reading = reader.taught(own).read("I yelled at him, I swore and I zermatted at him.")
    found = {tag.actor for tag in (*reading.tags, *reading.unsure) if tag.behavior is Behavior.STONEWALLING}
    assert found == {Actor.USER}


def test_common_words_hardly_move(reader: Reader, teacher: Teacher) -> None:
    """The word nobody else uses takes nearly all of what is learnt."""
    own = teacher.fit(zermatt(reader, "The rent again, and then he zermatted.", "After lunch he zermatted."), 1000.0)
    strengths = {
        word: abs(float(shift[list(Behavior).index(Behavior.STONEWALLING)])) for word, shift in own.weights.items()
    }
    assert strengths["zermatted"] == max(strengths.values())
    assert all(strengths.get(word, 0.0) < 0.1 * strengths["zermatted"] for word in ("the", "and", "again", "after"))


def test_what_is_arguable_teaches_nothing(reader: Reader, teacher: Teacher) -> None:
    """A "maybe" the person left is neither right nor wrong."""
    lesson = zermatt(reader, "The rent again, and then Mo zermatted.")[0]
    open_one = replace(lesson, gold=frozenset(), arguable=frozenset({STONEWALLING}))
    assert teacher.fit([open_one], 1000.0).weights == {}


def test_nothing_put_right_is_refused(teacher: Teacher) -> None:
    with pytest.raises(ValueError, match="nothing was put right"):
        teacher.teach([])


def test_it_learns_less_where_others_would_be_read_worse(reader: Reader, tokenizer: Tokenizer) -> None:
    """A word that others use otherwise is learnt more gently, until they lose next to nothing."""
    text = "He zermatted me, then made tea."
    some = load(LABELLED / "dev" / "w031.jsonl")
    others = [*some, *(replace(message, text=text, tags=(), optional=frozenset()) for message in some[:4])]
    counts = WordCounts.load(LEXICONS / "word_counts.json")
    lessons = zermatt(reader, "The rent again, and he zermatted me.", "Then he zermatted me, over tea.")
    gentle = Teacher(reader, tokenizer, counts, others).teach(lessons)
    assert gentle.loss <= MOST_LOSS
    freely = Teacher(reader, tokenizer, counts, others).fit(lessons, 1000.0)
    assert max(gentle.own.weights["zermatted"]) < max(freely.weights["zermatted"])


def test_the_persons_messages_are_judged_by_what_the_others_of_them_taught(reader: Reader, teacher: Teacher) -> None:
    """A word that stands in two lessons is learnt; that it was right in those two is no gain in the figures."""
    lessons = zermatt(
        reader,
        *(
            f"{start}, and then Mo {word}."
            for word in ("zermatted", "quimbled")
            for start in ("The rent again", "After lunch")
        ),
    )
    learnt = teacher.teach(lessons)
    everything = figures_of(reader.taught(learnt.own), lessons)
    assert learnt.own_after.tp < everything.tp
    assert learnt.own_before.fn == len(lessons)
    assert learnt.others == 27


def test_a_word_of_one_message_is_not_learnt(reader: Reader, teacher: Teacher) -> None:
    """It may have come by chance; nor is one that the person struck out."""
    lessons = zermatt(reader, "The rent again, he zermatted me.", "At breakfast he zermatted me.", "He quimbled.")
    assert "quimbled" not in teacher.fit(lessons, 1000.0).weights
    assert "zermatted" in teacher.fit(lessons, 1000.0).weights
    assert "zermatted" not in teacher.fit(lessons, 1000.0, without={"zermatted"}).weights


def test_presses_are_counted_as_a_person_makes_them(reader: Reader) -> None:
    """A wrong mark and a missing one are put right with one press."""
    (first,) = [m for m in load(LABELLED / "personal" / "p01.jsonl") if m.id == "p01-001"]
    lesson = lesson_of(first, reader)
    assert presses_for(replace(lesson, gold=frozenset()), reader) == len(reader.read(first.text).tags)
    nothing = replace(lesson, gold=frozenset((tag.actor, tag.behavior) for tag in reader.read(first.text).tags))
    assert presses_for(nothing, reader) == 0


def test_the_word_counts_are_those_of_the_messages_for_fitting(tokenizer: Tokenizer) -> None:
    """The file counts what data/labelled/train holds."""
    counted = WordCounts.of((message.text for message in load(LABELLED / "train")), tokenizer)
    assert WordCounts.load(LEXICONS / "word_counts.json") == counted


@pytest.mark.parametrize(("word", "rarity"), [("nowhere", 1.0), ("half", 0.5), ("all", 0.0)])
def test_rarity_goes_from_nobodys_word_to_everybodys(word: str, rarity: float) -> None:
    assert WordCounts(10_000, {"half": 99, "all": 9_999}).rarity(word) == pytest.approx(rarity, abs=1e-3)


def test_counts_leave_out_rare_words(tokenizer: Tokenizer) -> None:
    """They are as good as never seen, and could be somebody's name."""
    assert WordCounts.of(["Mo left", "he left"], tokenizer).counts == {"leave": 2}
