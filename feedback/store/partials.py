"""What one customer said at one touchpoint in one week, summed: a row each, in columns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, select

from feedback.store.named import Codes, Ids, Named
from feedback.store.sql import HERE
from feedback.store.tables.figures import PARTIAL

Counts = NDArray[np.int64]
Sums = NDArray[np.float64]
Moments = NDArray[np.datetime64]

_NEVER = -(2**63)
"""What numpy takes for not a time."""

COUNTS = (
    "answers", "rated", "scored", "hist0", "hist1", "hist2", "hist3", "hist4", "felt", "delivered",
    "responded",
)  # fmt: skip
SUMS = ("rating_sum", "score_sum")
PARTIALS = (
    select(
        PARTIAL.c.customer, PARTIAL.c.touchpoint, PARTIAL.c.week, PARTIAL.c.last_at, PARTIAL.c.emotions,
        *(PARTIAL.c[name] for name in SUMS), *(PARTIAL.c[name] for name in COUNTS),
    )
    .where(
        PARTIAL.c.workspace == HERE, PARTIAL.c.journey == bindparam("of"),
        PARTIAL.c.week >= bindparam("since"), PARTIAL.c.week <= bindparam("until"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partials:
    """Partials in columns of equal length; `histogram` is (rows, 5), from very negative to very positive."""

    customer: Named
    touchpoint: Named
    week: Moments
    answers: Counts
    rated: Counts
    rating_sum: Sums
    scored: Counts
    score_sum: Sums
    histogram: Counts
    felt: Counts
    """How many answers were looked through for emotions."""
    emotions: Sequence[Mapping[str, int]]
    """In how many answers each emotion was found: each such finding once."""
    found: Codes
    """The place of each row's finding among `emotions`; -1 where none were looked for."""
    last_at: Moments
    """Not a time where there were deliveries and no answer."""
    delivered: Counts
    responded: Counts


def in_columns(rows: Sequence[Sequence[object]]) -> Partials:
    """Return the rows of `PARTIALS`."""
    columns = list(zip(*rows, strict=True)) or [()] * (5 + len(SUMS) + len(COUNTS))
    customer, touchpoint, week, last_at, emotions, rating_sum, score_sum, *counts = columns
    customers, touchpoints, findings = Ids(), Ids(), Findings()
    return made_of(
        customer=customers.named(customers.coded(customer)),
        touchpoint=touchpoints.named(touchpoints.coded(touchpoint)),
        week=np.array(week, dtype=np.int64),
        last_at=np.array([_NEVER if each is None else each for each in last_at], dtype=np.int64),
        found=findings.coded(emotions),
        emotions=findings.each,
        sums=[np.array(each, dtype=np.float64) for each in (rating_sum, score_sum)],
        counts=[np.array(each, dtype=np.int64) for each in counts],
    )


def made_of(
    *,
    customer: Named,
    touchpoint: Named,
    week: Counts,
    last_at: Counts,
    emotions: Sequence[Mapping[str, int]],
    found: Codes,
    sums: Sequence[Sums],
    counts: Sequence[Counts],
) -> Partials:
    """Return the columns under their names; moments and weeks are numbers, as they are kept."""
    rating_sum, score_sum = sums
    numbers = dict(zip(COUNTS, counts, strict=True))
    return Partials(
        customer=customer,
        touchpoint=touchpoint,
        week=week.astype("datetime64[D]"),
        answers=numbers["answers"],
        rated=numbers["rated"],
        rating_sum=rating_sum,
        scored=numbers["scored"],
        score_sum=score_sum,
        histogram=np.stack([numbers[f"hist{level}"] for level in range(5)], axis=1),
        felt=numbers["felt"],
        emotions=emotions,
        found=found,
        last_at=last_at.view("datetime64[us]"),
        delivered=numbers["delivered"],
        responded=numbers["responded"],
    )


class Findings:
    """Numbers JSON texts of emotions and how often each was found; of a million most are the same few."""

    def __init__(self) -> None:
        self.each: list[Mapping[str, int]] = []
        self._places: dict[object, int] = {None: -1, b"": -1}

    def coded(self, column: Sequence[object]) -> Codes:
        """Return the number of each text, -1 for none."""
        for text in {*column} - self._places.keys():
            self._places[text] = len(self.each)
            self.each.append(json.loads(text.decode() if isinstance(text, bytes) else str(text)))
        return np.fromiter(map(self._places.__getitem__, column), dtype=np.int64, count=len(column))
