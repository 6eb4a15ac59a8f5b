"""How many customers come along the journey's stages, go on, are lost, or are still under way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.report_words import NOBODY_YET
from bot.reporting import Grounds, Option, Query, ReportSpec, asked_stages
from config.duration import format_duration, parse_duration
from config.suggestion import suggest
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.chained_counts import shown_chain
from mapping.charts.bars import Bar, bars
from mapping.columns import as_datetime
from mapping.disclosing_counts import disclosed_counts
from mapping.disclosing_steps import shown_step
from mapping.layout import Drawing
from mapping.leaver_pains import top_pain
from mapping.methods.events import EventTable
from mapping.methods.funnel import Denominator, Funnel, FunnelStage, funnel
from mapping.methods.leavers import LeaversBeside, beside_stayers
from mapping.methods.passages import Passages, passages
from mapping.methods.survival import kaplan_meier, waits
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made
from mapping.words import Words

WINDOW = timedelta(days=30)
"""How long customers have to go on, where nobody says otherwise."""

_LENGTHS = "write for example 48h, 14d or 2w"
_HARDLY_ANY = 0.995
"""From this step rate on, nobody is said to be lost: it would be written as 100 %."""

_COLUMNS = (
    Column(key="stage", title="Stage"),
    Column(key="reached", title="Reached", kind="count"),
    Column(key="of_entered", title="Of entered", kind="share"),
    Column(key="went_on", title="Went on", kind="count"),
    Column(key="lost", title="Lost", kind="count"),
    Column(key="not_yet", title="Not yet", kind="count"),
    Column(key="step", title="Step rate", kind="share"),
    Column(key="step_n", title="n", kind="count"),
    Column(key="apart", title="Out of order", kind="count"),
)
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
_FORMULAS = (
    Formula(
        what="Reached",
        formula="Distinct customers who came to the stage in order: after the stage before it, within its "
        "window. 'Out of order' came, but not so.",
        n="distinct customers with an event",
        source="docs/methods.md, 'Funnel'; the same events that paths and map count",
    ),
    Formula(
        what="Step rate",
        formula="Of those of the stage whose window is over, the share that went on to the next; "
        "'not yet' still have time and are in neither part. Interval: Wilson's.",
        n="customers of the stage whose window is over",
        source="Wilson 1927",
    ),
    Formula(
        what="Time between stages",
        formula="Quantiles of the Kaplan-Meier curve; who is still under way counts for as long as seen.",
        n="customers who reached the stage",
        source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
    ),
    Formula(
        what="Leavers beside stayers",
        formula="Last score before leaving against last score before going on: Cliff's delta, "
        "Brunner-Munzel's test. It goes with leaving; it need not be why.",
        n="customers with a score on each side",
        source="Cliff 1993; Brunner & Munzel 2000",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was counted, with what is needed to tell it."""

    table: EventTable
    stages: Mapping[str, Sequence[str]]
    counted: Funnel
    passed: Passages
    titles: Mapping[str, str]
    k: int


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count the funnel as it stands now."""
    window = _window(query.own.get("window"))
    if isinstance(window, Refused):
        return window
    without = frozenset(filter(None, query.own.get("without", "").split(",")))
    known = [each.id for each in grounds.journey.stages]
    if not without.issubset(known):
        wrong = min(without.difference(known))
        fix = suggest(wrong, known, otherwise="name stages of the journey, separated by commas")
        return Refused(pointer="/without", what=f"{wrong!r} is no stage", fix=fix)
    counted = [stage for stage in asked_stages(grounds.journey, query) if stage not in without]
    if not counted:
        return Refused(pointer="/without", what="no stage is left to count", fix="leave one of them in")
    wanted = query.own.get("follow-up")
    if wanted is not None and wanted not in counted[:-1]:
        return _unfollowed(wanted, counted, known)
    found = _found(grounds, query, window, without)
    about = grounds.about(query)
    words = words_for(about.language)
    if found.counted.entered < found.k:
        few = f"Fewer than {found.k} customers entered at the first stage; nothing can be told."
        return Report(
            name="funnel", title="Funnel", about=about, formulas=_FORMULAS,
            findings=(few if len(found.table) else NOBODY_YET,),
        )  # fmt: skip
    table = Table(key="funnel", title="Who came how far", columns=_COLUMNS, rows=tuple(_rows(found)))
    return Report(
        name="funnel",
        title="Funnel",
        about=about,
        findings=tuple(_findings(found, words)),
        tables=(
            table,
            *((_times(found), _leavers(found), *_pains(found, grounds, query)) if len(counted) > 1 else ()),
            *([] if wanted is None else [_follow_up(found, grounds, wanted)]),
        ),
        notes=tuple(_notes(found, window)) if len(counted) > 1 else (),
        formulas=_FORMULAS,
        drawing=_drawing(found, table, words, subtitle=made(about, words)),
        description="; ".join(_findings(found, words)),
    )


def _window(text: str | None) -> timedelta | Refused:
    """Read how long customers have to go on."""
    if text is None:
        return WINDOW
    try:
        window = parse_duration(text)
    except ValueError as error:
        return Refused(pointer="/window", what=str(error).partition(";")[0], fix=_LENGTHS)
    if window <= timedelta(0):
        return Refused(pointer="/window", what=f"in {text!r} nobody could go on", fix=_LENGTHS)
    return window


def _unfollowed(wanted: str, counted: Sequence[str], known: Sequence[str]) -> Refused:
    """Say why nobody can be followed up after a stage."""
    if wanted not in known:
        fix = suggest(wanted, known, otherwise="name a stage of the journey")
        return Refused(pointer="/follow-up", what=f"{wanted!r} is no stage", fix=fix)
    if wanted not in counted:
        fix = f"take it out of --without, or name another of {', '.join(counted)}"
        return Refused(pointer="/follow-up", what=f"stage {wanted!r} is not counted here", fix=fix)
    fix = f"name one of {', '.join(counted[:-1])}" if len(counted) > 1 else "ask about more stages than one"
    return Refused(pointer="/follow-up", what=f"nobody can be lost after the last stage {wanted!r}", fix=fix)


def _found(grounds: Grounds, query: Query, window: timedelta, without: frozenset[str]) -> _Found:
    journey = grounds.journey
    table = grounds.events(query)
    asked = asked_stages(journey, query)
    stages = {name: points for name, points in asked.items() if name not in without}
    windows = dict.fromkeys(list(stages)[:-1], window)
    return _Found(
        table=table,
        stages=stages,
        counted=funnel(table, stages=stages, as_of=grounds.as_of, windows=windows),
        passed=passages(table, stages=stages, as_of=grounds.as_of, windows=windows),
        titles={each.id: journey.say(each.title, query.language) for each in journey.stages},
        k=grounds.min_customers,
    )


def _rows(found: _Found) -> Iterator[tuple[Value, ...]]:
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


def _told_of(found: _Found, key: str) -> frozenset[str]:
    """Return the stages whose figure `key` is told: other tables may not tell what the first one hides."""
    place = [column.key for column in _COLUMNS].index(key)
    rows = zip(found.counted.stages, _rows(found), strict=True)
    return frozenset(each.stage for each, row in rows if isinstance(row[place], int))


def _times(found: _Found) -> Table:
    """Tell how long it takes to go on; of a stage whose customers are hidden, nothing."""
    rows: list[tuple[Value, ...]] = []
    shown = _told_of(found, "reached")
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


def _leavers(found: _Found) -> Table:
    """Set leavers beside stayers, where it is told how many were lost."""
    rows: list[tuple[Value, ...]] = []
    shown = _told_of(found, "lost")
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


def _lost(found: _Found, stage: str) -> frozenset[str]:
    """Return the customers who were lost after a stage."""
    lost = found.passed.is_lost[:, found.passed.stages.index(stage)]
    return frozenset(found.table.customers[code] for code in lost.nonzero()[0].tolist())


def _pains(found: _Found, grounds: Grounds, query: Query) -> Iterator[Table]:
    """Tell what hurt leavers most, where anybody has read what they wrote."""
    mentions = grounds.mentions(query)
    if mentions is None:
        return
    rows: list[tuple[Value, ...]] = []
    until: set[str] = set()
    shown = _told_of(found, "lost")
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


def _follow_up(found: _Found, grounds: Grounds, stage: str) -> Table:
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


def _findings(found: _Found, words: Words) -> Iterator[str]:
    steps = [(row[6].value, row[0], row[7]) for row in _rows(found) if isinstance(row[6], Bounded)]
    rate, stage, of = min(steps, key=lambda step: step[0], default=(1.0, "", None))
    if rate < _HARDLY_ANY:
        went_on = f"{words.percent(rate)} of the {of} customers whose time is over went on"
        yield f"The largest loss is after {stage}: {went_on}."
    entered = words.count(found.counted.entered)
    yield f"{entered} customers entered at {found.titles[found.counted.stages[0].stage]}."


def _notes(found: _Found, window: timedelta) -> Iterator[str]:
    length = format_duration(window)
    yield f"Customers have {length} to go on (--window); who still has time is 'not yet', not lost."
    later = found.counted.entered_later
    if later >= found.k:
        yield f"{later:,} more customers came in at a later stage and are counted there as 'out of order'."
    if any(each.step and each.step.denominator is Denominator.SO_FAR for each in found.counted.stages):
        yield "Where a stage has no window, its step rate is of all so far."


def _drawing(found: _Found, table: Table, words: Words, *, subtitle: str) -> Drawing:
    rows = []
    for row in table.rows:
        name, reached, share, rate = str(row[0]), row[1], row[2], row[6]
        if isinstance(reached, int) and isinstance(share, Bounded):
            note = f"{words.percent(rate.value)} went on" if isinstance(rate, Bounded) else ""
            said = f"{words.count(reached)} · {words.percent(share.value)} of entered"
            rows.append(
                Bar(
                    name=name,
                    said=said,
                    value=share.value,
                    low=share.low,
                    high=share.high,
                    rest=1.0,
                    note=note,
                )
            )
        else:
            rows.append(Bar(name=name, said="too few (hidden)", value=None, rest=1.0))
    method = (
        f"Bars: share of the {found.counted.entered:,} customers who entered, with about 95 %. "
        f"As of {found.counted.as_of:%d %b %Y %H:%M %Z}."
    )
    return bars(rows, title="Funnel", subtitle=subtitle, method=method, top=1.0)


SPEC = ReportSpec(
    name="funnel",
    summary="Tell how many customers come along the stages, go on, are lost, or are still under way.",
    make=make,
    options=(
        Option(name="window", metavar="LENGTH", help="How long customers have to go on: 30d, unless said."),
        Option(
            name="follow-up",
            metavar="STAGE",
            help="Also list who was lost after this stage and agreed to be asked, by your own ids.",
        ),
        Option(
            name="without", metavar="STAGES", help="Stages that not everybody needs, such as help,returns."
        ),
    ),
)
