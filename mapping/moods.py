"""Emotions in shared figures: of everybody, over all time, each as far as it may be told.

Answers name any number of emotions, so no sum ties them to each other or to the answers: each has its own
account of what readers know.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

import numpy as np

from mapping.columns import Ints
from mapping.contributions import Found, Key
from mapping.lattice import ALL, Row, Scopes, Spot, tells_parts
from mapping.protecting import Known, News, publish_rows


class Moods:
    """Counts batch by batch, and keeps what readers know of each emotion."""

    def __init__(self, known: Mapping[str, Known], *, scopes: Scopes, k: int) -> None:
        """Go on from what is `known` of each emotion."""
        self.known = dict(known)
        self._k = k
        self._scopes = scopes
        self._gone: list[str] = []

    def take_back(self, points: Collection[str], touched: Collection[int]) -> None:
        """Note that contributions of customers of the `touched` classes have gone from these touchpoints."""
        self._gone = sorted(points)
        self.known = {name: known.without_classes(touched) for name, known in self.known.items()}

    def count(
        self, batch: Mapping[Key, Found], dealt: Mapping[str, int], *, told: Collection[Spot]
    ) -> Mapping[Spot, AbstractSet[str]]:
        """Count a batch; return which emotions may be told of each spot that is `told`."""
        found: dict[Spot, set[str]] = {spot: set() for spot in told if tells_parts(spot)}
        asked = sorted(found, key=lambda spot: (spot.rank, spot))
        rest = [Spot(scope, ALL, ALL) for scope in self._scopes]
        rows = [*asked, *(spot for spot in rest if spot not in found)]
        named = sorted({*self.known, *(name for one in batch.values() for name in one.emotions)})
        for name in named:
            where = {key: key[1] for key, one in batch.items() if name in one.emotions}
            points = sorted({*where.values()})
            classes = np.zeros((self._k, len(points)), dtype=np.bool_)
            for key, point in where.items():
                classes[dealt[key[0]], points.index(point)] = True
            news = News(
                rows=[Row(spot).key for spot in rows],
                asked=len(asked),
                member=self._indicators(rows, points),
                classes=classes,
                gone=self._indicators(rows, self._gone),
            )
            self.known[name], keys = publish_rows(self.known.get(name, Known.nothing(self._k)), news)
            for spot in asked:
                if Row(spot).key in keys:
                    found[spot].add(name)
        self._gone = []
        return found

    def _indicators(self, rows: Collection[Spot], points: Collection[str]) -> Ints:
        """Return the rows as 0 and 1 over touchpoints."""
        members = [[point in self._scopes[spot.scope] for point in points] for spot in rows]
        return np.array(members, dtype=np.int64).reshape(len(rows), len(points))
