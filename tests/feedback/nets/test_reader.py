"""A net reads a text the same in any company, and says what can be believed."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.nets.folder import ENGLISH, read_weights
from feedback.nets.net import FEELINGS, ToRead
from feedback.nets.reader import EXACT_PRODUCTS, MOST_EMOTIONS, Reader, chunks, overflows, session_options

TEXTS = [
    "good",
    "The driver was late again and did not even say sorry.",
    "Great food 😍 but the service was awful",
    "n/a",
    "I waited three days for an answer and then it was not even the right one, so I gave up and cancelled.",
    "2/10",
    "😡",
    "ok",
    "word " * 200,
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(read_weights(ENGLISH))


def asked(texts: Sequence[str], question: str | None = "How was it?") -> list[ToRead]:
    return [ToRead(text=text, question=question) for text in texts]


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_company_and_order_change_not_a_single_bit(reader: Reader, seed: int) -> None:
    chance = random.Random(seed)
    crowd = asked([*TEXTS * 8, *(f"{text} {chance.randrange(99)}" for text in TEXTS * 3)])
    chance.shuffle(crowd)
    alone = {to_read.text: reader.read([to_read])[0] for to_read in crowd}

    for to_read, reading in zip(crowd, reader.read(crowd), strict=True):
        assert reading == alone[to_read.text]


def test_reading_again_gives_the_same_to_the_last_bit(reader: Reader) -> None:
    assert list(reader.read(asked(TEXTS))) == list(reader.read(asked(TEXTS)))
    assert list(Reader(read_weights(ENGLISH)).read(asked(TEXTS))) == list(reader.read(asked(TEXTS)))


def test_a_question_is_read_along_but_is_no_part_of_the_text(reader: Reader) -> None:
    (with_question,) = reader.read(asked(["nothing"], "What could we do better?"))
    (without,) = reader.read(asked(["nothing"], None))

    assert with_question.chances != without.chances
    assert [(word.start, word.end) for word in with_question.words] == [(0, 7)]


def test_everything_is_within_its_range(reader: Reader) -> None:
    for reading in reader.read(asked(TEXTS)):
        assert tuple(reading.chances) == FEELINGS
        assert sum(reading.chances.values()) == pytest.approx(1)
        assert -2 <= reading.valence <= 2
        assert 1 <= len(reading.emotions) <= MOST_EMOTIONS
        assert list(reading.emotions.values()) == sorted(reading.emotions.values(), reverse=True)
        assert sum(part * part for part in reading.vector) == pytest.approx(1, abs=1e-4)
        assert all(-1 <= word.pull <= 1 for word in reading.words)


def test_no_texts_are_no_readings(reader: Reader) -> None:
    assert not reader.read([])


@given(lengths=st.lists(st.integers(1, 300), max_size=200))
def test_each_text_is_in_one_chunk_with_others_of_its_very_length(lengths: list[int]) -> None:
    found = list(chunks(lengths))

    assert sorted(place for chunk in found for place in chunk) == list(range(len(lengths)))
    assert all(len({lengths[place] for place in chunk}) == 1 for chunk in found)
    assert all(len(chunk) == 1 or len(chunk) * lengths[chunk[0]] <= 256 for chunk in found)


@given(count=st.integers(1, 200), length=st.integers(1, 300))
def test_texts_of_one_length_are_spread_evenly(count: int, length: int) -> None:
    sizes = [len(chunk) for chunk in chunks([length] * count)]

    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("kind", "flags", "wrong"),
    [
        ("x86_64", "fpu avx2 avx512_vnni umip", False),
        ("AMD64", "fpu avx2 avx_vnni", False),
        ("x86_64", "fpu avx2 avx512bw", True),
        ("aarch64", "fp asimd", False),
    ],
)
def test_processors_that_add_in_too_few_bits_are_known(
    tmp_path: Path, kind: str, flags: str, *, wrong: bool
) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"model name : any\nflags : {flags}\n", encoding="utf-8")

    assert overflows(kind, told) is wrong


def test_a_processor_that_says_nothing_gets_the_exact_way(tmp_path: Path) -> None:
    assert overflows("x86_64", tmp_path / "nothing")


def test_the_exact_way_says_the_same_as_the_fast_one() -> None:
    weights = read_weights(ENGLISH)
    fast, exact = session_options(1), session_options(1)
    fast.add_session_config_entry(EXACT_PRODUCTS, "0")
    exact.add_session_config_entry(EXACT_PRODUCTS, "1")
    ids = np.array([[101, 2204, 2833, 102, 2129, 102]])
    told = [
        onnxruntime.InferenceSession(weights.graph, options, providers=["CPUExecutionProvider"]).run(
            ["feeling", "vector"], {"ids": ids, "types": np.array([[0, 0, 0, 0, 1, 1]])}
        )
        for options in (fast, exact)
    ]

    if overflows():
        pytest.skip("the fast way is wrong here")
    assert all(np.array_equal(one, other) for one, other in zip(*told, strict=True))
