"""The network that is fitted: a small BERT with a linear head on every piece and one on the whole turn (torch)."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from classifiers.codebook import ACTS, DANGERS, INTENTS, TOPICS
from classifiers.reading.encoder import HIGHEST, OUTPUTS

POOLED = len(ACTS) + len(DANGERS)
_OUTSIDE = -1e4


@dataclass(frozen=True, slots=True)
class Answers:
    """What the network says: ``pieces`` (batch, pieces, outputs), ``message`` (batch, acts and dangers), ``intent`` and ``topic`` (batch, names)."""

    pieces: Tensor
    message: Tensor
    intent: Tensor
    topic: Tensor


class SlicedDropout(nn.Module):
    """Dropout whose masks are slices of one long random mask, at a random place each time: drawing new bits costs a sixth of a fit on a CPU."""

    SIZE = 1 << 23

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.mask = (torch.rand(self.SIZE) >= chance).to(torch.bfloat16) / (1.0 - chance)

    def forward(self, hidden: Tensor) -> Tensor:
        """``hidden`` as it is when answering; with a share of its values dropped, the others raised, when fitting."""
        if not self.training:
            return hidden
        start = int(torch.randint(self.SIZE - hidden.numel(), ()))
        return hidden * self.mask[start : start + hidden.numel()].view_as(hidden).to(hidden.dtype)


def with_sliced_dropout(body: nn.Module) -> nn.Module:
    """``body`` with every nn.Dropout in it replaced (those that drop nothing are left)."""
    for name, child in body.named_children():
        if isinstance(child, nn.Dropout) and child.p > 0:
            setattr(body, name, SlicedDropout(child.p))
        else:
            with_sliced_dropout(child)
    return body


class EncoderNet(nn.Module):
    """``bert`` is any module that answers as transformers' BertModel does, ``width`` its hidden size."""

    def __init__(self, bert: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = bert
        self.dropout = nn.Dropout(dropout)
        self.pieces = nn.Linear(width, OUTPUTS)
        self.intent = nn.Linear(2 * width, len(INTENTS))
        self.topic = nn.Linear(2 * width, len(TOPICS))
        self.scale = nn.Parameter(torch.ones(POOLED))
        self.bias = nn.Parameter(torch.zeros(POOLED))
        nn.init.zeros_(self.pieces.weight)
        nn.init.constant_(self.pieces.bias, -4.0)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of every piece, of intent and topic, and the mean hidden state: the outputs of the exported file."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        pooled = (hidden * weight).sum(1) / weight.sum(1)
        turn = self.dropout(torch.cat([hidden[:, 0], pooled], dim=-1))
        return self.pieces(self.dropout(hidden)), self.intent(turn), self.topic(turn), pooled

    def answers(self, ids: Tensor, mask: Tensor, inside: Tensor) -> Answers:
        """The answers with the logits of each message: mean of the highest three pieces ``inside`` the text, scaled."""
        pieces, intent, topic, _ = self(ids, mask)
        return Answers(pieces, highest(pieces[..., :POOLED], inside) * self.scale + self.bias, intent, topic)


def highest(logits: Tensor, inside: Tensor) -> Tensor:
    """Mean of the HIGHEST highest logits of each column over the pieces that are ``inside``; fewer where there are fewer."""
    kept = logits.masked_fill(~inside.unsqueeze(-1), _OUTSIDE).topk(min(HIGHEST, logits.shape[1]), dim=1).values
    real = (kept > _OUTSIDE / 2).float()
    return (kept * real).sum(1) / real.sum(1).clamp(min=1.0)
