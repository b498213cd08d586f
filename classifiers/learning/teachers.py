"""Larger networks fitted first, whose answers the small one learns beside the labels (distillation, Hinton et al. 2015).

There is one for each fold of the messages, fitted without it, so that what a teacher says of a message is what it would say of one never seen
(cross-fitting): a teacher that knows the labels by heart would only repeat them, mistakes included.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import torch
from torch import Tensor, nn
from transformers import MPNetModel

from classifiers.learning.encoder_net import Answers, EncoderNet
from classifiers.learning.fit_encoder import Batch, Recipe
from classifiers.learning.targets import Example

FOLDS = 4
TEACHING = Recipe(epochs=4, batch=32, rate=5e-5, head_rate=1e-3)
_SHIFT = 4  # MPNet's vocabulary is BERT's with four marks before it
_MARKS = {101: 0, 102: 2, 0: 1, 100: 3}  # [CLS], [SEP], [PAD], [UNK] in BERT's -> <s>, </s>, <pad>, <unk>


class MpnetBody(nn.Module):
    """An MPNet (Song et al. 2020) that takes BERT's piece numbers; the pieces are the same."""

    def __init__(self, mpnet: MPNetModel) -> None:
        super().__init__()
        self.mpnet = mpnet
        numbers = torch.arange(mpnet.config.vocab_size) + _SHIFT
        for ours, theirs in _MARKS.items():
            numbers[ours] = theirs
        self.register_buffer("numbers", numbers, persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> object:
        """As BertModel answers."""
        return self.mpnet(input_ids=self.numbers[input_ids], attention_mask=attention_mask)


@dataclass(frozen=True, slots=True)
class Teachers:
    """One teacher for each fold."""

    nets: Sequence[EncoderNet]

    def __call__(self, batch: Batch) -> Answers:
        """Each row answered by the teacher that was fitted without its fold."""
        with torch.no_grad(), torch.autocast(batch.ids.device.type, torch.bfloat16):
            whole: Answers | None = None
            for fold, net in enumerate(self.nets):
                rows = batch.fold == fold
                if not rows.any():
                    continue
                part = batch.part(rows)
                answers = net.answers(part.ids, part.mask, part.inside)
                if whole is None:
                    whole = Answers(*(_room(one.float(), len(rows)) for one in _parts(answers)))
                for into, one in zip(_parts(whole), _parts(answers), strict=True):
                    into[rows] = one.float()
        if whole is None:
            raise ValueError("a batch whose folds have no teacher")
        return whole


def new_teacher(base: Path) -> EncoderNet:
    """A net with fresh heads on the MPNet whose files lie in ``base`` (all-mpnet-base-v2, Apache-2.0). Raises OSError when they do not."""
    body = MPNetModel.from_pretrained(base, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
    return EncoderNet(MpnetBody(body), body.config.hidden_size)


def _parts(answers: Answers) -> tuple[Tensor, ...]:
    return answers.pieces, answers.message, answers.intent, answers.topic


def _room(like: Tensor, rows: int) -> Tensor:
    return like.new_zeros((rows, *like.shape[1:]))


def in_folds(examples: Sequence[Example]) -> list[Example]:
    """The examples dealt out to the folds by their texts, the same way every time."""
    return [replace(one, fold=crc32(one.text.encode()) % FOLDS) for one in examples]
