"""The model on disk: weights in ``model.npz`` (no pickle), vocabulary and card in JSON, all pinned by hash.

Loading runs no code from the files. A missing, damaged or mismatched model raises ModelError with what to do.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from classifiers.features import FeatureMaker
from classifiers.parse import Parser
from classifiers.reading import Reader
from classifiers.resources import data_dir
from classifiers.tagger import BEHAVIORS, SUMMARY_WIDTH, Tagger

FORMAT = 1
_ARRAYS = ("weights", "bias", "summary_weights", "summary_bias", "thresholds", "maybe")
_CODE = (
    "tokens", "morphology", "lexicon", "speech", "actors", "clauses", "assertion", "parse", "cues", "features", "tagger", "evidence",
    "reading", "codebook", "examples", "train",
)  # fmt: skip


class ModelError(RuntimeError):
    """The model cannot be used; the message says why and what to do."""


def lexicon_hash(lexicons: Path) -> str:
    """SHA-256 of the word lists and cues the reader works with (the safety rules are apart)."""
    files = [*sorted(lexicons.glob("*.json")), *sorted((lexicons / "cues").glob("*.txt"))]
    return _hash_files(files)


def code_hash() -> str:
    """SHA-256 of the modules that make features or fit the model."""
    here = Path(__file__).parent
    return _hash_files([here / f"{name}.py" for name in _CODE])


def data_hash(labelled: Path) -> str:
    """SHA-256 of the train and dev splits."""
    return _hash_files([*sorted((labelled / "train").glob("*.jsonl")), *sorted((labelled / "dev").glob("*.jsonl"))])


def _hash_files(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def save(tagger: Tagger, card: dict[str, Any], folder: Path) -> str:
    """Write ``tagger`` and its ``card`` to ``folder``; returns the model hash. Same tagger, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    arrays = {
        name: np.asarray(getattr(tagger, name), np.float16 if name == "weights" else np.float32) for name in _ARRAYS
    }
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    vocabulary = json.dumps(sorted(tagger.vocabulary, key=tagger.vocabulary.__getitem__), ensure_ascii=False).encode()
    parts = {"model.npz": buffer.getvalue(), "vocabulary.json": vocabulary}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    model_hash = hashlib.sha256("".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()
    full = {"format": FORMAT, "model_hash": model_hash, "files": hashes, **card}
    for name, content in parts.items():
        (folder / name).write_bytes(content)
    (folder / "card.json").write_text(json.dumps(full, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return model_hash


def load_card(folder: Path) -> dict[str, Any]:
    """The model's card: hashes, library versions, figures. Raises ModelError when it cannot be read."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"no model in {folder}: run `ropework train`") from None
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model card in {folder} cannot be read ({type(error).__name__}): run `ropework train`"
        ) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(f"the model in {folder} has another format: run `ropework train`")
    return card


def load_tagger(folder: Path, card: dict[str, Any]) -> Tagger:
    """Weights and vocabulary as the card pins them. Raises ModelError when any byte differs."""
    try:
        content = {name: (folder / name).read_bytes() for name in ("model.npz", "vocabulary.json")}
    except OSError as error:
        raise ModelError(f"the model in {folder} is incomplete: run `ropework train`") from error
    for name, data in content.items():
        if hashlib.sha256(data).hexdigest() != card.get("files", {}).get(name):
            raise ModelError(f"{name} in {folder} is damaged (its hash is not the card's): run `ropework train`")
    try:
        with np.load(io.BytesIO(content["model.npz"]), allow_pickle=False) as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in _ARRAYS}
        names = json.loads(content["vocabulary.json"])
    except (ValueError, KeyError, BadZipFile) as error:
        raise ModelError(f"the model in {folder} cannot be read: run `ropework train`") from error
    if weights["weights"].shape != (len(names), len(BEHAVIORS)) or weights["summary_weights"].shape != (
        len(BEHAVIORS),
        SUMMARY_WIDTH,
    ):
        raise ModelError(f"the model in {folder} does not fit this version of Ropework: run `ropework train`")
    return Tagger(vocabulary={name: row for row, name in enumerate(names)}, **weights)


def load_reader(folder: Path, lexicons: Path | None = None) -> Reader:
    """The reader with the model in ``folder``. Raises ModelError when missing, damaged or made by other code."""
    lexicons = lexicons or data_dir() / "lexicons"
    card = load_card(folder)
    for what, wanted in (("lexicons", lexicon_hash(lexicons)), ("code", code_hash())):
        if card.get(what) != wanted:
            raise ModelError(f"the model in {folder} was made with other {what}: run `ropework train`")
    parser, maker = Parser(lexicons), FeatureMaker.load(lexicons)
    return Reader(parser, maker, load_tagger(folder, card), card["model_hash"])
