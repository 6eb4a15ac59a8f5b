"""Waits are what statsmodels makes of them, and who is still under way is not forgotten."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from mapping.columns import moment
from mapping.methods.events import EventTable
from mapping.methods.passages import passages
from mapping.methods.survival import WaitCurve, kaplan_meier, waits

START = datetime(2026, 9, 1, tzinfo=UTC)
STAGES = {"find": ("a",), "buy": ("b",)}

Rows = list[tuple[int, bool]]
rows = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)
quick = settings(deadline=None)


def curve(made: Rows) -> WaitCurve:
    return kaplan_meier(
        np.array([row[0] for row in made], dtype=np.float64),
        went_on=np.array([row[1] for row in made], dtype=np.bool_),
    )


def oracle(made: Rows) -> SurvfuncRight:
    return SurvfuncRight([row[0] for row in made], [int(row[1]) for row in made])


def seconds(when: timedelta | None) -> float:
    return np.inf if when is None else when.total_seconds()


def bound(found: float) -> float:
    return np.inf if np.isnan(found) else found


@quick
@given(rows)
def test_the_curve_is_statsmodels(made: Rows) -> None:
    found = curve(made)

    if found.events:
        other = oracle(made)
        assert np.allclose(found.seconds, other.surv_times)
        assert np.allclose(found.waiting, other.surv_prob)
        assert np.allclose(found.at_risk, other.n_risk)
        assert np.allclose(found.went_on, other.n_events)


@quick
@given(rows.filter(lambda made: any(row[1] for row in made)), st.sampled_from([0.5, 0.9, 0.37]))
def test_median_and_p90_and_their_intervals_are_statsmodels(made: Rows, share: float) -> None:
    found, other = curve(made).wait(share), oracle(made)

    # Where the curve is exactly at the share, statsmodels takes the time after it; see the next test.
    if not np.isclose(other.surv_prob, 1 - share).any():
        assert seconds(found.after) == pytest.approx(bound(other.quantile(share)))
    with np.errstate(all="ignore"):
        low, high = other.quantile_ci(share)
    assert seconds(found.low) == pytest.approx(bound(low))
    assert seconds(found.high) == pytest.approx(bound(high))


def test_the_median_is_the_first_time_at_which_half_had_gone_on() -> None:
    found = curve([(1, True), (3, True)]).wait(0.5)

    assert (found.after, found.customers, found.events) == (timedelta(seconds=1), 2, 2)


@quick
@given(rows)
def test_the_band_holds_the_curve_and_the_interval_holds_the_median(made: Rows) -> None:
    found = curve(made)

    assert ((found.low <= found.waiting) & (found.waiting <= found.high)).all()
    assert (np.diff(found.waiting) < 0).all()
    assert ((found.low >= 0) & (found.high <= 1)).all()
    wait = found.wait(0.5)
    if wait.low is not None:
        assert seconds(wait.low) <= seconds(wait.after) <= seconds(wait.high)


def test_the_band_is_the_log_log_one() -> None:
    """Exponential Greenwood at 0.75 of four: log(-log S) plus or minus 1.96 sqrt(1/12) / |log S|."""
    found = curve([(1, True), (2, False), (3, False), (4, False)])

    reach = np.exp(1.959963984540054 * np.sqrt(1 / 12) / abs(np.log(0.75)))
    assert found.low[0] == pytest.approx(0.75**reach)
    assert found.high[0] == pytest.approx(0.75 ** (1 / reach))


def test_where_nobody_waits_any_more_the_band_keeps_its_last_upper_end() -> None:
    found = curve([(1, True), (2, True), (3, True)])

    assert (found.waiting[-1], found.low[-1]) == (0, 0)
    assert found.high[-1] == found.high[-2] > 0


def test_who_is_still_under_way_makes_the_wait_longer_not_shorter() -> None:
    gone = [(each, True) for each in range(1, 11)]
    under_way = [(10, False)] * 20

    assert seconds(curve(gone).wait(0.5).after) == 5
    assert curve(gone + under_way).wait(0.5).after is None
    assert seconds(curve(gone + under_way).wait(0.25).after) == 8


def test_nobody_who_waited_or_nobody_who_went_on_has_no_median() -> None:
    for made in ([], [(3, False), (4, False)]):
        wait = curve(made).wait(0.5)
        assert (wait.after, wait.low, wait.high, wait.events) == (None, None, None, 0)


def test_the_interval_covers_the_true_median_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        waited, seen = rng.exponential(1 / np.log(2), 60), rng.uniform(0.5, 3, 60)
        wait = kaplan_meier(np.minimum(waited, seen), went_on=waited <= seen).wait(0.5)
        covered += seconds(wait.low) <= 1 <= seconds(wait.high)

    assert 0.92 <= covered / 400 <= 0.98


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        curve([(1, True)]).wait(share)


@pytest.mark.parametrize("wait", [-1.0, float("nan")])
def test_a_wait_that_is_none_is_refused(wait: float) -> None:
    with pytest.raises(ValueError, match="negative or not known"):
        kaplan_meier(np.array([wait]), went_on=np.array([True]))


def test_a_wait_lasts_until_going_on_until_the_window_ends_or_until_now() -> None:
    """Ann goes on after an hour, Bob too late after five, Cem is new and still under way, Dee never began."""
    made = [
        ("ann", "a", 0),
        ("ann", "b", 1),
        ("bob", "a", 0),
        ("bob", "b", 5),
        ("cem", "a", 8),
        ("dee", "b", 0),
    ]
    table = EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
    )
    as_of = START + timedelta(hours=9)

    limited = passages(table, stages=STAGES, as_of=as_of, windows={"find": timedelta(hours=3)})
    free = passages(table, stages=STAGES, as_of=as_of)

    took, went_on = waits(limited, stage="find")
    assert (took.tolist(), went_on.tolist()) == ([3600, 3 * 3600, 3600], [True, False, False])
    took, went_on = waits(free, stage="find")
    assert (took.tolist(), went_on.tolist()) == ([3600, 5 * 3600, 3600], [True, True, False])
