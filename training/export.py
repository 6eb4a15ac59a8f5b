"""From the trained net to the file that ships: one ONNX graph, in eight bits, checked against the net."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from training.batches import MOST_TOKENS
from training.net import WORDS_LAYER, Net
from training.quantise import quantise

OUTPUTS = ("feeling", "valence", "emotions", "basics", "poles", "words", "vector")
_INPUTS = ("ids", "attention", "types")
_FAR_AWAY = -1e4


class Exported(nn.Module):
    """The net once more, in as few operations as it takes: queries, keys and values in one product."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net
        self.config = net.trunk.config
        self.places = nn.Parameter(net.trunk.embeddings.position_embeddings.weight[:MOST_TOKENS].clone())
        self.joint = nn.ModuleList(_joint(layer.attention.self) for layer in net.trunk.encoder.layer)

    def forward(self, ids: Tensor, attention: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        """Return OUTPUTS for token `ids` [n, tokens]."""
        table = self.net.trunk.embeddings
        length = ids.shape[1]
        hidden = table.LayerNorm(
            table.word_embeddings(ids)
            + table.token_type_embeddings(types)
            + self.places[:length].unsqueeze(0)
        )
        far = (1 - attention[:, None, None, :].to(hidden.dtype)) * _FAR_AWAY
        words = hidden
        for number, (layer, joint) in enumerate(
            zip(self.net.trunk.encoder.layer, self.joint, strict=True), 1
        ):
            hidden = self._layer(layer, joint, hidden, far)
            if number == WORDS_LAYER:
                words = hidden
        inside = (attention * (1 - types)).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * inside).sum(1) / inside.sum(1)
        shared = self.net.shared(torch.cat([hidden[:, 0], mean], dim=-1))
        return (
            self.net.heads["feeling"](shared),
            2 * torch.tanh(self.net.heads["valence"](shared).squeeze(-1)),
            self.net.heads["emotions"](shared),
            self.net.heads["basics"](shared),
            self.net.heads["poles"](shared),
            torch.tanh(self.net.to_words(words)).mul(inside).squeeze(-1),
            nn.functional.normalize(self.net.to_vector(mean), dim=-1),
        )

    def _layer(self, layer: nn.Module, joint: nn.Module, hidden: Tensor, far: Tensor) -> Tensor:
        n, tokens, width = hidden.shape
        count = self.config.num_attention_heads
        size = width // count
        queries, keys, values = (
            joint(hidden).reshape(n, tokens, 3, count, size).permute(2, 0, 3, 1, 4).unbind(0)
        )
        looked = (queries @ keys.transpose(-1, -2) + far).softmax(-1) @ values
        seen = looked.permute(0, 2, 1, 3).reshape(n, tokens, width)
        attended = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + hidden)
        inner = nn.functional.gelu(layer.intermediate.dense(attended))
        return layer.output.LayerNorm(layer.output.dense(inner) + attended)


def _joint(attention: nn.Module) -> nn.Linear:
    """Return one layer for the three; queries come out already divided by the root of a head's size."""
    parts = [attention.query, attention.key, attention.value]
    scale = attention.attention_head_size**-0.5
    made = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    with torch.no_grad():
        made.weight.copy_(torch.cat([parts[0].weight * scale, parts[1].weight, parts[2].weight]))
        made.bias.copy_(torch.cat([parts[0].bias * scale, parts[1].bias, parts[2].bias]))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the run time must know of a net: how its outputs become probabilities, and what it reads."""

    name: str
    version: str
    languages: Sequence[str]
    most_tokens: int
    temperature: float
    bias: Sequence[float]
    emotion_temperature: float
    emotion_bias: Sequence[float]
    emotion_thresholds: Sequence[float]
    unsure_below: float
    sources: Sequence[str]


def export(net: Net, tokenizer: str, about: About, folder: Path) -> None:
    """Write net.onnx, tokenizer.json and net.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "net.onnx"
    _to_onnx(Exported(net.eval()).eval(), made)
    graph = onnx.load(made)
    tables = [each.name for each in graph.graph.initializer if each.name.endswith("word_embeddings.weight")]
    onnx.save(quantise(graph, tables=tables), made)
    (folder / "tokenizer.json").write_text(_compact(tokenizer), encoding="utf-8")
    files = {name: _hash(folder / name) for name in ("net.onnx", "tokenizer.json")}
    said: Mapping[str, object] = {**{key: getattr(about, key) for key in About.__slots__}, "files": files}
    (folder / "net.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def _to_onnx(net: nn.Module, path: Path) -> None:
    ids = torch.tensor([[101, 2204, 102, 2129, 102], [101, 2204, 102, 0, 0]])
    attention, types = (ids != 0).long(), torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 0, 0]])
    free = {name: {0: "n", 1: "tokens"} for name in (*_INPUTS, "words")}
    torch.onnx.export(
        net,
        (ids, attention, types),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={**free, **{name: {0: "n"} for name in OUTPUTS if name != "words"}},
        opset_version=17,
        dynamo=False,  # the newer exporter writes shapes that onnxruntime cannot fuse
    )


def _compact(tokenizer: str) -> str:
    return json.dumps(json.loads(tokenizer), ensure_ascii=False, separators=(",", ":"))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
