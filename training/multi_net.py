"""The multilingual net: the base's n-gram layers, taught on, with pools and one head for all that it says."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from config.emotion import EMOTIONS
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, POLES
from training.net import Read

ORDERS = (2, 3, 5)
"""How many pieces in a row each of the three stacks of layers sees."""

OUTPUTS = (len(FEELINGS), 1, len(EMOTION_NAMES))
"""The head's outputs: feeling, valence, emotions."""

_NGRAM = "CNN_layers/ngram_order_{}/"
_DEEP = {
    "first": "DNN/ResidualHidden_0/dense",
    "second": "DNN/ResidualHidden_1/dense",
    "past_second": "DNN/ResidualHidden_1/AdjustDepth/projection",
    "third": "DNN/ResidualHidden_2/dense",
    "fourth": "DNN/ResidualHidden_3/dense",
    "past_fourth": "DNN/ResidualHidden_3/AdjustDepth/projection",
}
_PIECE, _POOL, _HEADS, _HIDDEN, _DROPPED = 512, 256, 4, 512, 0.2
_NOWHERE = -1e4  # stands for minus infinity where there is padding
_LEAST = 1e-4  # keeps the logarithm of a chance finite


class MultiNet(nn.Module):
    """Everything after the piece vectors, under names that the export reads."""

    def __init__(self, layers: Mapping[str, NDArray[np.float32]]) -> None:
        super().__init__()
        self.weights = nn.ParameterDict(_named(layers))
        self.to_words = nn.Linear(len(ORDERS) * _POOL + _PIECE, _POOL)
        self.to_focus = nn.Linear(len(ORDERS) * _POOL + _PIECE, _HEADS)
        self.to_pull = nn.Linear(len(ORDERS) * _POOL + _PIECE, 1)
        width = _PIECE + self.weights["first"].shape[1] + 2 * _POOL
        self.level = nn.LayerNorm(width)
        self.wide = nn.Linear(width, _HIDDEN)
        self.asked = nn.Linear(_PIECE, _HIDDEN, bias=False)
        self.deep = nn.Linear(_HIDDEN, _HIDDEN)
        self.told = nn.Linear(_HIDDEN, sum(OUTPUTS))
        self.dropped = nn.Dropout(_DROPPED)
        self.register_buffer("groups", _groups(), persistent=False)

    def forward(self, pieces: Tensor, mask: Tensor, question: Tensor) -> Read:
        """Read piece vectors [n, pieces, 512] under `mask` [n, pieces] with the questions' vectors [n, 512].

        Emotions are said once: their groups follow from them. This net has no poles.
        """
        shown = mask.unsqueeze(-1)
        context = self._context(pieces, shown)
        summed = ((context @ self.weights["out"] + self.weights["out_bias"]) * shown).sum(1)
        total = summed / shown.sum(1).sqrt()
        middle, vector = self._deep(total)
        logits = self._head(context, shown, torch.cat([total, middle], -1), question)
        feeling, valence, emotions = logits.split(OUTPUTS, dim=-1)
        return Read(
            feeling=feeling,
            valence=2 * torch.tanh(valence.squeeze(-1)),
            emotions=emotions,
            basics=_any_of(emotions, self.groups),
            poles=feeling.new_zeros(len(feeling), len(POLES)),
            words=torch.tanh(self.to_pull(context)).squeeze(-1) * mask,
            vector=vector,
        )

    def _context(self, pieces: Tensor, shown: Tensor) -> Tensor:
        """Return what each place and its neighbours say [n, pieces, 1280]."""
        seen = [pieces]
        for order in ORDERS:
            into = pieces @ self.weights[f"in_{order}"] + self.weights[f"in_bias_{order}"]
            state = self._levelled(into, f"_{order}") * shown
            for layer in (1, 2):
                state = (state + self._gram(state, order, layer)) * shown
            seen.append(state)
        return self._levelled(torch.cat(seen, -1), "")

    def _levelled(self, values: Tensor, name: str) -> Tensor:
        weights, bias = self.weights[f"gamma{name}"], self.weights[f"beta{name}"]
        return functional.layer_norm(values, weights.shape, weights, bias, 1e-12)

    def _gram(self, state: Tensor, order: int, layer: int) -> Tensor:
        places, left = state.shape[1], (order - 1) // 2
        padded = functional.pad(state, (0, 0, left, order - 1 - left))
        around = torch.cat([padded[:, at : at + places] for at in range(order)], -1)
        return functional.relu(
            around @ self.weights[f"gram_{order}_{layer}"] + self.weights[f"bias_{order}_{layer}"]
        )

    def _deep(self, total: Tensor) -> tuple[Tensor, Tensor]:
        weights = self.weights
        first = functional.relu(total @ weights["first"])
        middle = functional.relu(first @ weights["second"] + total @ weights["past_second"])
        third = functional.relu(middle @ weights["third"])
        told = torch.tanh(third @ weights["fourth"] + middle @ weights["past_fourth"])
        return middle, functional.normalize(told, dim=-1)

    def _head(self, context: Tensor, shown: Tensor, known: Tensor, question: Tensor) -> Tensor:
        words = functional.gelu(self.to_words(context))
        loudest = words.masked_fill(shown == 0, _NOWHERE).amax(1)
        focus = self.to_focus(context).masked_fill(shown == 0, _NOWHERE).softmax(1)
        parts = words.unflatten(-1, (_HEADS, _POOL // _HEADS))
        weighed = (focus.unsqueeze(-1) * parts).sum(1).flatten(1)
        wide = self.wide(self.level(torch.cat([known, loudest, weighed], -1))) + self.asked(question)
        hidden = self.dropped(functional.gelu(wide))
        return self.told(hidden + self.dropped(functional.gelu(self.deep(hidden))))


def _named(layers: Mapping[str, NDArray[np.float32]]) -> dict[str, nn.Parameter]:
    names = {"gamma": "CNN_layers/LayerNorm/gamma:0", "beta": "CNN_layers/LayerNorm/beta:0"}
    names |= {"out": "CNN_layers/dense/kernel:0", "out_bias": "CNN_layers/dense/bias:0"}
    names |= {short: f"{long}/kernel:0" for short, long in _DEEP.items()}
    for order in ORDERS:
        at = _NGRAM.format(order)
        names |= {
            f"in_{order}": f"{at}input_size_projection/dense/kernel:0",
            f"in_bias_{order}": f"{at}input_size_projection/dense/bias:0",
            f"gamma_{order}": f"{at}LayerNorm/gamma:0",
            f"beta_{order}": f"{at}LayerNorm/beta:0",
        }
        for layer, suffix in ((1, ""), (2, "_1")):
            names[f"gram_{order}_{layer}"] = f"{at}Ngram-{order}-Conv{suffix}/weights:0"
            names[f"bias_{order}_{layer}"] = f"{at}Ngram-{order}-Conv{suffix}/bias:0"
    return {short: nn.Parameter(torch.from_numpy(layers[long].copy())) for short, long in names.items()}


def _groups() -> Tensor:
    """Return which emotions belong to each of Ekman's groups [28, 7]."""
    return torch.tensor([[float(each.basic.value == name) for name in BASICS] for each in EMOTIONS])


def _any_of(emotions: Tensor, groups: Tensor) -> Tensor:
    """Return the log-odds that any emotion of a group is there, each being there on its own (a noisy or)."""
    none = -(functional.softplus(emotions) @ groups).clamp_min(_LEAST)
    return torch.log(-torch.expm1(none)) - none
