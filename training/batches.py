"""From examples to tensors: noise as thumbs make it, batches of like length, unknown targets masked."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from feedback.nets.words import for_net
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, POLES, Example

MOST_TOKENS = 96
"""Of text and question together; 99 in 100 answers are shorter."""

_TYPO, _NO_QUESTION = 0.12, 0.3
_VEILED_ROWS, _VEILED, _SPARED = 0.5, 0.1, 6  # rows of fewer tokens are spared: one word may be the answer
_POOL = 50  # batches sorted by length at once: like lengths together, yet another order in each pass


@dataclass(frozen=True, slots=True)
class Batch:
    """Tokens of n examples, and targets, NaN where unknown.

    `feeling` [n, 5] holds NaN for masked classes; `teacher` [n, 384] are vectors to stay close to.
    """

    examples: Sequence[Example]
    ids: Tensor
    attention: Tensor
    types: Tensor
    feeling: Tensor
    valence: Tensor
    emotions: Tensor
    basics: Tensor
    poles: Tensor
    weight: Tensor
    teacher: Tensor | None = None


def encoder(tokenizer: str) -> Tokenizer:
    """Return the tokenizer with the net's limit: a long text loses its end, never the question."""
    made = Tokenizer.from_str(tokenizer)
    made.enable_truncation(MOST_TOKENS, strategy="longest_first")
    return made


def in_batches(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    *,
    size: int,
    chance: Random,
    noisy: bool = True,
    teacher: NDArray[np.float32] | None = None,
    part: tuple[int, int] = (0, 1),
) -> Iterator[Batch]:
    """Yield every example once in batches of `size`, shuffled by `chance`, those of like length together.

    Of each batch only a `part` (which, of how many) comes: shares of one batch take processes equally long.
    """
    at, parts = part
    veil = tokenizer.token_to_id("[MASK]")
    order = list(range(len(examples)))
    chance.shuffle(order)
    for start in range(0, len(order), size * _POOL):
        pool = order[start : start + size * _POOL]
        read = tokenizer.encode_batch([_put(examples[each], chance, noisy=noisy) for each in pool])
        by_length = sorted(range(len(pool)), key=lambda each: len(read[each].ids))
        groups = [by_length[first : first + size] for first in range(0, len(by_length), size)]
        chance.shuffle(groups)
        for group in (whole[at::parts] for whole in groups if len(whole) >= parts):
            places = [pool[each] for each in group]
            taught = None if teacher is None else torch.from_numpy(teacher[places])
            made = collate(
                [examples[place] for place in places], [read[each] for each in group], teacher=taught
            )
            yield veiled(made, veil, chance) if noisy and veil is not None else made


def collate(examples: Sequence[Example], read: Sequence[Encoding], *, teacher: Tensor | None = None) -> Batch:
    """Put examples and their tokens into one batch, padded to the longest."""
    longest = max(len(each.ids) for each in read)

    def padded(rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*row, *([0] * (longest - len(row)))] for row in rows])

    return Batch(
        examples=examples,
        ids=padded([each.ids for each in read]),
        attention=padded([each.attention_mask for each in read]),
        types=padded([each.type_ids for each in read]),
        feeling=target_table([each.feeling or {} for each in examples], FEELINGS),
        valence=torch.tensor([float("nan") if each.valence is None else each.valence for each in examples]),
        emotions=target_table([each.emotions for each in examples], EMOTION_NAMES),
        basics=target_table([each.basics for each in examples], BASICS),
        poles=target_table([each.poles for each in examples], POLES),
        weight=torch.tensor([each.weight for each in examples]),
        teacher=teacher,
    )


def veiled(batch: Batch, veil: int, chance: Random) -> Batch:
    """Hide one word in ten of half of the longer texts, so that no single word is learnt by heart."""
    dice = torch.Generator().manual_seed(chance.getrandbits(32))
    inside = (batch.attention * (1 - batch.types)).bool()
    inside[:, 0] = False  # the token from which the whole is read
    picked = torch.rand(len(batch.ids), 1, generator=dice) < _VEILED_ROWS
    picked &= inside.sum(-1, keepdim=True) >= _SPARED
    hidden = inside & picked & (torch.rand(batch.ids.shape, generator=dice) < _VEILED)
    return replace(batch, ids=batch.ids.masked_fill(hidden, veil))


def target_table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Tensor:
    """Return the rows' values by name [rows, names], NaN where a row lacks one."""
    return torch.tensor([[row.get(name, float("nan")) for name in names] for row in rows])


def _put(example: Example, chance: Random, *, noisy: bool) -> str | tuple[str, str]:
    text, question = for_net(example.text), example.question
    if noisy and chance.random() < _TYPO:
        text = _with_typo(text, chance)
    if not question or (noisy and chance.random() < _NO_QUESTION):
        return text
    return text, for_net(question)


def _with_typo(text: str, chance: Random) -> str:
    """Swap, drop, double or replace one letter somewhere, as a hurried thumb does."""
    places = [place for place, sign in enumerate(text[:-1]) if sign.isalpha() and text[place + 1].isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    here, after = text[at], text[at + 1]
    wrong = chance.choice(
        [after + here, here, here + here + after, here + chance.choice(string.ascii_lowercase)]
    )
    return text[:at] + wrong + text[at + 2 :]
