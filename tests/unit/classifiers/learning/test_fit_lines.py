"""The fit of the layer for lines: on a few of the written chats."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from classifiers import artifact
from classifiers.annotations import Screening
from classifiers.artifact import Model, ModelError
from classifiers.learning.corpus import Labelled, answered_lines, load
from classifiers.learning.evaluate import report
from classifiers.learning.fit_lines import chats_hash, fit_lines
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.lines import plain_layer
from classifiers.resources import data_dir

CHATS = data_dir() / "labelled" / "chats"


def chats(folder: str, *names: str) -> list[Labelled]:
    return [line for name in names for line in load(CHATS / folder / f"{name}.jsonl")]


def f1(model: Model, lines: list[Labelled]) -> float:
    tokenizer = Tokenizer(data_dir() / "lexicons" / "contractions.json")
    figures = report(lines, model.reader, tokenizer, lambda *_: Screening(), lines=True)
    return float(figures["who_tag"]["f1"])


def test_a_few_chats_teach_to_read_others(model: Model, tmp_path: Path, fitted: Path) -> None:
    """Better than the reader alone, on chats it was not fitted on; saved with the model, pinned by its hash."""
    shutil.copytree(fitted, tmp_path / "model")
    dev = chats("dev", "c01", "c02")
    artifact.with_lines(tmp_path / "model", plain_layer(), {})
    bare = artifact.load(tmp_path / "model")
    layer = fit_lines(bare.reader, chats("train", *(f"c{number}" for number in range(40, 52))), chats("dev", "c03"))
    card = artifact.with_lines(tmp_path / "model", layer, {"train": 3})
    taught = artifact.load(tmp_path / "model")
    assert f1(taught, dev) > f1(bare, dev) + 0.05
    assert card["model_hash"] == taught.reader.model_hash != bare.reader.model_hash
    assert card["base"] == model.card["base"]
    assert card["lines"] == {"train": 3}
    assert np.array_equal(taught.reader.lines.weights, layer.weights)


def test_a_damaged_model_gets_no_layer(tmp_path: Path, fitted: Path) -> None:
    shutil.copytree(fitted, tmp_path / "model")
    (tmp_path / "model" / artifact.ARRAYS).write_bytes(b"")
    with pytest.raises(ModelError, match="damaged"):
        artifact.with_lines(tmp_path / "model", plain_layer(), {})


def test_the_layer_of_the_model_was_fitted_on_the_chats_there_are(model: Model) -> None:
    """Who changes the chats fits anew: `ropework train --only-lines`."""
    assert model.card["lines"]["data"] == chats_hash(data_dir() / "labelled")
    assert (model.card["lines"]["train"], model.card["lines"]["dev"]) == (3300, 500)


def test_a_line_answers_the_others_last_one() -> None:
    """In its own chat; one's own lines between do not count."""
    said = [
        ("a", "me", "1"),
        ("a", "me", "2"),
        ("a", "them", "3"),
        ("b", "them", "4"),
        ("a", "me", "5"),
        ("b", "me", "6"),
        ("a", "them", "7"),
    ]
    lines = [Labelled(text, text, (), frozenset(), frozenset(), writer=chat, by=by) for chat, by, text in said]
    assert answered_lines(lines) == ["", "", "2", "", "3", "4", "5"]
