"""A net at work: texts to tokens, tokens through onnxruntime, and its outputs to calibrated readings.

Imported when the first text is to be read: numpy, onnxruntime and tokenizers take a quarter of a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from config.emotion import EMOTIONS
from feedback.nets.folder import About, Weights
from feedback.nets.net import FEELINGS, Reading, ToRead
from feedback.nets.places import words_in
from feedback.nets.words import for_net

MOST_EMOTIONS = 4
"""So many emotions are named at most."""

NEUTRAL = "neutral"

# A chunk is padded to its longest text, so it holds texts of like length, and no more than stay in the cache:
# with 256 tokens a core reads a quarter more texts than with 1,024.
_MOST_TOKENS_AT_ONCE, _MOST_TEXTS_AT_ONCE = 256, 16

_OUTPUTS = ("feeling", "valence", "emotions", "words", "vector")
_ERRORS_ONLY = 3

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Encoded:
    text: str
    cleaned: str
    tokens: Encoding


class Reader:
    """Weights in memory; may be used by several threads at once."""

    def __init__(self, weights: Weights, *, threads: int = 1) -> None:
        self._about = weights.about
        self._tokenizer = Tokenizer.from_str(weights.tokenizer)
        # A long text loses its end, never the question behind it.
        self._tokenizer.enable_truncation(self._about.most_tokens, strategy="longest_first")
        self._session = onnxruntime.InferenceSession(
            weights.graph, session_options(threads), providers=["CPUExecutionProvider"]
        )

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        """Read each text, in order."""
        encoded = [self._encoded(each) for each in texts]
        found: dict[int, Reading] = {}
        for chunk in chunks([len(each.tokens.ids) for each in encoded]):
            outputs = self._run([encoded[place].tokens for place in chunk])
            for row, place in enumerate(chunk):
                found[place] = _reading(self._about, encoded[place], [output[row] for output in outputs])
        return [found[place] for place in range(len(texts))]

    def _encoded(self, to_read: ToRead) -> "_Encoded":
        cleaned, question = for_net(to_read.text), for_net(to_read.question or "")
        # One by one: a batch would be spread over threads that nobody granted us.
        return _Encoded(to_read.text, cleaned, self._tokenizer.encode(cleaned, question or None))

    def _run(self, encoded: Sequence[Encoding]) -> Sequence[Floats]:
        longest = max(len(each.ids) for each in encoded)
        shape = (len(encoded), longest)
        ids, attention, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, each in enumerate(encoded):
            size = len(each.ids)
            ids[row, :size], attention[row, :size], types[row, :size] = each.ids, 1, each.type_ids
        outputs: Sequence[Floats] = self._session.run(
            _OUTPUTS, {"ids": ids, "attention": attention, "types": types}
        )
        return outputs


def chunks(lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the places of texts to be read together: each place once, those of like length side by side."""
    chunk: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = (len(chunk) + 1) * lengths[place] > _MOST_TOKENS_AT_ONCE
        if chunk and (full or len(chunk) == _MOST_TEXTS_AT_ONCE):
            yield chunk
            chunk = []
        chunk.append(place)
    if chunk:
        yield chunk


def _reading(about: About, encoded: _Encoded, told: Sequence[Floats]) -> Reading:
    """Return what the outputs of one text mean, which come in the order of _OUTPUTS."""
    feeling, valence, emotions, words, vector = (each.astype(np.float64) for each in told)
    tokens = zip(
        encoded.tokens.offsets, words.tolist(), encoded.tokens.type_ids, strict=False
    )  # then padding
    return Reading(
        chances=dict(zip(FEELINGS, _softmax((feeling + about.bias) / about.temperature), strict=True)),
        valence=float(np.clip(valence, -2.0, 2.0)),
        emotions=shown_emotions(about, _sigmoid((emotions + about.emotion_bias) / about.emotion_temperature)),
        words=words_in(
            encoded.text, encoded.cleaned, [(span, pull) for span, pull, kind in tokens if not kind]
        ),
        vector=tuple(vector.tolist()),
    )


def shown_emotions(about: About, chances: Sequence[float]) -> dict[str, float]:
    """Return the emotions over their thresholds, the strongest first; neutral if there are none."""
    by_name = {emotion.name: chance for emotion, chance in zip(EMOTIONS, chances, strict=True)}
    bounds = zip(by_name.items(), about.emotion_thresholds, strict=True)
    over = [(chance, name) for (name, chance), bound in bounds if chance >= bound]
    shown = sorted(over, reverse=True)[:MOST_EMOTIONS]
    return {name: chance for chance, name in shown} or {NEUTRAL: by_name[NEUTRAL]}


def _softmax(logits: NDArray[np.float64]) -> list[float]:
    powers = np.exp(logits - logits.max())
    shares: list[float] = (powers / powers.sum()).tolist()
    return shares


def _sigmoid(logits: NDArray[np.float64]) -> list[float]:
    chances: list[float] = (1 / (1 + np.exp(-logits))).tolist()
    return chances


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """Return how a session runs here: on so many threads, the same each time, and silent but for errors."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    return options
