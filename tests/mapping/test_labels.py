"""No two labels of a chart are alike, and none becomes too long for its platform by that."""

from hypothesis import given
from hypothesis import strategies as st

from mapping.labels import distinct

_MOST = 20


@given(st.lists(st.text("ab ", min_size=1, max_size=_MOST).map(str.strip), max_size=20))
def test_labels_are_told_apart_and_those_that_were_so_already_stay(labels: list[str]) -> None:
    told = distinct(labels, most=_MOST)

    assert len(set(told)) == len(told) == len(labels)
    assert all(len(label) <= _MOST for label in told)
    if len(set(labels)) == len(labels):
        assert told == labels


def test_the_second_of_two_long_labels_is_cut_for_its_number() -> None:
    long = "Fitting room and tills"[:_MOST]

    assert distinct([long, long], most=_MOST) == [long, "Fitting room and 2"]
