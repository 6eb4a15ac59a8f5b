"""Which stages have become worse or better: every stream that is watched, standing alarms first."""

from collections.abc import Iterator, Sequence

from bot import watch_words as said
from bot.filters import stage_titles
from bot.refusals import refuse
from bot.report_words import Voice
from bot.reporting import Grounds, Query, ReportSpec
from bot.watching import Stream
from bot.weekly import Outlier, is_told, outliers
from feedback.intake import Refused
from mapping.interval import wilson
from mapping.methods.monitors.states import Phase
from mapping.report import HIDDEN, Bounded, Column, Report, Table, Value

_STREAMS = (
    Column(key="stage", title="head_stage"),
    Column(key="state", title="head_state"),
    Column(key="since", title="head_since", kind="time"),
    Column(key="change", title="head_change", kind="change"),
    Column(key="sure", title="head_sure", kind="share"),
    Column(key="customers", title="head_customers_since", kind="count"),
    Column(key="alarms", title="head_alarms", kind="count"),
    Column(key="id", title="head_ack_name"),
)
_LIMITS = (
    Column(key="stage", title="head_stage"),
    Column(key="answers", title="head_baseline", kind="count"),
    Column(key="per_week", title="head_per_week", kind="number"),
    Column(key="limit", title="head_limit", kind="number"),
    Column(key="allowed", title="head_years_allowed", kind="number"),
    Column(key="simulated", title="head_years_simulated", kind="number"),
    Column(key="worst_tenth", title="head_years_worst", kind="number"),
)
_WEEKS = (
    Column(key="stage", title="head_stage"),
    Column(key="week", title="head_week_of", kind="day"),
    Column(key="what", title="head_what"),
    Column(key="share", title="head_share", kind="share"),
    Column(key="usual", title="head_usually", kind="share"),
    Column(key="rule", title="head_why"),
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """List what is watched."""
    parts = (query.persona, query.segment, query.medium, query.since, query.until)
    if any(part is not None for part in parts):
        return refuse("/", "watched_whole", "leave_parts_out", query.language)
    titles = stage_titles(grounds.journey, query.language)
    streams = [each for each in grounds.watched() if query.stage in {None, each.stage}]
    order = list(said.PHASES)
    streams.sort(key=lambda each: order.index(each.monitor.phase))
    about, weeks = grounds.about(query), outliers(grounds, query)
    voice = Voice(about.language)
    told = [each for each in weeks if is_told(each, least=grounds.min_customers)]
    return Report(
        name="alerts",
        title=voice.say("alerts_title"),
        about=about,
        findings=tuple(_findings(streams, titles, grounds, voice)),
        tables=(
            _table("streams", _STREAMS, [_row(each, titles, grounds, voice) for each in streams], voice),
            _table("limits", _LIMITS, _limits(streams, titles), voice),
            Table(
                key="weeks",
                title=voice.say("alerts_weeks"),
                columns=voice.columns(_WEEKS),
                rows=tuple(_week(each, titles, voice) for each in told),
                empty=voice.say("alerts_no_weeks"),
            ),
        ),
        notes=tuple(_notes(len(weeks) - len(told), voice)),
        formulas=voice.formulas(said.FORMULAS),
    )


def _table(key: str, columns: tuple[Column, ...], rows: Sequence[tuple[Value, ...]], voice: Voice) -> Table:
    return Table(
        key=key,
        title=voice.say("alerts_stages" if key == "streams" else "alerts_limits"),
        columns=voice.columns(columns),
        rows=tuple(rows),
        empty=voice.say("alerts_never" if key == "streams" else "alerts_no_baseline"),
    )


def _row(stream: Stream, titles: dict[str, str], grounds: Grounds, voice: Voice) -> tuple[Value, ...]:
    return (
        titles[stream.stage],
        voice.say("phase_past" if _is_past(stream) else said.PHASES[stream.monitor.phase]),
        *_alarm(stream, grounds.min_customers),
        stream.monitor.alarms,
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
    return started.at, size, said.surely(started.sure), stream.customers


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


def _week(week: Outlier, titles: dict[str, str], voice: Voice) -> tuple[Value, ...]:
    share = wilson(week.count, of=week.size)
    return (
        titles[week.stage],
        f"{week.week}",
        voice.say(week.metric),
        None if share is None else Bounded(share.value, share.low, share.high),
        week.usual,
        "; ".join(voice.say(said.RULES[rule]) for rule in week.rules),
    )


def _findings(
    streams: Sequence[Stream], titles: dict[str, str], grounds: Grounds, voice: Voice
) -> Iterator[str]:
    standing = [each for each in streams if each.monitor.phase is Phase.ALARM]
    if not streams:
        yield voice.say("alerts_never")
        return
    if all(each.is_past for each in standing):
        yield voice.say("alerts_quiet")
    for each in standing:
        yield _told(each, titles[each.stage], grounds.min_customers, voice)
    quiet = sum(each.monitor.phase is Phase.QUIET for each in streams)
    yield voice.say("alerts_watching", quiet=quiet, learning=sum(each.is_learning for each in streams))


def _told(stream: Stream, stage: str, least: int, voice: Voice) -> str:
    alarm, started, words = stream.monitor.alarm, stream.started, voice.words
    if alarm is None or stream.customers < least:
        return voice.say("alerts_too_few", stage=stage)
    side = voice.say(said.SIDES[alarm.direction])
    if started is None:
        return voice.say("alerts_no_begin", stage=stage, side=side, raised=words.date(alarm.raised_at.date()))
    return voice.count(
        "alerts_changed" if stream.is_past else "alerts_alarm",
        stream.customers,
        stage=stage,
        side=side,
        since=words.date(started.at.date()),
        size=words.signed(started.size),
        low=words.signed(started.size_low),
        high=words.signed(started.size_high),
        sure=words.percent(said.surely(started.sure)),
    )


def _notes(hidden: int, voice: Voice) -> Iterator[str]:
    yield voice.say("alerts_together")
    yield voice.say("alerts_look")
    if hidden:
        yield voice.count("alerts_hidden_weeks", hidden)


SPEC = ReportSpec(
    name="alerts",
    summary="Tell which stages have become worse or better, since when, and how sure that is.",
    make=make,
)
