"""How many customers come along the journey's stages, go on, are lost, or are still under way."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.filters import asked_stages
from bot.funnel_counts import COLUMNS, HARDLY_ANY, Counted, count_funnel, told_rows, window_asked
from bot.funnel_leavers import follow_up, leavers, leavers_pains, times
from bot.refusals import RefusalKey, refuse, refuse_name
from bot.report_words import Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from config import formats
from config.phrases import SOURCE
from feedback.intake import Refused
from mapping.charts.bars import Bar, bars
from mapping.layout import Drawing
from mapping.methods.funnel import Denominator
from mapping.report import Bounded, Formula, Report, Table
from mapping.spelling import made, spelt

_FORMULAS = (
    Formula(
        what="reached_what",
        formula="reached_how",
        n="n_events",
        source="docs/methods.md, 'Funnel'; the same events that paths and map count",
    ),
    Formula(what="step_what", formula="step_how", n="n_window", source="Wilson 1927"),
    Formula(
        what="times_what",
        formula="times_how",
        n="n_reached",
        source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
    ),
    Formula(
        what="leavers_what",
        formula="leavers_how",
        n="n_each_side",
        source="Cliff 1993; Brunner & Munzel 2000",
    ),
)


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count the funnel as it stands now."""
    language, window = query.language, window_asked(query)
    if isinstance(window, Refused):
        return window
    without = frozenset(filter(None, query.own.get("without", "").split(",")))
    known = [each.id for each in grounds.journey.stages]
    if not without.issubset(known):
        wrong = min(without.difference(known))
        return refuse_name("/without", "no_stage", "name_stages", language, name=wrong, known=known)
    counted = [stage for stage in asked_stages(grounds.journey, query) if stage not in without]
    if not counted:
        return refuse("/without", "none_left", "leave_one_in", language)
    wanted = query.own.get("follow-up")
    if wanted is not None and wanted not in counted[:-1]:
        return _unfollowed(wanted, counted, known, language)
    found = count_funnel(grounds, query, window, without)
    about = grounds.about(query)
    voice = Voice(about.language, about.due)
    title, formulas = voice.say("funnel_title"), voice.formulas(_FORMULAS)
    if found.counted.entered < found.k:
        few = voice.say("funnel_too_few", k=found.k) if len(found.table) else voice.nobody()
        return Report(
            name="funnel", title=title, about=about, formulas=formulas, findings=(few,)
        )  # fmt: skip
    table = Table(
        key="funnel",
        title=voice.say("funnel_table"),
        columns=voice.columns(COLUMNS),
        rows=tuple(told_rows(found)),
    )
    return Report(
        name="funnel",
        title=title,
        about=about,
        findings=tuple(_findings(found, voice)),
        tables=(
            table,
            *(
                (times(found, voice), leavers(found, voice), *leavers_pains(found, grounds, query, voice))
                if len(counted) > 1
                else ()
            ),
            *([] if wanted is None else [follow_up(found, grounds, wanted, voice)]),
        ),
        notes=tuple(_notes(found, window, voice)) if len(counted) > 1 else (),
        formulas=formulas,
        drawing=_drawing(found, table, voice, subtitle=made(about, voice.words)),
        description="; ".join(_findings(found, voice)),
    )


def _unfollowed(wanted: str, counted: Sequence[str], known: Sequence[str], language: str | None) -> Refused:
    """Say why nobody can be followed up after a stage."""
    if wanted not in known:
        return refuse_name("/follow-up", "no_stage", "name_stage", language, name=wanted, known=known)
    if wanted not in counted:
        names = formats.either(counted, language or SOURCE)
        return refuse("/follow-up", "not_counted", "count_it", language, name=wanted, names=names)
    helps: RefusalKey = "name_one" if len(counted) > 1 else "more_stages"
    names = formats.either(counted[:-1], language or SOURCE)
    return refuse("/follow-up", "nobody_lost", helps, language, name=wanted, names=names)


def _findings(found: Counted, voice: Voice) -> Iterator[str]:
    words = voice.words
    steps = [(row[6].value, row[0], row[7]) for row in told_rows(found) if isinstance(row[6], Bounded)]
    rate, stage, of = min(steps, key=lambda step: step[0], default=(1.0, "", None))
    if rate < HARDLY_ANY:
        yield voice.say(
            "funnel_loss", stage=str(stage), share=words.percent(rate), of=spelt(of, "count", words)
        )
    entered = words.count(found.counted.entered)
    yield voice.say("funnel_entered", n=entered, stage=found.titles[found.counted.stages[0].stage])


def _notes(found: Counted, window: timedelta, voice: Voice) -> Iterator[str]:
    yield voice.say("funnel_window", length=voice.length(window))
    later = found.counted.entered_later
    if later >= found.k:
        yield voice.count("funnel_later", later)
    if any(each.step and each.step.denominator is Denominator.SO_FAR for each in found.counted.stages):
        yield voice.say("funnel_so_far")


def _drawing(found: Counted, table: Table, voice: Voice, *, subtitle: str) -> Drawing:
    words = voice.words
    rows = []
    for row in table.rows:
        name, reached, share, rate = str(row[0]), row[1], row[2], row[6]
        if isinstance(reached, int) and isinstance(share, Bounded):
            went_on = words.percent(rate.value) if isinstance(rate, Bounded) else ""
            note = voice.say("funnel_went_on", share=went_on) if went_on else ""
            said = voice.say("funnel_bar", n=words.count(reached), share=words.percent(share.value))
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
            rows.append(Bar(name=name, said=voice.say("too_few_hidden"), value=None, rest=1.0))
    method = voice.say(
        "funnel_method", n=words.count(found.counted.entered), when=voice.when(found.counted.as_of)
    )
    return bars(rows, title=voice.say("funnel_title"), subtitle=subtitle, method=method, top=1.0)


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
