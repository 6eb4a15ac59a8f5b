"""One stage of training: a rate that warms up and falls, and an average of the weights on the way."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training import together
from training.batches import Batch, in_batches
from training.examples import Example
from training.loss import Weights, loss_of
from training.net import Net, Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How long, how fast: `rate` is that of the trunk's top layer, each layer below slower by `decay`.

    `size` rows make a step, divided among the processes.
    """

    passes: int = 3
    size: int = 128
    rate: float = 1.5e-4
    head_rate: float = 8e-4
    decay: float = 0.9
    warm_up: float = 0.06
    average: float = 0.998
    rare_power: float = 0.35
    weights: Weights = field(default_factory=Weights)


Extra = Callable[[Net, Read, Batch], Tensor]
"""A further loss of what the net has read of a batch, such as that of themes."""


def _say(line: str) -> None:
    print(line, flush=True)


def teach(
    net: Net,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    *,
    stage: Stage,
    chance: Random,
    emotion_weights: Tensor,
    teacher: NDArray[np.float32] | None = None,
    extra: Extra | None = None,
    told: Callable[[str], None] = _say,
) -> Net:
    """Train `net` in place and return the averaged net."""
    steps = stage.passes * (len(examples) // stage.size)
    optimizer = torch.optim.AdamW(_groups(net, stage), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, stage.warm_up))
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(stage.average))
    net.train()
    # The same start in every process, but not the same units dropped.
    torch.manual_seed(torch.initial_seed() + together.rank())
    seen = 0.0
    batches = _passes(examples, tokenizer, stage, chance, teacher)
    for step, batch in enumerate(islice(batches, steps), start=1):
        read = net(batch.ids, batch.attention, batch.types)
        loss = loss_of(read, batch, weights=stage.weights, emotion_weights=emotion_weights)
        if extra is not None:
            loss = loss + extra(net, read, batch)
        loss.backward()
        together.agree(net)
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        averaged.update_parameters(net)
        seen = loss.item() if step == 1 else 0.98 * seen + 0.02 * loss.item()
        if together.rank() == 0 and (step % 100 == 0 or step == steps):
            told(f"step {step}/{steps} loss {seen:.4f}")
    return cast("Net", averaged.module).eval()


def _passes(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    stage: Stage,
    chance: Random,
    teacher: NDArray[np.float32] | None,
) -> Iterable[Batch]:
    part = together.rank(), together.count()
    for _ in range(stage.passes):
        yield from in_batches(examples, tokenizer, size=stage.size, chance=chance, teacher=teacher, part=part)


def _rate(step: int, steps: int, warm_up: float) -> float:
    warm = max(1, int(steps * warm_up))
    if step < warm:
        return (step + 1) / warm
    return max(0.02, (steps - step) / max(1, steps - warm))


def _groups(net: Net, stage: Stage) -> list[dict[str, object]]:
    layers = net.trunk.encoder.layer
    trunk = [(net.trunk.embeddings, stage.rate * stage.decay ** len(layers))]
    trunk += [(layer, stage.rate * stage.decay ** (len(layers) - 1 - at)) for at, layer in enumerate(layers)]
    groups: list[dict[str, object]] = [
        {"params": list(part.parameters()), "lr": rate} for part, rate in trunk
    ]
    top = [*net.shared.parameters(), *net.heads.parameters()]
    groups.append({"params": top, "lr": stage.head_rate})
    groups.append({"params": list(net.to_vector.parameters()), "lr": stage.rate})
    return groups
