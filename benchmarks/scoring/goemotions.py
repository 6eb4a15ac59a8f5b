"""GoEmotions' test split: 28 emotions, Ekman's groups, and the paper's four groups of sentiment."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.scoring.engines import Engine
from benchmarks.scoring.table import Line
from feedback.nets.folder import ENGLISH, read_weights
from feedback.nets.reader import chunks, session_options
from feedback.nets.words import for_net
from feedback.scorer import ToScore
from training.corpora import goemotions
from training.examples import BASICS, EMOTION_NAMES, POLES, Example
from training.measures import best_thresholds, macro_f1, measured

GOALS = {"emotions": 0.50, "basics": 0.64, "poles": 0.71}

_TITLES = {"emotions": "28 emotions", "basics": "Ekman", "poles": "sentiment"}
_NAMES = {"emotions": EMOTION_NAMES, "basics": BASICS, "poles": POLES}
_HEADS = tuple(_NAMES)
_THRESHOLDS = np.linspace(0.05, 0.95, 91)

Floats = NDArray[np.float64]


def lines(folder: Path, engines: Sequence[Engine]) -> Iterator[Line]:
    """Yield macro-F1 of each grouping; thresholds are chosen on the dev split."""
    dev, test = (list(goemotions(folder, split)) for split in ("dev", "test"))
    seen, met = _outputs(dev), _outputs(test)
    for head in _HEADS:
        at = best_thresholds(_truth(dev, head), seen[head], _THRESHOLDS)
        told = met[head] >= at
        yield Line(
            task=f"GoEmotions test, {_TITLES[head]}, macro-F1",
            engine="aftertouch",
            value=measured(macro_f1, _truth(test, head), told),
            goal=GOALS[head],
        )
    for engine in engines:
        if engine.name != "aftertouch":
            yield _sides(test, engine)


def _sides(test: Sequence[Example], engine: Engine) -> Line:
    """Return how an engine does that knows three sides and no ambiguity, whose F1 is nought for it."""
    sides = [side for side, _ in engine.judge([ToScore(text=each.text, language="en") for each in test])]
    told = np.array([[side == name for name in POLES] for side in sides])
    return Line(
        task="GoEmotions test, sentiment, macro-F1",
        engine=engine.name,
        value=measured(macro_f1, _truth(test, "poles"), told),
    )


def _truth(rows: Sequence[Example], head: str) -> Floats:
    return np.array([[getattr(each, head)[name] for name in _NAMES[head]] for each in rows])


def _outputs(rows: Sequence[Example]) -> dict[str, Floats]:
    """Return each head's chances [rows, names], straight from the graph that ships."""
    weights = read_weights(ENGLISH)
    session = onnxruntime.InferenceSession(
        weights.graph, session_options(1), providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(weights.tokenizer)
    tokenizer.enable_truncation(weights.about.most_tokens)
    read = [tokenizer.encode(for_net(each.text)) for each in rows]
    found = {head: np.zeros((len(rows), len(_NAMES[head]))) for head in _HEADS}
    for places in chunks([len(each.ids) for each in read]):
        ids = np.array([read[at].ids for at in places], dtype=np.int64)
        told = session.run(_HEADS, {"ids": ids, "types": np.zeros_like(ids)})
        for head, logits in zip(_HEADS, told, strict=True):
            found[head][list(places)] = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return found
