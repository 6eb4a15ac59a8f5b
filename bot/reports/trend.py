"""How it felt, period by period: the score, the share of unhappy customers, and who replied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.filters import asked_stages
from bot.report_cells import journey_prior
from bot.report_words import DIFFERENCE, INTERVAL, MEAN, Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from feedback.intake import Refused
from mapping.charts.timeline import Point, timeline
from mapping.columns import Floats
from mapping.contrasts import Side, side
from mapping.deliveries import DeliveryTable
from mapping.interval import wilson
from mapping.lattice import is_week, periods_of
from mapping.layout import Drawing
from mapping.methods.means import MeanDifference, mean_difference
from mapping.naming import named, named_in_short
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made, spelt
from mapping.table import ScoreTable
from mapping.telling import stages_of
from mapping.votes import Votes
from mapping.wrapping import begun

_LENGTHS = {"year": 1, "quarter": 2, "month": 3, "week": 4}
"""Where each length of period stands in what `periods_of` returns."""

UNHAPPY = -0.5
"""From this mean vote down a customer counts as unhappy: the border of the level negative."""

_COLUMNS = (
    Column(key="period", title="head_period", kind="period"),
    Column(key="score", title="head_score", kind="score"),
    Column(key="voters", title="head_n", kind="count"),
    Column(key="change", title="head_against_before", kind="change"),
    Column(key="verdict", title="head_so"),
    Column(key="unhappy", title="head_unhappy", kind="share"),
    Column(key="replied", title="head_replied", kind="share"),
    Column(key="asked", title="head_of_asked", kind="count"),
)
_FORMULAS = (
    MEAN,
    INTERVAL,
    DIFFERENCE,
    Formula(what="unhappy_what", formula="unhappy_how", n="n_scored", source="Wilson 1927"),
    Formula(what="replied_what", formula="replied_how", n="n_delivered", source="Wilson 1927"),
    Formula(what="period_what", formula="period_how", n="n_none", source="ISO 8601, as for years"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One period and what may be told of it."""

    period: str
    side: Side | None
    change: MeanDifference | None
    unhappy: Bounded | None
    replied: Bounded | None
    asked: int | None


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Set each period beside the one before."""
    length = query.own.get("by", "month")
    table, sent = grounds.scores(query), grounds.deliveries(query)
    about = grounds.about(query)
    voice = Voice(about.language, about.due)
    formulas = voice.formulas(_FORMULAS, unhappy=voice.words.signed(UNHAPPY))
    prior = journey_prior(grounds, query)
    rows = _rows(grounds, table, sent, place=_LENGTHS[length], prior=prior)
    if not any(row.side for row in rows):
        too_few = voice.say(f"trend_too_few_{length}", k=grounds.min_customers)
        few = too_few if len(table) else voice.nobody()
        return Report(
            name="trend", title=voice.say("trend_title"), about=about, findings=(few,), formulas=formulas
        )
    return Report(
        name="trend",
        title=voice.say("trend_title"),
        about=about,
        findings=tuple(_findings(rows, voice)),
        tables=(
            Table(
                key="periods",
                title=voice.say(f"trend_by_{length}"),
                columns=voice.columns(_COLUMNS),
                rows=tuple(_values(row, voice) for row in rows),
            ),
        ),
        notes=tuple(_notes(rows, voice, stages=len(asked_stages(grounds.journey, query)))),
        formulas=formulas,
        drawing=_drawing(rows, grounds, query, voice, subtitle=made(about, voice.words)),
        description="; ".join(_findings(rows, voice)),
    )


def _rows(
    grounds: Grounds, table: ScoreTable, sent: DeliveryTable, *, place: int, prior: Floats
) -> list[_Row]:
    names = sorted({*_periods(table.week, place), *_periods(sent.week, place)})
    in_stage = dict.fromkeys((point for points in stages_of(grounds.journey).values() for point in points), 0)
    of_table = np.array(_periods(table.week, place), dtype=object)
    of_sent = np.array(_periods(sent.week, place), dtype=object)
    rows: list[_Row] = []
    before: Floats | None = None
    for name in names:
        votes = Votes.of(table.picked(of_table == name), places=in_stage, cells=1).of_cell(0)
        cast = votes[~np.isnan(votes)]
        rows.append(
            _row(name, cast, before, sent.picked(of_sent == name), prior=prior, k=grounds.min_customers)
        )
        before = cast
    return rows


def _row(
    name: str, cast: Floats, before: Floats | None, sent: DeliveryTable, *, prior: Floats, k: int
) -> _Row:
    change = None if before is None else mean_difference(cast, before, prior=prior, least=k)
    asked, replied = int(sent.delivered.sum()), int(sent.responded.sum())
    is_asked = len(set(sent.customer.tolist())) >= k
    unhappy = int((cast <= UNHAPPY).sum())
    return _Row(
        period=name,
        side=side(cast, prior=prior) if len(cast) >= k else None,
        change=change if isinstance(change, MeanDifference) else None,
        unhappy=_share(unhappy, len(cast), k=k) if len(cast) >= k else None,
        replied=_share(replied, asked, k=k) if is_asked else None,
        asked=asked if is_asked else None,
    )


def _share(count: int, of: int, *, k: int) -> Bounded | None:
    """Return a share, unless it tells of a few: those counted, or those left over."""
    if 0 < count < k or 0 < of - count < k:
        return None
    share = wilson(count, of=of)
    return None if share is None else Bounded(share.value, share.low, share.high)


def _periods(weeks: np.ndarray[tuple[int], np.dtype[np.datetime64]], place: int) -> list[str]:
    known = {week: periods_of(week.item())[place] for week in np.unique(weeks.astype("datetime64[D]"))}
    return [known[week] for week in weeks.astype("datetime64[D]")]


def _values(row: _Row, voice: Voice) -> tuple[Value, ...]:
    change = row.change
    return (
        row.period,
        row.side.score if row.side else HIDDEN,
        row.side.voters if row.side else HIDDEN,
        Bounded(change.difference, change.low, change.high) if change else None,
        voice.verdict(change.verdict) if change else None,
        row.unhappy or HIDDEN,
        row.replied if row.replied or row.asked is not None else None,
        row.asked,
    )


def _findings(rows: Sequence[_Row], voice: Voice) -> Iterator[str]:
    words = voice.words
    told = [row for row in rows if row.side]
    last = told[-1]
    if last.side is None:
        return
    score, voters = words.signed(last.side.score.value), words.count(last.side.voters)
    yield voice.say("trend_last", period=begun(named(last.period, words)), score=score, n=voters)
    for row in reversed(told):
        if row.change is not None and row.change.verdict != "cannot_tell":
            amount, so = words.plain(abs(row.change.difference)), voice.verdict(row.change.verdict)
            yield voice.say("trend_change", period=named(row.period, words), amount=amount, so=so)
            return
    yield voice.say("trend_no_change")


def _notes(rows: Sequence[_Row], voice: Voice, *, stages: int) -> Iterator[str]:
    yield voice.say("trend_running")
    changes = sum(row.change is not None for row in rows)
    if changes > 1:
        yield voice.count("trend_each", changes)
    if changes and stages > 1:
        yield voice.say("trend_stages")


def _drawing(rows: Sequence[_Row], grounds: Grounds, query: Query, voice: Voice, *, subtitle: str) -> Drawing:
    words = voice.words
    stage = next((each for each in grounds.journey.stages if each.id == query.stage), None)
    points = [
        Point(
            name=named(row.period, words),
            short=named_in_short(row.period, words),
            said=f"{spelt(row.side.score, 'score', words)}, n={row.side.voters}"
            if row.side
            else words.hidden,
            score=row.side.score.value if row.side else None,
            low=row.side.score.low if row.side else None,
            high=row.side.score.high if row.side else None,
            is_marked=row.change is not None and row.change.verdict != "cannot_tell",
        )
        for row in rows
    ]
    return timeline(
        points,
        title=voice.say("trend_title"),
        subtitle=subtitle,
        method=voice.say("trend_method", when=voice.when(grounds.as_of)),
        words=words,
        axis=voice.say("head_week_of") if rows and is_week(rows[0].period) else "",
        target=None if stage is None else stage.target,
    )


SPEC = ReportSpec(
    name="trend",
    summary="Tell how it felt, period by period, and which changes are more than chance.",
    make=make,
    options=(
        Option(
            name="by",
            metavar="week|month|quarter|year",
            help="How long a period is: a month, unless said.",
            choices=tuple(_LENGTHS),
        ),
    ),
)
