"""Beside the funnel: how long it takes to go on, and who left, how they felt and what hurt them."""

from collections.abc import Iterator

from bot.funnel_counts import Counted, told_of
from bot.reporting import Grounds, Query
from mapping.columns import as_datetime
from mapping.leaver_pains import top_pain
from mapping.methods.leavers import LeaversBeside, beside_stayers
from mapping.methods.survival import kaplan_meier, waits
from mapping.report import HIDDEN, Bounded, Column, Table, Value

_TIMES = (
    Column(key="stage", title="From stage"),
    Column(key="median", title="Half went on within", kind="length"),
    Column(key="p90", title="Nine in ten within", kind="length"),
    Column(key="n", title="n", kind="count"),
)
_LEAVERS = (
    Column(key="stage", title="After stage"),
    Column(key="leavers", title="Leavers' last score", kind="score"),
    Column(key="leavers_n", title="n", kind="count"),
    Column(key="stayers", title="Stayers' last score", kind="score"),
    Column(key="stayers_n", title="n", kind="count"),
    Column(key="delta", title="Cliff's delta", kind="number"),
    Column(key="p", title="p", kind="number"),
)
_PAINS = (
    Column(key="stage", title="After stage"),
    Column(key="theme", title="What hurt"),
    Column(key="customers", title="Leavers", kind="count"),
    Column(key="share", title="Share of leavers", kind="share"),
    Column(key="leavers", title="n", kind="count"),
)
_FOLLOW_UP = (Column(key="customer", title="Customer"), Column(key="since", title="There since", kind="time"))


def times(found: Counted) -> Table:
    """Tell how long it takes to go on; of a stage whose customers are hidden, nothing."""
    rows: list[tuple[Value, ...]] = []
    shown = told_of(found, "reached")
    for each in found.counted.stages[:-1]:
        if each.stage not in shown:
            rows.append((found.titles[each.stage], HIDDEN, HIDDEN, HIDDEN))
            continue
        seconds, went_on = waits(found.passed, stage=each.stage)
        curve = kaplan_meier(seconds, went_on=went_on)
        if not curve.events and curve.customers >= found.k:
            rows.append((found.titles[each.stage], None, None, curve.customers))
            continue
        if curve.events < found.k or curve.customers < found.k:
            rows.append((found.titles[each.stage], HIDDEN, HIDDEN, HIDDEN))
            continue
        median, slow = curve.wait(0.5), curve.wait(0.9)
        rows.append((found.titles[each.stage], median.after, slow.after, curve.customers))
    return Table(key="times", title="How long it takes", columns=_TIMES, rows=tuple(rows))


def leavers(found: Counted) -> Table:
    """Set leavers beside stayers, where it is told how many were lost."""
    rows: list[tuple[Value, ...]] = []
    shown = told_of(found, "lost")
    for each in found.counted.stages[:-1]:
        if each.stage not in shown:
            continue
        beside = beside_stayers(
            found.table, found.passed, stage=each.stage, stages=found.stages, least=found.k
        )
        if isinstance(beside, LeaversBeside):
            rows.append((found.titles[each.stage], *_beside(beside)))
    empty = "Too few leavers or stayers have a score to set them side by side."
    return Table(
        key="leavers", title="How leavers felt, last", columns=_LEAVERS, rows=tuple(rows), empty=empty
    )


def _beside(found: LeaversBeside) -> tuple[Value, ...]:
    one, other, delta = found.leavers, found.stayers, found.dominance
    return (
        *(Bounded(one.mean, one.low, one.high), one.scored),
        *(Bounded(other.mean, other.low, other.high), other.scored),
        *(Bounded(delta.delta, delta.low, delta.high), found.test.p),
    )


def _lost(found: Counted, stage: str) -> frozenset[str]:
    """Return the customers who were lost after a stage."""
    lost = found.passed.is_lost[:, found.passed.stages.index(stage)]
    return frozenset(found.table.customers[code] for code in lost.nonzero()[0].tolist())


def leavers_pains(found: Counted, grounds: Grounds, query: Query) -> Iterator[Table]:
    """Tell what hurt leavers most, where anybody has read what they wrote."""
    mentions = grounds.mentions(query)
    if mentions is None:
        return
    rows: list[tuple[Value, ...]] = []
    until: set[str] = set()
    shown = told_of(found, "lost")
    for each in found.counted.stages[:-1]:
        until |= set(found.stages[each.stage])
        if each.stage not in shown:
            continue
        pain = top_pain(mentions, _lost(found, each.stage), touchpoints=until, least=found.k)
        if pain is not None:
            theme = grounds.themes.get(pain.theme, pain.theme)
            share = Bounded(pain.share.value, pain.share.low, pain.share.high)
            rows.append((found.titles[each.stage], theme, pain.customers, share, pain.of))
    empty = "No theme hurt enough leavers to be told."
    yield Table(key="pains", title="What hurt leavers most", columns=_PAINS, rows=tuple(rows), empty=empty)


def follow_up(found: Counted, grounds: Grounds, stage: str) -> Table:
    """List those lost after a stage who agreed to be asked, for those who may see single customers."""
    number = found.passed.stages.index(stage)
    names = grounds.agreed(_lost(found, stage))
    since = {
        customer: as_datetime(found.passed.at[code, number])
        for code, customer in enumerate(found.table.customers)
        if customer in names
    }
    rows = tuple(sorted((names[customer], when) for customer, when in since.items()))
    title = f"Lost after {found.titles[stage]}, and agreed to be asked"
    empty = "Nobody who was lost there has agreed to be asked."
    return Table(key="follow_up", title=title, columns=_FOLLOW_UP, rows=rows, empty=empty)
