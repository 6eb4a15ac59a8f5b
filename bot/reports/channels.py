"""By which media and campaigns customers came: how it felt, who went on to the goal, and what it cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bot.filters import stage_titles
from bot.funnel_counts import known_until, window_asked
from bot.refusals import refuse_name
from bot.report_cells import whole_of
from bot.report_words import INTERVAL, Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from config import formats
from feedback.intake import Refused
from mapping.charts.bars import Bar, bars
from mapping.columns import Flags, Floats
from mapping.contrasts import side
from mapping.disclosing_counts import disclosed_counts
from mapping.interval import bins, pooled_prior, wilson
from mapping.layout import Drawing
from mapping.methods.events import EventTable
from mapping.methods.passages import seen_until
from mapping.methods.proportions import ShareDifference, share_difference
from mapping.methods.touched import Felt, Touched, touched
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made, spelt
from mapping.telling import stages_of
from mapping.wrapping import tidy

SATISFIED = 0.5
"""From this mean vote on a customer counts as satisfied: the border of the level positive."""

_MEDIA = (
    Column(key="medium", title="head_medium"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="score", title="head_score_there", kind="score"),
    Column(key="score_n", title="head_n", kind="count"),
    Column(key="goal", title="head_went_on_to_goal", kind="share"),
    Column(key="goal_n", title="head_of", kind="count"),
)
_CAMPAIGNS = (
    Column(key="campaign", title="head_campaign"),
    Column(key="medium", title="head_medium"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="score", title="head_score_since", kind="score"),
    Column(key="score_n", title="head_n", kind="count"),
    Column(key="goal", title="head_went_on_to_goal", kind="share"),
    Column(key="goal_n", title="head_of", kind="count"),
    Column(key="satisfied", title="head_satisfied", kind="count"),
    Column(key="cost", title="head_cost", kind="number"),
    Column(key="cost_per", title="head_cost_per", kind="number"),
)
_FORMULAS = (
    Formula(
        what="came_what",
        formula="came_how",
        n="n_distinct",
        source="docs/methods.md, 'Funnel'; the same events that funnel, paths and map count",
    ),
    Formula(
        what="mean_by_way_what",
        formula="mean_by_way_how",
        n="n_such_score",
        source="docs/methods.md, 'Score, and one customer one vote'",
    ),
    INTERVAL,
    Formula(what="goal_what", formula="goal_how", n="n_window_goal", source="Wilson 1927"),
    Formula(
        what="cost_what",
        formula="cost_how",
        n="n_satisfied",
        source="cost / satisfied customers; Wilson 1927",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """All events, which of them are meant, which are at the goal, and how they are counted."""

    table: EventTable
    meant: Flags
    goal: Flags
    goal_title: str
    as_of: datetime
    window: timedelta
    prior: Floats
    k: int

    def follow(self, rows: Flags, felt: Felt) -> Touched:
        """Follow those who came by these rows."""
        return touched(
            self.table, rows & self.meant, self.goal, as_of=self.as_of, window=self.window, felt=felt
        )


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count what each medium and each campaign brought."""
    window = window_asked(query)
    if isinstance(window, Refused):
        return window
    known = [stage.id for stage in grounds.journey.stages]
    goal = query.own.get("goal", known[-1])
    if goal not in known:
        return refuse_name("/goal", "no_stage", "name_stage", query.language, name=goal, known=known)
    looked, about = _looked(grounds, query, goal=goal, window=window), grounds.about(query)
    voice = Voice(about.language, about.due)
    media = _media(looked, voice)
    campaigns = _campaigns(grounds, query, looked, voice)
    findings = tuple(_findings(looked, media, campaigns, voice, currency=grounds.journey.currency))
    return Report(
        name="channels",
        title=voice.say("channels_title"),
        about=about,
        findings=findings,
        tables=(media, campaigns),
        notes=tuple(_notes(looked, campaigns, voice, currency=grounds.journey.currency)),
        formulas=voice.formulas(_FORMULAS, satisfied=voice.words.signed(SATISFIED)),
        drawing=_drawing(looked, media, campaigns, voice, subtitle=made(about, voice.words)),
        description="; ".join(findings),
    )


def _looked(grounds: Grounds, query: Query, *, goal: str, window: timedelta) -> _Looked:
    as_of = known_until(grounds, query)
    table = seen_until(grounds.events(whole_of(query)), as_of)
    stages = stages_of(grounds.journey)
    wanted = {point for stage, points in stages.items() if query.stage in {None, stage} for point in points}
    meant = _among(table.touchpoints, wanted)[table.touchpoint]
    if query.medium is not None:
        meant &= _among(table.media, {query.medium})[table.medium]
    scores = table.score[~np.isnan(table.score)]
    return _Looked(
        table=table,
        meant=meant,
        goal=_among(table.touchpoints, set(stages[goal]))[table.touchpoint],
        goal_title=stage_titles(grounds.journey, query.language)[goal],
        as_of=as_of,
        window=window,
        prior=pooled_prior(bins(scores).sum(axis=0, keepdims=True)),
        k=grounds.min_customers,
    )


def _among(names: tuple[str, ...], wanted: set[str]) -> Flags:
    found: Flags = np.array([name in wanted for name in names], dtype=np.bool_)
    return found


def _media(looked: _Looked, voice: Voice) -> Table:
    rows: list[tuple[Value, ...]] = []
    for code, medium in enumerate(looked.table.media):
        found = looked.follow(looked.table.medium == code, "by_it")
        if found.customers:
            rows.append((medium or voice.say("channels_not_known"), *_told(found, looked)))
    rows.sort(key=lambda row: (-row[1] if isinstance(row[1], int) else 0, str(row[0])))
    title, empty = voice.say("channels_by_medium"), voice.nobody()
    return Table(key="media", title=title, columns=voice.columns(_MEDIA), rows=tuple(rows), empty=empty)


def _campaigns(grounds: Grounds, query: Query, looked: _Looked, voice: Voice) -> Table:
    declared = {each.id: each for each in grounds.journey.campaigns}
    came = [name for name in looked.table.campaigns if name]
    rows: list[tuple[Value, ...]] = []
    for name in [*declared, *(each for each in came if each not in declared)]:
        places = _among(looked.table.campaigns, {name})
        found = looked.follow(places[looked.table.campaign], "since_then")
        campaign = declared.get(name)
        title = name if campaign is None else tidy(grounds.journey.say(campaign.title, query.language))
        cost = None if campaign is None else campaign.cost
        rows.append(
            (
                title,
                None if campaign is None else campaign.medium,
                *_told(found, looked),
                *_worth(found, cost, k=looked.k),
            )
        )
    return Table(
        key="campaigns",
        title=voice.say("channels_by_campaign"),
        columns=voice.columns(_CAMPAIGNS),
        rows=tuple(rows),
        empty=voice.say("channels_no_campaign"),
    )


def _told(found: Touched, looked: _Looked) -> tuple[Value, ...]:
    """Return customers, score, its n, the share that went on, and its n."""
    if not found.customers:
        return 0, None, None, None, None
    if found.customers < looked.k:
        return (HIDDEN,) * 5
    return found.customers, *_felt(found, looked), *_went_on(found, k=looked.k)


def _felt(found: Touched, looked: _Looked) -> tuple[Value, Value]:
    if len(found.votes) < looked.k:
        return (HIDDEN, HIDDEN) if len(found.votes) else (None, None)
    own = side(found.votes, prior=looked.prior)
    return own.score, own.voters


def _went_on(found: Touched, *, k: int) -> tuple[Value, Value]:
    """Return the share that went on; those in no share are the rest of a total that is shown."""
    others = found.customers - found.of
    came, did_not, _ = disclosed_counts((found.came, found.did_not, others), k=k)
    share = wilson(found.came, of=found.of)
    if share is None:
        return None, None
    if came is None or did_not is None or found.of < k:
        return HIDDEN, HIDDEN
    return Bounded(share.value, share.low, share.high), found.of


def _worth(found: Touched, cost: float | None, *, k: int) -> tuple[Value, Value, Value]:
    """Return the satisfied customers, the cost, and the cost of each of them."""
    if not found.customers:
        return None, cost, None
    voters = len(found.votes)
    satisfied = int((found.votes >= SATISFIED).sum())
    shown = disclosed_counts((satisfied, voters - satisfied, found.customers - voters), k=k)
    if found.customers < k or shown[0] is None or shown[1] is None:
        return HIDDEN, cost, HIDDEN
    share = wilson(satisfied, of=voters)
    if cost is None or share is None or not satisfied:
        return satisfied, cost, None
    return (
        satisfied,
        cost,
        Bounded(cost / satisfied, cost / (share.high * voters), cost / (share.low * voters)),
    )


def _findings(
    looked: _Looked, media: Table, campaigns: Table, voice: Voice, *, currency: str | None
) -> Iterator[str]:
    if not len(looked.table):
        yield voice.nobody()
        return
    told = [(row[0], row[4], row[5]) for row in media.rows if isinstance(row[4], Bounded)]
    told += [(row[0], row[5], row[6]) for row in campaigns.rows if isinstance(row[5], Bounded)]
    if told:
        (name, share, of), *others = sorted(told, key=lambda each: -each[1].value)
        if others and all(_is_over((share, of), (other, n)) for _, other, n in others):
            yield voice.say(
                "channels_most", goal=looked.goal_title, way=str(name), share=_of(share, of, voice)
            )
        else:
            yield voice.say("channels_cannot_tell", goal=looked.goal_title)
    yield from _cheapest(campaigns, voice, currency=currency)


def _is_over(one: tuple[Bounded, Value], other: tuple[Bounded, Value]) -> bool:
    """Whether one share surely lies over the other; customers of both ways make that surer, not less so."""
    (a, of_a), (b, of_b) = one, other
    if not isinstance(of_a, int) or not isinstance(of_b, int):
        return False
    found = share_difference(round(a.value * of_a), of_a=of_a, count_b=round(b.value * of_b), of_b=of_b)
    return isinstance(found, ShareDifference) and found.low > 0


def _cheapest(campaigns: Table, voice: Voice, *, currency: str | None) -> Iterator[str]:
    """Say by which campaign a satisfied customer cost least, where their intervals lie apart."""
    prices = [(row[9], row[0]) for row in campaigns.rows if isinstance(row[9], Bounded)]
    if not prices:
        return
    (price, name), *others = sorted(prices, key=lambda each: each[0].value)
    amount = formats.number(price.value, voice.language, decimals=2)
    money = f"{currency} {amount}" if currency else amount
    if not others:
        yield voice.say("channels_price", way=str(name), price=money)
    elif all(price.high < other.low for other, _ in others):
        yield voice.say("channels_cheapest", way=str(name), price=money)
    else:
        yield voice.say("channels_cheapest_unknown")


def _notes(looked: _Looked, campaigns: Table, voice: Voice, *, currency: str | None) -> Iterator[str]:
    yield voice.say("channels_goal", goal=looked.goal_title, length=voice.length(looked.window))
    yield voice.say("channels_go_with")
    if any(row[8] is not None for row in campaigns.rows):
        yield voice.say("channels_currency" if currency else "channels_no_currency", currency=currency or "")


def _of(share: Bounded, of: Value, voice: Voice) -> str:
    words = voice.words
    return voice.say("share_of", share=words.percent(share.value), of=spelt(of, "count", words))


def _drawing(
    looked: _Looked, media: Table, campaigns: Table, voice: Voice, *, subtitle: str
) -> Drawing | None:
    places: Mapping[str, int] = {"media": 4, "campaigns": 5}
    rows: list[Bar] = []
    for table in (media, campaigns):
        for row in table.rows:
            share, of = row[places[table.key]], row[places[table.key] + 1]
            if isinstance(share, Bounded):
                rows.append(
                    Bar(
                        name=str(row[0]), said=_of(share, of, voice),
                        value=share.value, low=share.low, high=share.high, rest=1.0,
                    )
                )  # fmt: skip
    if not rows:
        return None
    method = voice.say(
        "channels_method",
        goal=looked.goal_title,
        length=voice.length(looked.window),
        when=voice.when(looked.as_of),
    )
    return bars(rows, title=voice.say("channels_title"), subtitle=subtitle, method=method, top=1.0)


SPEC = ReportSpec(
    name="channels",
    summary="Tell whom each medium and campaign reached, how it felt, who went on, and what it cost.",
    make=make,
    options=(
        Option(name="goal", metavar="STAGE", help="The stage they are to reach: the last, unless said."),
        Option(name="window", metavar="LENGTH", help="How long they have for it: 30d, unless said."),
    ),
)
