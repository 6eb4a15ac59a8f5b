"""The figures of stages and touchpoints that reports tell: the very ones that the map draws."""

from dataclasses import replace

from bot.filters import part_asked
from bot.reporting import Grounds, Query
from mapping.columns import Floats
from mapping.disclosure import Disclosed
from mapping.narrowing import shown_part
from mapping.rollup import prior_of
from mapping.telling import stages_of


def whole_of(query: Query) -> Query:
    """Return the query without what narrows the journey; of the same customers and time."""
    return replace(query, stage=None, medium=None)


def cells(grounds: Grounds, query: Query) -> Disclosed:
    """Return what may be shown of the stages and touchpoints asked about, as the map has them."""
    return shown_part(
        grounds.scores(whole_of(query)),
        stages=stages_of(grounds.journey),
        part=part_asked(grounds.journey, query),
        deliveries=grounds.deliveries(whole_of(query)),
        min_customers=grounds.min_customers,
    )


def journey_prior(grounds: Grounds, query: Query) -> Floats:
    """Return what intervals start from: the pooled distribution of the whole journey."""
    return prior_of(grounds.scores(whole_of(query)), stages=stages_of(grounds.journey))
