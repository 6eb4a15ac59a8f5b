"""What readers of everything published could compute: nothing that stands on fewer than k customers.

Every figure that adds up over answers is a sum over a row of 0 and 1: which contributions are in it. What
readers can compute by differencing is what lies in the span of all rows ever published. Customers are dealt
into k classes. A row is published only if it lies in that span already, or if in *each* class, looked at
alone, it does not lie in the span of the rows published before. So the published rows stay independent in
each class; a combination of them that is not nought everywhere is nought in no class, and therefore stands
on k customers at least, one of each class. (Classes are to customers what disjoint bases are to a matroid.)

Only what is left of a row beyond that span need be kept, and of it a basis. All is reckoned modulo a prime:
what is independent modulo a prime is independent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mapping.columns import Flags, Ints

PRIME = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What is left of each row beyond what readers know: `left[0]` over everybody, `left[i]` over class i.

    Rows that are not named here have nothing left.
    """

    rows: tuple[str, ...]
    left: tuple[Ints, ...]

    @classmethod
    def nothing(cls, k: int) -> "Known":
        """Return what is known before anything is published."""
        return cls(rows=(), left=tuple(np.zeros((0, 0), dtype=np.int64) for _ in range(k + 1)))

    def without_classes(self, touched: Collection[int]) -> "Known":
        """Forget what stood on classes (0..k-1) of which somebody's answers have changed or gone."""
        kept = [
            left[:, :0] if number - 1 in touched else left for number, left in enumerate(self.left)
        ]  # fmt: skip
        return replace(self, left=tuple(kept))

    def redefined(self, sums: Mapping[str, Sequence[str]]) -> "Known":
        """Define rows anew as the sums of others; what is left of them is the sum, too."""
        place = {row: number for number, row in enumerate(self.rows)}
        rest = [row for row in self.rows if row not in sums]
        rows, left = (*rest, *sums), []
        for each in self.left:
            wide = np.zeros((len(rows), each.shape[1]), dtype=np.int64)
            wide[: len(rest)] = each[[place[row] for row in rest]]
            for number, parts in enumerate(sums.values(), start=len(rest)):
                wide[number] = each[[place[row] for row in parts if row in place]].sum(axis=0) % PRIME
            left.append(wide)
        return replace(self, rows=rows, left=tuple(left))

    def of_rows(self, rows: Collection[str]) -> "Known":
        """Let go of all other rows: they will never be published anew."""
        kept = [place for place, row in enumerate(self.rows) if row in rows]
        return replace(
            self, rows=tuple(self.rows[place] for place in kept), left=tuple(each[kept] for each in self.left)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class News:
    """What has come since: which of the new contributions are in each row.

    The first `asked` rows may be published, those that matter most first; the others wait.

    `member` is (rows, kinds of contributions), `classes` (k, kinds) says of which classes somebody is among
    a kind. `gone` is (rows, kinds) for contributions that have changed or gone. A row in `needs` is told only
    with the one, before it, whose place stands there.
    """

    rows: Sequence[str]
    asked: int
    member: Ints
    classes: Flags
    gone: Ints
    needs: Mapping[int, int] = field(default_factory=dict)


def publish_rows(known: Known, news: News) -> tuple[Known, frozenset[str]]:
    """Return what readers know afterwards, and which of the rows may be published anew."""
    rows = (*news.rows, *(row for row in known.rows if row not in set(news.rows)))
    everything = _with_news(known, news, rows)
    # Rows alike in everything are one: all periods of a scope, mostly.
    first, alike = _distinct(np.concatenate(everything, axis=1))
    left = [each[first] for each in everything]
    is_told = [False] * news.asked
    for place in range(news.asked):
        needed = news.needs.get(place)
        is_told[place] = (needed is None or is_told[needed]) and _is_published(left, alike[place])
    told = frozenset(row for row, here in zip(news.rows, is_told, strict=False) if here)
    return _tidied(rows, [each[alike] for each in left]), told


def _with_news(known: Known, news: News, rows: Sequence[str]) -> list[Ints]:
    """Return what was left of each row, and beside it what is new."""
    place = {row: number for number, row in enumerate(rows)}
    old = np.array([place[row] for row in known.rows], dtype=np.int64)
    whole = [*(news.member[:, here] for here in news.classes)]
    added = [np.concatenate([news.member, -news.gone], axis=1), *whole]
    joined = []
    for left, new in zip(known.left, added, strict=True):
        wide = np.zeros((len(rows), left.shape[1] + new.shape[1]), dtype=np.int64)
        wide[old, : left.shape[1]] = left
        wide[: len(news.rows), left.shape[1] :] = new % PRIME
        joined.append(_distinct_columns(wide))
    return joined


def _is_published(left: Sequence[Ints], row: int) -> bool:
    """Publish the row if it may be, and take it out of what is left of every other."""
    if not left[0][row].any():
        return True
    if not all(each[row].any() for each in left):
        return False
    for each in left:
        columns = np.flatnonzero(each[row])
        rows = np.flatnonzero(each[:, columns[0]])
        inverse = pow(int(each[row, columns[0]]), PRIME - 2, PRIME)
        factor = each[rows, columns[0]] * inverse % PRIME
        each[np.ix_(rows, columns)] = (
            each[np.ix_(rows, columns)] - factor[:, None] * each[row, columns][None, :] % PRIME
        ) % PRIME
    return True


def _tidied(rows: Sequence[str], left: Sequence[Ints]) -> Known:
    """Keep the rows of which something is left, and of the columns a basis."""
    kept = np.flatnonzero(np.any([each.any(axis=1) for each in left], axis=0))
    return Known(
        rows=tuple(rows[place] for place in kept.tolist()), left=tuple(_basis(each[kept]) for each in left)
    )


def _distinct_columns(left: Ints) -> Ints:
    """Return each column that is not nought once."""
    columns = np.ascontiguousarray(left[:, left.any(axis=0)].T)
    return np.ascontiguousarray(columns[_distinct(columns)[0]].T)


def _distinct(rows: Ints) -> tuple[list[int], list[int]]:
    """Return where each distinct row stands first, in that order, and which of these each row is."""
    known: dict[bytes, int] = {}
    alike = [known.setdefault(row.tobytes(), len(known)) for row in np.ascontiguousarray(rows)]
    first = [0] * len(known)
    for place in reversed(range(len(alike))):
        first[alike[place]] = place
    return first, alike


def _basis(left: Ints) -> Ints:
    """Return as many columns as are independent: the others say nothing more of the rows."""
    columns = _distinct_columns(left)
    work = columns.T.copy()
    kept = []
    for row in range(work.shape[0]):
        places = np.flatnonzero(work[row])
        if not len(places):
            continue
        kept.append(row)
        below = row + 1 + np.flatnonzero(work[row + 1 :, places[0]])
        factor = work[below, places[0]] * pow(int(work[row, places[0]]), PRIME - 2, PRIME) % PRIME
        work[np.ix_(below, places)] = (
            work[np.ix_(below, places)] - factor[:, None] * work[row, places][None, :] % PRIME
        ) % PRIME
    return np.ascontiguousarray(columns[:, kept])


def as_classes(
    customers: Sequence[str],
    cells: Mapping[str, Sequence[str]],
    *,
    k: int,
    dealt: Mapping[str, int],
    waiting: Mapping[str, Sequence[int]],
) -> dict[str, int]:
    """Deal each of `customers` that is in none yet into a class, so that few cells lack one.

    `cells` names the cells each of them is in, `dealt` the classes of those who have one, and `waiting` how
    many of each class have come into a cell that was not published since.
    """
    sizes: dict[str, int] = {}
    for customer in customers:
        for cell in cells[customer]:
            sizes[cell] = sizes.get(cell, 0) + 1
    tally = {cell: list(waiting.get(cell, (0,) * k)) for cell in sizes}
    weight = {cell: 1.0 / (size + sum(tally[cell])) ** 2 for cell, size in sizes.items()}
    new: dict[str, int] = {}
    for customer in sorted(customers, key=lambda one: (one not in dealt, cells[one])):
        here = cells[customer]
        chosen = dealt.get(customer)
        if chosen is None:
            burden = [sum(weight[cell] * tally[cell][number] for cell in here) for number in range(k)]
            chosen = new[customer] = burden.index(min(burden))
        for cell in here:
            tally[cell][chosen] += 1
    return new
