"""Small tables of events: drawn at random, or so many customers along a path."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from mapping.columns import moment
from mapping.methods.events import EventTable

START = datetime(2026, 9, 1, tzinfo=UTC)

Row = tuple[str, str, int, float | None]
"""Customer, touchpoint, hours since START, score."""


def event_rows(touchpoints: str, *, most: int) -> st.SearchStrategy[list[Row]]:
    """Draw at most so many rows; no customer is at two touchpoints at once."""
    return st.lists(
        st.tuples(
            st.sampled_from("mnopqrst"),
            st.sampled_from(touchpoints),
            st.integers(0, 50),
            st.one_of(st.none(), st.integers(-2, 2).map(float)),
        ),
        max_size=most,
        unique_by=lambda row: (row[0], row[2]),
    )


def table(made: Sequence[Row]) -> EventTable:
    return EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
        score=[np.nan if row[3] is None else row[3] for row in made],
    )


def walk(*customers_and_paths: tuple[int, str]) -> list[Row]:
    """So many customers with this path, an hour between events."""
    made: list[Row] = []
    for number, (customers, path) in enumerate(customers_and_paths):
        for each in range(customers):
            made += [(f"c{number}-{each}", point, hour, None) for hour, point in enumerate(path)]
    return made
