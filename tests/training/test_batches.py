"""Batches for teaching: every row once, shared fairly, and words hidden only where others remain."""

from collections.abc import Sequence
from random import Random

import pytest

torch = pytest.importorskip("torch", reason="only where nets are trained")

from tokenizers import Tokenizer, models, pre_tokenizers, processors  # noqa: E402 - torch decides whether to run

from training.batches import Batch, in_batches, veiled  # noqa: E402 - the same
from training.examples import Example  # noqa: E402 - the same

WORDS = [f"w{number}" for number in range(40)]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VEIL = SPECIAL.index("[MASK]")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    vocabulary = {word: at for at, word in enumerate((*SPECIAL, *WORDS))}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return made


def rows(count: int, *, words: int, question: str | None = None) -> Sequence[Example]:
    chance = Random(1)
    return [
        Example(
            source="test", text=" ".join(chance.choices(WORDS, k=words)) + f" w{at % 40}", question=question
        )
        for at in range(count)
    ]


def batches(examples: Sequence[Example], tokenizer: Tokenizer, part: tuple[int, int]) -> list[Batch]:
    return list(in_batches(examples, tokenizer, size=16, chance=Random(3), part=part))


def test_the_parts_of_all_processes_are_every_row_once(tokenizer: Tokenizer) -> None:
    examples = [
        Example(source="test", text=" ".join(WORDS[: 1 + at % 9]), weight=float(at)) for at in range(83)
    ]

    parts = [batches(examples, tokenizer, (at, 2)) for at in range(2)]

    met = sorted(each.weight for part in parts for batch in part for each in batch.examples)
    assert met == sorted(each.weight for each in examples)
    assert len(parts[0]) == len(parts[1])


def test_shares_of_one_batch_are_equally_long(tokenizer: Tokenizer) -> None:
    examples = [Example(source="test", text=" ".join(WORDS[: 1 + at % 30])) for at in range(320)]

    one, other = (batches(examples, tokenizer, (at, 2)) for at in range(2))

    apart = [abs(a.ids.shape[1] - b.ids.shape[1]) for a, b in zip(one, other, strict=True)]
    assert max(apart) <= 2


def test_hidden_words_are_about_one_in_ten_of_half_of_the_rows(tokenizer: Tokenizer) -> None:
    examples = rows(640, words=19)
    whole = list(in_batches(examples, tokenizer, size=64, chance=Random(5), noisy=False))

    hidden = [(veiled(each, VEIL, Random(at)).ids == VEIL) for at, each in enumerate(whole)]

    share = torch.cat(hidden).float().mean().item()
    assert 0.03 < share < 0.07
    assert 0.3 < torch.cat(hidden).any(-1).float().mean().item() < 0.6


def test_neither_the_question_nor_the_first_token_nor_a_short_answer_is_hidden(tokenizer: Tokenizer) -> None:
    long = rows(200, words=12, question="w1 w2 w3 w4 w5")
    short = rows(200, words=2)

    for examples in (long, short):
        (batch,) = in_batches(examples, tokenizer, size=200, chance=Random(5), noisy=False)
        hidden = veiled(batch, VEIL, Random(7)).ids == VEIL
        assert not hidden[:, 0].any()
        assert not (hidden & batch.types.bool()).any()
        assert not (hidden & ~batch.attention.bool()).any()
        assert hidden.any() == (examples is long)
