"""Clauses of no theme gather round the words they share, and the words of few stay theirs."""

from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.emerging import FEWEST_CLAUSES, Emerging, emerging

STOPS = frozenset(["the", "was", "a", "there", "is", "no", "and", "it", "its", "didnt", "in", "at", "all"])
PARKING = ("there was no parking space", "no parking space at all", "the parking space is tiny")
LIFTS = ("the lift was broken", "a broken lift and no help", "broken lift in the hall")


def of(*said: tuple[str, ...], each: int = 30) -> tuple[list[str], list[str]]:
    """Let `each` clauses be said of each subject, by a customer each."""
    texts = [text for subject in said for text in islice(cycle(subject), each)]
    return texts, [f"c{number}" for number in range(len(texts))]


def found(
    texts: list[str], customers: list[str], *, least: int = 5, others: tuple[str, ...] = (), most: int = 10
) -> tuple[Emerging, ...]:
    return emerging(texts, customers, stops=STOPS, least=least, others=others, most=most)


def test_clauses_gather_round_the_words_they_share() -> None:
    parking, lifts = found(*of(PARKING, LIFTS))

    assert (parking.key, parking.customers, parking.clauses) == ("parking space", 30, tuple(range(30)))
    assert {"lift", "broken"} <= {word for term in lifts.terms for word in term.split()}
    assert lifts.clauses == tuple(range(30, 60))


def test_below_so_many_clauses_nothing_is_told() -> None:
    texts, customers = of(PARKING, each=FEWEST_CLAUSES - 1)

    assert found(texts, customers) == ()
    assert found([*texts, PARKING[0]], [*customers, "c"]) != ()


def test_words_of_few_customers_are_never_told() -> None:
    texts, customers = of(PARKING, LIFTS)
    texts += ["my neighbour Wendeline heard it"] * 30
    customers += ["one", "two", "three"] * 10

    told = {word for each in found(texts, customers) for term in each.terms for word in term.split()}

    assert "parking" in told
    assert not told & {"wendeline", "neighbour", "heard", "my"}


def test_what_themes_have_words_for_already_is_worth_less() -> None:
    texts, customers = of(PARKING, LIFTS)

    plain = found(texts, customers, most=1)
    told = found(texts, customers, most=1, others=("no parking space here",) * 300)

    assert (plain[0].key, "lift" in " ".join(told[0].terms)) == ("parking space", True)


def test_no_more_groups_than_asked_for_and_no_clause_in_two() -> None:
    texts, customers = of(PARKING, LIFTS, ("the soup was cold", "cold soup"))

    assert len(found(texts, customers, most=2)) == 2
    places = [place for each in found(texts, customers) for place in each.clauses]
    assert len(places) == len(set(places))


WORDS = st.sampled_from(
    ["parking", "space", "lift", "broken", "the", "no", "it's", "didn't", "éclair", "停车"]
)


@given(
    said=st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=1, max_size=9),
    voters=st.integers(1, 20),
    least=st.integers(3, 6),
)
def test_each_term_told_is_said_by_enough_customers(said: list[str], voters: int, least: int) -> None:
    texts = list(islice(cycle(said), FEWEST_CLAUSES))
    customers = [f"c{place % voters}" for place in range(FEWEST_CLAUSES)]

    for each in found(texts, customers, least=least):
        assert each.customers == len({customers[place] for place in each.clauses}) >= least
        assert each.key == each.terms[0]
        for term in each.terms:
            pairs = zip(texts, customers, strict=True)
            who = {who for text, who in pairs if f" {term} " in f" {text} "}
            assert len(who) >= least


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_clauses_does_not_matter(seed: int) -> None:
    texts, customers = of(PARKING, LIFTS)
    order = sorted(range(len(texts)), key=lambda place: (place * (seed + 7)) % 61)

    mixed = found([texts[place] for place in order], [customers[place] for place in order])

    assert [(each.key, each.terms, each.customers) for each in mixed] == [
        (each.key, each.terms, each.customers) for each in found(texts, customers)
    ]
