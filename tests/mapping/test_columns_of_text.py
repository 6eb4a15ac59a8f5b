"""Tables in a terminal: figures to the right, words wrapped, no line too long."""

from hypothesis import given
from hypothesis import strategies as st

from mapping.columns_of_text import parted, set_table
from mapping.renderers.terminal import reach


def test_figures_stand_to_the_right_and_words_to_the_left() -> None:
    head, rule, row = set_table(["What", "n"], [["Waiting", "12"]], is_left=[True, False], room=40)

    assert (head, rule, row) == (["What      n"], ["───────  ──"], ["Waiting  12"])


def test_words_give_way_to_figures_where_there_is_little_room() -> None:
    _, _, row = set_table(
        ["What", "Score"],
        [["a very long name of a theme", "+0.1 (−0.2 … +0.4)"]],
        is_left=[True, False],
        room=32,
    )

    assert len(row) == 3
    assert row[0].endswith("+0.1 (−0.2 … +0.4)")


@given(st.lists(st.text(alphabet="ab 中é", max_size=40), min_size=1, max_size=5), st.integers(40, 120))
def test_no_line_is_wider_than_the_room(names: list[str], room: int) -> None:
    laid = set_table(["Name", "n"], [[name, "5"] for name in names], is_left=[True, False], room=room)

    assert all(reach(line) <= room for lines in laid for line in lines)


def test_a_table_too_wide_is_parted_and_each_part_names_its_rows() -> None:
    heads, row = (
        ["Stage", "Score", "n", "Others", "of all"],
        ["Buy", "+0.1 (0.0 … +0.2)", "80", "x" * 18, "212"],
    )

    parts = parted(heads, [row], is_left=[True, False, False, False, False], room=40)

    assert parts == [[0, 1, 2], [0, 3, 4]]


def test_what_is_said_of_a_figure_stays_beside_it() -> None:
    heads, row = ["Stage", "Score", "Difference", "So"], ["Buy", "x" * 18, "y" * 18, "can't tell"]

    assert parted(heads, [row], is_left=[True, False, False, True], room=50) == [[0, 1], [0, 2, 3]]


def test_a_table_that_fits_is_left_whole() -> None:
    assert parted(["What", "n"], [["a", "1"]], is_left=[True, False], room=40) == [[0, 1]]
