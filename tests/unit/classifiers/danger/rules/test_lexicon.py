"""A wrong row of the safety lexicon is refused by name."""

import shutil
from pathlib import Path

import pytest

from classifiers.danger.rules import SafetyLexiconError, SafetyScreen
from classifiers.resources import data_dir

GOOD = """id = "extra"
flags = ["threat"]
patterns = ["@ menace+ {me}"]
fires = ["He menaces me."]
spares = ["He sulks."]
"""


def _screen_with(tmp_path: Path, row: str) -> SafetyScreen:
    folder = tmp_path / "safety"
    shutil.copytree(data_dir() / "lexicons" / "safety", folder)
    (folder / "extra.toml").write_text("[[rule]]\n" + row, encoding="utf-8")
    return SafetyScreen.load(folder)


def test_a_good_row_is_used(tmp_path: Path):
    """A new file with a good rule is picked up."""
    assert "extra" in _screen_with(tmp_path, GOOD).fired("He menaces me.")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (GOOD + 'colour = "red"\n', "unknown keys ['colour']"),
        (GOOD.replace('"threat"', '"danger"'), "unknown flags ['danger']"),
        (GOOD.replace("{me}", "{nobody}"), "'nobody'"),
        (GOOD.replace('spares = ["He sulks."]\n', ""), "missing keys ['spares']"),
        (GOOD.replace('"extra"', '"strikes"'), "'strikes' is used twice"),
        (GOOD + 'doer = "neighbour"\n', "unknown doer ['neighbour']"),
        ("id = ", "extra.toml"),
    ],
)
def test_a_wrong_row_is_refused_by_name(tmp_path: Path, row: str, told: str):
    """The error names the row and what is wrong with it."""
    with pytest.raises(SafetyLexiconError) as error:
        _screen_with(tmp_path, row)
    assert told in str(error.value)
