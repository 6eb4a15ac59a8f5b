"""From the trained net to the files that ship: one ONNX graph in eight bits, the tokenizer, net.json."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx

from feedback.nets.folder import ABOUT, GRAPH, TOKENIZER
from training.graph import graph
from training.net import Net
from training.quantise import Range


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
    sources: Sequence[str]


def export(net: Net, tokenizer: str, about: About, folder: Path, *, ranges: Mapping[str, Range]) -> None:
    """Write net.onnx, tokenizer.json and net.json into `folder`; `ranges` are as `ranges.measured` said."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph(net.eval(), ranges), folder / GRAPH)
    (folder / TOKENIZER).write_text(_compact(tokenizer), encoding="utf-8")
    files = {name: _hash(folder / name) for name in (GRAPH, TOKENIZER)}
    said: Mapping[str, object] = {**{key: getattr(about, key) for key in About.__slots__}, "files": files}
    (folder / ABOUT).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def _compact(tokenizer: str) -> str:
    return json.dumps(json.loads(tokenizer), ensure_ascii=False, separators=(",", ":"))


def _hash(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes()).hexdigest()
