"""A net reads a text the same in any company, and says what can be believed."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.nets.folder import ENGLISH, read_weights
from feedback.nets.net import FEELINGS, Reading, ToRead
from feedback.nets.reader import MOST_EMOTIONS, Reader, chunks

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


def numbers(reading: Reading) -> Sequence[float]:
    return [
        *reading.chances.values(),
        reading.valence,
        *reading.vector,
        *(word.pull for word in reading.words),
    ]


def asked(texts: Sequence[str], question: str | None = "How was it?") -> list[ToRead]:
    return [ToRead(text=text, question=question) for text in texts]


def test_company_changes_nothing(reader: Reader) -> None:
    crowd = asked(TEXTS * 8)
    random.Random(3).shuffle(crowd)
    alone = {text: reader.read(asked([text]))[0] for text in TEXTS}

    for to_read, reading in zip(crowd, reader.read(crowd), strict=True):
        same = alone[to_read.text]
        assert numbers(reading) == pytest.approx(numbers(same), abs=1e-4)
        assert list(reading.emotions) == list(same.emotions)


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


@given(lengths=st.lists(st.integers(1, 96), max_size=200))
def test_each_text_is_in_one_chunk_with_others_of_its_length(lengths: list[int]) -> None:
    found = list(chunks(lengths))

    assert sorted(place for chunk in found for place in chunk) == list(range(len(lengths)))
    assert [lengths[place] for chunk in found for place in chunk] == sorted(lengths)
    assert all(chunk and len(chunk) * max(lengths[place] for place in chunk) <= 256 for chunk in found)
