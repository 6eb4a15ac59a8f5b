"""Eight bits say nearly the same, and the same of a row whatever stands beside it."""

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper

from training.nodes import Nodes
from training.quantise import Range, fitted, in_eight_bits, looked_up, multiplied, quantised

WIDTH, WORDS = 400, 50
Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def weights() -> dict[str, Floats]:
    chance = np.random.default_rng(1)
    return {
        "table": chance.normal(size=(WORDS, WIDTH)).astype(np.float32),
        "inner": chance.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "outer": chance.normal(size=(WIDTH, 3)).astype(np.float32),
        "bias": chance.normal(size=WIDTH).astype(np.float32),
    }


def exact(weights: dict[str, Floats]) -> Floats:
    """Look words up, and multiply twice."""
    mixed = weights["table"] @ weights["inner"] + weights["bias"]
    return (mixed @ weights["outer"]).astype(np.float32)


def a_net(weights: dict[str, Floats]) -> onnx.ModelProto:
    """Do the same in eight bits."""
    nodes = Nodes()
    mixed = weights["table"] @ weights["inner"] + weights["bias"]
    found = looked_up(nodes, weights["table"], "ids")
    first = quantised(nodes, found, fitted(weights["table"], weights["inner"]))
    middle = multiplied(nodes, first, weights["inner"], weights["bias"])
    second = quantised(nodes, middle, fitted(mixed, weights["outer"]))
    nodes.add(
        "Identity", [multiplied(nodes, second, weights["outer"], np.zeros(3, dtype=np.float32))], "says"
    )
    return nodes.model(
        "small",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("says", TensorProto.FLOAT, ["n", 3])],
    )


def run(model: onnx.ModelProto, ids: list[int]) -> Floats:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    said: Floats = session.run(None, {"ids": np.array(ids, dtype=np.int64)})[0]
    return said


def apart(model: onnx.ModelProto, weights: dict[str, Floats]) -> float:
    """Return how much of the answers is error."""
    truth = exact(weights)
    wrong = run(model, list(range(WORDS))) - truth
    return float(np.square(wrong).mean() / truth.var())


def test_a_quantised_net_says_nearly_the_same(weights: dict[str, Floats]) -> None:
    assert apart(a_net(weights), weights) < 1e-3


def test_a_channel_far_from_the_others_costs_them_little(weights: dict[str, Floats]) -> None:
    sample = weights["table"].copy()
    sample[:, 7] += 40  # as in trained nets
    low, high = float(sample.min()), float(sample.max())
    step = (high - low) / 255
    plain = Range(step, round(-low / step), np.ones(WIDTH, dtype=np.float32))

    def lost(range_: Range) -> float:
        values, scales = in_eight_bits(range_.of_weights(weights["inner"]), axis=0)
        told = (range_.rounded(sample) @ values.astype(np.float32)) * scales
        return float(np.square(told - sample @ weights["inner"]).mean())

    assert lost(fitted(sample, weights["inner"])) < 0.5 * lost(plain)


def test_what_it_says_of_a_row_does_not_depend_on_the_others(weights: dict[str, Floats]) -> None:
    net = a_net(weights)
    together = run(net, list(range(WORDS)))
    for each in (0, 7, WORDS - 1):
        assert np.array_equal(run(net, [each])[0], together[each])


def test_it_says_of_a_row_what_its_ranges_say_to_the_last_step(weights: dict[str, Floats]) -> None:
    range_ = fitted(weights["table"], weights["inner"])
    values, scales = in_eight_bits(range_.of_weights(weights["inner"]), axis=0)
    nodes = Nodes()
    nodes.add(
        "Identity", [multiplied(nodes, quantised(nodes, "x", range_), weights["inner"], weights["bias"])], "y"
    )
    shape: list[str | int | None] = ["n", WIDTH]
    net = nodes.model(
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    session = onnxruntime.InferenceSession(net.SerializeToString(), providers=["CPUExecutionProvider"])
    (said,) = session.run(None, {"x": weights["table"]})

    due = (range_.rounded(weights["table"]) @ values.astype(np.float32)) * scales + weights["bias"]

    assert said == pytest.approx(due, rel=1e-3, abs=0.2)


def test_weights_take_a_quarter_of_the_room(weights: dict[str, Floats]) -> None:
    whole = sum(each.nbytes for each in weights.values())
    kinds = {each.name: each.data_type for each in a_net(weights).graph.initializer}

    assert a_net(weights).ByteSize() < 0.3 * whole
    assert {kinds["table"], kinds["weights_6"]} == {TensorProto.INT8}


def test_nought_is_no_trouble(weights: dict[str, Floats]) -> None:
    empty = {name: np.zeros_like(values) for name, values in weights.items()}
    assert np.array_equal(run(a_net(empty), [0, 1]), np.zeros((2, 3), dtype=np.float32))


def test_a_range_keeps_nought_exact_and_clips_what_is_rarest() -> None:
    chance = np.random.default_rng(2)
    sample = np.abs(chance.normal(size=(5_000, 4))).astype(np.float32)
    sample[17, 2] = 1_000
    range_ = fitted(sample, np.eye(4, dtype=np.float32))

    assert range_.rounded(np.zeros((1, 4), dtype=np.float32)).tolist() == [[0, 0, 0, 0]]
    assert range_.zero == 0
    assert range_.rounded(sample)[17, 2] < 1_000


@pytest.mark.parametrize(("step", "zero"), [(0.0, 3), (-1.0, 3), (1.0, 256), (1.0, -1)])
def test_a_range_outside_eight_bits_is_refused(step: float, zero: int) -> None:
    with pytest.raises(ValueError, match="no range"):
        Range(step, zero, np.ones(4, dtype=np.float32))
