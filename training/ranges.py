"""Measures what flows into each of the net's products, so that eight bits are spread over what comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from feedback.nets.words import for_net
from training import corpora, stages
from training.examples import Example
from training.net import Net
from training.nodes import Floats
from training.quantise import Range, fitted

Read = tuple[Tensor, Tensor]
"""The tokens `ids` and `types` [n, tokens] of texts without padding."""

_SEED = 5
_CHAT_ROWS, _OTHER_ROWS = 700, 500
_TOKENS_KEPT = 4_000


def products(net: Net) -> Mapping[str, Sequence[nn.Linear]]:
    """Return the layers that are to be in eight bits, by the name of what they read: "2.seen", "vector"."""
    found: dict[str, Sequence[nn.Linear]] = {}
    for number, layer in enumerate(net.trunk.encoder.layer):
        attention = layer.attention.self
        found |= {
            f"{number}.in": (attention.query, attention.key, attention.value),
            f"{number}.seen": (layer.attention.output.dense,),
            f"{number}.attended": (layer.intermediate.dense,),
            f"{number}.inner": (layer.output.dense,),
        }
    return {**found, "shared": (net.shared[0],), "vector": (net.to_vector,)}


def to_measure_with(tokenizer: Tokenizer, data: Path) -> Iterator[Read]:
    """Yield answers, and comments of GoEmotions, that were taught, in tokens; the same in every run."""
    chance = Random(_SEED)
    chat = [each for each in stages.chat() if not stages.is_kept_back(each)]
    others = [each for each in corpora.goemotions(data, "train") if for_net(each.text)]
    return _of_one_length(
        tokenizer,
        [
            *chance.sample(chat, min(len(chat), _CHAT_ROWS)),
            *chance.sample(others, min(len(others), _OTHER_ROWS)),
        ],
    )


def measured(net: Net, texts: Iterable[Read]) -> Mapping[str, Range]:
    """Return a range for each of `products(net)`, from what flows when the net reads `texts`."""
    layers = products(net)
    seen: dict[str, list[Tensor]] = {name: [] for name in layers}
    hooks = [each[0].register_forward_pre_hook(_keeping(seen[name])) for name, each in layers.items()]
    net.eval()
    with torch.inference_mode():
        for ids, types in texts:
            net(ids, torch.ones_like(ids), types)
    for hook in hooks:
        hook.remove()
    return {name: fitted(_sample(seen[name]), _weights(each)) for name, each in layers.items()}


def _keeping(kept: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(_: nn.Module, read: tuple[Tensor, ...]) -> None:
        kept.append(read[0].flatten(0, -2).clone())

    return keep


def _of_one_length(tokenizer: Tokenizer, rows: Sequence[Example]) -> Iterator[Read]:
    """Yield ids and types of all rows of a length, so that no padding is measured."""
    read = [tokenizer.encode(for_net(row.text), for_net(row.question or "") or None) for row in rows]
    for length in sorted({len(each.ids) for each in read}):
        same = [each for each in read if len(each.ids) == length]
        yield torch.tensor([each.ids for each in same]), torch.tensor([each.type_ids for each in same])


def _sample(seen: Sequence[Tensor]) -> Floats:
    values: Floats = torch.cat(list(seen)).numpy()
    kept = np.random.default_rng(_SEED).permutation(len(values))[:_TOKENS_KEPT]
    return values[np.sort(kept)]


def _weights(layers: Sequence[nn.Linear]) -> Floats:
    joined: Floats = torch.cat([each.weight for each in layers]).detach().numpy().T
    return joined
