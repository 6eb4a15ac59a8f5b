"""Which ways customers really take through the journey, and where these leave the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.report_words import INTERVAL, Voice
from bot.reporting import Grounds, Option, Query, ReportSpec
from config.emotion import Level
from feedback.intake import Refused
from mapping.charts.path_graph import as_dot, as_mermaid
from mapping.charts.sankey import Flow, Stop, sankey
from mapping.disclosing_counts import disclosed_counts
from mapping.layout import Drawing
from mapping.methods.deviation import Deviation, Part, deviation
from mapping.methods.events import Stages
from mapping.methods.paths import Apart, Edge, PathGraph, directly_follows
from mapping.methods.variants import Variant, Variants, variants
from mapping.palette import Ink, ink_of
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made

_STEPS = (
    Column(key="source", title="head_from"),
    Column(key="target", title="head_to"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="after", title="head_after_mean", kind="length"),
    Column(key="score", title="head_score_there", kind="score"),
    Column(key="scored", title="head_n", kind="count"),
)
_VARIANTS = (
    Column(key="path", title="head_path"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="share", title="head_share", kind="share"),
    Column(key="score", title="head_score", kind="score"),
    Column(key="scored", title="head_n", kind="count"),
)
_PLAN = (
    Column(key="what", title="head_against_plan"),
    Column(key="customers", title="head_customers", kind="count"),
    Column(key="of", title="head_of_all", kind="count"),
    Column(key="share", title="head_share", kind="share"),
)
_FORMULAS = (
    Formula(what="follows_what", formula="follows_how", n="n_step", source="docs/methods.md, 'Paths'"),
    Formula(what="path_what", formula="path_how", n="n_event_wilson", source="Wilson 1927"),
    Formula(
        what="plan_what", formula="plan_how", n="n_event", source="docs/methods.md, 'Deviation from the plan'"
    ),
    INTERVAL,
)
_APART: Mapping[Apart, str] = {
    Apart.START: "paths_begin", Apart.END: "paths_end", Apart.OTHER: "paths_other"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was counted, with the names of places."""

    graph: PathGraph
    common: Variants
    plan: Deviation
    titles: Mapping[str, str]
    voice: Voice
    k: int


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count steps, paths and deviations, between touchpoints or between stages."""
    journey, table = grounds.journey, grounds.events(query)
    by_stage = query.own.get("by") == "stage"
    stages = asked_stages(journey, query)
    among: Stages | None = stages if by_stage else None
    about = grounds.about(query)
    voice = Voice(about.language, about.due)
    found = _Found(
        graph=directly_follows(table, stages=among, least=grounds.min_customers),
        common=variants(table, stages=among, least=grounds.min_customers),
        plan=deviation(table, stages=stages),
        titles={
            **stage_titles(journey, query.language),
            **({} if by_stage else touchpoint_titles(journey, query, language=query.language)),
        },
        voice=voice,
        k=grounds.min_customers,
    )
    title, formulas = voice.say("paths_title"), voice.formulas(_FORMULAS)
    if found.graph.customers < found.k:
        few = voice.say("paths_too_few", k=found.k) if len(table) else voice.nobody()
        return Report(name="paths", title=title, about=about, findings=(few,), formulas=formulas)
    drawing = _drawing(found, subtitle=made(about, voice.words))
    # One stage has no order to keep, and nothing in it can be skipped.
    has_plan = len(stages) > 1
    findings = tuple(_findings(found, has_plan=has_plan))
    return Report(
        name="paths",
        title=title,
        about=about,
        findings=findings,
        tables=(_variants(found), *([_plan(found)] if has_plan else []), _steps(found)),
        notes=tuple(_notes(found)),
        formulas=formulas,
        drawing=drawing,
        description="; ".join(findings),
        diagrams={
            "dot": as_dot(found.graph, names=lambda place: _name(place, found)),
            "mermaid": as_mermaid(found.graph, names=lambda place: _name(place, found)),
        },
    )


def _name(place: str | Apart, found: _Found) -> str:
    if isinstance(place, Apart):
        return found.voice.say(_APART[place])
    return found.titles.get(place, place)


def _steps(found: _Found) -> Table:
    return Table(
        key="steps",
        title=found.voice.say("paths_steps"),
        columns=found.voice.columns(_STEPS),
        rows=tuple(_step(edge, found) for edge in found.graph.edges),
        empty=found.voice.say("paths_no_steps"),
    )


def _step(edge: Edge, found: _Found) -> tuple[Value, ...]:
    names = [_name(place, found) for place in (edge.source, edge.target)]
    return (*names, edge.customers, edge.after, _score(edge), edge.scored or None)


def _variants(found: _Found) -> Table:
    return Table(
        key="variants",
        title=found.voice.say("paths_frequent"),
        columns=found.voice.columns(_VARIANTS),
        rows=tuple(_variant(each, found) for each in found.common.variants),
        empty=found.voice.say("paths_no_paths"),
    )


def _variant(each: Variant, found: _Found) -> tuple[Value, ...]:
    share = each.share
    path = " → ".join(_name(place, found) for place in each.path)
    bounded = None if share is None else Bounded(share.value, share.low, share.high)
    return path, each.customers, bounded, _score(each), each.scored


def _score(of: Edge | Variant) -> Value:
    if of.score is None or of.low is None or of.high is None:
        return None
    return Bounded(of.score, of.low, of.high)


def _plan(found: _Found) -> Table:
    plan, say = found.plan, found.voice.say
    parts: list[tuple[str, Part]] = [
        (say("paths_as_planned"), plan.as_planned),
        (say("paths_skipped"), plan.skipped),
        (say("paths_reordered"), plan.reordered),
        (say("paths_repeated"), plan.repeated),
        (say("paths_outside"), plan.outside),
        *(
            (say("paths_skipped_stage", stage=found.titles.get(each.stage, each.stage)), each.skipped)
            for each in plan.stages
        ),
    ]
    return Table(
        key="plan",
        title=say("paths_plan"),
        columns=found.voice.columns(_PLAN),
        rows=tuple(_part(name, part, k=found.k) for name, part in parts),
    )


def _part(name: str, part: Part, *, k: int) -> tuple[Value, ...]:
    """Tell a part and, with it, the rest: neither may be a few."""
    count = disclosed_counts((part.customers, part.of - part.customers), k=k)[0]
    if count is None or part.share is None or part.of < k:
        return name, HIDDEN, HIDDEN if part.of < k else part.of, HIDDEN
    return name, count, part.of, Bounded(part.share.value, part.share.low, part.share.high)


def _findings(found: _Found, *, has_plan: bool) -> Iterator[str]:
    voice, words = found.voice, found.voice.words
    first = next(iter(found.common.variants), None)
    if first is not None and first.share is not None:
        path = " → ".join(_name(place, found) for place in first.path)
        share, of = words.percent(first.share.value), words.count(found.common.customers)
        yield voice.say("paths_first", share=share, of=of, path=path)
    _, _, of_all, planned = _part("", found.plan.as_planned, k=found.k)
    if has_plan and isinstance(planned, Bounded) and isinstance(of_all, int):
        yield voice.say("paths_exactly", share=words.percent(planned.value), of=words.count(of_all))


def _notes(found: _Found) -> Iterator[str]:
    hidden = found.graph.hidden_edges
    if hidden:
        yield found.voice.count("paths_hidden", hidden)
    if found.common.rest_paths:
        yield found.voice.count("paths_rest", found.common.rest_paths)


def _drawing(found: _Found, *, subtitle: str) -> Drawing:
    """Draw the paths that are told, place by place."""
    voice, count = found.voice, found.voice.words.count
    stops: dict[tuple[int, str], int] = {}
    flows: dict[tuple[int, str, str], int] = {}
    for each in found.common.variants:
        for step, place in enumerate(each.path):
            stops[step, place] = stops.get((step, place), 0) + each.customers
        for step, pair in enumerate(pairwise(each.path)):
            flows[step, *pair] = flows.get((step, *pair), 0) + each.customers
    told = sum(each.customers for each in found.common.variants)
    return sankey(
        [
            Stop(
                id=f"{step}-{place}",
                step=step,
                name=_name(place, found),
                customers=customers,
                said=count(customers),
                ink=_ink(place, found.graph),
            )
            for (step, place), customers in stops.items()
        ],
        [
            Flow(
                source=f"{step}-{source}",
                target=f"{step + 1}-{target}",
                customers=customers,
                said=voice.say(
                    "paths_flow",
                    source=_name(source, found),
                    target=_name(target, found),
                    n=count(customers),
                ),
            )
            for (step, source, target), customers in flows.items()
        ],
        title=voice.say("paths_title"),
        subtitle=subtitle,
        method=voice.say("paths_method", told=count(told), of=count(found.common.customers)),
    )


def _ink(place: str, graph: PathGraph) -> Ink:
    scores = [(edge.scored or 0, edge.score) for edge in graph.edges if edge.target == place]
    known = [(count, score) for count, score in scores if score is not None]
    total = sum(count for count, _ in known)
    if not total:
        return Ink.ZERO
    return ink_of(Level.of(sum(count * score for count, score in known) / total))


SPEC = ReportSpec(
    name="paths",
    summary="Tell which ways customers take through the journey, and where these leave the plan.",
    make=make,
    options=(
        Option(
            name="by",
            metavar="touchpoint|stage",
            help="Between touchpoints (usual) or between stages.",
            choices=("touchpoint", "stage"),
        ),
    ),
)
