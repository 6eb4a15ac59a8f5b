"""Who was won back is told by stage and team, and never of so few customers that they could be told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.case_sums import as_known
from bot.grounds import FileGrounds
from bot.plugins import report_forms
from bot.reporting import Query
from bot.reports.rescue import SPEC
from feedback.case_figures import CaseFate
from feedback.intake import Refused
from mapping.cases import CaseMeasure, CaseSums, ShownCases, Took, disclosed_cases
from mapping.report import HIDDEN, Bounded, Report, Table, column_values
from tests.bot.reports.standing import START, Cared, made_up
from tests.json_schemas import report_problems

HOUR = timedelta(hours=1)
K = 5


def fate(number: int, *, touchpoint: str = "courier", team: str = "Service") -> CaseFate:
    return CaseFate(
        customer=f"c{number}",
        team=team,
        touchpoint=touchpoint,
        opened_at=START,
        replied_at=START + HOUR * (1 + number % 3),
        resolved_at=START + HOUR * 10,
        closed_at=START + HOUR * 20,
        is_fixed=number % 3 != 0,
        before=-1.5,
        after=0.5 if number % 2 else 1.0,
    )


def told(folder: Path, fates: Sequence[CaseFate], query: Query | None = None) -> Report:
    answer = SPEC.make(Cared(made_up(folder, ()), fates), query or Query())
    assert isinstance(answer, Report), answer
    return answer


def row(table: Table, group: str) -> dict[str, object]:
    place = list(column_values(table, "group")).index(group)
    return {column.key: table.rows[place][at] for at, column in enumerate(table.columns)}


def test_all_stages_and_teams_are_told_with_their_figures(tmp_path: Path) -> None:
    fates = [fate(n) for n in range(30)] + [
        fate(n, touchpoint="checkout", team="Shop") for n in range(30, 60)
    ]

    report = told(tmp_path, fates)

    cases, times = report.tables
    assert list(column_values(cases, "group")) == [
        "All", "=Buy & pay", "Receive 📦", "Team: Service", "Team: Shop",
    ]  # fmt: skip
    everything = row(cases, "All")
    assert (everything["opened"], everything["customers"], everything["open"]) == (60, 60, 0)
    assert isinstance(everything["rescued"], Bounded)
    assert everything["rescued"].value == pytest.approx(40 / 60)
    assert everything["said"] == 60
    assert isinstance(everything["before"], Bounded)
    assert everything["before"].value == pytest.approx(-1.5)
    assert everything["before"].low < everything["before"].high
    assert row(times, "Team: Shop") == {
        "group": "Team: Shop", "reply_half": Bounded(2.0, 1.0, 3.0), "reply_most": 3.0, "reply_n": 30,
        "resolve_half": Bounded(10.0, 10.0, 10.0), "resolve_most": 10.0, "resolve_n": 30,
    }  # fmt: skip
    first = report.findings[0].replace("\u00a0", " ")
    assert first == "Of 60 customers who said whether it is fixed, 67% were won back (54% … 77%)."


def test_a_customer_says_once_whether_they_were_won_back(tmp_path: Path) -> None:
    fates = [fate(n) for n in range(24)]
    again = [replace(each, is_fixed=True) for each in fates[:3]]

    everything = row(told(tmp_path, [*fates, *again]).tables[0], "All")

    assert (everything["opened"], everything["customers"], everything["said"]) == (27, 24, 24)
    assert isinstance(everything["rescued"], Bounded)
    assert everything["rescued"].value == pytest.approx(17 / 24)


def test_a_stage_of_few_takes_another_with_it(tmp_path: Path) -> None:
    fates = [fate(n) for n in range(30)] + [fate(n, touchpoint="search") for n in range(30, 32)]

    cases = told(tmp_path, fates).tables[0]

    assert row(cases, "All")["opened"] == 32
    assert row(cases, "Find it")["opened"] is HIDDEN
    assert row(cases, "Receive 📦")["opened"] is HIDDEN, "else the others are the rest"
    alone = told(tmp_path, fates, Query(stage="receive")).tables[0]
    assert row(alone, "Receive 📦")["opened"] is HIDDEN, "nor is it told where it is asked for alone"


def test_of_few_customers_nothing_is_told(tmp_path: Path) -> None:
    report = told(tmp_path, [fate(n) for n in range(K - 1)])

    assert report.findings == ("Too few customers have had a case to tell more.",)
    for table in report.tables:
        assert all(value is HIDDEN for each in table.rows for value in each[1:])


def test_without_any_case_it_says_so_and_a_file_knows_of_none(tmp_path: Path) -> None:
    report = told(tmp_path, [])
    answer = SPEC.make(FileGrounds(made_up(tmp_path, ())), Query())

    assert report.findings == ("No case was opened in this time.",)
    assert isinstance(answer, Refused)


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_written_in_every_form_and_language(language: str, tmp_path: Path) -> None:
    report = told(tmp_path, [fate(n) for n in range(30)], Query(language=language))

    for form in report_forms().values():
        if form.fits(report):
            # True is the port's own second argument: explain.
            assert form.write(report, True)  # noqa: FBT003
    assert report_problems(report) == []


def test_what_came_after_a_moment_was_not_known_then() -> None:
    whole = fate(1)

    before, after = as_known(whole, at=START + 5 * HOUR), as_known(whole, at=START + 30 * HOUR)

    assert after == whole
    assert (before.replied_at, before.resolved_at, before.closed_at) == (whole.replied_at, None, None)
    assert (before.is_fixed, before.after) == (None, None)


def sums(rescued: int, lost: int, silent: int, waiting: int, replied: int) -> CaseSums:
    customers = rescued + lost + silent
    took = Took(n=replied, middle=HOUR, most=HOUR) if min(replied, customers) else None
    return CaseSums(
        opened=customers, open=min(waiting, customers), customers=customers, waiting=min(waiting, customers),
        rescued=rescued, lost=lost, replied=min(replied, customers), resolved=0, first_reply=took,
        resolve=None, before=np.full(rescued, -1.0), after=np.full(rescued, 1.0),
    )  # fmt: skip


COUNT = st.integers(0, 12)
PARTS = st.lists(st.builds(sums, COUNT, COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=5)


@settings(deadline=None)  # it solves equations, and other tests work beside it
@given(PARTS)
def test_what_is_held_back_cannot_be_worked_out_from_the_rest(parts: list[CaseSums]) -> None:
    named = {f"p{place}": each for place, each in enumerate(parts)}
    total = sums(
        sum(each.rescued for each in parts),
        sum(each.lost for each in parts),
        sum(each.customers - each.rescued - each.lost for each in parts),
        sum(each.waiting for each in parts),
        sum(each.replied for each in parts),
    )

    whole, shown = disclosed_cases(total, named, k=K)

    for each in (whole, *shown.values()):
        assert_enough(each)
    _is_rest_enough(whole.customers, [each.customers for each in shown.values()])
    _is_rest_enough(whole.said, [each.said for each in shown.values()])
    _is_rest_enough(_won(whole), [_won(each) for each in shown.values()])
    _is_rest_enough(whole.open, [each.open for each in shown.values()])


def assert_enough(shown: ShownCases) -> None:
    counts = (shown.customers, shown.said, shown.open, _won(shown))
    assert not [count for count in counts if count is not None and 0 < count < K]
    if shown.said is not None and (won := _won(shown)) is not None:
        assert not 0 < shown.said - won < K
    if CaseMeasure.CASES in shown.hidden:
        assert (shown.opened, shown.rescued, shown.first_reply, shown.before) == (None,) * 4


def _won(shown: ShownCases) -> int | None:
    if shown.said is None:
        return None
    return 0 if shown.rescued is None else round(shown.rescued.value * shown.said)


def _is_rest_enough(whole: int | None, parts: Sequence[int | None]) -> None:
    """Assert that what the told parts leave of the whole is nobody, or enough and of more than one part."""
    if whole is None or None not in parts:
        return
    left = whole - sum(part for part in parts if part is not None)
    assert left == 0 or left >= K
