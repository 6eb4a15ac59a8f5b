"""Files of other survey tools: read whole, or told with everything that is wrong."""

from datetime import UTC, datetime

import pytest

from config.errors import ConfigError
from mapping.reading import ReadAnswer, Scale, read_answers, tabulated
from mapping.reading_times import form_of

HEADER = "customer,touchpoint,at,score"


def told(*lines: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_answers(lines, file="old.csv")
    return str(caught.value).splitlines()


def test_every_problem_of_a_file_is_told_at_once_with_its_line_and_without_its_values() -> None:
    assert told(f"{HEADER},rated", "ann,a,yesterday,3,maybe", ",a,2026-09-01,1,1", "bob,a,2026-09-01,,") == [
        "old.csv:2:1: at: is no time; write 2026-09-30T18:00:00Z, or say its form, such as %d.%m.%Y",
        "old.csv:2:1: score: is not -2 to 2; say its scale, such as 1-5, or leave it empty",
        "old.csv:2:1: rated: is neither yes nor no; write 1 or 0",
        "old.csv:3:1: customer: is empty; give every answer a customer and a touchpoint",
    ]


def test_a_file_without_its_columns_is_refused() -> None:
    assert told("customer,score") == [
        "old.csv:1:1: the header lacks touchpoint, at; add them, or say how they are named"
    ]
    with pytest.raises(ConfigError, match="the header lacks Who"):
        read_answers([HEADER], names={"customer": "Who"})


def test_a_long_list_of_problems_ends_in_how_many_more() -> None:
    assert told(HEADER, *["ann,a,never,1"] * 30)[-1] == "old.csv:21:1: and 10 more like these"


def test_other_columns_are_what_rules_ask_about() -> None:
    (read,) = read_answers(
        ["Plan Type,Orders,VIP,customer,touchpoint,Date,note", "pro,3,true,ann,a,2026-09-01,"]
    )

    assert read == ReadAnswer(
        customer="ann", touchpoint="a", at=datetime(2026, 9, 1, tzinfo=UTC), line=2,
        attributes={"plan_type": "pro", "orders": 3, "vip": True},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "cell", "valence"),
    [("1-5", "1", -2.0), ("1-5", "5", 2.0), ("5-1", "1", 2.0), ("0-10", "5", 0.0), ("-3..3", "1,5", 1.0)],
)
def test_scores_of_any_scale_become_valences(scale: str, cell: str, valence: float) -> None:
    (read,) = read_answers(
        ["customer;touchpoint;time;rating", f"ann;a;2026-09-01;{cell}"], scale=Scale.of(scale)
    )

    assert read.valence == pytest.approx(valence)
    assert read.is_rated


@pytest.mark.parametrize("scale", ["5", "a-b", "3-3", ""])
def test_what_is_no_scale_is_told(scale: str) -> None:
    with pytest.raises(ValueError, match="such as 1-5"):
        Scale.of(scale)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("%d.%m.%Y %H:%M", "31.05.2026 13:45"),
        ("%m/%d/%Y %I:%M %p", "05/31/2026 01:45 PM"),
        ("%Y-%m-%dT%H:%M%z", "2026-05-31T15:45+0200"),
        ("excel", "46173.5729166667"),
        ("Excel", "46173,5729166667"),
        ("iso", "2026-05-31 13:45"),
    ],
)
def test_times_of_other_forms_are_read_where_they_are_named(form: str, cell: str) -> None:
    (read,) = read_answers(["customer;touchpoint;time", f"ann;a;{cell}"], times=(form_of(form),))

    assert read.at == datetime(2026, 5, 31, 13, 45, tzinfo=UTC)


def test_of_several_forms_of_times_the_first_that_fits_counts() -> None:
    rows = read_answers(
        ["customer,touchpoint,time", "ann,a,3/4/2026", "bob,a,2026-04-03"], times=("%d/%m/%Y", "iso")
    )

    assert {row.at for row in rows} == {datetime(2026, 4, 3, tzinfo=UTC)}


@pytest.mark.parametrize("form", ["", "ISO 8601", "%H:%M", "%m/%Y", "%q", "dd.mm.yyyy"])
def test_what_is_no_form_of_a_day_is_told(form: str) -> None:
    with pytest.raises(ValueError, match="write iso, excel, or for example"):
        form_of(form)


def test_who_only_came_by_has_answered_nothing() -> None:
    rows = read_answers(
        [f"{HEADER},text", "ann,a,2026-09-01,,", "bob,a,2026-09-01,,slow", "cem,a,2026-09-01,1,"]
    )

    table = tabulated(rows)

    assert [table.customers[code] for code in table.customer] == ["bob", "cem"]
    assert table.scored.tolist() == [0, 1]


def test_a_named_column_goes_before_the_usual_ones() -> None:
    (read,) = read_answers(
        ["\ufeffWho,customer,touchpoint,at,Stars,score", "ann,x,a,2026-09-01,1,2"],
        names={"customer": "who", "score": "Stars"},
    )

    assert (read.customer, read.valence) == ("ann", 1.0)


@pytest.mark.parametrize("size", [3, 200_000], ids=["short", "longer than a field may be"])
def test_a_quote_that_never_ends_is_told_where_it_begins(size: int) -> None:
    assert "is no CSV from here on" in told(HEADER, 'ann,"' + "x" * size + ",2026-09-01,1")[0]
