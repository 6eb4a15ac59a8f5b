"""A folder of weights: what it says of itself, and its files, which must be those it was written for."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.emotion import EMOTIONS
from feedback.nets.net import FEELINGS

ENGLISH = Path(__file__).parent / "weights" / "english"
"""The weights that come with the product."""

ABOUT, GRAPH, TOKENIZER = "net.json", "net.onnx", "tokenizer.json"

_REMEDY = "install aftertouch again, or make the weights with `make train`"

_PerFeeling = Annotated[tuple[float, ...], Field(min_length=len(FEELINGS), max_length=len(FEELINGS))]
_PerEmotion = Annotated[tuple[float, ...], Field(min_length=len(EMOTIONS), max_length=len(EMOTIONS))]


class BrokenWeights(Exception):
    """A file of the weights is missing, altered or unreadable."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; {_REMEDY}")


class About(BaseModel):
    """What net.json says: how outputs become chances, and what the net reads.

    Chances of feelings are softmax((logits + bias) / temperature), those of emotions the sigmoid of the same
    (Guo et al. 2017, "On Calibration of Modern Neural Networks", with a bias for each class).
    """

    model_config = ConfigDict(frozen=True)

    name: str
    version: Annotated[str, Field(pattern=r"^[^\s+]+$")]
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    most_tokens: Annotated[int, Field(ge=8)]
    temperature: Annotated[float, Field(gt=0)]
    bias: _PerFeeling
    emotion_temperature: Annotated[float, Field(gt=0)]
    emotion_bias: _PerEmotion
    emotion_thresholds: _PerEmotion
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The files of a folder, checked."""

    about: About
    graph: bytes
    tokenizer: str


def read_about(folder: Path) -> About:
    """Return what the folder says of itself; raise BrokenWeights if it does not."""
    said = _read(folder / ABOUT)
    try:
        return About.model_validate_json(said)
    except ValidationError as problem:
        wrong = ", ".join(".".join(map(str, each["loc"])) or "the file" for each in problem.errors())
        raise BrokenWeights(folder / ABOUT, f"unreadable ({wrong})") from problem


def read_weights(folder: Path) -> Weights:
    """Return the files, each with the BLAKE2b that net.json names; raise BrokenWeights otherwise."""
    about = read_about(folder)
    graph, tokenizer = (_checked(folder / name, about.files.get(name)) for name in (GRAPH, TOKENIZER))
    return Weights(about, graph, tokenizer.decode("utf-8"))


def _checked(path: Path, written: str | None) -> bytes:
    found = _read(path)
    if hashlib.blake2b(found).hexdigest() != written:
        raise BrokenWeights(path, f"not the file that {ABOUT} was written for (its BLAKE2b differs)")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise BrokenWeights(path, problem.strerror or "unreadable") from problem
