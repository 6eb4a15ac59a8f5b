"""What net.json says of a net.

It is read by hand: importing pydantic for it took as long as numpy and onnxruntime together.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import TypeVar

from config.emotion import EMOTIONS
from feedback.nets.net import FEELINGS

_VERSION = re.compile(r"[^\s+]+")  # becomes a part of a score's version, whose parts a plus joins
_LEAST_TOKENS = 8
_T = TypeVar("_T")


class Malformed(ValueError):
    """A net.json is no JSON object, or some keys are missing or hold what they must not; they are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """How outputs become chances, and what the net reads.

    Chances of feelings are softmax((logits + bias) / temperature), those of emotions the sigmoid of the same
    (Guo et al. 2017, "On Calibration of Modern Neural Networks", with a bias for each class). `files` maps
    the names of the other files to their BLAKE2b.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    most_tokens: int
    temperature: float
    bias: tuple[float, ...]
    emotion_temperature: float
    emotion_bias: tuple[float, ...]
    emotion_thresholds: tuple[float, ...]
    files: Mapping[str, str]


def about(said: bytes) -> About:
    """Return what a net.json says; raise Malformed, which names all keys that are wrong."""
    keys = _Keys(_object(said))
    found = About(
        name=keys.text("name"),
        version=keys.text("version", like=_VERSION),
        languages=keys.texts("languages"),
        most_tokens=keys.whole("most_tokens", least=_LEAST_TOKENS),
        temperature=keys.number("temperature", over=0),
        bias=keys.numbers("bias", count=len(FEELINGS)),
        emotion_temperature=keys.number("emotion_temperature", over=0),
        emotion_bias=keys.numbers("emotion_bias", count=len(EMOTIONS)),
        emotion_thresholds=keys.numbers("emotion_thresholds", count=len(EMOTIONS)),
        files=keys.named("files"),
    )
    if keys.wrong:
        raise Malformed(", ".join(keys.wrong))
    return found


def _object(said: bytes) -> Mapping[str, object]:
    try:
        read: object = json.loads(said)
    except ValueError as problem:
        raise Malformed("the file") from problem
    if not isinstance(read, dict):
        raise Malformed("the file")
    return read


class _Keys:
    """The keys of a JSON object; which of those asked for are wrong is kept, and told at the end."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self._said = said
        self.wrong: list[str] = []

    def text(self, key: str, *, like: re.Pattern[str] | None = None) -> str:
        value = self._said.get(key)
        if isinstance(value, str) and (like is None or like.fullmatch(value)):
            return value
        return self._refused(key, "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return one string or more."""
        values = self._listed(key)
        texts = tuple(value for value in values if isinstance(value, str))
        return texts if texts and len(texts) == len(values) else self._refused(key, ())

    def whole(self, key: str, *, least: int) -> int:
        value = self._said.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        return self._refused(key, least)

    def number(self, key: str, *, over: float = -inf) -> float:
        value = _number(self._said.get(key))
        return value if value is not None and value > over else self._refused(key, 1.0)

    def numbers(self, key: str, *, count: int) -> tuple[float, ...]:
        values = self._listed(key)
        numbers = tuple(number for value in values if (number := _number(value)) is not None)
        return numbers if len(numbers) == len(values) == count else self._refused(key, ())

    def named(self, key: str) -> Mapping[str, str]:
        """Return strings by name."""
        value = self._said.get(key)
        if not isinstance(value, dict):
            return self._refused(key, {})
        found = {name: each for name, each in value.items() if isinstance(each, str)}
        return found if len(found) == len(value) else self._refused(key, {})

    def _listed(self, key: str) -> Sequence[object]:
        value = self._said.get(key)
        return value if isinstance(value, list) else ()

    def _refused(self, key: str, instead: _T) -> _T:
        self.wrong.append(key)
        return instead


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    return None
