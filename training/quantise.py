"""Eight bits for weights and for what they are multiplied with, so that products are exact integers.

Weights have a scale for each column. Activations have a range that was measured beforehand and never changes:
scales taken from a batch would make what is said of a text depend on the texts beside it, and scales taken
from each row cost more time than the products. Where some channels are far larger than the rest, each is
first divided by a number of its own, which its weights are multiplied with (SmoothQuant, Xiao et al. 2023).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from training.nodes import MICROSOFT, Floats, Nodes

_MOST, _LEVELS = 127.0, 255
_TINIEST = 1e-8
_LEAST_SIZE = 1e-3

_POWERS = (0.3, 0.5, 0.7, 0.9)
_KEPT = (1.0, 0.99999, 0.9999, 0.999)
_ROWS_JUDGED_BY = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """How activations become 0..255: each channel over its share, in steps from `zero`."""

    step: float
    zero: int
    shares: Floats

    def __post_init__(self) -> None:
        if not (self.step > 0 and 0 <= self.zero <= _LEVELS):
            raise ValueError(f"no range: steps of {self.step} from {self.zero}")

    def rounded(self, x: Floats) -> Floats:
        """Return `x` over its shares, as exactly as eight bits can say it."""
        steps = np.rint(x / self.shares / self.step) + self.zero
        said: Floats = ((np.clip(steps, 0, _LEVELS) - self.zero) * self.step).astype(np.float32)
        return said

    def of_weights(self, weights: Floats) -> Floats:
        """Return the weights [channels, columns] that make up for the shares."""
        made_up: Floats = weights * self.shares[:, None]
        return made_up


def fitted(sample: Floats, weights: Floats) -> Range:
    """Return the range under which `sample` [rows, channels] @ `weights` comes out nearest to the truth."""
    judged = sample[:: max(1, len(sample) // _ROWS_JUDGED_BY)]
    exact = judged @ weights
    every = [_shares(sample, weights, power) for power in _POWERS]
    tried = [each for shares in every for each in _ranges(sample / shares, shares)]
    errors = [_error(judged, exact, weights, each) for each in tried]
    return tried[int(np.argmin(errors))]


def _error(x: Floats, exact: Floats, weights: Floats, tried: Range) -> float:
    values, scales = in_eight_bits(tried.of_weights(weights), axis=0)
    told = (tried.rounded(x) @ values.astype(np.float32)) * scales
    return float(np.square(told - exact).mean())


def _ranges(sample: Floats, shares: Floats) -> Iterator[Range]:
    """Yield a range for each part of the sample that is kept; the rest is clipped."""
    ends = np.quantile(sample, [*(1 - np.array(_KEPT)), *_KEPT])
    for low, high in np.stack(
        [np.minimum(ends[: len(_KEPT)], 0), np.maximum(ends[len(_KEPT) :], _TINIEST)]
    ).T:
        step = float(high - low) / _LEVELS
        yield Range(step, round(float(-low) / step), shares)


def _shares(sample: Floats, weights: Floats, power: float) -> Floats:
    """Return how much of a channel's size goes over to the weights; their geometric mean is 1."""
    sizes = (np.maximum(np.abs(each), _LEAST_SIZE) for each in (sample.T, weights))
    channels, rows = (each.max(axis=1) for each in sizes)
    shares = channels**power / rows ** (1 - power)
    balanced: Floats = (shares / np.exp(np.log(shares).mean())).astype(np.float32)
    return balanced


def in_eight_bits(values: Floats, *, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Return the values as -127..127, and the scales along the other axis."""
    scales = np.maximum(np.abs(values).max(axis=axis, keepdims=True) / _MOST, _TINIEST).astype(np.float32)
    return np.clip(np.rint(values / scales), -_MOST, _MOST).astype(np.int8), scales.squeeze(axis)


@dataclass(frozen=True, slots=True)
class Steps:
    """Names in a graph: activations as uint8, and what one step of them is worth."""

    values: str
    step: str
    zero: str
    range: Range


def quantised(nodes: Nodes, x: str, range_: Range, *, is_shared: bool = False) -> Steps:
    """Add nodes that make `x` uint8; `is_shared` says that it comes divided by its shares."""
    step = nodes.constant(f"{x}_step", np.float32(range_.step))
    zero = nodes.constant(f"{x}_zero", np.uint8(range_.zero))
    if not is_shared:
        # Dividing takes several times as long.
        x = nodes.add("Mul", [x, nodes.constant(f"{x}_shares", (1 / range_.shares).astype(np.float32))])
    return Steps(nodes.add("QuantizeLinear", [x, step, zero]), step, zero, range_)


def multiplied(nodes: Nodes, x: Steps, weights: Floats, bias: Floats) -> str:
    """Add a node that multiplies `x` by `weights` [channels, columns] and adds `bias`."""
    values, scales = in_eight_bits(x.range.of_weights(weights), axis=0)
    number = nodes.count
    named = [
        nodes.constant(f"{name}_{number}", each)
        for name, each in (("weights", values), ("scales", scales), ("bias", bias))
    ]
    return nodes.add(
        "MatMulIntegerToFloat",
        [x.values, named[0], x.step, named[1], x.zero, "", named[2]],
        domain=MICROSOFT,
    )


def looked_up(nodes: Nodes, table: Floats, ids: str) -> str:
    """Add nodes that look rows of `table` up, kept in eight bits with a scale for each."""
    values, scales = in_eight_bits(table, axis=1)
    found = nodes.add("Gather", [nodes.constant("table", values), ids])
    scale = nodes.add("Gather", [nodes.constant("table_scales", scales[:, None]), ids])
    return nodes.add("Mul", [nodes.add("Cast", [found], to=TensorProto.FLOAT), scale])
