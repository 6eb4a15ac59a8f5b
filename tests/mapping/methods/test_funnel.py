"""The funnel counts what a walk through each customer's events counts, and counts nobody twice."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import moment
from mapping.interval import wilson
from mapping.methods.events import EventTable, reached
from mapping.methods.funnel import Denominator, Funnel, funnel
from mapping.methods.passages import Skipping

STAGES = {"find": ("a", "b"), "buy": ("c",), "use": ("d",), "stay": ("e",)}
START = datetime(2026, 9, 1, tzinfo=UTC)
HOURS = {f"{hours}": timedelta(hours=hours) for hours in range(9)}

Row = tuple[str, str, int]
rows = st.lists(
    st.tuples(st.sampled_from("mnopq"), st.sampled_from("abcdex"), st.integers(0, 12)), max_size=30
)
windows = st.dictionaries(st.sampled_from(list(STAGES)), st.integers(0, 8).map(lambda n: timedelta(hours=n)))
ways: st.SearchStrategy[Skipping] = st.sampled_from(["never", "allowed"])
quick = settings(deadline=None)


def table(made: Sequence[Row]) -> EventTable:
    return EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
    )


def counted(
    made: Sequence[Row],
    *,
    until: int = 12,
    windows: Mapping[str, timedelta] | None = None,
    skipping: Skipping = "never",
) -> Funnel:
    as_of = START + timedelta(hours=until)
    return funnel(table(made), stages=STAGES, as_of=as_of, windows=windows, skipping=skipping)


def walk(
    visits: Sequence[tuple[str, int]], *, windows: Mapping[str, timedelta], skipping: Skipping
) -> dict[str, int]:
    """Follow one customer with their finger on the line: the stages reached, and at which hour."""
    way: dict[str, int] = {}
    for number, stage in enumerate(STAGES):
        last = max(way, key=list(STAGES).index) if way else None
        since = 0 if last is None else way[last]
        fitting = [hour for place, hour in visits if place in STAGES[stage] and hour >= since]
        in_time = [
            hour
            for hour in fitting[:1]
            if last is None or last not in windows or timedelta(hours=hour - since) <= windows[last]
        ]
        if in_time:
            way[stage] = in_time[0]
        elif number == 0 or skipping == "never":
            break
    return way


def expected(
    made: Sequence[Row], *, until: int, windows: Mapping[str, timedelta], skipping: Skipping
) -> dict[str, Counter[str]]:
    """Count the funnel in plain loops: stage to how many reached it, went on, were lost, are not yet on."""
    own: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for customer, point, hour in sorted(made, key=lambda row: row[2]):
        if hour <= until:
            own[customer].append((point, hour))
    counts: dict[str, Counter[str]] = {stage: Counter() for stage in STAGES}
    for visits in own.values():
        way = walk(visits, windows=windows, skipping=skipping)
        for stage, hour in way.items():
            counts[stage]["reached"] += 1
            is_over = stage in windows and timedelta(hours=until - hour) > windows[stage]
            went_on = stage != list(way)[-1]
            kind = "went_on" if went_on else "lost" if is_over else "not_yet"
            if stage != "stay":
                counts[stage][kind] += 1
                counts[stage]["of"] += is_over or stage not in windows
                counts[stage]["count"] += went_on and (is_over or stage not in windows)
        if not way:
            first = [
                stage
                for stage, points in STAGES.items()
                for point, hour in visits
                if point in points
                and hour == min(at for place, at in visits if any(place in held for held in STAGES.values()))
            ]
            for stage in first[:1]:
                counts[stage]["entered_here"] += 1
    return counts


@quick
@given(rows, windows, ways, st.integers(0, 12))
def test_the_funnel_is_what_walking_with_each_customer_counts(
    made: list[Row], windows: dict[str, timedelta], skipping: Skipping, until: int
) -> None:
    found = counted(made, until=until, windows=windows, skipping=skipping)

    plain = expected(made, until=until, windows=windows, skipping=skipping)
    for stage in found.stages:
        own = plain[stage.stage]
        assert (stage.reached, stage.went_on, stage.lost, stage.not_yet, stage.entered_here) == (
            own["reached"],
            own["went_on"],
            own["lost"],
            own["not_yet"],
            own["entered_here"],
        )
        rate = (stage.step.count, stage.step.of) if stage.step else (0, 0)
        assert rate == (own["count"], own["of"])


@quick
@given(rows, windows, ways)
def test_nobody_is_lost_from_the_count_or_counted_twice(
    made: list[Row], windows: dict[str, timedelta], skipping: Skipping
) -> None:
    found = counted(made, windows=windows, skipping=skipping)

    assert found.entered + found.entered_later == len({row[0] for row in made if row[1] != "x"})
    for stage in found.stages[:-1]:
        assert stage.reached == stage.went_on + stage.lost + stage.not_yet
        assert stage.customers == stage.reached + stage.apart
        assert stage.lost == 0 or stage.window is not None


@quick
@given(rows, windows)
def test_every_stage_of_a_strict_funnel_is_reached_by_those_who_went_on(
    made: list[Row], windows: dict[str, timedelta]
) -> None:
    found = counted(made, windows=windows).stages

    for stage, following in pairwise(found):
        assert following.reached == stage.went_on <= stage.reached


@quick
@given(rows, windows)
def test_skipping_brings_nobody_less_far(made: list[Row], windows: dict[str, timedelta]) -> None:
    strict = counted(made, windows=windows)
    lenient = counted(made, windows=windows, skipping="allowed")

    assert all(one.reached <= other.reached for one, other in zip(strict.stages, lenient.stages, strict=True))


@quick
@given(rows, st.randoms(use_true_random=False), windows, ways)
def test_the_order_of_the_rows_does_not_matter(
    made: list[Row], chance: Random, windows: dict[str, timedelta], skipping: Skipping
) -> None:
    shuffled = chance.sample(made, len(made))

    assert counted(shuffled, windows=windows, skipping=skipping) == counted(
        made, windows=windows, skipping=skipping
    )


@quick
@given(rows, st.integers(0, 12), windows)
def test_what_comes_after_as_of_changes_nothing(
    made: list[Row], until: int, windows: dict[str, timedelta]
) -> None:
    known = [row for row in made if row[2] <= until]

    assert counted(made, until=until, windows=windows) == counted(known, until=until, windows=windows)


@quick
@given(rows)
def test_customers_of_a_stage_are_those_everybody_counts(made: list[Row]) -> None:
    assert {stage.stage: stage.customers for stage in counted(made).stages} == reached(
        table(made), stages=STAGES
    )


def test_events_at_one_moment_are_in_order_whichever_row_comes_first() -> None:
    found = counted([("m", "c", 3), ("m", "a", 3)])

    assert [stage.reached for stage in found.stages] == [1, 1, 0, 0]


def test_coming_back_to_a_stage_starts_no_window_anew() -> None:
    found = counted([("m", "a", 0), ("m", "a", 9), ("m", "c", 10)], windows={"find": HOURS["2"]})

    assert (found.stages[0].lost, found.stages[1].reached, found.stages[1].apart) == (1, 0, 1)


def test_going_on_with_the_last_moment_of_the_window_is_in_time() -> None:
    found = counted([("m", "a", 0), ("m", "c", 2)], windows={"find": HOURS["2"]})

    assert (found.stages[0].went_on, found.stages[0].lost) == (1, 0)


@pytest.mark.parametrize(("until", "not_yet", "lost"), [(2, 1, 0), (3, 0, 1)])
def test_who_still_has_time_is_not_lost(until: int, not_yet: int, lost: int) -> None:
    stage = counted([("m", "a", 0)], until=until, windows={"find": HOURS["2"]}).stages[0]

    assert (stage.not_yet, stage.lost) == (not_yet, lost)


def test_a_step_rate_is_of_those_whose_window_is_over() -> None:
    """Two old customers, one of whom went on, and two new ones, of whom the fast one went on."""
    made = [("m", "a", 0), ("m", "c", 1), ("n", "a", 0), ("o", "a", 11), ("o", "c", 12), ("p", "a", 11)]

    step = counted(made, windows={"find": HOURS["4"]}).stages[0].step

    assert step is not None
    assert (step.count, step.of, step.denominator) == (1, 2, Denominator.WINDOW_OVER)
    assert step.share == wilson(1, of=2)


def test_without_a_window_the_step_rate_is_of_all_so_far() -> None:
    stage = counted([("m", "a", 0), ("m", "c", 1), ("n", "a", 0)]).stages[0]

    assert stage.step is not None
    assert (stage.step.count, stage.step.of, stage.step.denominator) == (1, 2, Denominator.SO_FAR)
    assert (stage.lost, stage.not_yet) == (0, 1)


def test_the_share_of_all_is_of_those_who_entered_at_the_first_stage() -> None:
    found = counted(
        [("m", "a", 0), ("m", "c", 1), ("n", "a", 0), ("o", "c", 0), ("p", "e", 1), ("p", "d", 1)]
    )

    assert (found.entered, found.entered_later) == (2, 2)
    assert [stage.entered_here for stage in found.stages] == [0, 1, 1, 0]
    assert found.stages[1].of_entered == wilson(1, of=2)


def test_a_stage_may_be_skipped_where_that_is_allowed_but_never_the_first() -> None:
    made = [("m", "a", 0), ("m", "d", 1), ("n", "c", 0), ("n", "d", 1)]

    assert [stage.reached for stage in counted(made).stages] == [1, 0, 0, 0]
    assert [stage.reached for stage in counted(made, skipping="allowed").stages] == [1, 0, 1, 0]


def test_nobody_is_lost_after_the_last_stage_whatever_its_window() -> None:
    made = [("m", point, 0) for point in "acde"]

    last = counted(made, windows={"stay": HOURS["1"]}).stages[-1]

    assert (last.reached, last.went_on, last.lost, last.not_yet, last.step) == (1, 0, 0, 0, None)


def test_an_empty_table_and_a_journey_without_stages_have_an_empty_funnel() -> None:
    empty = counted([])

    assert (empty.entered, empty.entered_later) == (0, 0)
    assert all(stage.step is None and stage.of_entered is None for stage in empty.stages)
    assert funnel(table([("m", "a", 0)]), stages={}, as_of=START).stages == ()


def test_a_window_of_any_length_can_be_given() -> None:
    stage = counted([("m", "a", 0)], windows={"find": timedelta.max}).stages[0]

    assert (stage.not_yet, stage.lost) == (1, 0)


@pytest.mark.parametrize(
    ("windows", "what"),
    [({"fnd": HOURS["1"]}, "'fnd', which is no stage"), ({"find": -HOURS["1"]}, "shorter than nothing")],
)
def test_a_wrong_window_is_refused(windows: dict[str, timedelta], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        counted([], windows=windows)
