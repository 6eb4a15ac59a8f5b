"""What a comparison tells: groups, periods, and what is against what should be."""

from datetime import date
from pathlib import Path

from bot.plugins import reports
from bot.reporting import Query
from feedback.intake import Refused
from mapping.report import HIDDEN, Report, column_values
from tests.bot.reports.standing import Visit, lively, shop
from tests.json_schemas import report_problems


def compare(folder: Path, query: Query) -> Report | Refused:
    return reports()["compare"].make(lively(folder, customers=200), query)


def told(answer: Report | Refused) -> Report:
    assert isinstance(answer, Report), answer
    assert report_problems(answer) == []
    return answer


def test_a_persona_is_set_beside_all_others_unless_another_is_named(tmp_path: Path) -> None:
    report = told(compare(tmp_path, Query(persona="regular")))

    assert report.title == "Regulars beside all others"
    verdicts = dict(
        zip(column_values(report.tables[0], "stage"), column_values(report.tables[0], "verdict"), strict=True)
    )
    assert verdicts["Receive 📦"] == "lower"
    assert verdicts["Find it"] == "can't tell"


def test_a_period_is_set_beside_as_many_weeks_before(tmp_path: Path) -> None:
    report = told(compare(tmp_path, Query(since=date(2026, 8, 3), until=date(2026, 8, 16))))

    assert report.title == "3–16 Aug 2026 beside 20 Jul – 2 Aug 2026"


def test_a_change_in_who_answers_is_not_told_as_a_change_in_how_they_feel(tmp_path: Path) -> None:
    unhappy, happy = [f"u{each}" for each in range(40)], [f"h{each}" for each in range(40)]
    before = [(name, 1.0) for name in happy] + [(name, -1.0) for name in unhappy[:10]]
    after = [(name, 1.0) for name in happy[:10]] + [(name, -1.0) for name in unhappy]
    visits = [Visit(customer=name, touchpoint="search", hours=1, score=score) for name, score in before]
    visits += [Visit(customer=name, touchpoint="search", hours=24 * 8, score=score) for name, score in after]
    grounds = shop(tmp_path, visits, dach=frozenset(unhappy))

    report = told(reports()["compare"].make(grounds, Query(since=date(2026, 7, 13), until=date(2026, 7, 19))))

    assert column_values(report.tables[0], "verdict")[0] == "lower"
    assert column_values(report.tables[1], "verdict")[-1] == "can't tell"


def test_targets_are_missed_only_where_the_whole_interval_is_below(tmp_path: Path) -> None:
    report = told(compare(tmp_path, Query(own={"with": "target"})))

    assert column_values(report.tables[0], "stage") == ["=Buy & pay"]
    assert column_values(report.tables[0], "verdict") == ["missed"]


def test_what_is_nothing_to_compare_with_is_refused_with_what_is(tmp_path: Path) -> None:
    answers = [
        compare(tmp_path, Query(own={"with": wanted})) for wanted in ("yesterday", "others", "persona:regulr")
    ]

    assert [answer.fix[:12] for answer in answers if isinstance(answer, Refused)] == [
        "write person", "add --person", "did you mean"[:12],
    ]  # fmt: skip


def test_the_header_says_the_period_that_is_told_of(tmp_path: Path) -> None:
    report = told(compare(tmp_path, Query()))

    assert report.about.period.since is not None
    assert report.about.period.until is not None


def test_periods_that_share_weeks_are_not_set_beside_each_other(tmp_path: Path) -> None:
    query = Query(since=date(2026, 8, 3), until=date(2026, 8, 16), own={"with": "2026-08-14..2026-08-30"})

    answer = compare(tmp_path, query)

    assert isinstance(answer, Refused)
    assert "do not overlap" in answer.fix


def test_periods_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for query in (
        Query(since=date(2027, 1, 1)),
        Query(since=date(1, 1, 1)),
        Query(own={"with": "2026-03-05..2026-03-01"}),
        Query(persona="regular", own={"with": "persona:regular"}),
    ):
        assert isinstance(compare(tmp_path, query), Refused), query


def test_groups_that_differ_by_a_few_customers_are_hidden_for_subtracting_would_tell_of_these(
    tmp_path: Path,
) -> None:
    names = [f"c{each}" for each in range(20)]
    visits = [Visit(customer=name, touchpoint="search", hours=1, score=1.0) for name in names]
    grounds = shop(tmp_path, visits, dach=frozenset(names[:18]))

    report = told(reports()["compare"].make(grounds, Query(own={"with": "segment:dach"})))

    assert all(value is HIDDEN for value in column_values(report.tables[0], "one"))
    assert len(report.tables) == 1
