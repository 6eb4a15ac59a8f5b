"""Numbers tapped on scales, counted by question: one customer, one vote, and the last one counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """One number: `value` in answer to `question`, of a kind such as nps, on a scale that ends at `top`."""

    customer: str
    question: str
    kind: str
    value: int
    top: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its scale: answers on another scale are those of another question."""

    question: str
    kind: str
    top: int


def last_votes(tapped: Iterable[Tapped]) -> Mapping[Asked, Mapping[int, int]]:
    """Return how many customers gave each value to each question last; `tapped` is in order of time."""
    last = {(Asked(each.question, each.kind, each.top), each.customer): each.value for each in tapped}
    counts: dict[Asked, Counter[int]] = {}
    for (asked, _), value in last.items():
        counts.setdefault(asked, Counter())[value] += 1
    return counts
