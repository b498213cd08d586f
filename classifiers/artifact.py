"""The model on disk: the encoder (ONNX), its vocabulary, a few arrays, a card; every file pinned by hash.

Loading runs no code from the files. A missing, damaged or mismatched model raises ModelError with what to do.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from classifiers.codebook import ACTS, DANGERS
from classifiers.danger.ear import Ear
from classifiers.reading.calibration import FEATURES, Calibration
from classifiers.reading.encoder import Encoder, session_of
from classifiers.reading.lines import BEHAVIORS, HIDDEN, LineLayer
from classifiers.reading.reader import Reader
from classifiers.reading.spans import Cut
from classifiers.reading.windows import Vocabulary

FORMAT = 3
ENCODER, VOCABULARY, ARRAYS, CARD = "encoder.onnx", "tokenizer.json", "arrays.npz", "card.json"
SHAPES: dict[str, tuple[int, ...]] = {
    "scale": (len(ACTS) + len(DANGERS),),
    "bias": (len(ACTS) + len(DANGERS),),
    "weights": (len(ACTS), FEATURES),
    "intercept": (len(ACTS),),
    "sure": (len(ACTS),),
    "maybe": (len(ACTS),),
    "alone": (len(DANGERS) - 1,),
    "concern": (),
    "confirm": (),
    "calm": (),
    "cut": (4,),
    "slot_cut": (4,),
    "slot_floor": (),
    "line_scale": (BEHAVIORS,),
    "line_weights": (BEHAVIORS, 2 * HIDDEN),
    "line_bias": (BEHAVIORS,),
}
_RESTORE = "restore it with `git checkout -- data/model` in a checkout, or install Ropework again"

Arrays = Mapping[str, NDArray[np.float32]]


class ModelError(RuntimeError):
    """The model cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Model:
    """What the files hold: the reader, the second ear for danger, and the card that says how they were made and how well they read."""

    reader: Reader
    ear: Ear
    card: dict[str, Any]


def save(folder: Path, encoder: bytes, vocabulary: bytes, arrays: Arrays, card: Mapping[str, Any]) -> str:
    """Write a model to ``folder`` with the hash of each file in its card; returns the model hash. Raises ValueError for a wrong shape."""
    for name, shape in SHAPES.items():
        if np.shape(arrays[name]) != shape:
            raise ValueError(f"{name} has shape {np.shape(arrays[name])}, not {shape}")
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{name: np.asarray(arrays[name], np.float32) for name in SHAPES})
    parts = {ENCODER: encoder, VOCABULARY: vocabulary, ARRAYS: buffer.getvalue()}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    model_hash = hashlib.sha256("".join(hashes[name] for name in sorted(hashes)).encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in parts.items():
        (folder / name).write_bytes(content)
    full = {"format": FORMAT, "model_hash": model_hash, "files": hashes, **card}
    (folder / CARD).write_text(json.dumps(full, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return model_hash


def load_card(folder: Path) -> dict[str, Any]:
    """The model's card: hashes, how it was made, figures. Raises ModelError when it cannot be read."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"there is no model in {folder}: {_RESTORE}") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"the model card in {folder} cannot be read ({type(error).__name__}): {_RESTORE}") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(f"the model in {folder} is of another version: {_RESTORE}")
    return card


def load(folder: Path) -> Model:
    """The model in ``folder``. Raises ModelError when a file is missing, damaged or not the one its card pins."""
    card = load_card(folder)
    arrays = _arrays(folder, _pinned(folder, card, ARRAYS))
    try:
        session = session_of(_pinned(folder, card, ENCODER))
        _pinned(folder, card, VOCABULARY)
        vocabulary = Vocabulary.load(folder / VOCABULARY)
    except (RuntimeError, ValueError, OSError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"the model in {folder} cannot be used ({error}): {_RESTORE}") from error
    reader = Reader(
        encoder=Encoder(vocabulary, session, arrays["scale"], arrays["bias"]),
        calibration=Calibration(arrays["weights"], arrays["intercept"], arrays["sure"], arrays["maybe"]),
        cut=_cut(arrays["cut"]),
        slot_cut=_cut(arrays["slot_cut"]),
        slot_floor=float(arrays["slot_floor"]),
        model_hash=card["model_hash"],
        lines=LineLayer(arrays["line_scale"], arrays["line_weights"], arrays["line_bias"]),
    )
    return Model(
        reader,
        Ear(arrays["alone"], *(float(arrays[name]) for name in ("concern", "confirm", "calm"))),
        card,
    )


def with_lines(folder: Path, layer: LineLayer, made: Mapping[str, Any]) -> dict[str, Any]:
    """Put another layer for lines of chats into the model in ``folder``, and how it was ``made`` into its card, which is returned. Raises ModelError."""
    card = load_card(folder)
    encoder, vocabulary = _pinned(folder, card, ENCODER), _pinned(folder, card, VOCABULARY)
    arrays = {**_arrays(folder, _pinned(folder, card, ARRAYS)), **arrays_of(layer)}
    kept = {name: value for name, value in card.items() if name not in {"format", "model_hash", "files"}}
    save(folder, encoder, vocabulary, arrays, {**kept, "lines": dict(made)})
    return load_card(folder)


def arrays_of(layer: LineLayer) -> dict[str, NDArray[np.float32]]:
    """A layer for lines, by the names it is saved under."""
    return {"line_scale": layer.scale, "line_weights": layer.weights, "line_bias": layer.bias}


def _pinned(folder: Path, card: Mapping[str, Any], name: str) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"{name} is missing from {folder}: {_RESTORE}") from error
    if hashlib.sha256(content).hexdigest() != card.get("files", {}).get(name):
        raise ModelError(f"{name} in {folder} is damaged (its hash is not the card's): {_RESTORE}")
    return content


def _arrays(folder: Path, content: bytes) -> dict[str, NDArray[np.float32]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as loaded:
            arrays = {name: loaded[name].astype(np.float32) for name in SHAPES}
    except (ValueError, KeyError, BadZipFile) as error:
        raise ModelError(f"{ARRAYS} in {folder} cannot be read: {_RESTORE}") from error
    if any(arrays[name].shape != shape for name, shape in SHAPES.items()):
        raise ModelError(f"the model in {folder} does not fit this version of Ropework: {_RESTORE}")
    return arrays


def _cut(values: NDArray[np.float32]) -> Cut:
    floor, drop, gap, again = map(float, values)
    return Cut(floor, drop, round(gap), again)
