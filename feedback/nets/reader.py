"""A net at work: texts to tokens, tokens through onnxruntime, and its outputs to calibrated readings.

Imported when the first text is to be read: numpy, onnxruntime and tokenizers take a quarter of a second.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, exp
from pathlib import Path
from platform import machine

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from config.emotion import EMOTIONS
from feedback.nets.about import About
from feedback.nets.folder import Weights
from feedback.nets.net import FEELINGS, Reading, ToRead
from feedback.nets.places import words_in
from feedback.nets.words import for_net

MOST_EMOTIONS = 4
"""So many emotions are named at most."""

NEUTRAL = "neutral"
_NAMES = tuple(emotion.name for emotion in EMOTIONS)
_NEUTRAL_AT = _NAMES.index(NEUTRAL)

# No more than stay in the cache: with 256 tokens a core reads a quarter more texts than with 1,024.
_MOST_TOKENS_AT_ONCE, _MOST_TEXTS_AT_ONCE = 256, 16

_OUTPUTS = ("feeling", "valence", "emotions", "words", "vector")
_ERRORS_ONLY = 3

EXACT_PRODUCTS = "session.x64quantprecision"
"""onnxruntime's name for adding products up in as many bits as they need."""

_INTEL_KIND = frozenset({"x86_64", "AMD64"})
_CPUINFO = Path("/proc/cpuinfo")
_VNNI = frozenset({"avx512_vnni", "avx_vnni"})

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
        for chunk in chunks([len(each.tokens) for each in encoded]):
            outputs = self._run([encoded[place].tokens for place in chunk])
            for row, place in enumerate(chunk):
                found[place] = _reading(self._about, encoded[place], [output[row] for output in outputs])
        return [found[place] for place in range(len(texts))]

    def _encoded(self, to_read: ToRead) -> "_Encoded":
        cleaned, question = for_net(to_read.text), for_net(to_read.question or "")
        # One by one: a batch would be spread over threads that nobody granted us.
        return _Encoded(to_read.text, cleaned, self._tokenizer.encode(cleaned, question or None))

    def _run(self, encoded: Sequence[Encoding]) -> Sequence[Floats]:
        ids = np.array([each.ids for each in encoded], dtype=np.int64)
        types = np.array([each.type_ids for each in encoded], dtype=np.int64)
        outputs: Sequence[Floats] = self._session.run(_OUTPUTS, {"ids": ids, "types": types})
        return outputs


def chunks(lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the places of texts to be read together, each place once.

    They are of one length: the sums over a text then have as many parts in any company, and so the same bits.
    """
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for place, length in enumerate(lengths):
        by_length[length].append(place)
    for length, places in sorted(by_length.items()):
        most = max(1, min(_MOST_TEXTS_AT_ONCE, _MOST_TOKENS_AT_ONCE // max(1, length)))
        # Each chunk fetches all weights: a last one of two texts would cost nearly as much as a full one.
        parts = ceil(len(places) / most)
        yield from (places[first::parts] for first in range(parts))


def _reading(about: About, encoded: _Encoded, told: Sequence[Floats]) -> Reading:
    """Return what the outputs of one text mean, which come in the order of _OUTPUTS."""
    feeling, valence, emotions, words, vector = (each.tolist() for each in told)
    warmth = [(one + bias) / about.temperature for one, bias in zip(feeling, about.bias, strict=True)]
    heat = about.emotion_temperature
    shown = [(one + bias) / heat for one, bias in zip(emotions, about.emotion_bias, strict=True)]
    tokens = zip(encoded.tokens.offsets, words, encoded.tokens.type_ids, strict=True)
    return Reading(
        chances=dict(zip(FEELINGS, _softmax(warmth), strict=True)),
        valence=min(max(valence, -2.0), 2.0),
        emotions=shown_emotions(about, [_sigmoid(each) for each in shown]),
        words=words_in(
            encoded.text, encoded.cleaned, [(span, pull) for span, pull, kind in tokens if not kind]
        ),
        vector=tuple(vector),
    )


def shown_emotions(about: About, chances: Sequence[float]) -> dict[str, float]:
    """Return the emotions over their thresholds, the strongest first; neutral if there are none."""
    bounded = zip(_NAMES, chances, about.emotion_thresholds, strict=True)
    over = [(chance, name) for name, chance, bound in bounded if chance >= bound]
    shown = sorted(over, reverse=True)[:MOST_EMOTIONS]
    return {name: chance for chance, name in shown} or {NEUTRAL: chances[_NEUTRAL_AT]}


def _softmax(logits: Sequence[float]) -> list[float]:
    most = max(logits)
    powers = [exp(each - most) for each in logits]
    total = sum(powers)
    return [each / total for each in powers]


def _sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def session_options(threads: int) -> onnxruntime.SessionOptions:
    """Return how a session runs here: on so many threads, the same each time, and silent but for errors."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    if overflows():
        options.add_session_config_entry(EXACT_PRODUCTS, "1")
    return options


def overflows(kind: str = machine(), told: Path = _CPUINFO) -> bool:
    """Whether onnxruntime's fast way with products in eight bits may be wrong on this processor.

    Without VNNI, those of Intel's kind add two products up in 16 bits, which are too few. The exact way takes
    twice as long, so it is gone where nothing is known to do better.
    """
    if kind not in _INTEL_KIND:
        return False
    try:
        return _VNNI.isdisjoint(told.read_text(encoding="utf-8").split())
    except OSError:
        return True
