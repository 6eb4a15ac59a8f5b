"""The graph of steps as text that other tools draw: Graphviz and Mermaid."""

from collections.abc import Callable

from mapping.methods.paths import Apart, Edge, PathGraph, Place
from mapping.wrapping import tidy

Names = Callable[[Place], str]
"""Gives a place its title."""

_QUOTES = str.maketrans({'"': "'", "\\": "/"})
# Mermaid ends a label at its own quotation mark and reads these as markup or as the start of a comment.
_MERMAID = str.maketrans(
    {
        '"': "#quot;",
        "#": "#35;",
        "<": "#lt;",
        ">": "#gt;",
        "%": "#37;",
        ";": "#59;",
        "`": "#96;",
        "&": "#amp;",
    }
)


def as_dot(graph: PathGraph, *, names: Names) -> str:
    """Return the graph for Graphviz; thicker edges have more customers."""
    lines = [
        "digraph paths {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded", fontname="DejaVu Sans"];',
    ]
    numbers = _numbers(graph)
    for place, number in numbers.items():
        lines.append(f'  n{number} [label="{_label(graph, place, names).translate(_QUOTES)}"];')
    most = max((edge.customers for edge in graph.edges), default=1)
    for edge in graph.edges:
        width = 1 + 4 * edge.customers / most
        label = _said(edge).translate(_QUOTES)
        ends = f"n{numbers[edge.source]} -> n{numbers[edge.target]}"
        lines.append(f'  {ends} [label="{label}", penwidth={width:.1f}];')
    return "\n".join([*lines, "}"]) + "\n"


def as_mermaid(graph: PathGraph, *, names: Names) -> str:
    """Return the graph as a Mermaid flowchart."""
    numbers = _numbers(graph)
    lines = ["flowchart LR"]
    lines += [
        f'  n{number}["{_label(graph, place, names).translate(_MERMAID)}"]'
        for place, number in numbers.items()
    ]
    lines += [
        f'  n{numbers[edge.source]} -->|"{_said(edge).translate(_MERMAID)}"| n{numbers[edge.target]}'
        for edge in graph.edges
    ]
    return "\n".join(lines) + "\n"


def _numbers(graph: PathGraph) -> dict[Place, int]:
    """Return a number for every place that is drawn, since what people call it may mean something there."""
    places: list[Place] = [node.place for node in graph.nodes]
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    places += [end for end in (Apart.START, Apart.END) if end in ends]
    return {place: number for number, place in enumerate(places)}


def _label(graph: PathGraph, place: Place, names: Names) -> str:
    customers = next((node.customers for node in graph.nodes if node.place == place), None)
    count = f" ({customers:,})" if customers is not None else ""
    return f"{tidy(names(place))}{count}"


def _said(edge: Edge) -> str:
    score = "" if edge.score is None else f", {edge.score:+.1f}".replace("-", "−")
    return f"{edge.customers:,}{score}"
