"""One text for every engine: DuckDB and PostgreSQL say the same, and the same as our own columns."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.duck import DuckDb
from config.weeks import monday_of
from mapping.columns import Coded
from mapping.engine import Columns, Engine
from mapping.methods.events import EventTable
from mapping.methods.funnel import funnel as counted_funnel
from mapping.methods.passages import Skipping, passages
from mapping.methods.paths import Apart, directly_follows
from mapping.sql import partials, transitions, walk
from mapping.sql.dialect import DIALECTS, Dialect
from mapping.sql.relations import RELATIONS
from tests.bot.engines import Postgres

BEGAN = np.datetime64("2026-03-02T00:00:00", "us")
POINTS = 5
STAGES = {"one": ["p0", "p1"], "two": ["p2"], "three": ["p3"]}
AS_OF = datetime(2026, 3, 9, tzinfo=UTC)
WINDOWS = (timedelta(hours=30), timedelta(days=2), None)
Walks = list[tuple[int, int, int, float | None]]
"""Customer, touchpoint, hours since BEGAN, score."""

walks = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, POINTS - 1), st.integers(0, 200),
        st.one_of(st.none(), st.integers(-8, 8).map(lambda quarter: quarter / 4)),
    ),
    max_size=40,
)  # fmt: skip
quick = settings(deadline=None, max_examples=20)


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "duckdb":
        return DuckDb()
    return Postgres(request.getfixturevalue("postgres_url").replace("+psycopg", ""))


def many(rows: int = 3_000) -> Walks:
    rng = np.random.default_rng(7)
    whos, wheres = rng.integers(0, rows // 6, rows), rng.integers(0, POINTS, rows)
    whens, scores = rng.integers(0, 400, rows), rng.integers(-8, 9, rows) / 4
    return [
        (int(who), int(where), int(when), None if rng.random() < 0.3 else float(score))
        for who, where, when, score in zip(whos, wheres, whens, scores, strict=True)
    ]  # fmt: skip


def relations(rows: Walks) -> dict[str, Columns]:
    who, where, when, scores = zip(*rows, strict=True) if rows else ((), (), (), ())
    codes = {stage: number for number, stage in enumerate(STAGES)}
    places = [(int(point[1:]), codes[stage]) for stage, points in STAGES.items() for point in points]
    return {
        "events": {
            "customer": np.array(who, dtype=np.int64),
            "touchpoint": np.array(where, dtype=np.int64),
            "occurred_at": BEGAN + np.array(when, dtype="timedelta64[h]"),
            "number": np.arange(len(rows)),
            "score": np.array(scores, dtype=np.float64),
        },
        "stages": {
            "touchpoint": np.array([point for point, _ in places]),
            "stage": np.array([stage for _, stage in places]),
        },
    }


def table(rows: Walks) -> EventTable:
    events = relations(rows)["events"]
    people = [f"c{each}" for each in range(max((row[0] for row in rows), default=0) + 1)]
    return EventTable.of_columns(
        customer=Coded(people, events["customer"].astype(np.int64)),
        touchpoint=Coded([f"p{each}" for each in range(POINTS)], events["touchpoint"].astype(np.int64)),
        at=events["occurred_at"],
        score=events["score"],
    )


def numbers(columns: Columns, *names: str) -> list[tuple[float, ...]]:
    """Return rows of rounded numbers, -99 for NULL, sorted."""
    filled = [np.ma.filled(np.ma.masked_invalid(columns[name].astype(np.float64)), -99.0) for name in names]
    return sorted(zip(*(column.round(6).tolist() for column in filled), strict=True))


def check_steps(engine: Engine, rows: Walks) -> None:
    found = engine.ask(transitions.transitions(engine.dialect), relations(rows))
    graph = directly_follows(table(rows), least=1, most_nodes=POINTS + 1)

    def code(place: object) -> float:
        return -99.0 if place in {Apart.START, Apart.END} else float(str(place)[1:])

    counted = [
        (
            code(edge.source), code(edge.target), edge.customers, edge.steps,
            -99.0 if edge.after is None else edge.after.total_seconds(),
            -99.0 if edge.score is None else round(edge.score, 6),
        )
        for edge in graph.edges
    ]  # fmt: skip
    said = numbers(found, "source", "target", "customers", "steps", "seconds", "score")
    assert len(said) == len(counted)
    np.testing.assert_allclose(said, sorted(counted), atol=1e-5)


def check_funnel(engine: Engine, rows: Walks, *, skipping: Skipping) -> None:
    text = walk.funnel(engine.dialect, WINDOWS, as_of=AS_OF, skipping=skipping)
    found = engine.ask(text, relations(rows))
    windows = {stage: window for stage, window in zip(STAGES, WINDOWS, strict=True) if window}
    counted = counted_funnel(table(rows), stages=STAGES, as_of=AS_OF, windows=windows, skipping=skipping)
    expected = [
        (number, stage.reached, stage.went_on, stage.lost)
        for number, stage in enumerate(counted.stages) if stage.reached
    ]  # fmt: skip
    assert numbers(found, "stage", "reached", "went_on", "lost") == expected
    passed = passages(table(rows), stages=STAGES, as_of=AS_OF, windows=windows, skipping=skipping)
    took = (passed.next_at - passed.at).astype(np.float64) / 1e6
    medians = [np.nanmedian(column) if passed.went_on[:, at].any() else -99.0
               for at, column in enumerate(np.where(passed.went_on, took, np.nan).T)]  # fmt: skip
    assert [row[1] for row in numbers(found, "stage", "median")] == pytest.approx(
        [medians[int(row[0])] for row in expected]
    )


def test_steps_are_those_of_our_own_columns(engine: Engine) -> None:
    check_steps(engine, many())


@pytest.mark.parametrize("skipping", ["never", "allowed"])
def test_the_funnel_is_that_of_our_own_columns(engine: Engine, skipping: Skipping) -> None:
    check_funnel(engine, many(), skipping=skipping)


@quick
@given(walks)
def test_steps_of_any_walks_are_those_of_our_own_columns(rows: Walks) -> None:
    check_steps(DuckDb(), rows)


@quick
@given(walks, st.sampled_from(["never", "allowed"]))
def test_the_funnel_of_any_walks_is_that_of_our_own_columns(rows: Walks, skipping: Skipping) -> None:
    check_funnel(DuckDb(), rows, skipping=skipping)


def test_places_are_reached_by_as_many_as_our_own_columns_count(engine: Engine) -> None:
    rows = many()
    found = engine.ask(transitions.reached(by="stage"), relations(rows))
    expected = [len({who for who, where, *_ in rows if f"p{where}" in points}) for points in STAGES.values()]
    assert numbers(found, "place", "customers") == list(enumerate(expected))


def test_partials_are_summed_by_customer_touchpoint_and_week(engine: Engine) -> None:
    rows = many()
    events = relations(rows)["events"]
    scores = events["score"].astype(np.float64)
    answers = {
        "customer": events["customer"], "touchpoint": events["touchpoint"],
        "answered_at": events["occurred_at"], "rating": scores, "valence": scores / 2,
        "felt": np.ones(len(rows), dtype=np.int64),
    }  # fmt: skip
    expected: dict[tuple[int, int, float], list[float]] = {}
    for who, where, when, score in rows:
        week = monday_of(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=when))
        sums = expected.setdefault((who, where, float((week - monday_of(AS_OF)).days)), [0.0] * 4)
        sums[0] += 1
        if score is not None:
            sums[1] += score
            sums[2] += score / 2
            sums[3] += -0.5 < score / 2 < 0.5

    found = engine.ask(partials.partials(engine.dialect), {"answers": answers})
    days = (found["week"].astype("datetime64[D]") - np.datetime64(monday_of(AS_OF))).astype(np.int64)

    said = numbers(
        {**found, "day": days}, "customer", "touchpoint", "day", "answers", "rating_sum", "score_sum", "hist2"
    )
    np.testing.assert_allclose(said, [(*key, *sums) for key, sums in sorted(expected.items())], atol=1e-5)


def test_nothing_gives_nothing(engine: Engine) -> None:
    found = engine.ask(transitions.transitions(engine.dialect), relations([]))
    assert len(found["steps"]) == 0


def plain(dialect: Dialect) -> str:
    text = (
        transitions.transitions(dialect)
        + partials.partials(dialect)
        + walk.funnel(dialect, WINDOWS, as_of=AS_OF)
    )
    for own in (
        dialect.week_of("answered_at"),
        dialect.seconds_between("since", "occurred_at"),
        dialect.seconds_between("reached_at", "next_at"),
        *(dialect.quantile_of("seconds", share=share) for share in (0.5, 0.9)),
    ):
        assert own in text
        text = text.replace(own, "...")
    return text


def test_only_weeks_lengths_and_quantiles_are_written_differently() -> None:
    assert len({plain(dialect) for dialect in DIALECTS}) == 1


def test_a_window_is_of_whole_seconds() -> None:
    with pytest.raises(ValueError, match="whole ones"):
        walk.passages([timedelta(milliseconds=1)], as_of=AS_OF)


def test_no_relation_holds_words_or_names() -> None:
    columns = {column for relation in RELATIONS.values() for column in relation}
    assert columns.isdisjoint({"text", "words", "name", "address", "details", "email"})
