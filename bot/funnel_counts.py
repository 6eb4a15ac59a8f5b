"""The funnel as it was counted, and what of it may be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.filters import asked_stages, stage_titles
from bot.refusals import refuse
from bot.reporting import Grounds, Query
from config.duration import parse_duration
from feedback.intake import Refused
from mapping.chained_counts import shown_chain
from mapping.disclosing_counts import disclosed_counts
from mapping.disclosing_steps import shown_step
from mapping.methods.events import EventTable
from mapping.methods.funnel import Funnel, FunnelStage, funnel
from mapping.methods.passages import Passages, passages
from mapping.report import HIDDEN, Bounded, Column, Value

WINDOW = timedelta(days=30)
"""How long customers have to go on, where nobody says otherwise."""

HARDLY_ANY = 0.995
"""From this step rate on, nobody is said to be lost: it would be written as 100 %."""

COLUMNS = (
    Column(key="stage", title="head_stage"),
    Column(key="reached", title="head_reached", kind="count"),
    Column(key="of_entered", title="head_of_entered", kind="share"),
    Column(key="went_on", title="head_went_on", kind="count"),
    Column(key="lost", title="head_lost", kind="count"),
    Column(key="not_yet", title="head_not_yet", kind="count"),
    Column(key="step", title="head_step_rate", kind="share"),
    Column(key="step_n", title="head_n", kind="count"),
    Column(key="apart", title="head_out_of_order", kind="count"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted, with what is needed to tell it."""

    table: EventTable
    stages: Mapping[str, Sequence[str]]
    counted: Funnel
    passed: Passages
    titles: Mapping[str, str]
    k: int


def window_asked(query: Query) -> timedelta | Refused:
    """Read how long customers have to go on."""
    text = query.own.get("window")
    if text is None:
        return WINDOW
    try:
        window = parse_duration(text)
    except ValueError:
        return refuse("/window", "no_length", "write_length", query.language, name=text)
    if window <= timedelta(0):
        return refuse("/window", "no_time_to_go_on", "write_length", query.language, name=text)
    return window


def known_until(grounds: Grounds, query: Query) -> datetime:
    """Return up to when it is known who went on: now, or the end of the days asked about."""
    return min(grounds.as_of, grounds.about(query).period.end)


def count_funnel(grounds: Grounds, query: Query, window: timedelta, without: frozenset[str]) -> Counted:
    """Count the stages asked about, but for those `without`; customers have the window to go on."""
    journey = grounds.journey
    table = grounds.events(query)
    asked = asked_stages(journey, query)
    stages = {name: points for name, points in asked.items() if name not in without}
    windows, as_of = dict.fromkeys(list(stages)[:-1], window), known_until(grounds, query)
    return Counted(
        table=table,
        stages=stages,
        counted=funnel(table, stages=stages, as_of=as_of, windows=windows),
        passed=passages(table, stages=stages, as_of=as_of, windows=windows),
        titles=stage_titles(journey, query.language),
        k=grounds.min_customers,
    )


def told_rows(found: Counted) -> Iterator[tuple[Value, ...]]:
    """Yield a row under `COLUMNS` for each stage, with what may be told of it."""
    counted = found.counted.stages
    reached = shown_chain([each.reached for each in counted], k=found.k)
    for place, (each, count) in enumerate(zip(counted, reached, strict=True)):
        after = reached[place + 1] if place + 1 < len(reached) else None
        yield (
            found.titles[each.stage],
            *(_counted(count), _share(each, count)),
            *_ways(each, count, after, is_last=place + 1 == len(counted), k=found.k),
            _counted(disclosed_counts((each.reached, each.apart), k=found.k)[1]),
        )


def _ways(
    each: FunnelStage, reached: int | None, after: int | None, *, is_last: bool, k: int
) -> tuple[Value, ...]:
    """Tell went on, lost, not yet and the step rate; what could be subtracted from what is shown hides."""
    if is_last:
        return (None,) * 5
    if reached is None or after is None:
        return (HIDDEN,) * 5
    lost, not_yet = disclosed_counts((each.lost, each.not_yet), k=k)
    step = shown_step(each, k=k)
    rate: tuple[Value, Value] = (None, None) if each.step is None else (HIDDEN, HIDDEN)
    if step is not None:
        rate = (Bounded(step.share.value, step.share.low, step.share.high), step.of)
    return after, _counted(lost), _counted(not_yet), *rate


def _share(each: FunnelStage, reached: int | None) -> Value:
    share = each.of_entered
    if reached is None or share is None:
        return HIDDEN
    return Bounded(share.value, share.low, share.high)


def _counted(count: int | None) -> Value:
    return HIDDEN if count is None else count


def told_of(found: Counted, key: str) -> frozenset[str]:
    """Return the stages whose figure `key` is told: other tables may not tell what the first one hides."""
    place = [column.key for column in COLUMNS].index(key)
    rows = zip(found.counted.stages, told_rows(found), strict=True)
    return frozenset(each.stage for each, row in rows if isinstance(row[place], int))
