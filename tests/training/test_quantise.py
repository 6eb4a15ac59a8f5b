"""Eight bits say nearly the same, and the same of a row whatever stands beside it."""

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.quantise import quantise

WIDTH, WORDS = 400, 50
Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def weights() -> dict[str, Floats]:
    chance = np.random.default_rng(1)
    return {
        "table": chance.normal(size=(WORDS, WIDTH)).astype(np.float32),
        "inner": chance.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "outer": chance.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "bias": chance.normal(size=WIDTH).astype(np.float32),
        "head": chance.normal(size=(3, WIDTH)).astype(np.float32),
        "head_bias": chance.normal(size=3).astype(np.float32),
    }


def a_net(weights: dict[str, Floats]) -> onnx.ModelProto:
    """Look words up, two large products, and a small head."""
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["words"]),
        helper.make_node("MatMul", ["words", "inner"], ["mixed"]),
        helper.make_node("Gemm", ["mixed", "outer", "bias"], ["told"], transB=1),
        helper.make_node("Gemm", ["told", "head", "head_bias"], ["says"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("says", TensorProto.FLOAT, ["n", 3])],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def run(model: onnx.ModelProto, ids: list[int]) -> Floats:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    said: Floats = session.run(None, {"ids": np.array(ids, dtype=np.int64)})[0]
    return said


def test_a_quantised_net_says_nearly_the_same(weights: dict[str, Floats]) -> None:
    exact = run(a_net(weights), list(range(WORDS)))
    small = run(quantise(a_net(weights), tables=["table"]), list(range(WORDS)))
    assert np.corrcoef(exact.ravel(), small.ravel())[0, 1] > 0.999


def test_what_it_says_of_a_row_does_not_depend_on_the_others(weights: dict[str, Floats]) -> None:
    net = quantise(a_net(weights), tables=["table"])
    together = run(net, list(range(WORDS)))
    for each in (0, 7, WORDS - 1):
        assert np.array_equal(run(net, [each])[0], together[each])


def test_large_weights_take_a_quarter_of_the_room_and_small_heads_stay_exact(
    weights: dict[str, Floats],
) -> None:
    net = quantise(a_net(weights), tables=["table"])
    kinds = {each.name: each.data_type for each in net.graph.initializer}
    assert net.ByteSize() < 0.3 * a_net(weights).ByteSize()
    assert kinds["head"] == TensorProto.FLOAT
    assert {name for name in kinds if name in {"table", "inner", "outer"}} == set()


def test_nought_is_no_trouble(weights: dict[str, Floats]) -> None:
    empty = {name: np.zeros_like(values) for name, values in weights.items()}
    said = run(quantise(a_net(empty), tables=["table"]), [0, 1])
    assert np.array_equal(said, np.zeros((2, 3), dtype=np.float32))
