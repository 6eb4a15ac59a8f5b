"""The figures as a table for people and as JSON for programs, with the facts about the machine."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from statistics import median
from time import process_time

from rich.console import Console
from rich.table import Table

from benchmarks.bench import Size
from benchmarks.figure import Figure

_LIBRARIES = ("sqlalchemy", "psycopg", "pydantic", "fastapi", "uvicorn", "cryptography", "textblob", "numpy")
_TURNS = 1_000_000
_SMALL = 10

Results = Mapping[str, Sequence[Figure]]
"""The figures of each benchmark, by its name."""


def turn_ns() -> float:
    """Return how many nanoseconds of the processor one turn of an empty loop takes here and now.

    Figures of two runs can be compared where this agrees: it grows when the cores are shared with others.
    """
    laps = []
    for _ in range(5):
        began = process_time()
        for _ in range(_TURNS):
            pass
        laps.append(process_time() - began)
    return median(laps) / _TURNS * 1e9


def machine() -> dict[str, object]:
    """Return what the figures depend on; nothing tells which machine it was."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "turn_ns": round(turn_ns(), 1),
        "versions": {name: version(name) for name in _LIBRARIES},
    }


def as_json(
    results: Results, *, size: Size, before: Mapping[str, object], after: Mapping[str, object]
) -> str:
    """Return all figures, with the machine as it was before and after."""
    found = {
        name: [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
        for name, figures in results.items()
    }
    document = {"size": size, "before": before, "after": after, "figures": found}
    return json.dumps(document, indent=2, ensure_ascii=False)


def show(console: Console, name: str, figures: Sequence[Figure]) -> None:
    """Print the figures of one benchmark."""
    table = Table(title=name, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("figure", overflow="fold")
    for column in ("", "goal", "CPU"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("met")
    table.add_column("note", style="dim", overflow="fold")
    for one in figures:
        table.add_row(
            one.name, f"{_number(one.value)} {one.unit}", _goal(one), _cpu(one), one.verdict, one.note
        )
    console.print(table)
    console.print()


def _number(value: float) -> str:
    return f"{value:,.2f}" if abs(value) < _SMALL else f"{value:,.0f}"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'<=' if figure.goal.at_most else '>='} {figure.goal.bound:,g}"


def _cpu(figure: Figure) -> str:
    if figure.cpu_us is None:
        return ""
    return f"{figure.cpu_us / 1e6:.2f} s" if figure.unit == "s" else f"{figure.cpu_us:,.0f} us"
