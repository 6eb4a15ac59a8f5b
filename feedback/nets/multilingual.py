"""The multilingual net at work: texts to pieces, packed vectors of pieces through onnxruntime, to readings.

It reads like the English net, and for one reason differently: nearly all of it is a table of 128,000 vectors,
which stays packed and on the disk but for the rows that a text needs.
"""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from config.emotion import EMOTIONS
from feedback.nets.about import About
from feedback.nets.folder import ABOUT, GRAPH, TOKENIZER, BrokenWeights, read_about
from feedback.nets.net import FEELINGS, Reading, ToRead, Word
from feedback.nets.places import words_in
from feedback.nets.reader import chunks, session_options, shown_emotions
from feedback.nets.words import for_net

TABLE, PACKED_TOKENIZER = "table.npy", f"{TOKENIZER}.gz"

SCALE_BYTES = 2
"""The end of a packed row: its scale, as float16."""

MOST_PIECES, _OF_END = 256, 96
"""Of a text; the middle of a longer one is not read, for feelings stand at both ends."""

_FIRST, _LAST = 1, 2  # the base's pieces `<s>` and `</s>`
_QUESTIONS_KEPT = 1024

_OUTPUTS = ("feeling", "valence", "emotions", "words", "vector")

Floats = NDArray[np.float32]
_NOTHING: Floats = np.zeros(0, dtype=np.float32)
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the net says of n texts.

    `sentiment` [n, 5]: calibrated chances in the order of FEELINGS; each row sums to 1. `valence` [n]: -2..2.
    `emotions` [n, 28]: calibrated chances in the order of EMOTIONS. `vectors` [n, 512], of length 1.
    """

    sentiment: NDArray[np.float64]
    valence: NDArray[np.float64]
    emotions: NDArray[np.float64]
    vectors: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Encoded:
    """A text's pieces between `<s>` and `</s>`, and where in the cleaned text the inner ones stand."""

    cleaned: str
    ids: Sequence[int]
    places: Sequence[tuple[int, int]]


class MultilingualNet:
    """Weights of a folder, in memory; may be used by several threads at once. LazyNet tells what they are.

    What it says of a text does not depend on the other texts of a call, but for the last bits of float32.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load `folder`; raise BrokenWeights unless its files are those that net.json was written for."""
        self._about = read_about(folder)
        graph, tokenizer = (_checked(folder, name, self._about) for name in (GRAPH, PACKED_TOKENIZER))
        _checked(folder, TABLE, self._about)
        self._table: NDArray[np.uint8] = np.load(folder / TABLE, mmap_mode="r")
        self._width = 2 * (self._table.shape[1] - SCALE_BYTES)
        self._tokenizer = Tokenizer.from_str(gzip.decompress(tokenizer).decode("utf-8"))
        self._session = onnxruntime.InferenceSession(
            graph, session_options(threads), providers=["CPUExecutionProvider"]
        )
        self._of_question = lru_cache(maxsize=_QUESTIONS_KEPT)(self._question_vector)

    def score(self, texts: Sequence[str], questions: Sequence[str | None]) -> Judged:
        """Judge each text as the answer to the question beside it, in order."""
        encoded = [self._encoded(text) for text in texts]
        return self._judged(self._told(encoded, self._vectors_of(questions)))

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        """Read each text, in order."""
        encoded = [self._encoded(each.text) for each in texts]
        told = self._told(encoded, self._vectors_of([each.question for each in texts]))
        judged = self._judged(told)
        return [
            Reading(
                chances=dict(zip(FEELINGS, judged.sentiment[row].tolist(), strict=True)),
                valence=float(judged.valence[row]),
                emotions=shown_emotions(self._about, judged.emotions[row].tolist()),
                words=_words(each.text, encoded[row], told["words"][row]),
                vector=tuple(judged.vectors[row].tolist()),
            )
            for row, each in enumerate(texts)
        ]

    def _encoded(self, text: str) -> _Encoded:
        cleaned = for_net(text)
        # One by one: a batch would be spread over threads that nobody granted us.
        read = self._tokenizer.encode(cleaned)
        return _Encoded(cleaned=cleaned, ids=cut(read.ids), places=_kept(read.offsets))

    def _vectors_of(self, questions: Sequence[str | None]) -> Floats:
        none = np.zeros(self._width, dtype=np.float32)
        found = [self._of_question(each) if each else none for each in questions]
        return np.stack(found) if found else np.zeros((0, self._width), dtype=np.float32)

    def _question_vector(self, question: str) -> Floats:
        unasked = np.zeros((1, self._width), dtype=np.float32)
        return self._told([self._encoded(question)], unasked)["vector"][0]

    def _told(self, encoded: Sequence[_Encoded], questions: Floats) -> Mapping[str, Sequence[Floats]]:
        """Return the outputs for each text, in order; `words` has its padding cut off."""
        told: dict[str, list[Floats]] = {name: [_NOTHING] * len(encoded) for name in _OUTPUTS}
        for chunk in chunks([len(each.ids) for each in encoded]):
            outputs = self._run([encoded[place].ids for place in chunk], questions[chunk])
            for name, rows in zip(_OUTPUTS, outputs, strict=True):
                for row, place in enumerate(chunk):
                    told[name][place] = rows[row]
        return told

    def _run(self, ids: Sequence[Sequence[int]], questions: Floats) -> Sequence[Floats]:
        shape = (len(ids), max(map(len, ids)))
        places, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32)
        for row, each in enumerate(ids):
            places[row, : len(each)], mask[row, : len(each)] = each, 1
        packed = np.ascontiguousarray(self._table[places])
        outputs: Sequence[Floats] = self._session.run(
            _OUTPUTS,
            {
                "codes": packed[..., :-SCALE_BYTES],
                "scale": np.ascontiguousarray(packed[..., -SCALE_BYTES:]).view(np.float16).astype(np.float32),
                "mask": mask,
                "question": questions,
            },
        )
        return outputs

    def _judged(self, told: Mapping[str, Sequence[Floats]]) -> Judged:
        about = self._about
        feeling, valence, emotions, vectors = (
            np.array(told[name], dtype=np.float64).reshape(-1, *shape)
            for name, shape in (
                ("feeling", (len(FEELINGS),)),
                ("valence", ()),
                ("emotions", (len(EMOTIONS),)),
                ("vector", (self._width,)),
            )
        )
        return Judged(
            sentiment=_softmax((feeling + about.bias) / about.temperature),
            valence=np.clip(valence, -2.0, 2.0),
            emotions=1 / (1 + np.exp(-(emotions + about.emotion_bias) / about.emotion_temperature)),
            vectors=vectors,
        )


def cut(ids: Sequence[int]) -> list[int]:
    """Return a text's pieces as the net reads them: both ends of it, `<s>` before and `</s>` behind."""
    return [_FIRST, *_kept(ids), _LAST]


def _kept(parts: Sequence[_Part]) -> Sequence[_Part]:
    return parts if len(parts) <= MOST_PIECES else [*parts[: MOST_PIECES - _OF_END], *parts[-_OF_END:]]


def _words(text: str, encoded: _Encoded, pulls: Floats) -> tuple[Word, ...]:
    """Return the words of `text` with their pulls; a piece begins with the blank before it, a word not."""
    spans = ((start + encoded.cleaned[start:end].startswith(" "), end) for start, end in encoded.places)
    inner = pulls[1 : 1 + len(encoded.places)].astype(np.float64).tolist()
    return words_in(text, encoded.cleaned, zip(spans, inner, strict=True))


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _checked(folder: Path, name: str, about: About) -> bytes:
    try:
        found = (folder / name).read_bytes()
    except OSError as problem:
        raise BrokenWeights(folder / name, problem.strerror or "unreadable") from problem
    if hashlib.blake2b(found).hexdigest() != about.files.get(name):
        raise BrokenWeights(folder / name, f"not the file that {ABOUT} was written for (its BLAKE2b differs)")
    return found
