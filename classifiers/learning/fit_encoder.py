"""Fits the encoder (torch; the ``train`` group of pyproject.toml). Resumes after any stop, from a folder of its own.

The recipe: the whole network is fitted, AdamW, ten times the body's rate for the heads, warm-up and linear decay (Devlin et al. 2019), on token and
message cross-entropy; the saved weights are an exponential moving average over steps (Polyak & Juditsky 1992).
"""

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from classifiers.codebook import ACTS, DANGERS
from classifiers.learning.augment import Augmenter
from classifiers.learning.encoder_net import POOLED, Answers, EncoderNet
from classifiers.learning.targets import UNKNOWN, Example, Target, targets
from classifiers.reading.windows import Vocabulary

PIECE_WEIGHT = 4.0
POSITIVE = 3.0
LOOKALIKE = 3.0
DANGER_POSITIVE = 1.5
SLOT_WEIGHT = 3.0
INTENT_WEIGHT = 0.3
TOPIC_WEIGHT = 0.12
SAVE_EVERY = 150
SOFT = 0.5  # share of the loss that is a teacher's answer, where there is a teacher
NOISE = 12.0  # pieces by which lengths are blurred before messages of like length are put together


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of one fit."""

    seed: int = 1
    epochs: int = 5
    batch: int = 16
    rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    decay: float = 0.01
    warm_up: float = 0.1
    average: float = 0.998
    low_precision: bool = True
    device: str = "cpu"


@dataclass(frozen=True, slots=True)
class Material:
    """What a fit learns from: ``once`` each epoch, ``twice`` each epoch; all of it retold by ``augmenter``."""

    once: Sequence[Example]
    twice: Sequence[Example]
    augmenter: Augmenter


_KINDS = (slice(0, len(ACTS)), slice(len(ACTS), POOLED), slice(POOLED, None))

Progress = Callable[[int, int, float], None]
"""Told after each step: steps done, steps in all, loss."""


def fit(
    net: EncoderNet,
    vocabulary: Vocabulary,
    material: Material,
    recipe: Recipe,
    folder: Path,
    progress: Progress,
    epoch_done: Callable[[int, EncoderNet], None] = lambda *_: None,
    stop_after: int | None = None,
    teacher: "Teacher | None" = None,
    left_out: int | None = None,
) -> EncoderNet:
    """Fit ``net`` and return it with averaged weights. State is kept in ``folder``; the same recipe there goes on where it stopped.

    What ``teacher`` answers is learnt beside the labels (Hinton et al. 2015); messages of the fold ``left_out`` are not learnt from. ``stop_after``
    ends the run after that many steps, as a kill would. Raises ValueError when the folder holds another recipe's state.
    """
    torch.manual_seed(recipe.seed)
    net.to(recipe.device)
    weights = Weights(net, low_precision=recipe.low_precision)
    optimizer = _optimizer(weights, recipe)
    state = _State(folder, recipe, weights, optimizer)
    for epoch in range(state.epoch, recipe.epochs):
        rows = batches(material, vocabulary, recipe, epoch)
        for number in range(state.batch if epoch == state.epoch else 0, len(rows)):
            share = (epoch + number / len(rows)) / recipe.epochs
            _set_rate(optimizer, recipe, share)
            net.train()
            learnt = [row for row in rows[number] if row.fold != left_out]
            if not learnt:
                continue
            loss = batch_loss(net, learnt, teacher)
            loss.backward()
            weights.step(optimizer, recipe.average)
            done = epoch * len(rows) + number + 1
            progress(done, recipe.epochs * len(rows), float(loss.detach()))
            if number % SAVE_EVERY == SAVE_EVERY - 1 or stop_after == done:
                state.save(epoch, number + 1)
            if stop_after == done:
                return weights.averaged(net)
        state.save(epoch + 1, 0)
        epoch_done(epoch, weights.averaged(net))
    return weights.averaged(net)


class Weights:
    """The weights in full precision beside a network whose body may run in bfloat16 (master weights, Micikevicius et al. 2018), and their average."""

    def __init__(self, net: EncoderNet, *, low_precision: bool) -> None:
        full = {name: weight.detach().clone() for name, weight in net.named_parameters()}
        if low_precision:
            net.bert.to(torch.bfloat16)
        self.used = dict(net.named_parameters())
        self.full = {
            name: weight if weight.dtype == torch.float32 else full[name].requires_grad_()
            for name, weight in self.used.items()
        }
        self.average = {name: weight.detach().clone() for name, weight in full.items()}

    def step(self, optimizer: torch.optim.AdamW, keep: float) -> None:
        """One step of the optimizer on the gradients the network holds; the average moves along by ``1 - keep``."""
        for name, weight in self.full.items():
            used = self.used[name]
            if used is not weight:
                weight.grad = None if used.grad is None else used.grad.float()
                used.grad = None
        torch.nn.utils.clip_grad_norm_(self.full.values(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        self.spread()
        with torch.no_grad():
            for name, weight in self.full.items():
                self.average[name].lerp_(weight, 1.0 - keep)

    def spread(self) -> None:
        """Bring the network's own weights up to the full ones."""
        with torch.no_grad():
            for name, weight in self.full.items():
                if self.used[name] is not weight:
                    self.used[name].copy_(weight)

    def averaged(self, net: EncoderNet) -> EncoderNet:
        """A copy of ``net`` in full precision with the averaged weights, ready to answer."""
        other = copy.deepcopy(net).float()
        other.load_state_dict(self.average, strict=False)
        return other.eval()


def batches(material: Material, vocabulary: Vocabulary, recipe: Recipe, epoch: int) -> list[list[Target]]:
    """The batches of one epoch: everything retold, cut to windows, put together by length, in random order."""
    random = Random(f"{recipe.seed}/{epoch}")  # noqa: S311 - reproducible, nothing secret
    told = [material.augmenter.retold(one, random) for one in (*material.once, *material.twice, *material.twice)]
    rows = targets(told, vocabulary)
    rows.sort(key=lambda row: len(row.window.ids) + random.gauss(0, NOISE))
    groups = [rows[start : start + recipe.batch] for start in range(0, len(rows), recipe.batch)]
    random.shuffle(groups)
    return groups


@dataclass(frozen=True, slots=True)
class Batch:
    """Targets as tensors, padded to the longest: UNKNOWN wherever there is nothing to learn."""

    ids: Tensor
    mask: Tensor
    inside: Tensor
    acts: Tensor
    denied: Tensor
    danger: Tensor
    slots: Tensor
    message_acts: Tensor
    message_danger: Tensor
    intent: Tensor
    topic: Tensor
    fold: Tensor

    def on(self, device: torch.device) -> "Batch":
        """The same batch on ``device``."""
        return Batch(*(getattr(self, field.name).to(device, non_blocking=True) for field in fields(self)))

    def part(self, rows: Tensor) -> "Batch":
        """The rows for which ``rows`` (batch) is true."""
        return Batch(*(getattr(self, field.name)[rows] for field in fields(self)))


Teacher = Callable[[Batch], Answers]
"""What another network, fitted before, answers to a batch."""


def padded(rows: Sequence[Target]) -> Batch:
    """One batch."""
    size = max(len(row.window.ids) for row in rows)
    ids = torch.zeros(len(rows), size, dtype=torch.long)
    mask = torch.zeros(len(rows), size, dtype=torch.long)
    grids = {
        name: np.full((len(rows), size, getattr(rows[0], name).shape[1]), UNKNOWN, np.int8)
        for name in ("acts", "danger", "slots")
    }
    denied = np.zeros((len(rows), size, len(ACTS)), bool)
    inside = np.zeros((len(rows), size), bool)
    for index, row in enumerate(rows):
        ids[index, : len(row.window.ids)] = torch.tensor(row.window.ids)
        mask[index, : len(row.window.ids)] = 1
        at = slice(row.window.first, row.window.first + len(row.acts))
        inside[index, at] = True
        denied[index, at] = row.denied
        for name, grid in grids.items():
            grid[index, at] = getattr(row, name)
    return Batch(
        ids,
        mask,
        torch.from_numpy(inside),
        torch.from_numpy(grids["acts"]),
        torch.from_numpy(denied),
        torch.from_numpy(grids["danger"]),
        torch.from_numpy(grids["slots"]),
        torch.from_numpy(np.stack([row.message_acts for row in rows])),
        torch.from_numpy(np.stack([row.message_danger for row in rows])),
        torch.tensor([row.intent for row in rows]),
        torch.tensor([row.topic for row in rows]),
        torch.tensor([row.fold for row in rows]),
    )


def batch_loss(net: EncoderNet, rows: Sequence[Target], teacher: Teacher | None = None) -> Tensor:
    """The weighted sum of all losses of one batch; SOFT of it the distance to what ``teacher`` answers."""
    batch = padded(rows).on(net.scale.device)
    answers = net.answers(batch.ids, batch.mask, batch.inside)
    hard = _hard_loss(answers, batch)
    return hard if teacher is None else (1.0 - SOFT) * hard + SOFT * _soft_loss(answers, teacher(batch), batch.inside)


def _soft_loss(answers: Answers, wanted: Answers, inside: Tensor) -> Tensor:
    """Cross-entropy to the probabilities of ``wanted``, in every output: a teacher answers also what the labels leave open."""
    pieces = binary_cross_entropy_with_logits(answers.pieces.float(), wanted.pieces.sigmoid(), reduction="none")
    weight = torch.full((pieces.shape[-1],), PIECE_WEIGHT, device=pieces.device)
    weight[len(ACTS) : POOLED] = 1.0
    weight[POOLED:] = SLOT_WEIGHT
    parts = [(pieces[inside][:, at] * weight[at]).mean() for at in _KINDS]
    message = binary_cross_entropy_with_logits(answers.message.float(), wanted.message.sigmoid(), reduction="none")
    parts += [message[:, : len(ACTS)].mean(), message[:, len(ACTS) :].mean()]
    parts.append(INTENT_WEIGHT * cross_entropy(answers.intent.float(), wanted.intent.softmax(-1)))
    parts.append(TOPIC_WEIGHT * cross_entropy(answers.topic.float(), wanted.topic.softmax(-1)))
    return torch.stack(parts).sum()


def _hard_loss(answers: Answers, batch: Batch) -> Tensor:
    acts, danger, slots = answers.pieces.float().split(
        [len(ACTS), len(DANGERS), answers.pieces.shape[-1] - POOLED], dim=-1
    )
    weight = 1.0 + (POSITIVE - 1.0) * (batch.acts == 1) + (LOOKALIKE - 1.0) * batch.denied
    loss = PIECE_WEIGHT * _binary(acts, batch.acts, weight)
    loss = loss + _binary(danger, batch.danger, 1.0 + (POSITIVE - 1.0) * (batch.danger == 1))
    loss = loss + SLOT_WEIGHT * _binary(slots, batch.slots, 1.0 + (POSITIVE - 1.0) * (batch.slots == 1))
    message = answers.message.float()
    loss = loss + _binary(message[:, : len(ACTS)], batch.message_acts)
    loss = loss + _binary(
        message[:, len(ACTS) :], batch.message_danger, 1.0 + (DANGER_POSITIVE - 1.0) * (batch.message_danger == 1)
    )
    loss = loss + INTENT_WEIGHT * _chosen(answers.intent.float(), batch.intent)
    return loss + TOPIC_WEIGHT * _chosen(answers.topic.float(), batch.topic)


def _binary(logits: Tensor, wanted: Tensor, weight: Tensor | None = None) -> Tensor:
    known = wanted != UNKNOWN
    if not known.any():
        return logits.sum() * 0.0
    loss = binary_cross_entropy_with_logits(logits, wanted.clamp(min=0).float(), reduction="none")
    return ((loss if weight is None else loss * weight) * known).sum() / known.sum()


def _chosen(logits: Tensor, wanted: Tensor) -> Tensor:
    """Summed over the turns whose name is known and divided by the batch: a batch with one turn in it does not weigh a whole one."""
    known = wanted != UNKNOWN
    if not known.any():
        return logits.sum() * 0.0
    return cross_entropy(logits[known], wanted[known], reduction="sum", label_smoothing=0.05) / max(int(known.sum()), 4)


def _optimizer(weights: Weights, recipe: Recipe) -> torch.optim.AdamW:
    body = [weight for name, weight in weights.full.items() if name.startswith("bert.")]
    heads = [weight for name, weight in weights.full.items() if not name.startswith("bert.")]
    groups = [{"params": body, "full_rate": recipe.rate}, {"params": heads, "full_rate": recipe.head_rate}]
    return torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay, fused=True)


def _set_rate(optimizer: torch.optim.AdamW, recipe: Recipe, share: float) -> None:
    level = min(share / recipe.warm_up, (1.0 - share) / (1.0 - recipe.warm_up))
    for group in optimizer.param_groups:
        group["lr"] = group["full_rate"] * max(level, 0.001)


class _State:
    """Where a fit stands, on disk after every SAVE_EVERY steps; made from what the folder holds."""

    def __init__(self, folder: Path, recipe: Recipe, weights: Weights, optimizer: torch.optim.AdamW) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self.recipe, self.weights, self.optimizer = folder / "state.pt", recipe, weights, optimizer
        self.epoch = self.batch = 0
        if self.file.exists():
            loaded = torch.load(self.file, weights_only=True)
            if json.loads(loaded["recipe"]) != asdict(recipe):
                raise ValueError(f"{folder} holds the state of another recipe: choose another folder, or remove it")
            self._restore(loaded)

    def _restore(self, loaded: dict[str, Any]) -> None:
        self.epoch, self.batch = loaded["epoch"], loaded["batch"]
        with torch.no_grad():
            for name, weight in self.weights.full.items():
                weight.copy_(loaded["full"][name])
                self.weights.average[name].copy_(loaded["average"][name])
        self.weights.spread()
        self.optimizer.load_state_dict(loaded["optimizer"])
        torch.set_rng_state(loaded["random"])

    def save(self, epoch: int, batch: int) -> None:
        part = self.file.with_suffix(".part")
        torch.save(
            {
                "recipe": json.dumps(asdict(self.recipe)),
                "epoch": epoch,
                "batch": batch,
                "full": {name: weight.detach() for name, weight in self.weights.full.items()},
                "average": self.weights.average,
                "optimizer": self.optimizer.state_dict(),
                "random": torch.get_rng_state(),
            },
            part,
        )
        part.replace(self.file)
