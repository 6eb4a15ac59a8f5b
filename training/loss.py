"""What the net is taught by: one masked loss for each head, summed with stated weights."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.net import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each head's loss counts; `rare` is the power by which rare emotions count more."""

    feeling: float = 1.0
    valence: float = 1.0
    emotions: float = 8.0
    basics: float = 2.0
    poles: float = 1.5
    vector: float = 2.0
    words: float = 0.5
    sparse: float = 0.02
    smoothing: float = 0.03


def loss_of(read: Read, batch: Batch, *, weights: Weights, emotion_weights: Tensor) -> Tensor:
    """Return the loss of a batch; `emotion_weights` [28] count the presence of each emotion."""
    total = weights.feeling * _feeling(read.feeling, batch, smoothing=weights.smoothing)
    total = total + weights.valence * _valence(read.valence, batch)
    total = total + weights.emotions * _present(read.emotions, batch.emotions, batch.weight, emotion_weights)
    total = total + weights.basics * _present(read.basics, batch.basics, batch.weight)
    total = total + weights.poles * _present(read.poles, batch.poles, batch.weight)
    # The words' own pulls add up to a valence too, and most are nought: so they can serve as evidence.
    total = total + weights.words * _valence(2 * torch.tanh(read.words.sum(-1) / 2), batch)
    total = total + weights.sparse * read.words.abs().sum(-1).mean()
    if batch.teacher is not None:
        total = total + weights.vector * (1 - (read.vector * batch.teacher).sum(-1)).mean()
    return total


def _feeling(logits: Tensor, batch: Batch, *, smoothing: float) -> Tensor:
    """Cross-entropy with soft targets over the classes that each row's source tells apart."""
    asked = ~batch.feeling.isnan()
    rows = asked.any(-1)
    if not rows.any():
        return logits.sum() * 0
    known, target = asked[rows], batch.feeling[rows].nan_to_num()
    target = (1 - smoothing) * target + smoothing * known / known.sum(-1, keepdim=True)
    chances = logits[rows].masked_fill(~known, -1e4).log_softmax(-1)
    each = -(target * chances.masked_fill(~known, 0)).sum(-1)
    return (each * batch.weight[rows]).sum() / len(batch.weight)


def _valence(told: Tensor, batch: Batch) -> Tensor:
    known = ~batch.valence.isnan()
    each = functional.smooth_l1_loss(told, batch.valence.nan_to_num(), reduction="none", beta=0.5)
    return (each * known * batch.weight).sum() / len(batch.weight)


def _present(logits: Tensor, target: Tensor, weight: Tensor, counting: Tensor | None = None) -> Tensor:
    """Binary cross-entropy averaged over the outputs, where a presence may count more than an absence."""
    known = ~target.isnan()
    each = functional.binary_cross_entropy_with_logits(
        logits, target.nan_to_num(), reduction="none", pos_weight=counting
    )
    return ((each * known).mean(-1) * weight).sum() / len(weight)


def rare_counts_more(present: Tensor, *, power: float) -> Tensor:
    """Return how much each presence in `present` [n, emotions] counts: (absent / present) ** power."""
    known = ~present.isnan().any(-1)
    share = present[known].mean(0).clamp_min(1e-4)
    return ((1 - share) / share).pow(power).clamp(1.0, 8.0).to(torch.float32)
