"""The graph counts the steps a plain loop counts and the customers everybody counts, and tells on nobody."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.methods.events import reached
from mapping.methods.funnel import funnel
from mapping.methods.paths import Apart, Edge, PathGraph, Place, directly_follows
from tests.mapping.methods.event_rows import START, Row, event_rows, table, walk

STAGES = {"find": ("a", "b"), "buy": ("c",), "use": ("d",)}

rows = event_rows("abcdx", most=40)
quick = settings(deadline=None)


def edges(graph: PathGraph) -> dict[tuple[Place, Place], Edge]:
    return {(edge.source, edge.target): edge for edge in graph.edges}


@quick
@given(rows)
def test_edges_are_what_a_plain_loop_counts(made: list[Row]) -> None:
    found = edges(directly_follows(table(made), least=1))

    steps: Counter[tuple[Place, Place]] = Counter()
    people: dict[tuple[Place, Place], set[str]] = defaultdict(set)
    for customer in {row[0] for row in made}:
        own = [row[1] for row in sorted(made, key=lambda row: row[2]) if row[0] == customer]
        way: list[Place] = [Apart.START, *own, Apart.END]
        for step in pairwise(way):
            steps[step] += 1
            people[step].add(customer)
    assert {step: edge.steps for step, edge in found.items()} == steps
    assert {step: edge.customers for step, edge in found.items()} == {
        step: len(who) for step, who in people.items()
    }


@quick
@given(rows)
def test_nodes_are_the_customers_that_funnel_and_map_count(made: list[Row]) -> None:
    events = table(made)

    found = {node.place: node.customers for node in directly_follows(events, stages=STAGES, least=1).nodes}

    assert found == {stage: count for stage, count in reached(events, stages=STAGES).items() if count}
    as_of = START + timedelta(hours=50)
    for stage in funnel(events, stages=STAGES, as_of=as_of).stages:
        assert found.get(stage.stage, 0) == stage.customers


@quick
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(made: list[Row], chance: Random) -> None:
    assert directly_follows(table(chance.sample(made, len(made))), least=2) == directly_follows(
        table(made), least=2
    )


@quick
@given(rows, st.integers(1, 4), st.integers(2, 5))
def test_what_is_shown_is_never_of_few_customers_and_hides_at_least_two_together(
    made: list[Row], least: int, most: int
) -> None:
    whole = edges(directly_follows(table(made), least=1, most_nodes=99))
    graph = directly_follows(table(made), least=least, most_nodes=most)

    assert len(graph.nodes) <= most
    assert all(edge.customers >= least for edge in graph.edges)
    assert all(node.customers is None or node.customers >= least for node in graph.nodes)
    assert sum(edge.steps for edge in whole.values()) == graph.steps + 2 * graph.customers
    begun = sum(edge.customers for edge in graph.edges if edge.source is Apart.START)
    assert begun == graph.customers or graph.customers - begun >= least or not graph.edges


def test_one_hidden_edge_hides_another_so_that_it_cannot_be_worked_out() -> None:
    """Three of sixty go from a to c: what leaves a, less what goes on to b, would tell of them."""
    made = walk((50, "ab"), (7, "ad"), (3, "ac"))

    found = edges(directly_follows(table(made), least=5))

    assert ("a", "b") in found
    assert ("a", "c") not in found
    assert ("a", "d") not in found


def test_an_edge_says_how_long_it_took_and_how_it_felt_after_one_vote_each() -> None:
    made: list[Row] = []
    for each in range(6):
        made += [(f"c{each}", "a", 0, None), (f"c{each}", "b", 2, 1.0)]
    made += [("c0", "a", 10, None), ("c0", "b", 20, -1.0)]  # their own means: 6 hours, score 0

    edge = edges(directly_follows(table(made), least=5))["a", "b"]

    assert (edge.customers, edge.steps, edge.scored) == (6, 7, 6)
    assert edge.after == timedelta(hours=(5 * 2 + 6) / 6)
    assert edge.score == pytest.approx(5 / 6)
    assert edge.low is not None
    assert edge.high is not None
    assert edge.low < 5 / 6 < edge.high


def test_a_score_of_few_customers_is_not_told() -> None:
    made = walk((6, "ab"))
    made[1] = (*made[1][:3], 2.0)

    edge = edges(directly_follows(table(made), least=5))["a", "b"]

    assert (edge.scored, edge.score, edge.low, edge.high) == (None, None, None, None)


def test_paths_begin_and_end_without_time() -> None:
    found = edges(directly_follows(table(walk((5, "ab")))))

    assert set(found) == {(Apart.START, "a"), ("a", "b"), ("b", Apart.END)}
    assert found[Apart.START, "a"].after is None
    assert found["b", Apart.END].scored == 0


def test_places_beyond_twelve_are_one_other_node() -> None:
    made = walk(*((10 + number, f"{letter}z") for number, letter in enumerate("abcdefghijklmno")))

    graph = directly_follows(table(made))

    assert len(graph.nodes) == 12
    assert graph.nodes[-1].place is Apart.OTHER
    assert graph.in_other == 5
    assert graph.nodes[-1].customers == sum(range(10, 15))
    assert graph.nodes[0].place == "z"


def test_events_in_one_stage_or_in_none_are_steps_within_and_over() -> None:
    found = edges(directly_follows(table(walk((5, "abxc"))), stages=STAGES))

    assert set(found) == {(Apart.START, "find"), ("find", "find"), ("find", "buy"), ("buy", Apart.END)}


def test_no_events_make_an_empty_graph() -> None:
    graph = directly_follows(table([]))

    assert (graph.nodes, graph.edges, graph.customers, graph.steps) == ((), (), 0, 0)


def test_a_graph_of_no_nodes_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 nodes"):
        directly_follows(table([]), most_nodes=1)
