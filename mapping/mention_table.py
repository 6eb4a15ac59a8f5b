"""What customers spoke of, clause by clause, in columns: pain points are counted from it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mapping.columns import Flags, Floats, Ids, Ints, Times, coded, frozen

EMERGING = ""
"""The theme of what no theme is near to."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MentionTable:
    """Mentions in columns of equal length, in order of time.

    `customer`, `touchpoint` and `theme` are codes into the sorted id lists; '' is no theme. `answer` and
    `place` name the clause, for whoever may read it. `valence` is the clause's own, -2..+2 or NaN, and
    `may_quote` says whether its customer agreed to be quoted.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    themes: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    theme: Ints
    at: Times
    valence: Floats
    is_negative: Flags
    may_quote: Flags
    answer: tuple[str, ...]
    place: Ints

    @classmethod
    def of_columns(
        cls,
        *,
        customer: Ids,
        touchpoint: Ids,
        theme: Sequence[str | None],
        at: ArrayLike,
        valence: ArrayLike,
        is_negative: ArrayLike,
        may_quote: ArrayLike,
        answer: Sequence[str],
        place: ArrayLike,
    ) -> "MentionTable":
        """Build the table from equally long columns."""
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        themes, theme_code = coded([each or EMERGING for each in theme])
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            themes=themes,
            customer=customer_code,
            touchpoint=touchpoint_code,
            theme=theme_code,
            at=np.array(at, dtype="datetime64[us]"),
            valence=np.array(valence, dtype=np.float64),
            is_negative=np.array(is_negative, dtype=np.bool_),
            may_quote=np.array(may_quote, dtype=np.bool_),
            answer=tuple(answer),
            place=np.array(place, dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.customer)

    def of_customers(self, customers: AbstractSet[str]) -> "MentionTable":
        """Keep the mentions of these customers: a persona's or a segment's members."""
        member = np.array([name in customers for name in self.customers], dtype=np.bool_)
        return self.picked(member[self.customer])

    def at_touchpoints(self, touchpoints: AbstractSet[str]) -> "MentionTable":
        """Keep the mentions at these touchpoints."""
        wanted = np.array([name in touchpoints for name in self.touchpoints], dtype=np.bool_)
        return self.picked(wanted[self.touchpoint])

    def negative(self) -> "MentionTable":
        """Keep what hurts."""
        return self.picked(self.is_negative)

    def picked(self, rows: Flags | Ints) -> "MentionTable":
        """Return the rows picked by flag or place; ids no longer used stay in the lists."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return replace(
            self,
            customer=frozen(self.customer[places]),
            touchpoint=frozen(self.touchpoint[places]),
            theme=frozen(self.theme[places]),
            at=frozen(self.at[places]),
            valence=frozen(self.valence[places]),
            is_negative=frozen(self.is_negative[places]),
            may_quote=frozen(self.may_quote[places]),
            answer=tuple(self.answer[place] for place in places.tolist()),
            place=frozen(self.place[places]),
        )
