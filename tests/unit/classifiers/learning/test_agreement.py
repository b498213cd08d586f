"""Two labellings of the same messages, compared."""

import json
from pathlib import Path

import pytest

from classifiers.codebook import Behavior
from classifiers.learning.agreement import agreement
from classifiers.resources import data_dir

LEFT = {"actor": "partner", "behavior": "leaving", "quote": "He left", "nth": 1}
SORRY = {"actor": "user", "behavior": "repair", "quote": "said sorry", "nth": 1}
TEXT = "He left. I said sorry."


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """One message labelled alike, one with a tag more, one whose further tag the first had called arguable, one not labelled twice."""
    rows = [
        {"id": "a", "tags": [LEFT], "optional": []},
        {"id": "b", "tags": [LEFT], "optional": []},
        {"id": "c", "tags": [], "optional": [["user", "repair"]]},
        {"id": "d", "tags": [SORRY], "optional": []},
    ]
    second = [("a", [LEFT]), ("b", [LEFT, SORRY]), ("c", [SORRY])]
    for folder in ("train", "dev", "second"):
        (tmp_path / folder).mkdir()
    (tmp_path / "train" / "w.jsonl").write_text("\n".join(json.dumps({**row, "text": TEXT}) for row in rows))
    (tmp_path / "second" / "w.jsonl").write_text(
        "\n".join(json.dumps({"id": key, "annotator": "second", "tags": tags, "optional": []}) for key, tags in second)
    )
    return tmp_path


def test_agreement_is_counted_pair_by_pair(labelled: Path) -> None:
    """Two alike of two and four; three once the arguable one counts neither way."""
    found = agreement(labelled)
    assert found.messages == 3
    assert found.f1 == pytest.approx(2 * 2 / (2 * 2 + 2))
    assert found.f1_without_arguable == pytest.approx(2 * 2 / (2 * 2 + 1))
    assert found.per_tag[Behavior.LEAVING] == 1.0
    assert found.per_tag[Behavior.REPAIR] == 0.0
    assert 0.6 < found.kappa < 0.7


def test_a_quote_that_is_not_in_the_text_is_named(labelled: Path) -> None:
    """A second label of another text would count as disagreement."""
    (labelled / "second" / "w.jsonl").write_text(
        json.dumps({"id": "a", "annotator": "second", "tags": [{**LEFT, "quote": "drove off"}], "optional": []})
    )
    with pytest.raises(ValueError, match="a: quote 'drove off'"):
        agreement(labelled)


def test_the_labels_of_the_project_agree() -> None:
    """About as docs/evaluation.md says."""
    found = agreement(data_dir() / "labelled")
    assert found.messages == 237
    assert found.f1 > 0.9
