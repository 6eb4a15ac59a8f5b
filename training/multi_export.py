"""From the trained multilingual net to the files that ship: packed table, graph, tokenizer, net.json."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from feedback.nets.folder import ABOUT, GRAPH
from feedback.nets.multilingual import PACKED_TOKENIZER, TABLE
from training.multi_net import MultiNet

OUTPUTS = ("feeling", "valence", "emotions", "words", "vector")
_INPUTS = ("codes", "scale", "mask", "question")
_SMALL = 4096  # tensors of fewer numbers stay as they are
_MOST_BYTES = 40_000_000


class Exported(nn.Module):
    """The net behind a packed table: codes of pairs, and a scale for each piece."""

    def __init__(self, net: MultiNet, book: NDArray[np.float32]) -> None:
        super().__init__()
        self.net = net
        self.book = nn.Parameter(torch.from_numpy(book))

    def forward(self, codes: Tensor, scale: Tensor, mask: Tensor, question: Tensor) -> tuple[Tensor, ...]:
        """Read `codes` [n, pieces, 256], `scale` [n, pieces, 1], `mask` and `question` [n, 512]."""
        pieces = nn.functional.embedding(codes.int(), self.book).flatten(2) * scale
        read = self.net(pieces, mask, question)
        return tuple(getattr(read, name) for name in OUTPUTS)


def export(
    net: MultiNet, *, book: NDArray[np.float32], table: NDArray[np.uint8], tokenizer: str, folder: Path
) -> Mapping[str, str]:
    """Write all but net.json into `folder`; return their BLAKE2b sums; raise ValueError if it is too much."""
    folder.mkdir(parents=True, exist_ok=True)
    _to_onnx(Exported(net, book).eval(), folder / GRAPH)
    onnx.save(in_bytes(onnx.load(folder / GRAPH)), folder / GRAPH)
    np.save(folder / TABLE, table)
    # Without the time in its head, the same tokenizer packs to the same bytes.
    (folder / PACKED_TOKENIZER).write_bytes(gzip.compress(tokenizer.encode("utf-8"), 9, mtime=0))
    written = [folder / name for name in (GRAPH, TABLE, PACKED_TOKENIZER)]
    if (size := sum(path.stat().st_size for path in written)) > _MOST_BYTES:
        raise ValueError(f"{folder}: the weights take {size} bytes, more than {_MOST_BYTES}")
    return {path.name: hashlib.blake2b(path.read_bytes()).hexdigest() for path in written}


def write_about(folder: Path, about: Mapping[str, object]) -> None:
    """Write net.json: what the run time must know, and where it all comes from."""
    (folder / ABOUT).write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def in_bytes(model: onnx.ModelProto) -> onnx.ModelProto:
    """Keep each large weight in eight bits, a scale for each column; the run time unfolds it once, at load.

    Only weights are rounded. Rounding what flows between the layers, by a scale for a whole batch as the base
    did, would make what is said of a text depend on the texts beside it.
    """
    graph = model.graph
    taken = {node.input[1] for node in graph.node if node.op_type in {"MatMul", "Gemm"}}
    nodes = []
    for tensor in [each for each in graph.initializer if each.name in taken]:
        weights = numpy_helper.to_array(tensor)
        if weights.size > _SMALL:
            graph.initializer.remove(tensor)
            across = 1 if _is_turned(graph, tensor.name) else 0
            nodes += _unfolding(graph, tensor.name, weights, across)
    for at, node in enumerate(nodes):
        graph.node.insert(at, node)
    onnx.checker.check_model(model)
    return model


def _is_turned(graph: onnx.GraphProto, name: str) -> bool:
    users = [node for node in graph.node if name in node.input]
    return any(each.name == "transB" and each.i for node in users for each in node.attribute)


def _unfolding(
    graph: onnx.GraphProto, name: str, weights: NDArray[np.float32], across: int
) -> list[onnx.NodeProto]:
    """Add the rounded weights and their scales to the graph; return the nodes that unfold them."""
    scale = np.abs(weights).max(axis=across, keepdims=True) / 127
    scale[scale == 0] = 1
    rounded = np.round(weights / scale).astype(np.int8)
    graph.initializer.extend(
        [numpy_helper.from_array(rounded, f"{name}.steps"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    return [
        helper.make_node("Cast", [f"{name}.steps"], [f"{name}.cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [name]),
    ]


def _to_onnx(net: nn.Module, path: Path) -> None:
    width = net.net.told.in_features
    codes = torch.randint(0, 255, (2, 7, width // 2), dtype=torch.uint8)
    mask = torch.tensor([[1.0] * 7, [1.0] * 4 + [0.0] * 3])
    free = {name: {0: "n", 1: "pieces"} for name in ("codes", "scale", "mask", "words")}
    one = {name: {0: "n"} for name in ("question", *OUTPUTS) if name != "words"}
    torch.onnx.export(
        net,
        (codes, torch.ones(2, 7, 1), mask, torch.zeros(2, width)),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={**free, **one},
        opset_version=17,
        dynamo=False,  # as for the English net
    )
