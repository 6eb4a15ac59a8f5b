"""What has changed is told in one message, once, with three quotes of those who may be quoted."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.analyst import Analyst
from bot.digesting import Digested, make_digest
from bot.grounds import StoreGrounds
from bot.reporting import Query
from bot.reports.alerts import SPEC
from mapping.report import HIDDEN, Report, column_values
from tests.bot.watched import DROPPED, LEVELS, START, USUAL, WEEK, Watched, over_a_week


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    rng = np.random.default_rng(7)
    at = [START - 10 * WEEK + WEEK / 20 * (place + 0.5) for place in range(200)]
    made.say(rng.choice(LEVELS, size=200, p=USUAL).tolist(), at=at, imported=True)
    made.watch()
    yield made
    made.app.close()


def grounds(shop: Watched) -> StoreGrounds:
    scorer = (shop.app.scorer.name, shop.app.scorer.version)
    analyst = Analyst(store=shop.app.store, loaded=shop.app.loaded, scorer=scorer, now=shop.clock.now)
    return StoreGrounds(analyst, store=shop.app.store, unjudged=lambda: 0)


def told(shop: Watched, **how: object) -> Digested:
    return make_digest(grounds(shop), **how)  # type: ignore[arg-type] # by name


def listed(shop: Watched) -> Report:
    answer = SPEC.make(grounds(shop), Query())
    assert isinstance(answer, Report)
    return answer


def fallen(shop: Watched) -> None:
    """Let the shop become worse, for customers who say why."""
    shop.weeks(
        4, DROPPED, seed=2, words="we waited for far too long, call me at ada@example.org, {at:%d at %H:%M}"
    )


def test_a_digest_says_what_since_when_how_large_how_sure_who_and_in_whose_words(shop: Watched) -> None:
    fallen(shop)

    found = told(shop, link="https://shop.example/map")

    assert found.worth_telling
    lines = found.text.splitlines()
    assert lines[0] == "Shop: what has changed"
    assert "Buy: customers feel worse" in lines
    assert sum("since" in line and "at the earliest" in line for line in lines) == 1
    assert sum("on the scale of -2 to +2" in line for line in lines) == 1
    assert sum("sure that this is no chance" in line for line in lines) == 1
    assert sum("customers have been there since" in line for line in lines) == 1
    assert sum("waited for far too long" in line for line in lines) == 3
    assert "the map: https://shop.example/map" in lines
    assert any("aftertouch alerts --ack buy" in line for line in lines)
    assert "ada@example.org" not in found.text


def test_what_was_told_is_not_told_again_unless_asked_for(shop: Watched) -> None:
    fallen(shop)
    first = told(shop)
    shop.watcher.note_told(first.told)

    again = told(shop)
    asked = told(shop, since=START)

    assert first.told == {"buy": 1}
    assert (again.worth_telling, again.told) == (False, {})
    assert "Nothing new." in again.text
    assert "Older and not acknowledged: 1." in again.text
    assert asked.worth_telling


def test_what_was_seen_is_only_counted(shop: Watched) -> None:
    fallen(shop)
    shop.watcher.acknowledge("buy")

    found = told(shop)

    assert not found.worth_telling
    assert "Acknowledged: 1. Learning: 1 of 2 stages." in found.text


def test_an_alarm_of_too_few_customers_is_counted_and_its_figures_are_hidden(shop: Watched) -> None:
    fallen(shop)
    few = grounds(shop)
    few.min_customers = 1_000

    found = make_digest(few)
    report = SPEC.make(few, Query())

    assert not found.worth_telling
    assert "too few customers stand behind them: 1" in found.text
    assert "waited" not in found.text
    assert isinstance(report, Report)
    assert column_values(report.tables[0], "change")[0] is HIDDEN


def test_standing_alarms_come_first_in_the_list(shop: Watched) -> None:
    fallen(shop)

    report = listed(shop)

    assert column_values(report.tables[0], "state") == ["alarm", "learning"]
    assert "Buy has felt worse since" in report.findings[0]
    assert len(column_values(report.tables[1], "worst_tenth")) == 1


def test_a_week_of_many_unhappy_customers_stands_out_and_raises_no_alarm(shop: Watched) -> None:
    shop.weeks(8)
    shop.say([-2.0] * 12 + [2.0] * 8, at=over_a_week(shop.clock.now(), 20))
    shop.clock.advance(WEEK)
    shop.app.store.sweep_dirty(limit=5_000, scorers={"shop": (shop.app.scorer.name, shop.app.scorer.version)})

    report = listed(shop)

    assert column_values(report.tables[2], "what") == ["unhappy"]
    assert column_values(report.tables[2], "stage") == ["Buy"]
    assert shop.stream().monitor.alarms == 0
    assert "To look at, no alarm:" in told(shop).text


def test_where_nothing_has_changed_there_is_one_short_message(shop: Watched) -> None:
    found = told(shop)

    assert found.text.splitlines()[:2] == ["Shop: what has changed", "Nothing new."]
    assert len(found.text.splitlines()) <= 4
    assert listed(shop).findings[0] == "There is no alarm."


def test_a_change_that_lay_in_the_history_is_listed_as_such_and_is_no_alarm(tmp_path: Path) -> None:
    shop = Watched(tmp_path, at=START + 20 * WEEK)
    rng, now = np.random.default_rng(7), shop.clock.now()
    for weeks, taste, until in ((12, USUAL, now - 6 * WEEK), (6, DROPPED, now)):
        at = [until - weeks * WEEK + WEEK / 20 * (place + 0.5) for place in range(20 * weeks)]
        shop.say(rng.choice(LEVELS, size=20 * weeks, p=taste).tolist(), at=at, imported=True)
    shop.watch()

    report, digest = listed(shop), told(shop)
    shop.app.close()

    assert report.findings[0] == "There is no alarm."
    assert report.findings[1].startswith("Buy has felt worse since ")
    assert column_values(report.tables[0], "state")[0] == "changed before the watch"
    assert digest.text.splitlines()[1] == "Nothing new."
