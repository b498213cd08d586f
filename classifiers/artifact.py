"""The model on disk: weights in ``model.npz`` (no pickle), vocabulary and card in JSON, all pinned by hash.

Loading runs no code from the files. A missing, damaged or mismatched model raises ModelError with what to do.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from classifiers.danger import FLAGS, DangerEar
from classifiers.features import FeatureMaker
from classifiers.parse import Parser
from classifiers.linear import Reader
from classifiers.resources import data_dir
from classifiers.tagger import BEHAVIORS, SUMMARY_WIDTH, Tagger

FORMAT = 1
_ARRAYS = ("weights", "bias", "summary_weights", "summary_bias", "thresholds", "maybe")
_CODE = (
    "tokens", "morphology", "lexicon", "speech", "actors", "clauses", "assertion", "parse", "cues", "features", "tagger", "evidence",
    "reading", "codebook", "examples", "train", "danger", "train_danger",
)  # fmt: skip


class ModelError(RuntimeError):
    """The model cannot be used; the message says why and what to do."""


def lexicon_hash(lexicons: Path) -> str:
    """SHA-256 of the word lists, cues and safety rules the models were made with."""
    rules = [*sorted((lexicons / "safety").glob("*.toml")), *sorted((lexicons / "safety" / "examples").glob("*.jsonl"))]
    files = [*sorted(lexicons.glob("*.json")), *sorted((lexicons / "cues").glob("*.txt")), *rules]
    return _hash_files(files)


def code_hash() -> str:
    """SHA-256 of the modules that make features or fit the model."""
    here = Path(__file__).parent
    return _hash_files([here / f"{name}.py" for name in _CODE])


def data_hash(labelled: Path) -> str:
    """SHA-256 of the train and dev splits, those of the safety messages too."""
    folders = ("train", "dev", "safety/train", "safety/dev")
    return _hash_files([file for folder in folders for file in sorted((labelled / folder).glob("*.jsonl"))])


def _hash_files(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def save(tagger: Tagger, ear: DangerEar, card: dict[str, Any], folder: Path) -> str:
    """Write ``tagger``, ``ear`` and their ``card`` to ``folder``; returns the model hash. Same weights, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    levels = {"alone": np.float32(ear.alone), "confirm": np.float32(ear.confirm)}
    parts = {
        "model.npz": _packed({name: getattr(tagger, name) for name in _ARRAYS}),
        "vocabulary.json": _names(tagger.vocabulary),
        "danger.npz": _packed({"weights": ear.weights, "bias": ear.bias, **levels}),
        "danger.json": _names(ear.vocabulary),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    model_hash = hashlib.sha256("".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()
    full = {"format": FORMAT, "model_hash": model_hash, "files": hashes, **card}
    for name, content in parts.items():
        (folder / name).write_bytes(content)
    (folder / "card.json").write_text(json.dumps(full, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return model_hash


def _packed(arrays: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    small = {name: np.asarray(value, np.float16 if name == "weights" else np.float32) for name, value in arrays.items()}
    np.savez_compressed(buffer, allow_pickle=False, **small)
    return buffer.getvalue()


def _names(vocabulary: dict[str, int]) -> bytes:
    return json.dumps(sorted(vocabulary, key=vocabulary.__getitem__), ensure_ascii=False).encode()


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
    weights, names = _unpacked(folder, card, "model.npz", "vocabulary.json", _ARRAYS)
    if weights["weights"].shape != (len(names), len(BEHAVIORS)) or weights["summary_weights"].shape != (
        len(BEHAVIORS),
        SUMMARY_WIDTH,
    ):
        raise ModelError(f"the model in {folder} does not fit this version of Ropework: run `ropework train`")
    return Tagger(vocabulary={name: row for row, name in enumerate(names)}, **weights)


def _unpacked(
    folder: Path, card: dict[str, Any], arrays: str, vocabulary: str, wanted: Sequence[str]
) -> tuple[dict[str, Any], list[str]]:
    """Arrays and names of two pinned files. Raises ModelError when any byte differs from the card."""
    try:
        content = {name: (folder / name).read_bytes() for name in (arrays, vocabulary)}
    except OSError as error:
        raise ModelError(f"the model in {folder} is incomplete: run `ropework train`") from error
    for name, data in content.items():
        if hashlib.sha256(data).hexdigest() != card.get("files", {}).get(name):
            raise ModelError(f"{name} in {folder} is damaged (its hash is not the card's): run `ropework train`")
    try:
        with np.load(io.BytesIO(content[arrays]), allow_pickle=False) as loaded:
            values = {name: loaded[name].astype(np.float32) for name in wanted}
        return values, json.loads(content[vocabulary])
    except (ValueError, KeyError, BadZipFile) as error:
        raise ModelError(f"the model in {folder} cannot be read: run `ropework train`") from error


def load_ear(folder: Path, lexicons: Path | None = None) -> DangerEar:
    """The second ear for danger in ``folder``. Raises ModelError like load_reader."""
    lexicons = lexicons or data_dir() / "lexicons"
    card = _checked_card(folder, lexicons)
    values, names = _unpacked(folder, card, "danger.npz", "danger.json", ("weights", "bias", "alone", "confirm"))
    if values["weights"].shape != (len(names), len(FLAGS) + 1):
        raise ModelError(f"the model in {folder} does not fit this version of Ropework: run `ropework train`")
    return DangerEar(
        Parser(lexicons),
        FeatureMaker.load(lexicons),
        {name: row for row, name in enumerate(names)},
        values["weights"],
        values["bias"],
        float(values["alone"]),
        float(values["confirm"]),
    )


def _checked_card(folder: Path, lexicons: Path) -> dict[str, Any]:
    card = load_card(folder)
    for what, wanted in (("lexicons", lexicon_hash(lexicons)), ("code", code_hash())):
        if card.get(what) != wanted:
            raise ModelError(f"the model in {folder} was made with other {what}: run `ropework train`")
    return card


def load_reader(folder: Path, lexicons: Path | None = None) -> Reader:
    """The reader with the model in ``folder``. Raises ModelError when missing, damaged or made by other code."""
    lexicons = lexicons or data_dir() / "lexicons"
    card = _checked_card(folder, lexicons)
    parser, maker = Parser(lexicons), FeatureMaker.load(lexicons)
    return Reader(parser, maker, load_tagger(folder, card), card["model_hash"])
