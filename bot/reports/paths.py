"""Which ways customers really take through the journey, and where these leave the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.report_words import INTERVAL, NOBODY_YET
from bot.reporting import Grounds, Option, Query, ReportSpec
from config.emotion import Level
from feedback.intake import Refused
from mapping.catalogue import words_for
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
from mapping.words import Words

_STEPS = (
    Column(key="source", title="From"),
    Column(key="target", title="To"),
    Column(key="customers", title="Customers", kind="count"),
    Column(key="after", title="After (mean)", kind="length"),
    Column(key="score", title="Score there", kind="score"),
    Column(key="scored", title="n", kind="count"),
)
_VARIANTS = (
    Column(key="path", title="Path"),
    Column(key="customers", title="Customers", kind="count"),
    Column(key="share", title="Share", kind="share"),
    Column(key="score", title="Score", kind="score"),
    Column(key="scored", title="n", kind="count"),
)
_PLAN = (
    Column(key="what", title="Against the plan"),
    Column(key="customers", title="Customers", kind="count"),
    Column(key="of", title="Of", kind="count"),
    Column(key="share", title="Share", kind="share"),
)
_FORMULAS = (
    Formula(
        what="Directly follows",
        formula="An edge joins two events of one customer with none between; its number is of distinct "
        "customers. Edges of few customers are left out, and what would give them away.",
        n="distinct customers who took the step",
        source="docs/methods.md, 'Paths'",
    ),
    Formula(
        what="Path",
        formula="The places of one customer in order of time, repeats in a row told once.",
        n="customers with an event; share with Wilson's interval",
        source="Wilson 1927",
    ),
    Formula(
        what="Against the plan",
        formula="Skipped: a later stage without an earlier one. Reordered: outside the longest run in "
        "the plan's order. Extra: repeated visits, or touchpoints of no stage.",
        n="customers with an event",
        source="docs/methods.md, 'Deviation from the plan'",
    ),
    INTERVAL,
)
_BEGIN, _END, _OTHER = "(begin)", "(end)", "(other)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was counted, with the names of places."""

    graph: PathGraph
    common: Variants
    plan: Deviation
    titles: Mapping[str, str]
    k: int


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Count steps, paths and deviations, between touchpoints or between stages."""
    journey, table = grounds.journey, grounds.events(query)
    by_stage = query.own.get("by") == "stage"
    stages = asked_stages(journey, query)
    among: Stages | None = stages if by_stage else None
    found = _Found(
        graph=directly_follows(table, stages=among, least=grounds.min_customers),
        common=variants(table, stages=among, least=grounds.min_customers),
        plan=deviation(table, stages=stages),
        titles={
            **stage_titles(journey, query.language),
            **({} if by_stage else touchpoint_titles(journey, query, language=query.language)),
        },
        k=grounds.min_customers,
    )
    about = grounds.about(query)
    if found.graph.customers < found.k:
        few = (
            NOBODY_YET if not len(table) else f"Fewer than {found.k} customers came by; nothing can be told."
        )
        return Report(name="paths", title="Paths", about=about, findings=(few,), formulas=_FORMULAS)
    words = words_for(about.language)
    drawing = _drawing(found, subtitle=made(about, words))
    # One stage has no order to keep, and nothing in it can be skipped.
    has_plan = len(stages) > 1
    findings = tuple(_findings(found, words, has_plan=has_plan))
    return Report(
        name="paths",
        title="Paths",
        about=about,
        findings=findings,
        tables=(_variants(found), *([_plan(found)] if has_plan else []), _steps(found)),
        notes=tuple(_notes(found)),
        formulas=_FORMULAS,
        drawing=drawing,
        description="; ".join(findings),
        diagrams={
            "dot": as_dot(found.graph, names=lambda place: _name(place, found.titles)),
            "mermaid": as_mermaid(found.graph, names=lambda place: _name(place, found.titles)),
        },
    )


def _name(place: str | Apart, titles: Mapping[str, str]) -> str:
    if isinstance(place, Apart):
        return {Apart.START: _BEGIN, Apart.END: _END, Apart.OTHER: _OTHER}[place]
    return titles.get(place, place)


def _steps(found: _Found) -> Table:
    return Table(
        key="steps",
        title="Steps",
        columns=_STEPS,
        rows=tuple(_step(edge, found) for edge in found.graph.edges),
        empty="No step was taken by enough customers.",
    )


def _step(edge: Edge, found: _Found) -> tuple[Value, ...]:
    names = [_name(place, found.titles) for place in (edge.source, edge.target)]
    return (*names, edge.customers, edge.after, _score(edge), edge.scored or None)


def _variants(found: _Found) -> Table:
    return Table(
        key="variants",
        title="The most frequent paths",
        columns=_VARIANTS,
        rows=tuple(_variant(each, found) for each in found.common.variants),
        empty="No path was taken by enough customers.",
    )


def _variant(each: Variant, found: _Found) -> tuple[Value, ...]:
    share = each.share
    path = " → ".join(_name(place, found.titles) for place in each.path)
    bounded = None if share is None else Bounded(share.value, share.low, share.high)
    return path, each.customers, bounded, _score(each), each.scored


def _score(of: Edge | Variant) -> Value:
    if of.score is None or of.low is None or of.high is None:
        return None
    return Bounded(of.score, of.low, of.high)


def _plan(found: _Found) -> Table:
    plan = found.plan
    parts: list[tuple[str, Part]] = [
        ("As planned", plan.as_planned),
        ("Skipped a stage", plan.skipped),
        ("In another order", plan.reordered),
        ("Came back to a stage", plan.repeated),
        ("Went elsewhere", plan.outside),
        *((f"Skipped {found.titles.get(each.stage, each.stage)}", each.skipped) for each in plan.stages),
    ]
    return Table(
        key="plan",
        title="Planned and actual",
        columns=_PLAN,
        rows=tuple(_part(name, part, k=found.k) for name, part in parts),
    )


def _part(name: str, part: Part, *, k: int) -> tuple[Value, ...]:
    """Tell a part and, with it, the rest: neither may be a few."""
    count = disclosed_counts((part.customers, part.of - part.customers), k=k)[0]
    if count is None or part.share is None or part.of < k:
        return name, HIDDEN, HIDDEN if part.of < k else part.of, HIDDEN
    return name, count, part.of, Bounded(part.share.value, part.share.low, part.share.high)


def _findings(found: _Found, words: Words, *, has_plan: bool) -> Iterator[str]:
    first = next(iter(found.common.variants), None)
    if first is not None and first.share is not None:
        path = " → ".join(_name(place, found.titles) for place in first.path)
        share, of = words.percent(first.share.value), words.count(found.common.customers)
        yield f"The most frequent path, taken by {share} of {of} customers: {path}."
    _, _, of_all, planned = _part("", found.plan.as_planned, k=found.k)
    if has_plan and isinstance(planned, Bounded) and isinstance(of_all, int):
        yield f"{words.percent(planned.value)} of {words.count(of_all)} customers went exactly as planned."


def _notes(found: _Found) -> Iterator[str]:
    hidden = found.graph.hidden_edges
    if hidden:
        steps = "1 step is" if hidden == 1 else f"{hidden:,} steps are"
        yield f"{steps} left out: few customers took them, or they would give such away."
    if found.common.rest_paths:
        rest = found.common.rest_paths
        paths = "1 other path is" if rest == 1 else f"{rest:,} other paths are"
        yield f"{paths} not listed: taken by few, or less often than those."


def _drawing(found: _Found, *, subtitle: str) -> Drawing:
    """Draw the paths that are told, place by place."""
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
                name=_name(place, found.titles),
                customers=customers,
                said=f"{customers:,}",
                ink=_ink(place, found.graph),
            )
            for (step, place), customers in stops.items()
        ],
        [
            Flow(
                source=f"{step}-{source}",
                target=f"{step + 1}-{target}",
                customers=customers,
                said=f"{_name(source, found.titles)} to {_name(target, found.titles)}: {customers:,}",
            )
            for (step, source, target), customers in flows.items()
        ],
        title="Paths",
        subtitle=subtitle,
        method=f"The paths of {told:,} of {found.common.customers:,} customers: those that enough took. "
        "Colours: how it felt there, orange below and blue above neutral, dark grey about neutral; "
        "light grey where it is not told.",
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
