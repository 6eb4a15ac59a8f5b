"""Every answer in force of a journey, read from SQLite in packed columns, with its judgment beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, bindparam, case, false

from feedback.store.ahead import ahead
from feedback.store.packed import (
    Codes,
    Numbers,
    Texts,
    found_in,
    in_blocks,
    lines,
    numbered,
    texts_of,
    unindexed,
    valences,
    valences_of,
    wholes,
    wholes_of,
)
from feedback.store.sql import HERE
from feedback.store.tables.answers import ANSWER, SCORE

_ANSWERS = (
    lines(ANSWER.c.id), lines(ANSWER.c.customer), lines(ANSWER.c.touchpoint), wholes(ANSWER.c.answered_at),
    valences(case((ANSWER.c.rated, ANSWER.c.valence))),
)  # fmt: skip
_OURS = (
    unindexed(ANSWER.c.workspace) == HERE, unindexed(ANSWER.c.journey) == bindparam("of"),
    ANSWER.c.superseded == false(), ANSWER.c.skipped == false(),
)  # fmt: skip
_JUDGMENTS = lines(SCORE.c.answer), valences(SCORE.c.valence), lines(SCORE.c.emotions)
_BY_SCORER = (
    unindexed(SCORE.c.workspace) == HERE, SCORE.c.scorer == bindparam("scorer"),
    SCORE.c.version == bindparam("scorer_version"),
)  # fmt: skip

_TO_ONES = bytes.maketrans(b"23456789", b"11111111")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackedAnswers:
    """Answers in columns of equal length; ids each once and coded. `rating` and `valence` are NaN for none.

    `shares` are emotions as they were written, one text of each kind; `felt` is the kind of each answer, -1
    where no emotions were looked for. Texts of one kind name the same emotions, the same with a share of 0.
    """

    customers: Sequence[str]
    customer: Codes
    touchpoints: Sequence[str]
    touchpoint: Codes
    at: Codes
    rating: Numbers
    valence: Numbers
    shares: Sequence[str]
    felt: Codes


def read_packed(connection: Connection, asked: Mapping[str, object]) -> PackedAnswers | None:
    """Return all answers of the journey `of` in the workspace `here`, judged by a scorer; None of none."""
    places = _Places()
    packed = in_blocks(connection, ANSWER, columns=_ANSWERS, only=_OURS, asked=asked)
    with ahead(packed) as coming:
        blocks = [
            (texts_of(_bytes(ids)), texts_of(_bytes(who)), places.of(_bytes(where).split(b"\n")),
             wholes_of(_text(at)), valences_of(_text(rating)))
            for ids, who, where, at, rating in coming
        ]  # fmt: skip
    if not blocks:
        return None
    judgments = in_blocks(connection, SCORE, columns=_JUDGMENTS, only=_BY_SCORER, asked=asked)
    with ahead(judgments) as coming:
        ids, who, touchpoint, at, rating = (np.concatenate(each) for each in zip(*blocks, strict=True))
        customers, customer = numbered(who)
        valence, shares, felt = _judged(coming, ids)
    return PackedAnswers(
        customers=[each.decode() for each in customers.tolist()],
        customer=customer,
        touchpoints=[each.decode() for each in places.known],
        touchpoint=touchpoint,
        at=at,
        rating=rating,
        valence=valence,
        shares=shares,
        felt=felt,
    )


def _judged(packed: Iterator[Sequence[bytes | str]], answers: Texts) -> tuple[Numbers, Sequence[str], Codes]:
    """Return valence and kind of emotions of each answer, and a text of each kind."""
    kinds = _Kinds()
    blocks = [
        (texts_of(_bytes(answer)), valences_of(_text(valence)), kinds.of(_bytes(emotions)))
        for answer, valence, emotions in packed
    ]
    valence, felt = np.full(len(answers), np.nan), np.full(len(answers), -1, dtype=np.int64)
    if blocks:
        judged, valences_found, kinds_found = (np.concatenate(each) for each in zip(*blocks, strict=True))
        places = found_in(answers, judged)
        ours = np.flatnonzero(places >= 0)
        valence[places[ours]], felt[places[ours]] = valences_found[ours], kinds_found[ours]
    return valence, kinds.texts, felt


class _Places:
    """Numbers the few texts of a column as they come."""

    def __init__(self) -> None:
        self.known: dict[bytes, int] = {}

    def of(self, column: Sequence[bytes]) -> Codes:
        """Return the number of each text."""
        for text in {*column} - self.known.keys():
            self.known[text] = len(self.known)
        return np.fromiter(map(self.known.__getitem__, column), dtype=np.int64, count=len(column))


class _Kinds:
    """Numbers emotions by their kind: which are named, and which of them have a share above 0."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._known: dict[bytes, int] = {b"": -1}

    def of(self, packed: bytes) -> Codes:
        """Return the kind of each text; no emotion's name holds a digit or a point."""
        kinds = _without_sizes(packed).split(b"\n")
        new = {*kinds} - self._known.keys()
        if new:
            texts = packed.split(b"\n")
            for kind, text in dict(_each_once(kinds, texts, new)).items():
                self._known[kind] = len(self.texts)
                self.texts.append(text.decode())
        return np.fromiter(map(self._known.__getitem__, kinds), dtype=np.int64, count=len(kinds))


def _each_once(
    kinds: Sequence[bytes], texts: Sequence[bytes], new: set[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    return ((kind, text) for kind, text in zip(kinds, texts, strict=True) if kind in new)


def _without_sizes(packed: bytes) -> bytes:
    """Return the texts with nothing for each number 0, and ones for all others: few are left that differ."""
    ones = packed.translate(_TO_ONES, b"0.")
    while b"11" in ones:
        ones = ones.replace(b"11", b"1")
    return ones


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()
