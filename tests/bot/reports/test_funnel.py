"""What a funnel tells: how many came, went on and were lost, and nothing that it hides elsewhere."""

from datetime import date
from pathlib import Path

from bot.plugins import reports
from bot.reporting import Query
from mapping.report import HIDDEN, Report, column_values
from tests.bot.reports.standing import Visit, shop


def funnel(folder: Path, visits: list[Visit]) -> Report:
    answer = reports()["funnel"].make(shop(folder, visits), Query())
    assert isinstance(answer, Report), answer
    return answer


def came(count: int, touchpoint: str, hours: float) -> list[Visit]:
    return [
        Visit(customer=f"c{each}", touchpoint=touchpoint, hours=hours, score=each % 2)
        for each in range(count)
    ]


def test_no_table_tells_what_the_first_one_hides(tmp_path: Path) -> None:
    report = funnel(tmp_path, [*came(40, "search", 1), *came(38, "checkout", 2), *came(20, "courier", 3)])
    first = report.tables[0]

    assert column_values(first, "reached")[1] is HIDDEN, "two of forty went no further"
    for table in report.tables[1:]:
        numbers = [value for row in table.rows for value in row if isinstance(value, int)]
        assert 38 not in numbers, table.key
        assert 18 not in numbers, table.key


def test_the_largest_loss_says_of_how_many_it_is(tmp_path: Path) -> None:
    report = funnel(tmp_path, [*came(40, "search", 1), *came(30, "checkout", 2)])

    expected = "The largest loss is after =Buy & pay: 0% of the 30 customers whose time is over went on."
    assert report.findings[0] == expected


def test_who_had_time_left_when_the_period_ended_is_not_lost(tmp_path: Path) -> None:
    visits = [*came(40, "search", 240), *came(20, "checkout", 480)]
    query = Query(until=date(2026, 7, 19))

    answer = reports()["funnel"].make(shop(tmp_path, visits), query)
    moments = reports()["moments"].make(shop(tmp_path, visits), query)

    assert isinstance(answer, Report)
    assert [column_values(answer.tables[0], key)[0] for key in ("lost", "not_yet")] == [0, 40]
    assert isinstance(moments, Report)
    assert column_values(moments.tables[0], "share")[-1] is None


def test_the_picture_says_what_it_is_of(tmp_path: Path) -> None:
    visits = [*came(40, "search", 1), *came(30, "checkout", 2)]
    answer = reports()["funnel"].make(shop(tmp_path, visits), Query(stage="find"))

    assert isinstance(answer, Report)
    assert answer.drawing is not None
    assert "Find it" in str(answer.drawing.groups)
    assert "all answers so far" in str(answer.drawing.groups)
