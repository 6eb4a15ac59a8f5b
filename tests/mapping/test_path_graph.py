"""Graphs for other tools: hostile names stay names."""

import numpy as np

from mapping.charts.path_graph import as_dot, as_mermaid
from mapping.methods.events import EventTable
from mapping.methods.paths import Apart, PathGraph, Place, directly_follows

HOSTILE = 'end"]; click n0 "javascript:x" %% <b> #35; \\" -> n1'


def graph(customers: int = 9) -> PathGraph:
    table = EventTable.of_columns(
        customer=[f"c{each}" for each in range(customers) for _ in range(2)],
        touchpoint=["a", "b"] * customers,
        at=[np.datetime64(f"2026-09-0{1 + step}T10", "us") for _ in range(customers) for step in range(2)],
    )
    return directly_follows(table, least=5)


def named(place: Place) -> str:
    return HOSTILE if isinstance(place, str) else place.value


def test_a_hostile_name_ends_no_label_in_graphviz() -> None:
    text = as_dot(graph(), names=named)

    for line in text.splitlines():
        assert line.count('"') % 2 == 0
        assert "\\" not in line
    assert len([line for line in text.splitlines() if line.startswith("  n") and " -> n" in line[:10]]) == 3


def test_a_hostile_name_is_no_markup_in_mermaid() -> None:
    text = as_mermaid(graph(), names=named)

    assert "<b>" not in text
    assert "%%" not in text
    assert not [line for line in text.splitlines() if line.strip().startswith("click")]
    assert all(line.count('"') in {0, 2} for line in text.splitlines())


def test_the_graph_says_how_many_went_each_way() -> None:
    text = as_mermaid(graph(), names=lambda place: place if isinstance(place, str) else place.value)

    assert 'n0["a (9)"]' in text
    assert f'["{Apart.START.value}"]' in text
    assert 'n0 -->|"9"| n1' in text


def test_nothing_is_drawn_of_a_few() -> None:
    assert "-->" not in as_mermaid(graph(4), names=named)
