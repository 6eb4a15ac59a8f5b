"""Eight-bit weights and activations for an ONNX graph, a scale for each row, so that a batch changes nothing.

onnxruntime's own dynamic quantisation takes one scale for a whole activation tensor: what a text scores would
then depend on the texts beside it. Here each token's activations have a scale of their own (as in LLM.int8,
Dettmers et al. 2022, without its outliers), and weights one for each column; products are exact integers.
"""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

_MOST = 127.0
# Processors multiply unsigned activations with signed weights ten times faster than signed with signed.
_MIDDLE = 128
_TINIEST = 1e-8
_LARGE = 100_000
_MICROSOFT = "com.microsoft"


def quantise(model: onnx.ModelProto, *, tables: Sequence[str]) -> onnx.ModelProto:
    """Quantise each product with a constant matrix, and the embedding tables named, by rows."""
    graph = model.graph
    constants = {each.name: each for each in graph.initializer}
    nodes: list[NodeProto] = []
    quantised: dict[str, tuple[str, str]] = {}
    done: set[str] = set()
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            nodes += _product(graph, node, constants[node.input[1]], quantised)
            done.add(node.input[1])
        elif node.op_type == "Gemm" and _is_large(constants.get(node.input[1])):
            turned = _turned(constants[node.input[1]])
            product = helper.make_node("MatMul", [node.input[0], turned.name], [f"{node.output[0]}_product"])
            nodes += _product(graph, product, turned, quantised)
            nodes.append(helper.make_node("Add", [product.output[0], node.input[2]], [node.output[0]]))
            done.add(node.input[1])
        elif node.op_type == "Gather" and node.input[0] in tables:
            nodes += _look_up(graph, node, constants[node.input[0]])
            done.add(node.input[0])
        else:
            nodes.append(node)
    kept = [each for each in graph.initializer if each.name not in done]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    if all(each.domain != _MICROSOFT for each in model.opset_import):
        model.opset_import.append(helper.make_opsetid(_MICROSOFT, 1))
    onnx.checker.check_model(model)
    return model


def _is_large(matrix: TensorProto | None) -> bool:
    # The heads are small, and what they say is what counts: they stay as they are.
    return matrix is not None and int(np.prod(matrix.dims)) >= _LARGE


def _turned(matrix: TensorProto) -> TensorProto:
    """Return the matrix of a Gemm, which is stored the other way round, as MatMul wants it."""
    return numpy_helper.from_array(
        np.ascontiguousarray(numpy_helper.to_array(matrix).T), f"{matrix.name}_turned"
    )


def _product(
    graph: onnx.GraphProto, node: NodeProto, matrix: TensorProto, quantised: dict[str, tuple[str, str]]
) -> list[NodeProto]:
    """Replace x @ W by (x / s_row as uint8 around 128) @ (W / s_column as int8) * s_column * s_row."""
    x, out = node.input[0], node.output[0]
    weights, scales = _in_eight_bits(numpy_helper.to_array(matrix), axis=0)
    _add(graph, f"{matrix.name}_q", weights)
    _add(graph, f"{matrix.name}_s", scales)
    before: list[NodeProto] = []
    if x not in quantised:
        before, quantised[x] = _rows(graph, x)
    values, rows = quantised[x]
    _add_once(graph, "one", np.array(1.0, dtype=np.float32))
    return [
        *before,
        helper.make_node(
            "MatMulIntegerToFloat",
            [values, f"{matrix.name}_q", "one", f"{matrix.name}_s", "middle"],
            [f"{out}_by_row"],
            domain=_MICROSOFT,
        ),
        helper.make_node("Mul", [f"{out}_by_row", rows], [out]),
    ]


def _rows(graph: onnx.GraphProto, x: str) -> tuple[list[NodeProto], tuple[str, str]]:
    """Return nodes that make `x` uint8 around 128, and the names of the values and of the scales [..., 1]."""
    _add_once(graph, "most", np.array(1 / _MOST, dtype=np.float32))
    _add_once(graph, "tiniest", np.array(_TINIEST, dtype=np.float32))
    nodes = [
        helper.make_node("ReduceMax", [x], [f"{x}_top"], axes=[-1], keepdims=1),
        helper.make_node("ReduceMin", [x], [f"{x}_low"], axes=[-1], keepdims=1),
        helper.make_node("Neg", [f"{x}_low"], [f"{x}_depth"]),
        helper.make_node("Max", [f"{x}_top", f"{x}_depth", "tiniest"], [f"{x}_size"]),
        helper.make_node("Mul", [f"{x}_size", "most"], [f"{x}_s"]),
        helper.make_node("Div", [x, f"{x}_s"], [f"{x}_shrunk"]),
        helper.make_node("QuantizeLinear", [f"{x}_shrunk", "one", "middle"], [f"{x}_q"]),
    ]
    _add_once(graph, "one", np.array(1.0, dtype=np.float32))
    _add_once(graph, "middle", np.array(_MIDDLE, dtype=np.uint8))
    return nodes, (f"{x}_q", f"{x}_s")


def _look_up(graph: onnx.GraphProto, node: NodeProto, table: TensorProto) -> list[NodeProto]:
    """Replace a look-up in a table by one in its int8 rows, each with its scale."""
    values, scales = _in_eight_bits(numpy_helper.to_array(table), axis=1)
    _add(graph, f"{table.name}_q", values)
    _add(graph, f"{table.name}_s", scales[:, None])
    out, ids = node.output[0], node.input[1]
    return [
        helper.make_node("Gather", [f"{table.name}_q", ids], [f"{out}_looked_up"]),
        helper.make_node("Gather", [f"{table.name}_s", ids], [f"{out}_scale"]),
        helper.make_node("Cast", [f"{out}_looked_up"], [f"{out}_f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}_f", f"{out}_scale"], [out]),
    ]


def _in_eight_bits(values: NDArray[np.float32], *, axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the values as -127..127, and the scales along the other axis."""
    scales = np.maximum(np.abs(values).max(axis=axis, keepdims=True) / _MOST, _TINIEST).astype(np.float32)
    return np.clip(np.rint(values / scales), -_MOST, _MOST).astype(np.int8), scales.squeeze(axis)


def _add(graph: onnx.GraphProto, name: str, values: NDArray[np.generic]) -> None:
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))


def _add_once(graph: onnx.GraphProto, name: str, values: NDArray[np.generic]) -> None:
    if all(each.name != name for each in graph.initializer):
        _add(graph, name, values)
