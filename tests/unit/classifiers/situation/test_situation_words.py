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
        ("topics", '"say"', '"said"', "topics.json: row"),
        ("times", '"places"', '"spots"', "times.json: keys"),
        ("circumstances", '"no_line"', '"noline"', "unknown keys in 'contact_refused'"),
        ("wishes", "(?P<do>", "(?P<act>", "needs one group"),
        ("sides", "(?:was|is", "((was|is", "is no pattern"),
    ],
)
def test_a_wrong_row_is_named(name: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    """Whoever edits a list learns which file and what."""
    folder = tmp_path / "situation"
    shutil.copytree(data_dir() / "lexicons" / "situation", folder)
    path = folder / f"{name}.json"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match=says):
        SituationWords.load(folder)
