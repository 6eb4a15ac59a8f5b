"""Beside the funnel: how long it takes to go on, and who left, how they felt and what hurt them."""

from collections.abc import Iterator

from bot.funnel_counts import Counted, told_of
from bot.report_words import Voice
from bot.reporting import Grounds, Query
from mapping.columns import as_datetime
from mapping.leaver_pains import top_pain
from mapping.methods.leavers import LeaversBeside, beside_stayers
from mapping.methods.survival import kaplan_meier, waits
from mapping.report import HIDDEN, Bounded, Column, Table, Value

_TIMES = (
    Column(key="stage", title="head_from_stage"),
    Column(key="median", title="head_half_within", kind="length"),
    Column(key="p90", title="head_nine_within", kind="length"),
    Column(key="n", title="head_n", kind="count"),
)
_LEAVERS = (
    Column(key="stage", title="head_after_stage"),
    Column(key="leavers", title="head_leavers_score", kind="score"),
    Column(key="leavers_n", title="head_n", kind="count"),
    Column(key="stayers", title="head_stayers_score", kind="score"),
    Column(key="stayers_n", title="head_n", kind="count"),
    Column(key="delta", title="head_delta", kind="number"),
    Column(key="p", title="head_p", kind="number"),
)
_PAINS = (
    Column(key="stage", title="head_after_stage"),
    Column(key="theme", title="head_what_hurt"),
    Column(key="customers", title="head_leavers", kind="count"),
    Column(key="share", title="head_share_of_leavers", kind="share"),
    Column(key="leavers", title="head_n", kind="count"),
)
_FOLLOW_UP = (
    Column(key="customer", title="head_customer"),
    Column(key="since", title="head_there_since", kind="time"),
)


def times(found: Counted, voice: Voice) -> Table:
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
    title = voice.say("funnel_times")
    return Table(key="times", title=title, columns=voice.columns(_TIMES), rows=tuple(rows))


def leavers(found: Counted, voice: Voice) -> Table:
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
    return Table(
        key="leavers",
        title=voice.say("funnel_leavers"),
        columns=voice.columns(_LEAVERS),
        rows=tuple(rows),
        empty=voice.say("funnel_no_leavers"),
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


def leavers_pains(found: Counted, grounds: Grounds, query: Query, voice: Voice) -> Iterator[Table]:
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
    yield Table(
        key="pains",
        title=voice.say("funnel_pains"),
        columns=voice.columns(_PAINS),
        rows=tuple(rows),
        empty=voice.say("funnel_no_pains"),
    )


def follow_up(found: Counted, grounds: Grounds, stage: str, voice: Voice) -> Table:
    """List those lost after a stage who agreed to be asked, for those who may see single customers."""
    number = found.passed.stages.index(stage)
    names = grounds.agreed(_lost(found, stage))
    since = {
        customer: as_datetime(found.passed.at[code, number])
        for code, customer in enumerate(found.table.customers)
        if customer in names
    }
    rows = tuple(sorted((names[customer], when) for customer, when in since.items()))
    title = voice.say("funnel_follow_up", stage=found.titles[stage])
    empty = voice.say("funnel_no_follow_up")
    return Table(key="follow_up", title=title, columns=voice.columns(_FOLLOW_UP), rows=rows, empty=empty)
