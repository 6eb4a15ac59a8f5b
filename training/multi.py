"""Makes the multilingual weights: `python -m training.multi --data DIR --out DIR --keep DIR --base WHEEL`.

Two stages: all public training sets, then the chat set of every training language with some of the former.
What is chosen is chosen on rows kept back from training and on dev splits; test splits and held-out passes
give the figures, and the list of languages that the net claims to read.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor

from feedback.nets.multilingual import MultilingualNet
from training import chat_set
from training.corpora import GENERAL, brighter, goemotions
from training.examples import Example
from training.multi_base import MODEL_FILE, MODEL_SHA256, MultiBase, load_multi_base
from training.multi_calibrate import calibration
from training.multi_export import export, write_about
from training.multi_figures import BySetAndLanguage, as_json, figures_of, supported
from training.multi_net import MultiNet
from training.multi_table import packed, unpacked
from training.multi_teach import Stage, read_corpus, teach

VERSION = "1"
SOURCES = (
    "USE-multilingual-v3 (Apache-2.0)", "GoEmotions (Apache-2.0 / CC BY 4.0)", "VADER ground truth (MIT)",
    "UCI sentences (CC BY 4.0)", "MAMS (Apache-2.0)", "BRIGHTER (CC BY 4.0)", "GP surgeries FFT (MIT)",
    "Aftertouch chat set (Apache-2.0)",
)  # fmt: skip

_SEED = 1
# Hindi's script has three pieces in the vocabulary; the English part of BRIGHTER is read with the others.
_LEFT_OUT, _UNREADABLE = frozenset({"banking77", "brighter_en"}), frozenset({"hi"})
_KEPT_BACK, _REPLAYED = 7, 7_000  # every seventh row of the chat set; public rows in the second stage
_ENGLISH_WEIGHT, _OTHER_WEIGHT = 1.5, 3.0  # there are four English rows to one of all other languages

GENERAL_STAGE = Stage(passes=1, size=64)
CHAT_STAGE = Stage(passes=3, size=64, rate=2e-4, head_rate=5e-4, average=0.99)


def main() -> None:
    """Train, calibrate, export, measure; print the figures as JSON."""
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(_SEED)
    torch.use_deterministic_algorithms(mode=True)
    base = load_multi_base(asked.base)
    codes, book = packed(base.table, seed=_SEED)
    table = torch.from_numpy(unpacked(codes, book))
    net = MultiNet(base.layers)
    kept = asked.keep / "general.pt"
    if kept.exists():
        net.load_state_dict(torch.load(kept, weights_only=True))
    else:
        net = _taught(net, list(general(asked.data)), base, table, GENERAL_STAGE)
        asked.keep.mkdir(parents=True, exist_ok=True)
        torch.save(net.state_dict(), kept)
    public = Random(_SEED).sample(list(general(asked.data)), _REPLAYED)
    net = _taught(net, [*chat(kept_back=False), *public], base, table, CHAT_STAGE)
    files = export(net, book=book, table=codes, tokenizer=base.tokenizer, folder=asked.out)
    json.dump(as_json(_described(asked.out, asked.data, files)), sys.stdout, indent=2)


def general(data: Path) -> Iterator[Example]:
    """Yield the training splits of the public sets."""
    for name, read in GENERAL.items():
        if name not in _LEFT_OUT:
            yield from read(data)
    yield from (each for each in brighter(data, "train") if each.language not in _UNREADABLE)


def chat(*, kept_back: bool) -> Sequence[Example]:
    """Return the chat set's training rows, or every seventh of them, which is kept back to calibrate on."""
    rows = [row for row in chat_set.rows() if not row.held_out]
    chosen = [row for at, row in enumerate(rows) if (at % _KEPT_BACK == 0) == kept_back]
    return [
        replace(each, weight=_ENGLISH_WEIGHT if each.language == "en" else _OTHER_WEIGHT)
        for each in chat_set.examples(chosen)
    ]


def _taught(
    net: MultiNet, examples: Sequence[Example], base: MultiBase, table: Tensor, stage: Stage
) -> MultiNet:
    corpus = read_corpus(
        examples,
        tokenizer=Tokenizer.from_str(base.tokenizer),
        table=torch.from_numpy(base.table),
        base=MultiNet(base.layers),
    )
    return teach(net, corpus, table=table, stage=stage, chance=Random(_SEED), told=_say)


def _described(folder: Path, data: Path, files: Mapping[str, str]) -> BySetAndLanguage:
    """Write net.json three times: to be read at all, with its calibration, with its languages."""
    about: dict[str, object] = {
        "name": "multi", "version": VERSION, "languages": ["en"], "most_tokens": 258,
        "temperature": 1.0, "bias": [0.0] * 5, "emotion_temperature": 1.0, "emotion_bias": [0.0] * 28,
        "emotion_thresholds": [0.5] * 28, "sources": SOURCES,
        "base": {MODEL_FILE: MODEL_SHA256}, "files": files,
    }  # fmt: skip
    write_about(folder, about)
    kept = chat(kept_back=True)
    emotional = [*kept, *goemotions(data, "dev")]
    about |= calibration(MultilingualNet(folder), kept, emotional)
    write_about(folder, about)
    figures = figures_of(MultilingualNet(folder), data)
    write_about(folder, about | {"languages": supported(figures)})
    return figures


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and feedback/")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--base", type=Path, required=True, help=f"a wheel or folder with {MODEL_FILE}")
    parser.add_argument("--keep", type=Path, required=True, help="where the first stage's weights stay")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
