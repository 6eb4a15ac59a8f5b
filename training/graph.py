"""The English net as an ONNX graph: exact integer products, and nothing that one text does to another.

Written node by node, because what an exporter writes takes half as long again: here attention is one operator
(of onnxruntime). There is no mask: texts that are read together have the same number of tokens, so the
floating-point sums over a text are the same whatever stands beside it.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper
from torch import Tensor, nn

from training.batches import MOST_TOKENS
from training.net import WORDS_LAYER, Net
from training.nodes import MICROSOFT, Floats, Nodes
from training.quantise import Range, looked_up, multiplied, quantised

HEADS = ("feeling", "emotions", "basics", "poles")
"""The heads whose logits are told as they are; the last two serve the benchmark, and cost nothing unasked."""


def graph(net: Net, ranges: Mapping[str, Range]) -> onnx.ModelProto:
    """Return the graph: `ids` and `types` [n, tokens] to what `training.net.Read` says of them.

    `ranges` are those of `training.ranges.products`. Out come HEADS, valence, words and vector.
    """
    nodes = Nodes()
    hidden = words = _embedded(nodes, net.trunk.embeddings)
    inside = nodes.add("Sub", [nodes.constant("one", np.int64(1)), "types"])
    inside = nodes.add("Cast", [inside], to=TensorProto.FLOAT)
    *lower, last = enumerate(net.trunk.encoder.layer)
    for number, layer in lower:
        own = _of_layer(ranges, number)
        hidden = _outer_half(nodes, layer, _looked(nodes, layer, hidden, own), hidden, own)
        if number + 1 == WORDS_LAYER:
            words = hidden
    hidden = _last(nodes, last[1], hidden, inside, _of_layer(ranges, last[0]))
    _words(nodes, net.to_words, words, inside)
    _told(nodes, net, hidden, inside, ranges)
    return nodes.model(
        "english",
        [_value(name, TensorProto.INT64, "n", "tokens") for name in ("ids", "types")],
        [
            *(_value(name, TensorProto.FLOAT, "n", net.heads[name].out_features) for name in HEADS),
            _value("valence", TensorProto.FLOAT, "n"),
            _value("words", TensorProto.FLOAT, "n", "tokens"),
            _value("vector", TensorProto.FLOAT, "n", net.to_vector.out_features),
        ],
    )


def _embedded(nodes: Nodes, tables: nn.Module) -> str:
    places = nodes.constant("places", _floats(tables.position_embeddings.weight)[:MOST_TOKENS])
    length = nodes.add("Slice", [nodes.add("Shape", ["ids"]), nodes.axis(1), nodes.axis(2)])
    place = nodes.add("Slice", [places, nodes.axis(0), length])
    kinds = nodes.constant("kinds", _floats(tables.token_type_embeddings.weight))
    place = nodes.add("Add", [nodes.add("Gather", [kinds, "types"]), place])
    word = looked_up(nodes, _floats(tables.word_embeddings.weight), "ids")
    return _normed(nodes, tables.LayerNorm, word, place)


def _looked(nodes: Nodes, layer: nn.Module, hidden: str, ranges: Mapping[str, Range]) -> str:
    attention = layer.attention.self
    read = quantised(nodes, hidden, ranges["in"])
    parts = [
        multiplied(nodes, read, _matrix(each), _floats(each.bias))
        for each in (attention.query, attention.key)
    ]
    # What is seen comes over its shares, at no cost: the values were.
    shares = ranges["seen"].shares
    values = multiplied(
        nodes, read, _matrix(attention.value) / shares, _floats(attention.value.bias) / shares
    )
    return nodes.add(
        "MultiHeadAttention",
        [*parts, values],
        domain=MICROSOFT,
        num_heads=attention.num_attention_heads,
    )


def _outer_half(nodes: Nodes, layer: nn.Module, looked: str, hidden: str, ranges: Mapping[str, Range]) -> str:
    out = layer.attention.output
    taken = quantised(nodes, looked, ranges["seen"], is_shared=True)
    mixed = multiplied(nodes, taken, _matrix(out.dense), _floats(out.dense.bias))
    attended = _normed(nodes, out.LayerNorm, mixed, hidden)
    inner = _bent(nodes, layer.intermediate.dense, attended, ranges["attended"])
    wide = quantised(nodes, inner, ranges["inner"])
    outer = multiplied(nodes, wide, _matrix(layer.output.dense), _floats(layer.output.dense.bias))
    return _normed(nodes, layer.output.LayerNorm, outer, attended)


def _last(nodes: Nodes, layer: nn.Module, hidden: str, inside: str, ranges: Mapping[str, Range]) -> str:
    """Add the last layer for the tokens of the text alone: nobody asks what became of the question."""
    looked = _looked(nodes, layer, hidden, ranges)
    places = nodes.add("Transpose", [nodes.add("NonZero", [inside])], perm=[1, 0])
    own = [nodes.add("GatherND", [each, places]) for each in (looked, hidden)]
    told = _outer_half(nodes, layer, own[0], own[1], ranges)
    nought = nodes.add("ConstantOfShape", [nodes.add("Shape", [hidden])])
    return nodes.add("ScatterND", [nought, places, told])


def _of_layer(ranges: Mapping[str, Range], number: int) -> Mapping[str, Range]:
    return {part: ranges[f"{number}.{part}"] for part in ("in", "seen", "attended", "inner")}


def _words(nodes: Nodes, to_words: nn.Linear, hidden: str, inside: str) -> None:
    weights = nodes.constant("to_words", _matrix(to_words))
    pull = nodes.add("Squeeze", [nodes.add("MatMul", [hidden, weights]), nodes.axis(2)])
    pull = nodes.add("Add", [pull, nodes.constant("to_words_bias", _floats(to_words.bias))])
    nodes.add("Mul", [nodes.add("Tanh", [pull]), inside], "words")


def _told(nodes: Nodes, net: Net, hidden: str, inside: str, ranges: Mapping[str, Range]) -> None:
    total = nodes.add("ReduceSum", [hidden, nodes.axis(1)], keepdims=0)
    mean = nodes.add("Div", [total, nodes.add("ReduceSum", [inside, nodes.axis(1)], keepdims=1)])
    first = nodes.add("Gather", [hidden, nodes.constant("first", np.int64(0))], axis=1)
    both = nodes.add("Concat", [first, mean], axis=-1)
    shared = _bent(nodes, net.shared[0], both, ranges["shared"])
    for name in HEADS:
        _head(nodes, net, name, shared, out=name)
    valence = nodes.add("Squeeze", [_head(nodes, net, "valence", shared), nodes.axis(1)])
    nodes.add("Mul", [nodes.add("Tanh", [valence]), nodes.constant("two", np.float32(2))], "valence")
    read = quantised(nodes, mean, ranges["vector"])
    vector = multiplied(nodes, read, _matrix(net.to_vector), _floats(net.to_vector.bias))
    nodes.add("LpNormalization", [vector], "vector", axis=-1, p=2)


def _head(nodes: Nodes, net: Net, name: str, shared: str, *, out: str = "") -> str:
    # The heads are small, and what they say is what counts: they stay as they are.
    head = net.heads[name]
    weights, bias = (_floats(each) for each in (head.weight, head.bias))
    named = [nodes.constant(f"{name}_weights", weights), nodes.constant(f"{name}_bias", bias)]
    return nodes.add("Gemm", [shared, *named], out, transB=1)


def _bent(nodes: Nodes, dense: nn.Linear, x: str, range_: Range) -> str:
    straight = multiplied(nodes, quantised(nodes, x, range_), _matrix(dense), _floats(dense.bias))
    return nodes.add("Gelu", [straight], domain=MICROSOFT)


def _normed(nodes: Nodes, norm: nn.LayerNorm, x: str, y: str) -> str:
    # onnxruntime has one operator for both, SkipLayerNormalization, which takes thrice the time of these two.
    weights, bias = (_floats(each) for each in (norm.weight, norm.bias))
    added = nodes.add("Add", [x, y])
    named = [nodes.constant(f"{added}_gain", weights), nodes.constant(f"{added}_shift", bias)]
    return nodes.add("LayerNormalization", [added, *named], axis=-1, epsilon=norm.eps)


def _matrix(dense: nn.Linear) -> Floats:
    return _floats(dense.weight).T


def _floats(tensor: Tensor) -> Floats:
    values: Floats = tensor.detach().numpy()
    return values


def _value(name: str, kind: int, *shape: str | int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)
