"""The rule lists are checked when loaded."""

import json
import shutil
from pathlib import Path

import pytest

from classifiers.resources import data_dir
from classifiers.situation.words import SituationWords


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("feelings", '"say"', '"said"', "feelings.json: row"),
        ("times", '"times"', '"spots"', "times.json: keys"),
        ("circumstances", '"no_line"', '"noline"', "unknown keys in 'contact_refused'"),
        ("heat", '"cue": "', '"cue": "(', "is no pattern"),
        ("moves", '"whole"', '"all"', "moves.json: wrong keys"),
    ],
)
def test_a_wrong_row_is_named(name: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    """Whoever edits a list learns which file and what."""
    folder = tmp_path / "situation"
    shutil.copytree(data_dir() / "lexicons" / "situation", folder)
    path = folder / f"{name}.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match=says):
        SituationWords.load(folder)
