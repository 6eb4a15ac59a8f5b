"""An ONNX graph in the making: nodes one after another, and the constants they need."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
"""The domain of operators that onnxruntime adds to ONNX."""

_OPSET, _IR_VERSION = 17, 9

Floats = NDArray[np.float32]


class Nodes:
    """Collects nodes, each named after the output it makes."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    @property
    def count(self) -> int:
        """How many nodes there are so far."""
        return len(self._nodes)

    def constant(self, name: str, values: NDArray[np.generic] | np.generic) -> str:
        """Keep `values` under `name`, the first that come under it; return the name."""
        self._constants.setdefault(name, numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def axis(self, number: int) -> str:
        """Return a constant that names one axis."""
        return self.constant(f"axis_{number}", np.array([number], dtype=np.int64))

    def add(
        self,
        kind: str,
        inputs: Sequence[str],
        out: str = "",
        *,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401 - each operator has its own
    ) -> str:
        """Add a node with one output; return the output's name."""
        name = out or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def model(
        self, name: str, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto]
    ) -> onnx.ModelProto:
        """Return the whole, checked."""
        graph = helper.make_graph(self._nodes, name, inputs, outputs, list(self._constants.values()))
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        onnx.checker.check_model(made)
        return made
