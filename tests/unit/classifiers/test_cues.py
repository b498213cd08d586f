"""Curated cues: loaded, checked, matched."""

from pathlib import Path

import pytest

from classifiers.codebook import Behavior
from classifiers.cues import CueError, Cues
from classifiers.resources import data_dir


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues(data_dir() / "lexicons" / "cues")


def test_a_cue_names_the_words_it_matched(cues: Cues) -> None:
    """So that the highlight can be narrowed to them."""
    words = "A just stare at As phone".split()
    hits = [words[first:last] for name, first, last, _ in cues.hits(words) if name == "stonewalling"]
    assert ["stare", "at", "As", "phone"] in hits


def test_a_cue_holds_only_for_its_direction(cues: Cues) -> None:
    """ "He follows me" is his act; seen from my side nothing fires."""
    assert "pursuing" in {name for name, *_ in cues.hits("A follow B".split())}
    assert "pursuing" not in {name for name, *_ in cues.hits("B follow A".split())}


def write_cues(folder: Path, line: str) -> Path:
    for behavior in Behavior:
        (folder / f"{behavior.value}.txt").write_text("# none\n")
    (folder / "leaving.txt").write_text(f"# how people go\n{line}\n")
    return folder


def test_a_gap_takes_up_to_two_words(tmp_path: Path) -> None:
    """ "slam _ door" also finds "slam the front door"."""
    cues = Cues(write_cues(tmp_path, "slam _ door"))
    assert list(cues.hits("A slam the front door".split())) == [("leaving", 1, 5, "n2")]
    assert list(cues.hits("A slam door".split())) == [("leaving", 1, 3, "n2")]
    assert list(cues.hits("A slam the big front door".split())) == []


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    """A cue nobody can read would silently never fire."""
    with pytest.raises(CueError, match=r"leaving.txt line 2"):
        Cues(write_cues(tmp_path, "slam [door]"))
