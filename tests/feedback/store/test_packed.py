"""Packed columns: a journey read in whole texts is the journey read row by row."""

import os
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.emotion import EMOTIONS
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.store import packed
from feedback.store.facts import AnswerFacts
from feedback.store.open import open_store
from feedback.store.packed import found_in, numbered, texts_of
from feedback.store.partials import Partials
from feedback.vault import Keyring

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
EVER = date(1970, 1, 1)
"""A first day, so that rows are read one by one."""

names = st.lists(st.text("abcé-7", max_size=9).map(str.encode), min_size=1, max_size=30)
shares = st.none() | st.dictionaries(
    st.sampled_from(["joy", "fear", "anger"]),
    st.sampled_from([0.0, 0.5, 0.05, 0.1234567, 1.0, 1e-07, 1]),
    max_size=3,
)
said = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["checkout", "parcel", "é"]), st.none() | st.floats(-2, 2),
        st.booleans(), st.none() | st.floats(-2, 2), shares, st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


def rows_of(facts: AnswerFacts) -> list[tuple[str, str, object, float, float, tuple[str, ...] | None]]:
    """Turn columns into rows, numbers to the last digits but three, -99 for none."""
    numbers = (np.nan_to_num(each, nan=-99).round(12) + 0.0 for each in (facts.rating, facts.valence))
    columns = (facts.customer.codes, facts.touchpoint.codes, facts.at, *numbers, facts.felt)
    found = (
        (
            facts.customer.ids[customer], facts.touchpoint.ids[touchpoint], at, rating, valence,
            None if felt < 0 else tuple(facts.feelings[felt]),
        )
        for customer, touchpoint, at, rating, valence, felt in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )  # fmt: skip
    return sorted(found, key=repr)


def sums_of(partials: Partials) -> list[tuple[object, ...]]:
    """Turn columns into rows, sums to the last digits but three."""
    sums = (each.round(12) + 0.0 for each in (partials.rating_sum, partials.score_sum))
    counts = (partials.answers, partials.rated, partials.scored, partials.felt, partials.delivered)
    columns = (partials.week, partials.last_at, partials.histogram, partials.responded, *counts, *sums)
    found = [None if place < 0 else partials.emotions[place] for place in partials.found.tolist()]
    ids = (partials.customer, partials.touchpoint, found)
    return sorted(zip(*ids, *(column.tolist() for column in columns), strict=True), key=repr)


@settings(max_examples=15, deadline=None)
@given(rows=said)
def test_answers_and_their_sums_packed_are_those_row_by_row(
    rows: list[tuple[int, str, float | None, bool, float | None, dict[str, float] | None, bool]],
    maker: "type[Maker]",
    keyring: Keyring,
) -> None:
    make = maker(new_id=counting_ids(), now=FakeClock(NOW).now)
    with TemporaryDirectory() as folder:
        store = open_store(
            f"sqlite:///{folder}/a.db", keyring=keyring, workspace="w", entropy=os.urandom, now=NOW
        )
        try:
            customers = [make.customer() for _ in range(3)]
            for who, where, tapped, skipped, valence, emotions, is_judged in rows:
                interaction = make.interaction(customers[who], touchpoint=where)
                answer = make.answer(interaction, valence=tapped, skipped=skipped)
                if is_judged:
                    make.score(answer, valence=valence, emotions=emotions)
                make.score(answer, version="2", valence=2.0, emotions={"fear": 1.0})
                store.save(make.take(), now=NOW)
            store.save(make.take(), now=NOW)

            whole = store.read_answers("shop", scorer=BY)

            assert rows_of(whole) == rows_of(store.read_answers("shop", scorer=BY, since=EVER))
            assert len(whole.customer) == len([row for row in rows if not row[3]])
            assert len(store.read_answers("other", scorer=BY).at) == 0
            while store.sweep_dirty(limit=100, scorers={"shop": BY}):
                continue
            sums = store.read_changed_partials("shop", after=None).partials
            assert sums_of(sums) == sums_of(store.read_partials("shop", since=EVER))
            assert len(sums.customer) == len({row[:2] for row in rows if not row[3]})
            assert len(store.read_partials("other").customer) == 0
        finally:
            store.close()


@given(names)
def test_texts_come_out_as_they_went_in(texts: list[bytes]) -> None:
    assert texts_of(b"\n".join(texts)).tolist() == texts


@pytest.mark.parametrize("weights", ["as they are", "all alike"])
@given(known=names, wanted=names)
def test_texts_are_told_apart_even_where_their_hashes_are_not(
    weights: str, known: list[bytes], wanted: list[bytes]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if weights == "all alike":
            patch.setattr(packed, "_WEIGHTS", np.zeros(4, dtype=np.uint64))
        distinct, codes = numbered(np.array(known))
        places = found_in(distinct, np.array(wanted))

    assert distinct.tolist() == sorted(set(known))
    assert distinct[codes].tolist() == known
    assert [None if place < 0 else distinct[place] for place in places.tolist()] == [
        text if text in known else None for text in wanted
    ]


def test_no_emotion_has_a_digit_or_a_point_in_its_name() -> None:
    assert all(emotion.name.isalpha() for emotion in EMOTIONS)
