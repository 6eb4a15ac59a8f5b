"""Makes the net's confidence honest: a temperature and class biases, and a threshold for each emotion."""

from collections.abc import Sequence
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from feedback.nets.words import for_net
from training.batches import MOST_TOKENS, collate, in_batches
from training.examples import FEELINGS, Example
from training.export import About
from training.measures import best_thresholds
from training.net import Net

_STEPS = 300
_THRESHOLDS = np.linspace(0.1, 0.9, 33)


def calibrated(
    net: Net,
    tokenizer: Tokenizer,
    kept_back: Sequence[Example],
    *,
    emotion_rows: Sequence[Example],
    version: str,
) -> About:
    """Fit on rows that nothing was taught with: `kept_back` for feelings, `emotion_rows` for emotions."""
    logits, target, _, _ = told(net, tokenizer, kept_back)
    temperature, bias = scaled(logits, target)
    _, _, emotions, named = told(net, tokenizer, emotion_rows)
    chances = 1 / (1 + np.exp(-emotions))
    return About(
        name="english",
        version=version,
        languages=("en",),
        most_tokens=MOST_TOKENS,
        temperature=temperature,
        bias=tuple(bias),
        emotion_temperature=1.0,
        emotion_bias=(0.0,) * emotions.shape[1],
        emotion_thresholds=tuple(best_thresholds(named, chances, _THRESHOLDS)),
        sources=(),
    )


def chances(
    net: Net, tokenizer: Tokenizer, rows: Sequence[Example], about: About
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return calibrated chances of feelings [n, 5] and valences [n], in the order of the rows."""
    net.eval()
    with torch.inference_mode():
        read = [net(*_tokens(row, tokenizer)) for row in rows]
    logits = torch.cat([each.feeling for each in read]).double().numpy()
    scaled = (logits + np.array(about.bias)) / about.temperature
    return softmax(scaled, logits), torch.cat([each.valence for each in read]).double().numpy()


def _tokens(row: Example, tokenizer: Tokenizer) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    question = for_net(row.question or "")
    read = tokenizer.encode(for_net(row.text), question or None)
    batch = collate([row], [read])
    return batch.ids, batch.attention, batch.types


def told(
    net: Net, tokenizer: Tokenizer, rows: Sequence[Example]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return logits of feelings [n, 5] and their targets, logits of emotions [n, 28] and theirs."""
    net.eval()
    parts = []
    with torch.inference_mode():
        for batch in in_batches(rows, tokenizer, size=64, chance=Random(0), noisy=False):
            read = net(batch.ids, batch.attention, batch.types)
            parts.append((read.feeling, batch.feeling, read.emotions, batch.emotions))
    one, two, three, four = (torch.cat(each).double().numpy() for each in zip(*parts, strict=True))
    return one, two, three, four


def scaled(logits: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Minimise the likelihood's loss over a temperature and biases (Guo et al. 2017, with class biases)."""
    told_, asked = torch.from_numpy(logits), ~torch.from_numpy(target).isnan()
    wanted = torch.from_numpy(np.nan_to_num(target))
    heat = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(len(FEELINGS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([heat, bias], lr=0.02)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        scaled = ((told_ + bias) / heat.exp()).masked_fill(~asked, -1e4).log_softmax(-1)
        loss = -(wanted * scaled.masked_fill(~asked, 0)).sum(-1).mean() + 0.01 * bias.square().sum()
        loss.backward()
        optimizer.step()
    return float(heat.exp().item()), bias.detach().numpy()


def softmax(logits: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities [n, classes]; classes whose target is NaN are left out of a row."""
    masked = np.where(np.isnan(target), -1e4, logits)
    raised = np.exp(masked - masked.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)
