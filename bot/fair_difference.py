"""How two groups or periods differ once the other is weighted to have this one's segments."""

from collections.abc import Mapping

import numpy as np

from bot.report_words import Voice
from bot.reporting import Grounds
from mapping.columns import Floats
from mapping.interval import pooled_prior
from mapping.methods.reweighting import FairChange, fair_change
from mapping.report import Bounded, Column, Formula, Table, Value
from mapping.table import ScoreTable
from mapping.votes import Votes

FAIR = Formula(
    what="fair_what",
    formula="fair_how",
    n="n_segments_both",
    source="Simpson 1951; docs/methods.md, 'Two periods, when other people answer'",
)


def fair_difference(grounds: Grounds, one: ScoreTable, other: ScoreTable) -> FairChange | None:
    """Weigh `other` to the segments of `one`, where the journey has any that part its customers."""
    groups = {each.id: grounds.members(segment=each.id) for each in grounds.journey.segments}
    if not groups:
        return None
    prior = pooled_prior(np.concatenate([_votes(grounds, table).levels() for table in (one, other)]))
    parts = (_by_segment(grounds, table, groups) for table in (other, one))
    found = fair_change(*parts, prior=prior, least=grounds.min_customers)
    return found if isinstance(found, FairChange) else None


def _by_segment(
    grounds: Grounds, table: ScoreTable, groups: Mapping[str, frozenset[str]]
) -> dict[str, Floats]:
    """Part the votes by which segments a customer is in, so that nobody counts twice."""
    kinds: dict[str, set[str]] = {}
    for customer in table.customers:
        kind = "+".join(name for name, members in groups.items() if customer in members) or "none"
        kinds.setdefault(kind, set()).add(customer)
    return {kind: _votes(grounds, table.of_customers(members)).of_cell(0) for kind, members in kinds.items()}


def _votes(grounds: Grounds, table: ScoreTable) -> Votes:
    points = [point.id for stage in grounds.journey.stages for point in stage.touchpoints]
    return Votes.of(table, places=dict.fromkeys(points, 0), cells=1)


def fair_table(fair: FairChange, one_name: str, other_name: str, voice: Voice) -> Table:
    """Set the difference as answered beside what the mix of segments made of it, and what is left."""
    say = voice.say
    columns = (
        Column(key="what", title=say("head_over_all")),
        Column(key="change", title=say("head_difference"), kind="change"),
        Column(key="verdict", title=say("head_so")),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        (say("compare_as_answered"), fair.raw, None),
        (say("compare_mix"), fair.mix, None),
        (say("compare_equal"), Bounded(fair.within, fair.low, fair.high), voice.verdict(fair.verdict)),
    )
    title = say("compare_weighted", one=one_name, other=other_name)
    return Table(key="fair", title=title, columns=columns, rows=rows)
