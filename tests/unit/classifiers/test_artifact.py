"""The model on disk: what was saved comes back, anything else is refused."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifiers.artifact import ModelError, load_card, load_reader, load_tagger


@pytest.fixture
def copy(trained: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(trained, folder)
    return folder


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    """Not a traceback: a sentence."""
    with pytest.raises(ModelError, match="run `ropework train`"):
        load_reader(tmp_path)


@pytest.mark.parametrize("name", ["model.npz", "vocabulary.json"])
def test_a_flipped_bit_is_noticed(copy: Path, name: str) -> None:
    """Some flips would load and answer differently; the hash sees all."""
    content = bytearray((copy / name).read_bytes())
    rng = np.random.default_rng(7)
    for place in rng.integers(0, len(content), 20):
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(rng.integers(0, 8))
        (copy / name).write_bytes(damaged)
        with pytest.raises(ModelError, match="is damaged"):
            load_reader(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', "\x00\x01"])
def test_a_broken_card_is_refused(copy: Path, content: str) -> None:
    """An empty, cut or foreign card."""
    (copy / "card.json").write_text(content)
    with pytest.raises(ModelError, match="run `ropework train`"):
        load_reader(copy)


@pytest.mark.parametrize("key", ["code", "lexicons"])
def test_a_model_made_with_other_words_or_code_is_refused(copy: Path, key: str) -> None:
    """Its features would mean something else."""
    card = json.loads((copy / "card.json").read_text())
    (copy / "card.json").write_text(json.dumps({**card, key: "0" * 64}))
    with pytest.raises(ModelError, match=f"made with other {key}"):
        load_reader(copy)


def test_planted_code_is_never_run(copy: Path) -> None:
    """An object array would be a pickle: numpy is told to refuse, the hash refuses first."""
    np.savez(copy / "model.npz", weights=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelError):
        load_tagger(copy, load_card(copy))
