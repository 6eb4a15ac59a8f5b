"""What paths cost: events a second, beside a plain Python loop that counts the same in the same run."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import groupby, pairwise
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from mapping.columns import moment
from mapping.methods.events import EventTable
from mapping.methods.funnel import Funnel, funnel
from mapping.methods.paths import Apart, PathGraph, Place, directly_follows
from mapping.methods.variants import Variants, variants
from mapping.reading_events import read_event_lines, read_xes

_EVENTS, _CUSTOMERS, _READ, _SEED = 1_000_000, 200_000, 100_000, 20
_STAGES = {"find": ("t0", "t1", "t2"), "buy": ("t3", "t4"), "use": ("t5", "t6", "t7"), "stay": ("t8", "t9")}
_AS_OF = datetime(2027, 1, 1, tzinfo=UTC)
_WINDOW = timedelta(days=60)
_ENOUGH = 500_000  # events a second

Row = tuple[str, str, int, float]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Took:
    wall: float
    cpu: float


def lines() -> Iterator[str]:
    """Yield sentences with goals; the ratio is of processor seconds, which a busy machine changes less."""
    rows = _made()
    table, building = _timed(lambda: _table(rows))
    yield f"{len(rows)} made-up events of {len(table.begins)} customers; a table of them: {_rate(building)}"
    graph, quick = _timed(lambda: directly_follows(table, least=1, most_nodes=99))
    plain_edges, slow = _timed(lambda: _plain_edges(rows))
    yield f"directly-follows graph: {_beside(quick, slow)}, the same: {_yes(_edges(graph) == plain_edges)}"
    yield f"  goal {_ENOUGH} events a second, met: {_yes(_EVENTS / quick.cpu >= _ENOUGH)}"
    found, quick = _timed(lambda: variants(table, least=1, most=20))
    plain_paths, slow = _timed(lambda: _plain_paths(rows))
    yield f"variants: {_beside(quick, slow)}, the same: {_yes(_is_top(found, plain_paths))}"
    stages, quick = _timed(lambda: funnel(table, stages=_STAGES, as_of=_AS_OF, windows=_windows()))
    plain_funnel, slow = _timed(lambda: _plain_funnel(rows))
    yield f"funnel: {_beside(quick, slow)}, the same: {_yes(_reached(stages) == plain_funnel)}"
    written, log = _as_csv(rows[:_READ]), _as_xes(rows[:_READ])
    read, took = _timed(lambda: read_event_lines(written))
    yield f"reading {len(read)} events from CSV: {_READ / took.cpu:,.0f} a CPU second"
    read, took = _timed(lambda: read_xes(log))
    yield f"reading {len(read)} events from XES: {_READ / took.cpu:,.0f} a CPU second"


def _made() -> list[Row]:
    """Return events sorted by customer and time: ten touchpoints, mostly in order, some at random."""
    rng = np.random.default_rng(_SEED)
    customer = np.sort(rng.integers(0, _CUSTOMERS, _EVENTS))
    at = rng.integers(0, 300 * 86_400, _EVENTS)
    order = np.lexsort((at, customer))
    customer, at = customer[order], at[order]
    point = np.minimum(9, (at * 10 // (300 * 86_400)) + rng.integers(-1, 2, _EVENTS)).clip(0)
    score = rng.integers(-2, 3, _EVENTS).astype(float)
    people, points = customer.tolist(), point.tolist()
    return [
        (f"c{people[row]:06}", f"t{points[row]}", seconds, value)
        for row, (seconds, value) in enumerate(zip(at.tolist(), score.tolist(), strict=True))
    ]


def _as_csv(rows: Sequence[Row]) -> list[str]:
    return [
        "customer,touchpoint,at,score",
        *(f"{who},{point},{_when(at)},{score}" for who, point, at, score in rows),
    ]


def _as_xes(rows: Sequence[Row]) -> BytesIO:
    traces = (
        f'<trace><string key="concept:name" value="{who}"/>{"".join(map(_as_event, events))}</trace>'
        for who, events in groupby(rows, key=lambda row: row[0])
    )
    return BytesIO(f"<log>{''.join(traces)}</log>".encode())


def _as_event(row: Row) -> str:
    name, at = f'<string key="concept:name" value="{row[1]}"/>', _when(row[2])
    score = f'<float key="score" value="{row[3]}"/>'
    return f'<event>{name}<date key="time:timestamp" value="{at}"/>{score}</event>'


def _when(seconds: int) -> str:
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()


def _table(rows: Sequence[Row]) -> EventTable:
    began = moment(datetime(2026, 1, 1, tzinfo=UTC))
    return EventTable.of_columns(
        customer=[row[0] for row in rows],
        touchpoint=[row[1] for row in rows],
        at=began + np.array([row[2] for row in rows]).astype("timedelta64[s]"),
        score=[row[3] for row in rows],
    )


def _plain_edges(rows: Sequence[Row]) -> Mapping[tuple[Place, Place], tuple[int, int]]:
    """Count steps and customers, and add up times and scores, edge by edge."""
    steps: Counter[tuple[Place, Place]] = Counter()
    people: dict[tuple[Place, Place], set[str]] = defaultdict(set)
    seconds: Counter[tuple[Place, Place]] = Counter()
    scores: dict[tuple[Place, Place], float] = defaultdict(float)
    before: Row | None = None
    for row in rows:
        is_same = before is not None and before[0] == row[0]
        if before is not None and not is_same:
            steps[before[1], Apart.END] += 1
            people[before[1], Apart.END].add(before[0])
        edge: tuple[Place, Place] = (before[1] if before and is_same else Apart.START, row[1])
        steps[edge] += 1
        people[edge].add(row[0])
        scores[edge] += row[3]
        if before is not None and is_same:
            seconds[edge] += row[2] - before[2]
        before = row
    if before is not None:
        steps[before[1], Apart.END] += 1
        people[before[1], Apart.END].add(before[0])
    return {edge: (count, len(people[edge])) for edge, count in steps.items()}


def _plain_paths(rows: Sequence[Row]) -> Counter[tuple[str, ...]]:
    """Count paths, and add up their scores."""
    paths: Counter[tuple[str, ...]] = Counter()
    scores: dict[tuple[str, ...], float] = defaultdict(float)
    for _, events in groupby(rows, key=lambda row: row[0]):
        own = list(events)
        path = (own[0][1], *(after[1] for before, after in pairwise(own) if before[1] != after[1]))
        paths[path] += 1
        scores[path] += sum(event[3] for event in own) / len(own)
    return paths


def _plain_funnel(rows: Sequence[Row]) -> list[int]:
    """Count who reaches each stage within the window."""
    to_stage = {point: number for number, points in enumerate(_STAGES.values()) for point in points}
    reached, window = Counter[int](), int(_WINDOW.total_seconds())
    for _, events in groupby(rows, key=lambda row: row[0]):
        seen = [(to_stage[event[1]], event[2]) for event in events]
        since, until = 0, 2**62
        for number in range(len(_STAGES)):
            when = next((at for stage, at in seen if stage == number and at >= since), None)
            if when is None or when > until:
                break
            reached[number] += 1
            since, until = when, when + window
    return [reached[number] for number in range(len(_STAGES))]


def _edges(graph: PathGraph) -> Mapping[tuple[Place, Place], tuple[int, int]]:
    return {(edge.source, edge.target): (edge.steps, edge.customers) for edge in graph.edges}


def _is_top(found: Variants, paths: Counter[tuple[str, ...]]) -> bool:
    ranked = sorted(paths.items(), key=lambda item: (-item[1], item[0]))[: len(found.variants)]
    return ranked == [(each.path, each.customers) for each in found.variants]


def _reached(found: Funnel) -> list[int]:
    return [stage.reached for stage in found.stages]


def _windows() -> dict[str, timedelta]:
    return dict.fromkeys(_STAGES, _WINDOW)


def _timed(work: Callable[[], Result]) -> tuple[Result, _Took]:
    wall, cpu = perf_counter(), process_time()
    result = work()
    return result, _Took(perf_counter() - wall, process_time() - cpu)


def _rate(took: _Took) -> str:
    return f"{_EVENTS / took.cpu:,.0f} events a CPU second ({took.wall:.1f} s by the clock)"


def _beside(quick: _Took, slow: _Took) -> str:
    return f"{_rate(quick)}; a plain loop {_rate(slow)}, {slow.cpu / quick.cpu:.1f} times as long"


def _yes(is_so: bool) -> str:  # noqa: FBT001 -- it is the value to be told
    return "yes" if is_so else "no"
