"""What channels tell: whom a way brought, how it felt, who went on, and what it cost."""

from pathlib import Path

import pytest

from bot.plugins import reports
from bot.reporting import Query
from feedback.intake import Refused
from mapping.report import HIDDEN, Bounded, Report, column_values
from tests.bot.reports.standing import Visit, shop


def told(answer: Report | Refused) -> Report:
    assert isinstance(answer, Report), answer
    return answer


def sale(customers: int) -> list[Visit]:
    """Return customers who came by the spring sale: two in three are happy, half go on to receive."""
    visits: list[Visit] = []
    for number in range(customers):
        name, score = f"c{number:02}", -1.0 if number % 3 == 0 else 1.0
        visits.append(Visit(customer=name, touchpoint="advert", hours=0.0, score=score, campaign="spring"))
        if number % 2:
            visits.append(Visit(customer=name, touchpoint="courier", hours=48.0))
    return visits


def test_a_campaign_is_told_with_what_a_satisfied_customer_cost(tmp_path: Path) -> None:
    report = told(reports()["channels"].make(shop(tmp_path, sale(60)), Query()))

    campaigns = report.tables[1]
    assert column_values(campaigns, "campaign") == ["Spring sale", "Flyer"]
    assert column_values(campaigns, "customers") == [60, 0]
    assert column_values(campaigns, "satisfied")[0] == 40
    price, share = column_values(campaigns, "cost_per")[0], column_values(campaigns, "goal")[0]
    assert isinstance(price, Bounded)
    assert isinstance(share, Bounded)
    assert price.value == pytest.approx(300 / 40)
    assert price.low < price.value < price.high
    assert share.value == pytest.approx(0.5)
    assert column_values(campaigns, "goal_n")[0] == 60
    assert report.findings[-1] == "By Spring sale a satisfied customer cost EUR 7.50."


def test_media_of_the_goal_itself_bring_nobody_there(tmp_path: Path) -> None:
    media = told(reports()["channels"].make(shop(tmp_path, sale(60)), Query())).tables[0]

    by_medium = dict(zip(column_values(media, "medium"), column_values(media, "goal"), strict=True))
    assert isinstance(by_medium["social"], Bounded)
    assert by_medium["courier"] is None


def test_a_way_is_said_to_bring_most_only_where_it_surely_does(tmp_path: Path) -> None:
    def way(medium: str, customers: int, went_on: int) -> list[Visit]:
        names = [f"{medium}{number:02}" for number in range(customers)]
        came = [Visit(customer=name, touchpoint=medium, hours=0.0) for name in names]
        return came + [Visit(customer=name, touchpoint="help", hours=9.0) for name in names[:went_on]]

    def is_told(*visits: list[Visit]) -> bool:
        made = reports()["channels"].make(shop(tmp_path, [each for way in visits for each in way]), Query())
        return told(made).findings[0].startswith("The largest share went on to Receive")

    assert not is_told(way("advert", 39, 26))
    assert not is_told(way("advert", 39, 26), way("search", 8, 8))
    assert is_told(way("advert", 39, 10), way("search", 39, 39))


def test_few_who_did_not_go_on_are_not_told_by_subtraction(tmp_path: Path) -> None:
    visits = sale(20)
    visits += [
        Visit(customer=f"c{number:02}", touchpoint="courier", hours=50.0) for number in range(0, 16, 2)
    ]

    campaigns = told(reports()["channels"].make(shop(tmp_path, visits), Query())).tables[1]

    assert column_values(campaigns, "customers")[0] == 20
    assert column_values(campaigns, "goal")[0] is HIDDEN
    assert column_values(campaigns, "goal_n")[0] is HIDDEN


def test_a_campaign_of_few_customers_tells_nothing_but_its_cost(tmp_path: Path) -> None:
    campaigns = told(reports()["channels"].make(shop(tmp_path, sale(4)), Query())).tables[1]

    row = campaigns.rows[0]
    assert row[8] == 300
    assert all(value is HIDDEN for value in (*row[2:8], row[9]))


def test_another_goal_can_be_named_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    make, grounds = reports()["channels"].make, shop(tmp_path, sale(60))

    assert "=Buy & pay" in told(make(grounds, Query(own={"goal": "buy"}))).notes[0]
    refused = make(grounds, Query(own={"goal": "recieve"}))
    assert isinstance(refused, Refused)
    assert "receive" in refused.fix
    assert isinstance(make(grounds, Query(own={"window": "soon"})), Refused)


def test_customers_who_still_have_time_are_in_no_share(tmp_path: Path) -> None:
    late = [
        Visit(customer=f"late{number}", touchpoint="advert", hours=24.0 * 80, campaign="flyer")
        for number in range(10)
    ]

    campaigns = told(reports()["channels"].make(shop(tmp_path, late), Query())).tables[1]

    assert column_values(campaigns, "customers")[1] == 10
    assert column_values(campaigns, "goal")[1] is None
