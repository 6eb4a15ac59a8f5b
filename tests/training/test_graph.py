"""The graph that ships says what the net says, and nothing of a text that stands beside it."""

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

if TYPE_CHECKING:
    from training.net import Net

torch = pytest.importorskip("torch", reason="only where nets are trained")

WIDTH, LAYERS, WORDS = 64, 4, 60
OUTPUTS = ("feeling", "valence", "emotions", "words", "vector")
Arrays = Mapping[str, NDArray[np.float32]]


@pytest.fixture(scope="module")
def net() -> "Net":
    from transformers import BertConfig, BertModel  # noqa: PLC0415 - only where nets are trained

    from training.base import Base  # noqa: PLC0415 - the same
    from training.net import Net  # noqa: PLC0415 - the same

    torch.manual_seed(3)
    config = {
        "vocab_size": WORDS,
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 4,
        "intermediate_size": 2 * WIDTH,
        "max_position_embeddings": 128,
        "initializer_range": 0.3,
    }
    trunk = BertModel(BertConfig(**config), add_pooling_layer=False)
    tensors = {name: each.numpy() for name, each in trunk.state_dict().items()}
    made = Net(Base(tensors, config, ""))
    made.eval()
    return made


@pytest.fixture(scope="module")
def session(net: "Net") -> onnxruntime.InferenceSession:
    from training.graph import graph  # noqa: PLC0415 - the same
    from training.ranges import measured  # noqa: PLC0415 - the same

    read = [texts(length, count=20, seed=length) for length in range(3, 20)]
    ranges = measured(net, [(torch.from_numpy(ids), torch.from_numpy(types)) for ids, types in read])
    return onnxruntime.InferenceSession(
        graph(net, ranges).SerializeToString(), providers=["CPUExecutionProvider"]
    )


def texts(length: int, *, count: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return ids and types [count, length], each with a question of its own length at its end."""
    chance = Random(seed)
    ids = [[chance.randrange(1, WORDS) for _ in range(length)] for _ in range(count)]
    starts = [chance.randint(2, length) for _ in range(count)]
    types = [[int(place >= start) for place in range(length)] for start in starts]
    return np.array(ids), np.array(types)


def told(session: onnxruntime.InferenceSession, ids: NDArray[np.int64], types: NDArray[np.int64]) -> Arrays:
    said = session.run(OUTPUTS, {"ids": ids, "types": types})
    return dict(zip(OUTPUTS, said, strict=True))


@pytest.mark.parametrize("length", [3, 9, 17])
def test_the_graph_says_nearly_what_the_net_says(
    net: "Net", session: onnxruntime.InferenceSession, length: int
) -> None:
    ids, types = texts(length, count=30, seed=100 + length)
    with torch.inference_mode():
        due = net(torch.from_numpy(ids), torch.ones(ids.shape), torch.from_numpy(types))

    said = told(session, ids, types)

    for name in OUTPUTS:
        truth = getattr(due, name).numpy()
        assert said[name].shape == truth.shape
        assert np.corrcoef(said[name].ravel(), truth.ravel())[0, 1] > 0.97, name


@pytest.mark.parametrize("length", [2, 3, 8, 13, 96])
def test_a_text_in_company_is_told_the_same_to_the_last_bit(
    session: onnxruntime.InferenceSession, length: int
) -> None:
    ids, types = texts(length, count=16, seed=length)
    together = told(session, ids, types)

    for place in range(16):
        alone = told(session, ids[place : place + 1], types[place : place + 1])
        for name in OUTPUTS:
            assert np.array_equal(alone[name][0], together[name][place]), name
