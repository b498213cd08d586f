"""One message through the reader and the screen; where the time goes."""

import cProfile
import io
import itertools
import pstats
import time
from collections.abc import Iterator

from benchmarks.texts import of_words
from benchmarks.timing import said, times
from classifiers.artifact import load
from classifiers.danger.rules import SafetyScreen
from classifiers.resources import data_dir, model_dir

LONGEST = ("He said nothing all evening, and I followed him from room to room asking what was wrong. " * 300)[:20_000]


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure."""
    start = time.perf_counter()
    reader = load(model_dir()).reader
    yield "loading the model", f"{(time.perf_counter() - start) * 1000:7.0f} ms"
    screen = SafetyScreen.load(data_dir() / "lexicons" / "safety")
    for count in (20, 60, 300):
        texts = itertools.cycle(of_words(count))
        yield f"reading {count} words", said(times(lambda texts=texts: reader.read(next(texts)), 200))
        yield f"screening {count} words", said(times(lambda texts=texts: screen.screen(next(texts)), 100))
    yield "reading 20,000 characters", said(times(lambda: reader.read(LONGEST), 5))
    size = sum(file.stat().st_size for file in model_dir().iterdir())
    yield "model files", f"{size / 1e6:7.1f} MB"
    yield from profile(reader.read)


def profile(read: object) -> Iterator[tuple[str, str]]:
    """The five functions of our own that take most of the reader's time."""
    texts = of_words(60)
    profiler = cProfile.Profile()
    profiler.enable()
    for text in texts:
        read(text)  # type: ignore[operator]
    profiler.disable()
    stats = pstats.Stats(profiler, stream=io.StringIO())
    total = stats.total_tt  # type: ignore[attr-defined]
    rows = [(row[2], name) for name, row in stats.stats.items() if "classifiers" in name[0]]  # type: ignore[attr-defined]
    for own, (file, _, function) in sorted(rows, reverse=True)[:5]:
        yield f"  of that, in {file.rsplit('/', 1)[-1]}:{function}", f"{100 * own / total:6.0f} %"
