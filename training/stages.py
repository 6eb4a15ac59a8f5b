"""What the English net is taught, in four stages: corpora, the chat set beside them, chat, and patients."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from feedback.nets.words import for_net
from training import chat_set, corpora, together, urgent_care
from training.base import Base
from training.batches import collate
from training.examples import EMOTION_NAMES, Example
from training.loss import rare_counts_more
from training.net import Net
from training.soften import softened
from training.teach import Stage, teach
from training.themes import ThemeLoss

SEED = 7

GENERAL = Stage(passes=2, rate=2e-4, head_rate=1e-3)
BOTH = Stage(passes=1, rate=1.6e-4, head_rate=4e-4, average=0.997)
CHAT = Stage(passes=1, size=64, rate=1.3e-4, head_rate=3e-4, average=0.996)
CARE = Stage(passes=1, size=64, rate=8e-5, head_rate=1.5e-4, average=0.97)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How often a stage sees each answer of the chat set, each time with other noise, and each corpus."""

    chat: float
    corpora: Mapping[str, float]


_BOTH = Mix(
    chat=2,
    corpora={"goemotions": 0.6, "vader": 1.0, "uci": 1.0, "mams": 0.7, "brighter_en": 0.8, "gp": 0.5},
)
_CHAT = Mix(
    chat=2,
    corpora={"goemotions": 0.3, "vader": 0.3, "uci": 0.3, "mams": 0.2, "brighter_en": 0.2},
)
_CARE = Mix(chat=0.15, corpora={"goemotions": 0.03, "vader": 0.03, "mams": 0.02})

_KEPT_BACK = 10  # one row in so many is for calibration
_TOPICS, _EMOTIONS = "banking77", "goemotions"


def on_corpora(base: Base, tokenizer: Tokenizer, *, data: Path) -> Net:
    """Teach the base the general corpora, keeping its sentence vectors close to where they were."""
    rows = _general(data)
    net = Net(base)
    return teach(
        net,
        rows,
        tokenizer,
        stage=GENERAL,
        chance=Random(SEED),
        emotion_weights=_emotion_weights(rows, GENERAL),
        teacher=vectors(net, rows, tokenizer),
    )


def on_both(first: Net, tokenizer: Tokenizer, *, data: Path) -> Net:
    """Teach a copy of the net how customers answer in a chat, and about what, beside the corpora."""
    rows = _mixed(_BOTH, data, first, tokenizer)
    return _with_themes(deepcopy(first), rows, tokenizer, stage=BOTH, data=data)


def on_chat(net: Net, tokenizer: Tokenizer, *, data: Path, first: Net) -> Net:
    """Teach a copy of the net the chat set once more, in smaller steps and with less beside it."""
    rows = _mixed(_CHAT, data, first, tokenizer)
    return _with_themes(deepcopy(net), rows, tokenizer, stage=CHAT, data=data)


def on_care(
    net: Net, tokenizer: Tokenizer, *, data: Path, first: Net, found: Sequence[urgent_care.Comment]
) -> Net:
    """Teach a copy of the net how a person judged the comments `found`."""
    rows = [*urgent_care.examples(list(found)), *_mixed(_CARE, data, first, tokenizer)]
    return _with_themes(deepcopy(net), rows, tokenizer, stage=CARE, data=data)


def chat() -> Sequence[Example]:
    """Return the English answers of the chat set that may be taught."""
    return [
        each for each in chat_set.examples(chat_set.taught()) if each.language == "en" and for_net(each.text)
    ]


def is_kept_back(example: Example) -> bool:
    """Whether an answer is not taught, but calibrated with; the same in every run."""
    return crc32(example.text.encode()) % _KEPT_BACK == 0


def vectors(net: Net, rows: Sequence[Example], tokenizer: Tokenizer) -> NDArray[np.float32]:
    """Return the net's sentence vectors [n, 384] of the rows as they are now."""
    made = np.zeros((len(rows), net.trunk.config.hidden_size), dtype=np.float32)
    net.eval()
    with torch.inference_mode():
        for places in together.share(_by_length(rows)):
            read = tokenizer.encode_batch([for_net(rows[at].text) for at in places])
            batch = collate([rows[at] for at in places], read)
            made[places] = net(batch.ids, batch.attention, batch.types).vector.numpy()
    return together.joined(made)


def _with_themes(net: Net, rows: Sequence[Example], tokenizer: Tokenizer, *, stage: Stage, data: Path) -> Net:
    topics = list(corpora.banking77(data))
    named = {_TOPICS: {each.theme: [each.theme.replace("_", " ")] for each in topics if each.theme}}
    about = {**chat_set.themes(), **named}
    own = Random(SEED + together.rank())
    return teach(
        net,
        rows,
        tokenizer,
        stage=stage,
        chance=Random(SEED),
        emotion_weights=_emotion_weights(rows, stage),
        extra=ThemeLoss([*rows, *topics], about, tokenizer, chance=own),
    )


def _mixed(mix: Mix, data: Path, first: Net, tokenizer: Tokenizer) -> list[Example]:
    """Return the rows of a stage: each as often as `mix` says, a part of it drawn by lot.

    GoEmotions' labels are softened by the net of the first stage, which has been taught nothing else.
    """
    chance = Random(SEED)
    found = _drawn([each for each in chat() if not is_kept_back(each)], mix.chat, chance)
    for name, times in mix.corpora.items():
        drawn = _drawn(_readable(name, data), times, chance)
        found += drawn if name != _EMOTIONS else _softly(drawn, first, tokenizer, data)
    return found


def _softly(rows: Sequence[Example], first: Net, tokenizer: Tokenizer, data: Path) -> list[Example]:
    counting = _emotion_weights(_general(data), GENERAL)
    return softened(rows, first, tokenizer, counting=counting)


def _general(data: Path) -> list[Example]:
    return [each for name in corpora.GENERAL if name != _TOPICS for each in _readable(name, data)]


def _drawn(rows: list[Example], times: float, chance: Random) -> list[Example]:
    whole, part = divmod(times, 1)
    return [*rows * int(whole), *chance.sample(rows, round(part * len(rows)))]


def _readable(name: str, data: Path) -> list[Example]:
    return [each for each in corpora.GENERAL[name](data) if for_net(each.text)]


def _by_length(rows: Sequence[Example], size: int = 128) -> Iterator[list[int]]:
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].text))
    return (order[first : first + size] for first in range(0, len(order), size))


def _emotion_weights(rows: Sequence[Example], stage: Stage) -> torch.Tensor:
    present = torch.tensor(
        [[each.emotions.get(name, float("nan")) for name in EMOTION_NAMES] for each in rows]
    )
    return rare_counts_more(present, power=stage.rare_power)
