"""What was put to whom: the denominator of every response rate, apart from the answers."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from mapping.columns import (
    Flags,
    Ids,
    Ints,
    Times,
    coded,
    frozen,
    in_key_order,
    members_of,
    places_of,
    recoded,
    weeks_between,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeliveryTable:
    """Sessions summed per (customer, touchpoint, week), sorted by that key; `week` is a Monday (UTC).

    `delivered` counts sessions whose first prompt arrived, `responded` those of them with an answer.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    week: Times
    delivered: Ints
    responded: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, date, int, int]]) -> "DeliveryTable":
        """Build the table from (customer, touchpoint, week, delivered, responded) in any order."""
        kept = list(rows)
        return cls.of_columns(
            customer=[row[0] for row in kept],
            touchpoint=[row[1] for row in kept],
            week=[np.datetime64(row[2], "D") for row in kept],
            delivered=[row[3] for row in kept],
            responded=[row[4] for row in kept],
        )

    @classmethod
    def of_columns(
        cls,
        *,
        customer: Ids,
        touchpoint: Ids,
        week: ArrayLike,
        delivered: ArrayLike,
        responded: ArrayLike,
    ) -> "DeliveryTable":
        """Build the table from equally long columns: the fast way in."""
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer_code,
            touchpoint=touchpoint_code,
            week=np.asarray(week, dtype="datetime64[D]"),
            delivered=np.asarray(delivered, dtype=np.int64),
            responded=np.asarray(responded, dtype=np.int64),
        ).tidied()

    @classmethod
    def merged(cls, tables: Iterable["DeliveryTable"]) -> "DeliveryTable":
        """Return one table of all rows; neither the order of the tables nor merging in steps matters."""
        parts = list(tables) or [cls.of(())]
        customers, customer = recoded((part.customers, part.customer) for part in parts)
        touchpoints, touchpoint = recoded((part.touchpoints, part.touchpoint) for part in parts)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer,
            touchpoint=touchpoint,
            week=np.concatenate([part.week for part in parts]),
            delivered=np.concatenate([part.delivered for part in parts]),
            responded=np.concatenate([part.responded for part in parts]),
        ).tidied()

    def __len__(self) -> int:
        return len(self.customer)

    def between(self, *, since: date | None = None, until: date | None = None) -> "DeliveryTable":
        """Keep the weeks whose Monday lies on or after `since` and on or before `until`."""
        return self.picked(weeks_between(self.week, since=since, until=until))

    def of_customers(self, customers: AbstractSet[str]) -> "DeliveryTable":
        """Keep the rows of these customers: a persona's or a segment's members."""
        return self.picked(members_of(customers, self.customers)[self.customer])

    def picked(self, rows: Flags | Ints) -> "DeliveryTable":
        """Return the rows picked by flag or place."""
        places = places_of(rows)
        return replace(
            self,
            customer=frozen(self.customer[places]),
            touchpoint=frozen(self.touchpoint[places]),
            week=frozen(self.week[places]),
            delivered=frozen(self.delivered[places]),
            responded=frozen(self.responded[places]),
        )

    def tidied(self) -> "DeliveryTable":
        """Sort by key and sum rows that share one."""
        order, begins = in_key_order(self.customer, self.touchpoint, self.week.astype(np.int64))
        ranked = self.picked(order)
        if len(begins) == len(ranked):
            return ranked
        return replace(
            ranked.picked(begins),
            delivered=frozen(np.add.reduceat(ranked.delivered, begins)),
            responded=frozen(np.add.reduceat(ranked.responded, begins)),
        )
