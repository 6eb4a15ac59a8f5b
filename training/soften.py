"""Softens GoEmotions' labels by what the net said of them before: one rater's miss is not a sure absence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from feedback.nets.words import for_net
from training import together
from training.batches import collate
from training.examples import BASICS, EMOTION_NAMES, POLES, Example
from training.net import Net

_OF_NET = 0.5  # the share of the earlier net in a target
_AT_ONCE = 128


def softened(rows: Sequence[Example], net: Net, tokenizer: Tokenizer, *, counting: Tensor) -> list[Example]:
    """Return the rows with targets halfway between their labels and `net`'s chances (Furlanello et al. 2018).

    `counting` [28] is how much presences counted when `net` was taught: its emotions' chances are too high by
    these odds, and are put right before.
    """
    width = len(EMOTION_NAMES) + len(BASICS) + len(POLES)
    told = np.zeros((len(rows), width), dtype=np.float32)
    net.eval()
    with torch.inference_mode():
        for places in together.share(_by_length(rows)):
            batch = collate(
                [rows[at] for at in places], tokenizer.encode_batch([for_net(rows[at].text) for at in places])
            )
            read = net(batch.ids, batch.attention, batch.types)
            emotions = (read.emotions - counting.log()).sigmoid()
            told[places] = torch.cat([emotions, read.basics.sigmoid(), read.poles.sigmoid()], -1).numpy()
    return [_between(row, its) for row, its in zip(rows, together.joined(told), strict=True)]


def _between(row: Example, told: NDArray[np.float32]) -> Example:
    emotions, basics, poles = np.split(told, [len(EMOTION_NAMES), len(EMOTION_NAMES) + len(BASICS)])

    def mixed(
        names: Sequence[str], labels: dict[str, float], chances: NDArray[np.float32]
    ) -> dict[str, float]:
        return {
            name: (1 - _OF_NET) * labels[name] + _OF_NET * float(chance)
            for name, chance in zip(names, chances, strict=True)
        }

    return replace(
        row,
        emotions=mixed(EMOTION_NAMES, dict(row.emotions), emotions),
        basics=mixed(BASICS, dict(row.basics), basics),
        poles=mixed(POLES, dict(row.poles), poles),
    )


def _by_length(rows: Sequence[Example]) -> Iterator[list[int]]:
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].text))
    return (order[first : first + _AT_ONCE] for first in range(0, len(order), _AT_ONCE))
