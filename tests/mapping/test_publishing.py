"""Editions: whoever has read everything ever published can compute nothing of fewer than k customers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mapping.deliveries import DeliveryTable
from mapping.disclosure import Visibility, disclose
from mapping.edition import Edition, kept_pain, shown_in, told_anew, with_medium
from mapping.edition_figures import Material
from mapping.lattice import ALL, Spot, periods_of, scopes_of, spot_of
from mapping.publishing import publish
from mapping.rollup import roll_up
from mapping.table import LEVELS, Partial, ScoreTable
from tests.mapping.subtracting import given_away

STAGES = {"buy": ("shop", "pay"), "use": ("help",)}
MEDIA = {"shop": "web", "pay": "web", "help": "phone"}
MONDAY = date(2026, 3, 2)
EMOTIONS = ("anger", "joy")


def emotions_of(levels: Sequence[int]) -> tuple[str, ...]:
    """Return which emotions go with these levels."""
    return (*(("anger",) if -2 in levels else ()), *(("joy",) if {1, 2} & {*levels} else ()))


@dataclass
class Store:
    """Answers by customer, touchpoint and week: the levels that were chosen, none twice."""

    answers: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    personas: dict[str, set[str]] = field(default_factory=dict)
    stages: dict[str, tuple[str, ...]] = field(default_factory=lambda: {**STAGES})
    media: dict[str, str] = field(default_factory=lambda: {**MEDIA})

    def material(self) -> Material:
        partials = [
            Partial(
                customer=customer,
                touchpoint=point,
                week=MONDAY + timedelta(weeks=week),
                answers=len(levels) or 1,
                rated=len(levels),
                rating_sum=float(sum(levels)),
                scored=len(levels),
                score_sum=float(sum(levels)),
                histogram=tuple(levels.count(level) for level in LEVELS),  # type: ignore[arg-type] # five of them
                emotions=tuple(int(name in emotions_of(levels)) for name in EMOTIONS),
            )
            for (customer, point, week), levels in self.answers.items()
        ]  # fmt: skip
        return Material(
            table=ScoreTable.of(partials, emotion_names=EMOTIONS),
            deliveries=DeliveryTable.of(()),
            stages=self.stages,
            media=self.media,
            groups={f"persona:{name}": frozenset(members) for name, members in self.personas.items()},
        )

    def felt(self, contribution: tuple[str, str, date, int]) -> tuple[str, ...]:
        """Return the emotions that a customer named there and then."""
        customer, point, week, _ = contribution
        return emotions_of(self.answers[customer, point, week_of(week)])

    def publish(self, previous: Edition | None, *, week: int, k: int) -> Edition:
        through = MONDAY + timedelta(weeks=week, days=6)
        return publish(
            previous, self.material(), k=k, through=through, made_at=datetime(2026, 9, 1, tzinfo=UTC)
        )


Contribution = tuple[str, str, date, int, str]
"""What one customer said at one touchpoint in one week and one level; or the emotions of it, one of them."""


def published_anew(store: Store, previous: Edition | None, edition: Edition) -> list[frozenset[Contribution]]:
    """Return, of each figure published anew, the contributions that it adds up: answers, levels, emotions."""
    before = previous.figures if previous else {}
    rows = []
    for key, figures in edition.figures.items():
        if key in before and before[key] == figures:
            continue
        found = counted_at(edition, spot_of(key), step=figures.step)
        said = [
            (*each, f"{level}")
            for each in found
            for level in store.answers[each[0], each[1], week_of(each[2])]
        ]
        rows.append(frozenset(said))
        assert figures.cell.answers == len(said)
        for level, count in zip(LEVELS, figures.cell.histogram or (None,) * 5, strict=True):
            if count is not None:
                rows.append(frozenset(each for each in said if each[4] == f"{level}"))
                assert count == sum(each[4] == f"{level}" for each in said)
        for name, count in (figures.cell.emotions or {}).items():
            if count is not None:
                rows.append(frozenset((*each, name) for each in found if name in store.felt(each)))
                assert count == len(rows[-1])
    return rows


def week_of(monday: date) -> int:
    return (monday - MONDAY).days // 7


def counted_at(edition: Edition, spot: Spot, *, step: int) -> list[tuple[str, str, date, int]]:
    """Return the contributions that a spot's figures of that step count."""
    ledger, points = edition.ledger, edition.scopes[spot.scope]
    return [
        (customer, point, week, checksum)
        for customer, point, week, pattern, checksum, counted in zip(
            ledger.customer,
            ledger.touchpoint,
            ledger.week,
            ledger.pattern,
            ledger.checksum,
            ledger.step,
            strict=True,
        )
        if point in points
        and counted <= step
        and spot.period in periods_of(week)
        and (spot.group == ALL or spot.group in ledger.patterns[pattern])
    ]


CUSTOMERS = [f"c{number:02}" for number in range(14)]
answer = st.tuples(
    st.sampled_from(CUSTOMERS),
    st.sampled_from(["shop", "pay", "ask", "help"]),
    st.integers(0, 5),
    st.integers(-2, 2),
)
change = st.tuples(st.sampled_from(["edit", "erase"]), st.sampled_from(CUSTOMERS), st.integers(-2, 2))


@st.composite
def histories(
    draw: st.DrawFn,
) -> list[tuple[int, list[tuple[str, str, int, int]], list[tuple[str, str, int]]]]:
    return [
        (week, draw(st.lists(answer, max_size=24)), draw(st.lists(change, max_size=2)))
        for week in draw(st.lists(st.integers(0, 7), min_size=1, max_size=4).map(sorted))
    ]


@settings(deadline=None, max_examples=8)
@given(histories(), st.sets(st.sampled_from(CUSTOMERS)), st.sets(st.sampled_from(CUSTOMERS)))
def test_no_difference_of_filters_media_levels_periods_or_editions_tells_of_fewer_than_k(
    history: list[tuple[int, list[tuple[str, str, int, int]], list[tuple[str, str, int]]]],
    ones: set[str],
    others: set[str],
) -> None:
    store = Store(
        personas={"ones": ones, "others": others},
        stages={"buy": ("shop", "pay", "ask"), "use": ("help",)},
        media={**MEDIA, "ask": "phone"},
    )
    rows = list[frozenset[Contribution]]()
    edition: Edition | None = None
    for week, answers, changes in history:
        for customer, point, at, level in answers:
            said = store.answers.setdefault((customer, point, at), [])
            said += [level] if level not in said else []
        for kind, customer, level in changes:
            theirs = [key for key in store.answers if key[0] == customer]
            for key in theirs:
                if kind == "erase":
                    del store.answers[key]
                else:
                    store.answers[key] = [level]
        previous, edition = edition, store.publish(edition, week=week, k=3)
        rows += published_anew(store, previous, edition)

    assert given_away(rows, k=3) == []


def test_the_attacker_breaks_a_publisher_that_hides_small_cells_map_by_map() -> None:
    store, rows = Store(), []
    for customers in (CUSTOMERS[:6], CUSTOMERS[:7]):
        store.answers |= {(customer, "shop", 0): [1] for customer in customers}
        rows.append(frozenset((customer, "shop", MONDAY, 1, "1") for customer in customers))

    assert all(
        disclose(
            roll_up(store.material().table, stages=STAGES), stages=STAGES, min_customers=3
        ).overall.answers
        for _ in rows
    )
    assert given_away(rows, k=3) != []


def plenty(*, weeks: int = 5, customers: int = 60) -> Store:
    """Return a store in which everybody answers everywhere in turn."""
    store = Store(personas={"ones": {f"p{number:03}" for number in range(0, customers, 2)}})
    for number in range(customers):
        for week in range(weeks):
            point = ("shop", "pay", "help")[(number // 2 + week) % 3]
            store.answers[f"p{number:03}", point, week] = [(number * 7 + week) % 5 - 2]
    return store


def test_with_plenty_of_customers_nothing_hides_and_all_is_as_on_the_live_map() -> None:
    store = plenty(weeks=4, customers=120)
    edition = store.publish(None, week=3, k=3)

    live = roll_up(store.material().table, stages=STAGES)
    shown = shown_in(edition, stages=STAGES)

    assert edition.hidden == {}
    for name, cell in {**shown.stages, **shown.touchpoints}.items():
        rollup = {**live.stages, **live.touchpoints}[name]
        assert (cell.answers, cell.customers, cell.histogram, cell.emotions) == (
            rollup.answers, rollup.customers, rollup.histogram, rollup.emotions,
        )  # fmt: skip
        assert cell.score == pytest.approx(rollup.score, abs=0.0501)


def test_how_many_felt_so_is_not_told_where_they_are_few_nor_what_gives_them_away() -> None:
    levels = [-2] * 1 + [0] * 12 + [1] * 9 + [2] * 8
    store = Store(answers={(f"c{number:02}", "shop", 0): [level] for number, level in enumerate(levels)})
    store.answers |= {(f"d{number:02}", "help", 0): [2] for number in range(9)}

    edition = store.publish(None, week=3, k=3)
    cell = shown_in(edition, stages=STAGES).stages["buy"]

    assert cell.histogram is not None
    assert cell.answers == 30
    assert (cell.histogram[0], cell.histogram[1]) == (None, 0)
    assert sum(count is None for count in cell.histogram) >= 2
    assert cell.emotions == {"anger": None, "joy": 17}


def test_levels_are_told_of_everybody_over_all_time_only() -> None:
    edition = plenty(customers=120).publish(None, week=4, k=3)

    told = {spot_of(key) for key, each in edition.figures.items() if each.cell.histogram is not None}

    assert {spot[1:] for spot in told} == {(ALL, ALL)}
    assert {each.scope for each in told} == {*scopes_of(STAGES, MEDIA)}


def test_few_scores_hide_in_shared_figures_and_so_does_what_would_give_them_away() -> None:
    store = Store(answers={(f"c{number:02}", "shop", 0): [1] for number in range(9)})
    store.answers |= {(f"d{number:02}", "pay", 0): [2] if number < 2 else [] for number in range(9)}

    edition = store.publish(None, week=3, k=3)
    shown = shown_in(edition, stages=STAGES)

    assert shown.stages["buy"].score is not None
    assert (shown.touchpoints["pay"].reason, shown.touchpoints["shop"].reason) == ("few_scored",) * 2


def test_figures_of_periods_and_groups_are_told_too() -> None:
    edition = plenty().publish(None, week=4, k=3)

    week = shown_in(edition, stages=STAGES, period="2026-W11").overall
    month = shown_in(edition, stages=STAGES, period="2026-03", group="persona:ones").overall
    assert (week.answers, month.answers) == (60, 30 * 4)


def test_a_figure_stays_until_k_new_customers_have_come_and_tells_its_date() -> None:
    store = plenty(weeks=2)
    first = store.publish(None, week=1, k=3)
    store.answers["p000", "shop", 2] = [-2]
    second = store.publish(first, week=2, k=3)
    store.answers |= {(f"q{number}", "shop", 3): [-2] for number in range(4)}
    third = store.publish(second, week=3, k=3)

    key = Spot("touchpoint:shop", ALL, ALL).key
    assert first.figures[key] == second.figures[key] != third.figures[key]
    assert (first.figures[key].through, third.figures[key].through) == (date(2026, 3, 15), date(2026, 3, 29))


def test_the_journey_is_told_each_week_and_small_stages_when_the_month_is_over() -> None:
    store, edition = Store(), None
    through: dict[str, list[date]] = {"journey": [], "stage:use": []}
    for week in range(4):
        store.answers |= {(f"w{week}c{number}", "shop", week): [1] for number in range(20)}
        store.answers |= {(f"w{week}d{number}", "help", week): [1] for number in range(6)}
        edition = store.publish(edition, week=week, k=3)
        for scope, days in through.items():
            days.append(edition.figures[Spot(scope, ALL, ALL).key].through)

    assert [day.day for day in through["journey"]] == [8, 15, 22, 29]
    assert [day.day for day in through["stage:use"]] == [8, 8, 8, 29]


def test_an_edition_in_which_nothing_is_new_is_the_last_one() -> None:
    store = plenty(weeks=1)
    first = store.publish(None, week=0, k=3)

    assert store.publish(first, week=1, k=3) is first


def test_who_is_erased_leaves_the_list_and_no_figure_moves_for_that() -> None:
    store = plenty(weeks=1)
    first = store.publish(None, week=0, k=3)
    for key in [key for key in store.answers if key[0] == "p005"]:
        del store.answers[key]

    second = store.publish(first, week=1, k=3)

    assert second.figures == first.figures
    assert "p005" in first.ledger.customers
    assert "p005" not in {*second.ledger.customers, *second.ledger.customer}


def test_a_late_answer_counts_in_all_time_and_not_in_a_week_that_was_settled() -> None:
    store = plenty(weeks=3)
    first = store.publish(None, week=2, k=3)
    store.answers |= {(f"q{number}", "shop", 0): [2] for number in range(5)}
    second = store.publish(first, week=2, k=3)

    def answers(edition: Edition, period: str) -> int | None:
        return shown_in(edition, stages=STAGES, period=period).overall.answers

    assert answers(second, "2026-W10") == answers(first, "2026-W10")
    assert answers(second, ALL) == (answers(first, ALL) or 0) + 5


def test_a_larger_k_holds_for_what_is_published_from_then_on() -> None:
    store = Store(answers={(f"c{number:02}", "shop", 0): [1] for number in range(8)})
    store.answers |= {("c00", "help", 0): [1]}
    first = store.publish(None, week=0, k=3)
    store.answers |= {(f"d{number}", "shop", 3): [1] for number in range(4)}
    second = store.publish(first, week=3, k=5)
    store.answers |= {(f"e{number}", "shop", 7): [1] for number in range(4)}
    third = store.publish(second, week=7, k=5)

    def customers(edition: Edition) -> int | None:
        return shown_in(edition, stages=STAGES).overall.customers

    assert (customers(first), customers(second), customers(third)) == (8, 8, 16)


def test_a_touchpoint_that_moves_to_another_stage_gives_nobody_away() -> None:
    store, rows = Store(), []
    for number in range(12):
        store.answers[CUSTOMERS[number], ("shop", "pay", "help")[number % 3], 0] = [1]
    store.answers[CUSTOMERS[12], "pay", 0] = [1]
    first = store.publish(None, week=0, k=3)
    rows += published_anew(store, None, first)
    moved = replace(store.material(), stages={"buy": ("shop",), "use": ("pay", "help")})
    through = MONDAY + timedelta(weeks=3, days=6)
    second = publish(first, moved, k=3, through=through, made_at=datetime(2026, 9, 1, tzinfo=UTC))
    rows += published_anew(store, first, second)
    store.answers |= {(f"d{number}", "shop", 7): [1] for number in range(4)}
    dropped = replace(store.material(), stages={"buy": ("shop",)}, media={})
    through = MONDAY + timedelta(weeks=7, days=6)
    third = publish(second, dropped, k=3, through=through, made_at=datetime(2026, 9, 1, tzinfo=UTC))
    rows += published_anew(store, second, third)

    assert given_away(rows, k=3) == []


def test_few_customers_are_called_few_and_their_cover_complement() -> None:
    store = Store()
    for number, point in enumerate(["shop"] * 6 + ["pay"] * 2 + ["help"] * 6):
        store.answers[f"c{number:02}", point, 0] = [1]

    shown = shown_in(store.publish(None, week=0, k=3), stages=STAGES)

    assert shown.touchpoints["pay"].visibility is Visibility.FEW
    assert shown.touchpoints["shop"].visibility is Visibility.COMPLEMENT
    assert shown.stages["buy"].customers == 8


def test_every_scope_of_a_journey_is_in_the_lattice() -> None:
    scopes = scopes_of(STAGES, MEDIA)

    assert scopes["medium:web"] == {"shop", "pay"}
    assert set(scopes) == {
        "journey", "stage:buy", "stage:use", "touchpoint:shop", "touchpoint:pay", "touchpoint:help",
        "medium:web", "medium:phone",
    }  # fmt: skip


def test_a_share_of_a_stage_is_told_where_it_has_several_touchpoints_of_a_medium() -> None:
    store = plenty(weeks=4, customers=120)
    store.stages["buy"] = ("shop", "pay", "help")
    store.stages["use"] = ()
    edition = store.publish(None, week=3, k=3)

    whole = shown_in(edition, stages=store.stages)
    part = with_medium(whole, edition, medium="web")

    assert "share:buy/web" in edition.scopes
    assert "share:buy/phone" not in edition.scopes
    assert (whole.stages["buy"].answers, part.stages["buy"].answers, part.overall.answers) == (480, 320, 320)


def test_a_stage_is_told_anew_with_its_pain_points_only_when_its_figures_are() -> None:
    store = plenty(weeks=2)
    first = store.publish(None, week=1, k=3)
    store.answers["p000", "shop", 2] = [-2]
    second = store.publish(first, week=2, k=3)

    assert told_anew(first, None, stages=STAGES) == dict.fromkeys(STAGES, date(2026, 3, 15))
    assert told_anew(second, first, stages=STAGES) == {}


@pytest.mark.parametrize(("customers", "shown"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_a_pain_point_is_published_in_steps_of_k_customers(customers: int, shown: int) -> None:
    found = kept_pain("staff", customers=customers, severity=1.24, k=5)

    assert (found.customers, found.severity) == (shown, 1.2)


def test_an_edition_survives_as_json() -> None:
    edition = plenty(weeks=2).publish(None, week=1, k=3)
    form = TypeAdapter(Edition)

    again = form.validate_json(form.dump_json(edition))

    assert form.dump_json(again) == form.dump_json(edition)
