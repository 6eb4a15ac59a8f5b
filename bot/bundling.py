"""Bundles of all that managers' reports are counted from, kept with each edition."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from mapping.came import Came, answered, delivered, felt, visited
from mapping.dealing import deal
from mapping.deliveries import DeliveryTable
from mapping.holding_back import Bundles, Dealt
from mapping.methods.events import EventTable
from mapping.table import ScoreTable

Kind = Literal["answers", "deliveries", "visits", "feelings"]
"""What is told, each by bundles of its own: not everybody who comes answers, and scores come after visits."""

KINDS: tuple[Kind, ...] = ("answers", "deliveries", "visits", "feelings")


def dealt_anew(
    before: Mapping[str, Dealt],
    *,
    scores: ScoreTable,
    deliveries: DeliveryTable,
    events: EventTable,
    groups: Mapping[str, AbstractSet[str]],
    token: Callable[[str], str],
    k: int,
) -> dict[str, Dealt]:
    """Return the bundles of each kind now that all of this has come, in weeks that are over."""
    came: dict[Kind, Came] = {
        "answers": answered(scores),
        "deliveries": delivered(deliveries),
        "visits": visited(events),
        "feelings": felt(events),
    }
    customers = {name for each in came.values() for name in each.customers}
    names = {name: token(name) for name in customers}
    return {
        kind: deal(before.get(kind, Dealt()), came[kind], groups=groups, names=names, k=k) for kind in KINDS
    }


def bundles_in(dealt: Mapping[str, Dealt], *, token: Callable[[str], str]) -> dict[Kind, Bundles]:
    """Return the bundles of each kind for reading; before anything is dealt there are none."""
    return {kind: Bundles(dealt.get(kind, Dealt()), token=token) for kind in KINDS}
