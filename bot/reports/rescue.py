"""The closed loop: whom the team won back, how soon it replied, and how customers felt before and after."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.case_sums import ELSEWHERE, CasesTold, cases_told
from bot.filters import stage_titles
from bot.refusals import refuse
from bot.report_words import Voice
from bot.reporting import Grounds, Query, ReportSpec
from feedback.intake import Refused
from mapping.cases import CaseMeasure, ShownCases, Took
from mapping.charts.bars import Bar, bars
from mapping.contrasts import Side
from mapping.layout import Drawing
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made
from mapping.words import Words
from mapping.wrapping import tidy

_HOUR = timedelta(hours=1)

_GROUP = Column(key="group", title="head_group_of_cases")
_CASES = (
    _GROUP,
    Column(key="opened", title="head_opened", kind="count"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="open", title="head_open_now", kind="count"),
    Column(key="rescued", title="head_rescued", kind="share"),
    Column(key="said", title="head_of", kind="count"),
    Column(key="before", title="head_before", kind="score"),
    Column(key="after", title="head_after", kind="score"),
    Column(key="felt", title="head_n", kind="count"),
)
_TIMES = (
    _GROUP,
    Column(key="reply_half", title="head_reply_half", kind="number"),
    Column(key="reply_most", title="head_reply_most", kind="number"),
    Column(key="reply_n", title="head_n", kind="count"),
    Column(key="resolve_half", title="head_resolve_half", kind="number"),
    Column(key="resolve_most", title="head_reply_most", kind="number"),
    Column(key="resolve_n", title="head_n", kind="count"),
)
_FORMULAS = (
    Formula(what="rescue_what", formula="rescue_how", n="n_said_fixed", source="Wilson 1927"),
    Formula(
        what="case_times_what",
        formula="case_times_how",
        n="n_cases_so_far",
        source="docs/methods.md, 'The closed loop'",
    ),
    Formula(
        what="case_felt_what",
        formula="case_felt_how",
        n="n_felt_both",
        source="docs/methods.md, 'The closed loop' and 'Interval of a score'",
    ),
)

Group = tuple[str, ShownCases]


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Tell what became of the cases opened in the time asked about."""
    fates = grounds.cases(query)
    if fates is None:
        return refuse("/", "no_cases", "ask_database", query.language)
    if query.medium is not None:
        return refuse("/medium", "by_stage_and_team", "ask_by_stage", query.language)
    about, found = grounds.about(query), cases_told(fates, grounds.journey, k=grounds.min_customers)
    voice = Voice(about.language)
    groups = list(_groups(found, grounds, query, voice))
    findings = tuple(_findings(groups, voice))
    return Report(
        name="rescue",
        title=voice.say("rescue_title"),
        about=about,
        findings=findings,
        tables=(_cases(groups, voice), _times(groups, voice)),
        notes=(voice.say("rescue_still"), voice.say("rescue_where")) if groups else (),
        formulas=voice.formulas(_FORMULAS),
        drawing=_drawing(groups, grounds, voice, subtitle=made(about, voice.words)),
        description=" ".join(findings),
    )


def _groups(found: CasesTold, grounds: Grounds, query: Query, voice: Voice) -> Iterator[Group]:
    """Yield those that are asked about and had a case: all, the stages, the teams; or one stage."""
    titles = {**stage_titles(grounds.journey, query.language), ELSEWHERE: voice.say("rescue_no_stage")}
    if query.stage is not None:
        if query.stage in found.stages:
            yield titles[query.stage], found.stages[query.stage]
        return
    if found.whole.opened != 0:
        yield voice.say("rescue_all"), found.whole
    for stage, shown in found.stages.items():
        yield titles[stage], shown
    for team, shown in found.teams.items():
        yield voice.say("rescue_team", team=tidy(team) or voice.say("rescue_no_team")), shown


def _cases(groups: Sequence[Group], voice: Voice) -> Table:
    return Table(
        key="cases",
        title=voice.say("rescue_table"),
        columns=voice.columns(_CASES),
        rows=tuple((name, *_counts(shown), *_felt(shown)) for name, shown in groups),
        empty=voice.say("rescue_none"),
    )


def _counts(shown: ShownCases) -> tuple[Value, ...]:
    if CaseMeasure.CASES in shown.hidden:
        return (HIDDEN,) * 5
    share = shown.rescued
    rescued: Value = None if share is None else Bounded(share.value, share.low, share.high)
    is_untold = CaseMeasure.RESCUED in shown.hidden
    return (
        shown.opened,
        shown.customers,
        HIDDEN if CaseMeasure.OPEN in shown.hidden else shown.open,
        HIDDEN if is_untold else rescued,
        HIDDEN if is_untold else shown.said,
    )


def _felt(shown: ShownCases) -> tuple[Value, ...]:
    if CaseMeasure.FELT in shown.hidden:
        return (HIDDEN,) * 3
    before, after = shown.before, shown.after
    if before is None or after is None:
        return (None,) * 3
    return before.score, after.score, before.voters


def _times(groups: Sequence[Group], voice: Voice) -> Table:
    return Table(
        key="times",
        title=voice.say("rescue_times"),
        columns=voice.columns(_TIMES),
        rows=tuple(
            (
                name,
                *_took(shown.first_reply, is_hidden=CaseMeasure.FIRST_REPLY in shown.hidden),
                *_took(shown.resolve, is_hidden=CaseMeasure.RESOLVE in shown.hidden),
            )
            for name, shown in groups
        ),
        empty=voice.say("rescue_none"),
    )


def _took(took: Took | None, *, is_hidden: bool) -> tuple[Value, ...]:
    if is_hidden:
        return (HIDDEN,) * 3
    return (None,) * 3 if took is None else (_middle(took), took.most / _HOUR, took.n)


def _middle(took: Took) -> float | Bounded:
    """Return within how many hours half of the cases had it, with bounds where there are enough of them."""
    if took.low is None or took.high is None:
        return took.middle / _HOUR
    return Bounded(took.middle / _HOUR, took.low / _HOUR, took.high / _HOUR)


def _findings(groups: Sequence[Group], voice: Voice) -> Iterator[str]:
    if not groups:
        yield voice.say("rescue_none")
        return
    words, (_, shown) = voice.words, groups[0]
    if CaseMeasure.CASES in shown.hidden:
        yield voice.say("rescue_too_few")
    if shown.rescued is not None and shown.said is not None:
        share = shown.rescued
        yield voice.say(
            "rescue_finding",
            share=words.percent(share.value),
            of=words.count(shown.said),
            low=words.percent(share.low),
            high=words.percent(share.high),
        )
    for key, took in (("rescue_reply", shown.first_reply), ("rescue_resolve", shown.resolve)):
        if took is not None:
            middle, most = _hours(_middle(took), words), words.plain(took.most / _HOUR)
            yield voice.say(key, middle=middle, most=most, n=words.count(took.n))
    if shown.before is not None and shown.after is not None:
        before, after = _scored(shown.before, voice), _scored(shown.after, voice)
        yield voice.say("rescue_felt", before=before, after=after, n=words.count(shown.before.voters))


def _hours(middle: float | Bounded, words: Words) -> str:
    if not isinstance(middle, Bounded):
        return words.plain(middle)
    return f"{words.plain(middle.value)} ({words.plain(middle.low)} … {words.plain(middle.high)})"


def _scored(side: Side, voice: Voice) -> str:
    words, score = voice.words, side.score
    return f"{words.signed(score.value)} ({words.signed(score.low)} … {words.signed(score.high)})"


def _drawing(groups: Sequence[Group], grounds: Grounds, voice: Voice, *, subtitle: str) -> Drawing | None:
    words = voice.words
    rows = [
        Bar(
            name=name,
            said=voice.say("share_of", share=words.percent(share.value), of=words.count(shown.said or 0)),
            value=share.value,
            low=share.low,
            high=share.high,
            rest=1.0,
        )
        for name, shown in groups
        if (share := shown.rescued) is not None
    ]
    if not rows:
        return None
    method = voice.say("rescue_method", when=voice.when(grounds.as_of))
    return bars(rows, title=voice.say("rescue_title"), subtitle=subtitle, method=method, top=1.0)


SPEC = ReportSpec(
    name="rescue",
    summary="Tell whom the team won back, how soon it replied, and how customers felt before and after.",
    make=make,
)
