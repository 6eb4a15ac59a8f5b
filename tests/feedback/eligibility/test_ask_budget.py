"""The ask budget goes to the stages the map knows least about: as a rule, and in a simulated half year."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import nan, sqrt
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.journey import Cap, Policy, Stage, Touchpoint
from config.text import Text
from feedback.budget import chance_of
from feedback.eligibility import Ask, Candidate, Skip, decide
from feedback.records import Asked

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PERIOD = 30 * DAY


def budgeted(candidate: Candidate, count: int, **widths: float | None) -> Candidate:
    policy = Policy(ask_budget=Cap(count=count, within=PERIOD), wait=timedelta(0))
    return replace(candidate, journey=candidate.journey.model_copy(update={"policy": policy}), widths=widths)


@pytest.mark.parametrize(
    ("widths", "chance"),
    [
        ({}, 1.0),
        ({"find": None, "buy": 0.4}, 1.0),
        ({"find": nan, "buy": 0.4}, 1.0),
        ({"find": 1.2, "buy": 1.2}, 1.0),
        ({"find": 1.2, "buy": 0.4}, 1.0),
        ({"find": 0.6, "buy": 1.2}, 0.25),
        ({"find": 0.6, "buy": 1.2, "use": None}, 0.25),
        ({"find": 0.1, "buy": 1.2}, 0.1),
        ({"find": 0.0, "buy": 0.0}, 1.0),
        ({"find": 0.0, "buy": 1.2}, 0.1),
    ],
)
def test_a_stage_half_as_wide_as_the_widest_keeps_a_quarter_of_its_asks(
    plain: Candidate, widths: Mapping[str, float | None], chance: float
) -> None:
    assert chance_of(budgeted(plain, 1, **widths)) == pytest.approx(chance)


def test_a_stage_where_nothing_is_asked_takes_no_asks_from_the_others(plain: Candidate) -> None:
    assert chance_of(budgeted(plain, 1, find=0.6, leave=4.0)) == 1.0


def test_what_is_kept_back_says_how_wide_the_intervals_are(plain: Candidate) -> None:
    candidate = budgeted(plain, 1, find=0.3, buy=1.2)

    verdict = decide(candidate, now=NOON)

    assert verdict == Skip(
        reason="known_well", facts={"stage": "find", "width": 0.3, "widest": 1.2, "chance": 0.1}
    )


def test_the_budget_s_lot_is_not_the_sample_s(plain: Candidate) -> None:
    half = budgeted(plain, 1, find=1.0, buy=2.0)
    policy = half.journey.policy.model_copy(update={"sample": 0.25})
    half = replace(half, journey=half.journey.model_copy(update={"policy": policy}))

    verdicts = [
        decide(replace(half, interaction=replace(plain.interaction, source_id=str(number))), now=NOON)
        for number in range(4000)
    ]

    # A quarter of a quarter; one lot for both would keep all of the sample.
    assert 190 < verdicts.count(Ask()) < 310


def test_without_a_budget_a_well_known_stage_is_asked_like_any(plain: Candidate) -> None:
    assert decide(replace(plain, widths={"find": 0.1, "buy": 4.0}), now=NOON) == Ask()


visits = st.lists(st.tuples(st.integers(0, 2), st.timedeltas(timedelta(0), PERIOD - DAY)), max_size=40)


def _asks(plain: Candidate, moments: list[tuple[int, timedelta]]) -> Counter[int]:
    """Count the asks per stage, when the stages are visited at `moments`."""
    history: tuple[Asked, ...] = ()
    counts: Counter[int] = Counter()
    for number, (index, wait) in enumerate(sorted(moments, key=lambda visit: visit[1])):
        at, stage = NOON + wait, plain.journey.stages[index]
        interaction = replace(plain.interaction, source_id=str(number), occurred_at=at, received_at=at)
        candidate = replace(plain, stage=stage, interaction=interaction, history=history)
        if decide(candidate, now=at) == Ask():
            counts[index] += 1
            history += (_asked(number, stage.id, at),)
    return counts


def _asked(number: int, stage: str, at: datetime) -> Asked:
    return Asked(
        session=str(number),
        survey="nps",
        stage=stage,
        touchpoint=stage,
        at=at,
        answered=False,
        open=False,
    )


@given(visits, st.integers(1, 4), st.floats(0.01, 1), st.floats(0.01, 1))
def test_within_a_period_the_widest_stage_never_gets_fewer_asks_than_first_come(
    plain: Candidate, moments: list[tuple[int, timedelta]], count: int, find: float, buy: float
) -> None:
    first_come = _asks(budgeted(plain, count), moments)

    steered = _asks(budgeted(plain, count, find=find, buy=buy, use=1.0), moments)

    assert steered[2] >= first_come[2]
    assert steered.total() <= count


# A half year of a funnel: many customers reach the first stage, few the last.

REACH = (1.0, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.08)
CUSTOMERS_A_DAY, DAYS, ANSWERED, SPREAD = 12, 180, 0.4, 1.1
ADR = Path(__file__).parents[3] / "docs/adr/0003-ask-budget.md"


@dataclass(slots=True)
class Months:
    """What became of a simulated half year."""

    asks: Counter[int] = field(default_factory=Counter)
    answers: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def width(self, stage: int, now: datetime) -> float | None:
        """Return how wide the interval is over the answers of the last 90 days; five are the least shown."""
        count = sum(at > now - 90 * DAY for at in self.answers[stage])
        return min(4.0, 2 * 1.96 * SPREAD / sqrt(count)) if count >= 5 else None


def _visits(seed: int) -> list[tuple[datetime, int, int, float]]:
    chance = Random(seed)
    visits: list[tuple[datetime, int, int, float]] = []
    for customer in range(CUSTOMERS_A_DAY * DAYS):
        at = NOON + (customer / CUSTOMERS_A_DAY) * DAY
        gets_to = chance.random()
        for stage, reach in enumerate(REACH):
            for _ in range(chance.choice((1, 1, 2)) if gets_to < reach else 0):
                visits.append((at, customer, stage, chance.random()))
                at += chance.expovariate(1 / 2.5) * DAY
    return sorted(visits)


def _funnel(plain: Candidate, count: int) -> Candidate:
    stages = tuple(
        Stage(
            id=f"stage-{index}",
            title=Text({"": "A stage"}),
            touchpoints=(Touchpoint(id=f"place-{index}", title=Text({"": "A place"}), survey="nps"),),
        )
        for index in range(len(REACH))
    )
    candidate = budgeted(plain, count)
    return replace(candidate, journey=candidate.journey.model_copy(update={"stages": stages}))


def _half_year(plain: Candidate, count: int, *, steered: bool) -> Months:
    funnel, months = _funnel(plain, count), Months()
    histories: dict[int, tuple[Asked, ...]] = defaultdict(tuple)
    widths: Mapping[str, float | None] = {}
    day = NOON
    for number, (at, customer, index, lot) in enumerate(_visits(seed=7)):
        if steered and at >= day:
            widths, day = {f"stage-{n}": months.width(n, at) for n in range(len(REACH))}, at + DAY
        stage = funnel.journey.stages[index]
        candidate = replace(
            funnel,
            stage=stage,
            touchpoint=stage.touchpoints[0],
            interaction=replace(plain.interaction, source_id=str(number), occurred_at=at, received_at=at),
            history=histories[customer],
            widths=widths,
        )
        if decide(candidate, now=at) == Ask():
            histories[customer] += (_asked(number, stage.id, at),)
            months.asks[index] += 1
            months.answers[index] += [at] if lot < ANSWERED else []
    return months


def _row(rule: str, count: int, months: Months) -> str:
    now = NOON + DAYS * DAY
    widths = [months.width(stage, now) or 4.0 for stage in range(len(REACH))]
    asks = " | ".join(str(months.asks[stage]) for stage in range(len(REACH)))
    return (
        f"| {count} | {rule} | {asks} | {months.asks.total()} | {max(widths):.2f} | {sum(widths) / 8:.2f} |"
    )


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_half_year_of_the_adr_comes_out_as_written(plain: Candidate, count: int) -> None:
    first_come = _half_year(plain, count, steered=False)
    steered = _half_year(plain, count, steered=True)

    late = range(4, len(REACH))
    assert sum(steered.asks[stage] for stage in late) > 1.3 * sum(first_come.asks[stage] for stage in late)
    assert steered.asks[0] < 0.7 * first_come.asks[0]
    written = ADR.read_text(encoding="utf-8")
    for row in (_row("first come", count, first_come), _row("by width", count, steered)):
        assert row in written, row
