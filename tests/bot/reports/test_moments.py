"""What the moments of truth tell: where, why, and where nobody can tell."""

from pathlib import Path

import pytest

from bot.grounds import FileGrounds
from bot.plugins import reports
from bot.reporting import Query
from feedback.intake import Refused
from mapping.report import Bounded, Report, Value, column_values
from tests.bot.reports.standing import Visit, lively, shop


def moments(grounds: FileGrounds) -> dict[Value, dict[str, Value]]:
    table = told(reports()["moments"].make(grounds, Query())).tables[0]
    keys = [column.key for column in table.columns]
    return {row[0]: dict(zip(keys, row, strict=True)) for row in table.rows}


def told(answer: Report | Refused) -> Report:
    assert isinstance(answer, Report), answer
    return answer


def three_stages(count: int, *, receive: float) -> list[Visit]:
    """Return customers who all come along; every fourth goes no further than buying."""
    visits: list[Visit] = []
    for number in range(count):
        name = f"c{number:03}"
        visits.append(Visit(customer=name, touchpoint="search", hours=0, score=2.0 if number % 5 else 1.0))
        visits.append(Visit(customer=name, touchpoint="checkout", hours=24, score=0.0))
        if number % 4:
            visits.append(Visit(customer=name, touchpoint="courier", hours=48, score=receive))
    return visits


def test_each_moment_is_told_with_its_figure_its_n_and_why(tmp_path: Path) -> None:
    found = moments(shop(tmp_path, three_stages(80, receive=-1.0)))

    assert (found["Peak"]["where"], found["Peak"]["n"]) == ("Find it", 80)
    assert found["Low"]["where"] == found["End"]["where"] == "Receive 📦"
    peak, loss = found["Peak"]["score"], found["Largest loss"]["share"]
    assert isinstance(peak, Bounded)
    assert peak.value == pytest.approx(1.8)
    assert isinstance(loss, Bounded)
    assert loss.value == pytest.approx(0.25)
    assert loss.low < loss.value < loss.high
    assert (found["Largest loss"]["where"], found["Largest loss"]["n"]) == ("after =Buy & pay", 80)


def test_where_nothing_is_told_apart_it_says_so_in_words(tmp_path: Path) -> None:
    everybody = [
        Visit(customer=f"c{number}", touchpoint=point, hours=step * 24, score=1.0)
        for number in range(30)
        for step, point in enumerate(("search", "checkout", "courier"))
    ]

    found = moments(shop(tmp_path, everybody))

    assert found["Peak"]["where"] == found["Low"]["where"] == "can't tell"
    assert found["Largest loss"]["because"] == "hardly anybody is lost"
    assert found["Driver"]["because"] == "nobody was asked about the whole"


def test_two_stages_that_lose_alike_are_not_told_apart(tmp_path: Path) -> None:
    visits = three_stages(80, receive=-1.0)
    visits += [Visit(customer=f"x{number}", touchpoint="search", hours=0) for number in range(27)]

    assert moments(shop(tmp_path, visits))["Largest loss"]["where"] == "can't tell"


def test_peak_and_end_stand_beside_the_mean_of_the_same_customers(tmp_path: Path) -> None:
    kept = told(reports()["moments"].make(shop(tmp_path, three_stages(80, receive=-1.0)), Query())).tables[1]

    # 60 of (2 or 1, 0, -1) and 20 of (2 or 1, 0), the peak being the later of equals.
    ends, plain = column_values(kept, "score")
    assert isinstance(ends, Bounded)
    assert isinstance(plain, Bounded)
    customers = range(80)
    starts = [2.0 if number % 5 else 1.0 for number in customers]
    lasts = [-1.0 if number % 4 else 0.0 for number in customers]
    peaks = [last if abs(last) >= start else start for start, last in zip(starts, lasts, strict=True)]
    expected = sum((peak + last) / 2 for peak, last in zip(peaks, lasts, strict=True)) / 80
    means = sum(
        (start + last) / (3 if number % 4 else 2)
        for number, (start, last) in enumerate(zip(starts, lasts, strict=True))
    )
    assert ends.value == pytest.approx(expected)
    assert plain.value == pytest.approx(means / 80)
    assert column_values(kept, "n") == [80, 80]


def test_the_peak_is_the_one_on_the_map(tmp_path: Path) -> None:
    found = moments(lively(tmp_path, customers=200))

    assert found["Low"]["where"] == "Receive 📦"
