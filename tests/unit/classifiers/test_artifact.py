"""The model on disk: what was saved comes back, anything else is refused with what to do."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifiers.artifact import ARRAYS, ENCODER, SHAPES, VOCABULARY, Model, ModelError, load, load_card, save
from classifiers.resources import data_dir

TEXT = "He slammed the door and drove off."


@pytest.fixture
def copy(fitted: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(fitted, folder)
    return folder


def test_the_same_files_read_the_same(model: Model, copy: Path) -> None:
    """A model loaded anew, from elsewhere."""
    again = load(copy)
    assert again.reader.read(TEXT) == model.reader.read(TEXT)
    assert again.reader.model_hash == model.card["model_hash"]


def test_a_saved_model_comes_back(copy: Path, tmp_path: Path) -> None:
    """Arrays to the bit, card with its hashes."""
    given = {name: np.full(shape, 0.25, np.float32) for name, shape in SHAPES.items()}
    model_hash = save(
        tmp_path / "new", (copy / ENCODER).read_bytes(), (copy / VOCABULARY).read_bytes(), given, {"base": "x"}
    )
    found = load(tmp_path / "new")
    assert found.card["model_hash"] == found.reader.model_hash == model_hash
    assert found.card["base"] == "x"
    assert found.reader.calibration.weights.tolist() == given["weights"].tolist()
    assert (found.ear.concern, found.ear.confirm, found.reader.slot_floor) == (0.25, 0.25, 0.25)
    assert (found.reader.cut.floor, found.reader.cut.gap) == (0.25, 0)


def test_arrays_of_another_shape_are_not_saved(tmp_path: Path) -> None:
    """They would be refused at load."""
    given = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    with pytest.raises(ValueError, match="sure has shape"):
        save(tmp_path, b"", b"", {**given, "sure": np.zeros(3, np.float32)}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    """Not a traceback: a sentence."""
    with pytest.raises(ModelError, match=r"there is no model in .*git checkout -- data/model"):
        load(tmp_path)


@pytest.mark.parametrize("name", [ENCODER, VOCABULARY, ARRAYS])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    """With what to do."""
    (copy / name).unlink()
    with pytest.raises(ModelError, match=rf"{name} is missing .*git checkout"):
        load(copy)


@pytest.mark.parametrize("name", [ENCODER, VOCABULARY, ARRAYS])
def test_a_flipped_bit_is_noticed(copy: Path, name: str) -> None:
    """Some flips would load and answer differently; the hash sees all."""
    content = (copy / name).read_bytes()
    rng = np.random.default_rng(7)
    for place in rng.integers(0, len(content), 4):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(rng.integers(0, 8))
        (copy / name).write_bytes(damaged)
        with pytest.raises(ModelError, match=rf"{name} in .* is damaged"):
            load(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', "\x00\x01"])
def test_a_broken_card_is_refused(copy: Path, content: str) -> None:
    """An empty, cut or foreign card."""
    (copy / "card.json").write_text(content)
    with pytest.raises(ModelError, match="git checkout"):
        load(copy)


@pytest.mark.parametrize("name", [ENCODER, VOCABULARY, ARRAYS])
def test_a_pinned_file_that_is_no_model_is_refused(copy: Path, name: str) -> None:
    """A card can be wrong too: an object array would be a pickle, and numpy is told to refuse."""
    (copy / name).write_bytes(b"nothing")
    card = json.loads((copy / "card.json").read_text())
    card["files"][name] = hashlib.sha256(b"nothing").hexdigest()
    (copy / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="git checkout"):
        load(copy)


def test_planted_code_is_never_run(copy: Path) -> None:
    """Even when the card pins it."""
    np.savez(copy / ARRAYS, **{name: np.array([{"a": 1}], dtype=object) for name in SHAPES})
    card = json.loads((copy / "card.json").read_text())
    card["files"][ARRAYS] = hashlib.sha256((copy / ARRAYS).read_bytes()).hexdigest()
    (copy / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="cannot be read"):
        load(copy)


def test_no_file_the_model_was_fitted_on_has_changed(fitted: Path) -> None:
    """A file added since is fine; a changed one means the figures are of other data."""
    labelled = data_dir() / "labelled"
    known = load_card(fitted)["data"]
    found = {
        name: hashlib.sha256((labelled / name).read_bytes()).hexdigest()[:16]
        for name in known
        if (labelled / name).exists()
    }
    assert found == known


def test_the_licence_of_the_base_lies_beside_the_model(fitted: Path) -> None:
    """Apache-2.0 asks for it, and for saying what was changed."""
    assert "Apache License" in (fitted / "LICENSE").read_text()
    assert "all-MiniLM-L6-v2" in (fitted / "NOTICE").read_text()
