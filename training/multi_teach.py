"""Teaching the multilingual net: texts cut into pieces once, the base's own vectors as a rein, two stages."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from feedback.nets.multilingual import cut
from feedback.nets.words import for_net
from training.batches import Batch, target_table
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, POLES, Example
from training.loss import Weights, loss_of, rare_counts_more
from training.multi_net import MultiNet

_NO_QUESTION = 0.25  # how often a question is kept from the net, so that it can do without
_POOL, _READ_AT_ONCE, _KEEP_EVERY, _RARE = 50, 256, 100, 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How long, how fast, and how strongly the vectors are held to the base's (the loss's `vector`)."""

    passes: int = 1
    size: int = 64
    rate: float = 4e-4
    head_rate: float = 1e-3
    warm_up: int = 150
    average: float = 0.998
    most_pieces: int = 64
    weights: Weights = field(default_factory=lambda: Weights(poles=0.0))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Examples, their pieces, and the base's vectors [n, 512] of the texts."""

    examples: Sequence[Example]
    pieces: Sequence[Sequence[int]]
    vectors: NDArray[np.float32]
    questions: NDArray[np.float32]


def read_corpus(
    examples: Sequence[Example], *, tokenizer: Tokenizer, table: Tensor, base: MultiNet
) -> Corpus:
    """Cut the texts into pieces and let the untaught `base` say their vectors, and their questions'."""
    pieces = in_pieces([each.text for each in examples], tokenizer)
    asked = sorted({each.question for each in examples if each.question})
    of_question = vectors_of(base, in_pieces(asked, tokenizer), table)
    place = {question: at for at, question in enumerate(asked)}
    questions = np.zeros((len(examples), of_question.shape[1]), dtype=np.float32)
    for at, each in enumerate(examples):
        if each.question:
            questions[at] = of_question[place[each.question]]
    return Corpus(examples, pieces, vectors_of(base, pieces, table), questions)


def in_pieces(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Return the texts' pieces as they stand before the net."""
    return [cut(each.ids) for each in tokenizer.encode_batch([for_net(text) for text in texts])]


def vectors_of(net: MultiNet, pieces: Sequence[Sequence[int]], table: Tensor) -> NDArray[np.float32]:
    """Return the net's vectors [n, 512]."""
    return told_of(net, pieces, table, np.zeros((len(pieces), table.shape[1]), np.float32))["vector"]


@torch.inference_mode()
def told_of(
    net: MultiNet, pieces: Sequence[Sequence[int]], table: Tensor, questions: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """Return feeling (logits) [n, 5], valence [n], emotions (logits) [n, 28] and vector [n, 512]."""
    net.eval()
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    found: dict[str, list[NDArray[np.float32]]] = {
        name: [] for name in ("feeling", "valence", "emotions", "vector")
    }
    for start in range(0, len(order), _READ_AT_ONCE):
        places = order[start : start + _READ_AT_ONCE]
        ids, mask = _padded([pieces[at] for at in places])
        read = net(table[ids], mask, torch.from_numpy(questions[places]))._asdict()
        for name, parts in found.items():
            parts.append(read[name].numpy())
    back = np.argsort(order)
    empty = {"feeling": (0, 5), "valence": (0,), "emotions": (0, 28), "vector": (0, table.shape[1])}
    return {
        name: np.concatenate(parts)[back] if parts else np.zeros(empty[name], np.float32)
        for name, parts in found.items()
    }


def teach(
    net: MultiNet,
    corpus: Corpus,
    *,
    table: Tensor,
    stage: Stage,
    chance: Random,
    told: Callable[[str], None],
    kept: Path | None = None,
) -> MultiNet:
    """Train `net` in place and return the average of its late weights; `kept` gets a copy now and then."""
    steps = stage.passes * math.ceil(len(corpus.examples) / stage.size)
    optimizer = torch.optim.AdamW(_groups(net, stage), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, stage.warm_up))
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(stage.average))
    present = target_table([each.emotions for each in corpus.examples], EMOTION_NAMES)
    counting = rare_counts_more(present, power=_RARE)
    net.train()
    seen = 0.0
    for step, (batch, question) in enumerate(_batches(corpus, stage, chance), start=1):
        read = net(table[batch.ids], batch.attention, question)
        loss = loss_of(read, batch, weights=stage.weights, emotion_weights=counting)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if step > steps // 2:  # earlier weights would weigh down the average of a short stage
            averaged.update_parameters(net)
        seen = loss.item() if step == 1 else 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 0 or step == steps:
            told(f"step {step}/{steps} loss {seen:.4f}")
        if kept and step % _KEEP_EVERY == 0:
            torch.save(net.state_dict(), kept)
    made: MultiNet = averaged.module
    return made.eval()


def _batches(corpus: Corpus, stage: Stage, chance: Random) -> Iterator[tuple[Batch, Tensor]]:
    for _ in range(stage.passes):
        order = list(range(len(corpus.examples)))
        chance.shuffle(order)
        for start in range(0, len(order), stage.size * _POOL):
            pool = sorted(order[start : start + stage.size * _POOL], key=lambda at: len(corpus.pieces[at]))
            groups = [pool[first : first + stage.size] for first in range(0, len(pool), stage.size)]
            chance.shuffle(groups)
            for group in groups:
                yield _batch(corpus, group, stage, chance)


def _batch(corpus: Corpus, places: Sequence[int], stage: Stage, chance: Random) -> tuple[Batch, Tensor]:
    examples = [corpus.examples[at] for at in places]
    ids, mask = _padded([corpus.pieces[at][: stage.most_pieces] for at in places])
    shown = torch.tensor([[float(chance.random() >= _NO_QUESTION)] for _ in places])
    batch = Batch(
        examples=examples,
        ids=ids,
        attention=mask,
        types=ids,
        feeling=target_table([each.feeling or {} for each in examples], FEELINGS),
        valence=torch.tensor([float("nan") if each.valence is None else each.valence for each in examples]),
        emotions=target_table([each.emotions for each in examples], EMOTION_NAMES),
        basics=target_table([{} if each.emotions else each.basics for each in examples], BASICS),
        poles=target_table([{} for _ in examples], POLES),
        weight=torch.tensor([each.weight for each in examples]),
        teacher=torch.from_numpy(corpus.vectors[places]),
    )
    return batch, torch.from_numpy(corpus.questions[places]) * shown


def _padded(pieces: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    longest = max(map(len, pieces))
    ids = torch.tensor([[*row, *([0] * (longest - len(row)))] for row in pieces])
    mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in pieces])
    return ids, mask


def _rate(step: int, steps: int, warm_up: int) -> float:
    warm = min(warm_up, max(1, steps // 10))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / max(1, steps - warm))


def _groups(net: MultiNet, stage: Stage) -> list[dict[str, object]]:
    trunk = list(net.weights.parameters())
    own = {id(each) for each in trunk}
    head = [each for each in net.parameters() if id(each) not in own]
    return [{"params": trunk, "lr": stage.rate}, {"params": head, "lr": stage.head_rate}]
