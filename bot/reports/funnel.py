"""How many customers come along the journey's stages, go on, are lost, or are still under way."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.filters import asked_stages
from bot.funnel_counts import COLUMNS, HARDLY_ANY, WINDOW, Counted, count_funnel, told_rows
from bot.funnel_leavers import follow_up, leavers, leavers_pains, times
from bot.report_words import NOBODY_YET
from bot.reporting import Grounds, Option, Query, ReportSpec
from config.duration import format_duration, parse_duration
from config.suggestion import suggest
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.charts.bars import Bar, bars
from mapping.layout import Drawing
from mapping.methods.funnel import Denominator
from mapping.report import Bounded, Formula, Report, Table
from mapping.spelling import made
from mapping.words import Words

_LENGTHS = "write for example 48h, 14d or 2w"
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
    found = count_funnel(grounds, query, window, without)
    about = grounds.about(query)
    words = words_for(about.language)
    if found.counted.entered < found.k:
        few = f"Fewer than {found.k} customers entered at the first stage; nothing can be told."
        return Report(
            name="funnel", title="Funnel", about=about, formulas=_FORMULAS,
            findings=(few if len(found.table) else NOBODY_YET,),
        )  # fmt: skip
    table = Table(key="funnel", title="Who came how far", columns=COLUMNS, rows=tuple(told_rows(found)))
    return Report(
        name="funnel",
        title="Funnel",
        about=about,
        findings=tuple(_findings(found, words)),
        tables=(
            table,
            *(
                (times(found), leavers(found), *leavers_pains(found, grounds, query))
                if len(counted) > 1
                else ()
            ),
            *([] if wanted is None else [follow_up(found, grounds, wanted)]),
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


def _findings(found: Counted, words: Words) -> Iterator[str]:
    steps = [(row[6].value, row[0], row[7]) for row in told_rows(found) if isinstance(row[6], Bounded)]
    rate, stage, of = min(steps, key=lambda step: step[0], default=(1.0, "", None))
    if rate < HARDLY_ANY:
        went_on = f"{words.percent(rate)} of the {of} customers whose time is over went on"
        yield f"The largest loss is after {stage}: {went_on}."
    entered = words.count(found.counted.entered)
    yield f"{entered} customers entered at {found.titles[found.counted.stages[0].stage]}."


def _notes(found: Counted, window: timedelta) -> Iterator[str]:
    length = format_duration(window)
    yield f"Customers have {length} to go on (--window); who still has time is 'not yet', not lost."
    later = found.counted.entered_later
    if later >= found.k:
        yield f"{later:,} more customers came in at a later stage and are counted there as 'out of order'."
    if any(each.step and each.step.denominator is Denominator.SO_FAR for each in found.counted.stages):
        yield "Where a stage has no window, its step rate is of all so far."


def _drawing(found: Counted, table: Table, words: Words, *, subtitle: str) -> Drawing:
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
