"""What the English net is taught, in three stages: the corpora, the chat set, and patients' comments."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
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
from training.teach import Stage, teach
from training.themes import theme_loss

SEED = 7

GENERAL = Stage(passes=2, rate=2e-4, head_rate=1e-3)
CHAT = Stage(passes=1, rate=1.6e-4, head_rate=4e-4, average=0.997)
CARE = Stage(passes=2, rate=6e-5, head_rate=1.2e-4, average=0.98)

CHAT_TIMES = 7
"""How often the second stage sees each answer of the chat set, each time with other noise."""

_SHARES = {"goemotions": 0.7, "vader": 1.0, "uci": 1.0, "mams": 0.7, "brighter_en": 0.8, "gp": 0.5}
"""How often it sees each row of a corpus beside them, so that nothing is forgotten."""

_CHAT_IN_CARE = 0.3
_SHARES_IN_CARE = {"goemotions": 0.04, "vader": 0.06, "mams": 0.04}
"""The same for the third stage."""

_KEPT_BACK = 10  # one row in so many is for calibration
_TOPICS = "banking77"


def on_corpora(base: Base, tokenizer: Tokenizer, *, data: Path) -> Net:
    """Teach the base the general corpora, keeping its sentence vectors close to where they were."""
    rows = [each for name in corpora.GENERAL if name != _TOPICS for each in _readable(name, data)]
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


def on_chat(net: Net, tokenizer: Tokenizer, *, data: Path) -> Net:
    """Teach the net how customers answer in a chat, and what they answer about."""
    chance = Random(SEED)
    rows = [each for each in chat() if not is_kept_back(each) for _ in range(CHAT_TIMES)]
    return _with_themes(net, [*rows, *_sampled(_SHARES, data, chance)], tokenizer, stage=CHAT, data=data)


def on_care(net: Net, tokenizer: Tokenizer, *, data: Path, found: Sequence[urgent_care.Comment]) -> Net:
    """Teach a copy of the net how a person judged the comments `found`."""
    chance = Random(SEED)
    rows = [each for each in chat() if not is_kept_back(each)]
    replayed = chance.sample(rows, round(_CHAT_IN_CARE * len(rows)))
    general = _sampled(_SHARES_IN_CARE, data, chance)
    rows = [*urgent_care.examples(list(found)), *replayed, *general]
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
        extra=theme_loss([*rows, *topics], about, tokenizer, chance=own, weight=1.0),
    )


def _sampled(shares: dict[str, float], data: Path, chance: Random) -> list[Example]:
    found: list[Example] = []
    for name, share in shares.items():
        rows = _readable(name, data)
        times, part = divmod(share, 1)
        found += [*rows * int(times), *chance.sample(rows, round(part * len(rows)))]
    return found


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
