"""Learning from corrections: what fifty of them teach, on the person's own later messages and on messages of others.

Thirty invented people (data/labelled/personal, p01 to p30; the strength was tuned on p31 to p40) put right what the reader gets wrong, message
after message, until they have pressed fifty times; then the reader, taught, reads what they write later.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from classifiers.artifact import load as load_model
from classifiers.codebook import ACTS
from classifiers.learning.corpus import Labelled, load, load_talks
from classifiers.learning.fit_own_words import Learnt, Lesson, Teacher, figures_of
from classifiers.learning.metrics import Counts
from classifiers.reading.reader import Reader
from classifiers.resources import data_dir, model_dir

CORRECTIONS = 50
PEOPLE = [f"p{number:02}" for number in range(1, 31)]


@dataclass(frozen=True, slots=True)
class Taught:
    """One person: presses made, what was learnt, and how their later messages were read before and after."""

    presses: int
    learnt: Learnt
    later: int
    before: Counts
    after: Counts


def simulate(messages: Sequence[Labelled], reader: Reader, teacher: Teacher, corrections: int = CORRECTIONS) -> Taught:
    """Put messages right in the order they were sent until ``corrections`` presses are made; read the rest before and after."""
    lessons, presses, used = [], 0, 0
    for message in messages:
        if presses >= corrections:
            break
        used += 1
        lesson = lesson_of(message, reader)
        made = presses_for(lesson, reader)
        if made:
            presses += made
            lessons.append(lesson)
    learnt = teacher.teach(lessons)
    later = [lesson_of(message, reader) for message in messages[used:]]
    return Taught(presses, learnt, len(later), figures_of(reader, later), figures_of(reader.taught(learnt.own), later))


def lesson_of(message: Labelled, reader: Reader) -> Lesson:
    """A message as its person would leave it."""
    return Lesson(reader.encode(message.text), message.gold, message.optional)


def presses_for(lesson: Lesson, reader: Reader) -> int:
    """How many marks a person has to put right: one that is wrong and one that is missing are one press ("it was something else", "it was me")."""
    shown = reader.chances(lesson.encoded) >= reader.calibration.sure
    told = {pair for pair, is_shown in zip(ACTS, shown, strict=True) if is_shown}
    return max(len(told - lesson.gold - lesson.arguable), len(lesson.gold - told))


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    reader = load_model(model_dir()).reader
    labelled = data_dir() / "labelled"
    begun = time.perf_counter()
    teacher = Teacher.of(reader)
    yield "reading the messages of others, once", f"{time.perf_counter() - begun:.1f} s"
    turns = [lesson_of(turn.message, reader) for turn in load_talks(labelled / "talks" / "dev")]
    people, seconds, elsewhere = [], [], []
    for name in PEOPLE:
        messages = load(labelled / "personal" / f"{name}.jsonl")
        begun = time.perf_counter()
        one = simulate(messages, reader, teacher)
        seconds.append(time.perf_counter() - begun)
        elsewhere.append(figures_of(reader, turns).f1 - figures_of(reader.taught(one.learnt.own), turns).f1)
        people.append(one)
    presses = [one.presses for one in people]
    yield "people, corrections each", f"{len(people)}, {min(presses)} to {max(presses)}"
    before, after = (sum(counts, Counts()) for counts in zip(*((one.before, one.after) for one in people), strict=True))
    yield (
        f"who+tag F1 on their {sum(one.later for one in people)} later messages",
        f"{before.f1:.3f} -> {after.f1:.3f} (precision {before.precision:.3f} -> {after.precision:.3f})",
    )
    gains = [one.after.f1 - one.before.f1 for one in people]
    yield "gain a person, points of F1", f"{_spread(gains)}, worse for {sum(gain < 0 for gain in gains)}"
    yield "loss on dev, points of F1", _spread([one.learnt.loss for one in people])
    yield "loss on turns of talks, which learning did not look at", _spread(elsewhere)
    yield "seconds a person, reading what was put right and learning", f"{median(seconds):.1f}, most {max(seconds):.1f}"


def _spread(values: Sequence[float]) -> str:
    low, middle, high = (100 * value for value in (min(values), median(values), max(values)))
    return f"least {low:+.2f}, median {middle:+.2f}, most {high:+.2f}"
