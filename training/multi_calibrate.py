"""Makes the multilingual net's confidence honest, and finds a threshold for each of its emotions."""

from collections.abc import Mapping, Sequence

import numpy as np

from feedback.nets.multilingual import MultilingualNet
from training.calibrate import scaled
from training.examples import EMOTION_NAMES, FEELINGS, Example
from training.measures import best_thresholds

_THRESHOLDS = np.linspace(0.1, 0.9, 33)
_LEAST = 1e-9


def calibration(
    net: MultilingualNet, kept_back: Sequence[Example], emotional: Sequence[Example]
) -> Mapping[str, object]:
    """Return what net.json says of it, fitted on rows that nothing was taught with.

    `net` must not be calibrated yet: the logarithms of its chances then are its logits but for a constant.
    """
    judged = net.score([each.text for each in kept_back], [each.question for each in kept_back])
    logits = np.log(np.maximum(judged.sentiment, _LEAST))
    target = np.array([[(each.feeling or {}).get(name, np.nan) for name in FEELINGS] for each in kept_back])
    temperature, bias = scaled(logits, target)
    found = net.score([each.text for each in emotional], [each.question for each in emotional])
    named = np.array([[each.emotions.get(name, 0.0) for name in EMOTION_NAMES] for each in emotional])
    return {
        "temperature": temperature,
        "bias": bias.tolist(),
        "emotion_thresholds": best_thresholds(named, found.emotions, _THRESHOLDS).tolist(),
    }
