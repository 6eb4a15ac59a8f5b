"""Which stages have become worse or better: every stream that is watched, standing alarms first."""

from collections.abc import Iterator, Sequence

from bot import watch_words as said
from bot.filters import stage_titles
from bot.reporting import Grounds, Query, ReportSpec
from bot.watching import Stream
from bot.weekly import Outlier, is_told, outliers
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.interval import wilson
from mapping.methods.monitors.states import Phase
from mapping.report import HIDDEN, Bounded, Column, Report, Table, Value
from mapping.words import Words

_STREAMS = (
    Column(key="stage", title="Stage"),
    Column(key="state", title="State"),
    Column(key="since", title="Since", kind="time"),
    Column(key="change", title="Change", kind="change"),
    Column(key="sure", title="Sure", kind="share"),
    Column(key="customers", title="Customers since", kind="count"),
    Column(key="alarms", title="Alarms so far"),
    Column(key="id", title="Name for --ack"),
)
_LIMITS = (
    Column(key="stage", title="Stage"),
    Column(key="answers", title="Baseline of", kind="count"),
    Column(key="per_week", title="A week", kind="number"),
    Column(key="limit", title="Limit (sd)", kind="number"),
    Column(key="allowed", title="Years per false alarm: allowed", kind="number"),
    Column(key="simulated", title="simulated", kind="number"),
    Column(key="worst_tenth", title="90th percentile", kind="number"),
)
_WEEKS = (
    Column(key="stage", title="Stage"),
    Column(key="week", title="Week of"),
    Column(key="what", title="What"),
    Column(key="share", title="Share", kind="share"),
    Column(key="usual", title="Usually", kind="share"),
    Column(key="rule", title="Why"),
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """List what is watched."""
    parts = (query.persona, query.segment, query.medium, query.since, query.until)
    if any(part is not None for part in parts):
        return Refused(pointer="/", what=said.NO_PARTS, fix=said.NO_PARTS_FIX)
    titles = stage_titles(grounds.journey, query.language)
    streams = [each for each in grounds.watched() if query.stage in {None, each.stage}]
    order = list(said.PHASES)
    streams.sort(key=lambda each: order.index(each.monitor.phase))
    about, weeks = grounds.about(query), outliers(grounds, query)
    told = [each for each in weeks if is_told(each, least=grounds.min_customers)]
    return Report(
        name="alerts",
        title="What has changed",
        about=about,
        findings=tuple(_findings(streams, titles, grounds, words_for(about.language))),
        tables=(
            _table("streams", "Stages", _STREAMS, [_row(each, titles, grounds) for each in streams]),
            _table("limits", "What they are held against", _LIMITS, _limits(streams, titles)),
            Table(
                key="weeks",
                title="Weeks that stand out",
                columns=_WEEKS,
                rows=tuple(_week(each, titles) for each in told),
                empty=said.NO_WEEKS,
            ),
        ),
        notes=tuple(_notes(len(weeks) - len(told))),
        formulas=said.FORMULAS,
    )


def _table(key: str, title: str, columns: tuple[Column, ...], rows: Sequence[tuple[Value, ...]]) -> Table:
    return Table(key=key, title=title, columns=columns, rows=tuple(rows), empty=said.NEVER_LOOKED)


def _row(stream: Stream, titles: dict[str, str], grounds: Grounds) -> tuple[Value, ...]:
    return (
        titles[stream.stage],
        said.PAST if _is_past(stream) else said.PHASES[stream.monitor.phase],
        *_alarm(stream, grounds.min_customers),
        f"{stream.monitor.alarms}",
        stream.stage,
    )


def _is_past(stream: Stream) -> bool:
    """Say whether a change that nobody has seen yet lay in the history when the watch began."""
    return stream.is_past and stream.monitor.phase is Phase.ALARM


def _alarm(stream: Stream, least: int) -> tuple[Value, ...]:
    """Return since when, how large, how sure and how many are hit."""
    alarm, started = stream.monitor.alarm, stream.started
    if alarm is None:
        return (None,) * 4
    if stream.customers < least:
        return (HIDDEN,) * 4
    if started is None:
        return alarm.raised_at, None, None, stream.customers
    size = Bounded(started.size, started.size_low, started.size_high)
    return started.at, size, min(started.sure, said.SUREST), stream.customers


def _limits(streams: Sequence[Stream], titles: dict[str, str]) -> list[tuple[Value, ...]]:
    return [
        (
            titles[each.stage],
            each.tuning.chart.answers,
            each.tuning.per_week,
            each.tuning.limit.value,
            *map(_years, (each.tuning.limit.allowed, each.tuning.limit.rate, each.tuning.limit.rate_p90)),
        )
        for each in streams
        if each.tuning is not None
    ]


def _years(rate: float) -> float | None:
    """Return in how many years one comes; None where there was none in all those simulated."""
    return 1.0 / rate if rate > 0 else None


def _week(week: Outlier, titles: dict[str, str]) -> tuple[Value, ...]:
    share = wilson(week.count, of=week.size)
    return (
        titles[week.stage],
        f"{week.week}",
        week.metric,
        None if share is None else Bounded(share.value, share.low, share.high),
        week.usual,
        "; ".join(said.RULES[rule] for rule in week.rules),
    )


def _findings(
    streams: Sequence[Stream], titles: dict[str, str], grounds: Grounds, words: Words
) -> Iterator[str]:
    standing = [each for each in streams if each.monitor.phase is Phase.ALARM]
    if not streams:
        yield said.NEVER_LOOKED
        return
    if all(each.is_past for each in standing):
        yield said.ALL_QUIET
    for each in standing:
        yield _told(each, titles[each.stage], grounds.min_customers, words)
    quiet = sum(each.monitor.phase is Phase.QUIET for each in streams)
    yield said.WATCHING.format(quiet=quiet, learning=sum(each.is_learning for each in streams))


def _told(stream: Stream, stage: str, least: int, words: Words) -> str:
    alarm, started = stream.monitor.alarm, stream.started
    if alarm is None or stream.customers < least:
        return said.TOO_FEW.format(stage=stage)
    side = said.SIDES[alarm.direction]
    if started is None:
        return said.NOT_TOLD_WHEN.format(stage=stage, side=side, raised=f"{alarm.raised_at:%d %b %Y}")
    return (said.CHANGED if stream.is_past else said.ALARM).format(
        stage=stage,
        side=side,
        since=f"{started.at:%d %b %Y}",
        size=words.signed(started.size),
        low=words.signed(started.size_low),
        high=words.signed(started.size_high),
        sure=said.percent(started.sure),
        customers=stream.customers,
    )


def _notes(hidden: int) -> Iterator[str]:
    yield said.TOGETHER
    yield said.LOOK
    if hidden:
        yield said.HIDDEN_WEEKS.format(count=hidden)


SPEC = ReportSpec(
    name="alerts",
    summary="Tell which stages have become worse or better, since when, and how sure that is.",
    make=make,
)
