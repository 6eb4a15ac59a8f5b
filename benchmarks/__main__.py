"""`python -m benchmarks [NAME ...]`: run all benchmarks or those named, print them, write them as JSON."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from benchmarks import (
    analytics,
    broadcast,
    closed_loop,
    imports,
    interactions,
    maps,
    memory,
    overhead,
    pace,
    pages,
    replies,
    start,
    watching,
)
from benchmarks.bench import Bench, Measure, Size
from benchmarks.report import as_json, machine, show

BENCHMARKS: Mapping[str, Measure] = {
    "replies": replies.measure,
    "interactions": interactions.measure,
    "import": imports.measure,
    "map": maps.measure,
    "page": pages.measure,
    "analytics": analytics.measure,
    "watching": watching.measure,
    "pace": pace.measure,
    "broadcast": broadcast.measure,
    "closed-loop": closed_loop.measure,
    "overhead": overhead.measure,
    "start": start.measure,
    "memory": memory.measure,
}
_WIDTH = 150


@click.command("benchmarks")
@click.argument("names", metavar="[NAME]...", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write them here, too.")
@click.option("--quick", is_flag=True, help="Measure less, in under a minute: good for a first look only.")
def main(names: Sequence[str], *, file: Path | None, quick: bool) -> None:
    """Measure NAMEs, or everything, in the order of this list."""
    size: Size = "quick" if quick else "full"
    console = Console(width=_WIDTH, highlight=False)
    before = machine()
    console.print(_facts(before), end="\n\n")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aftertouch-bench-")))
        tell = partial(click.echo, err=True)
        bench = Bench(size=size, folder=folder, tell=tell, stack=stack)
        results = {}
        for name in names or BENCHMARKS:
            results[name] = list(BENCHMARKS[name](bench))
            show(console, name, results[name])
    after = machine()
    console.print(_facts(after))
    if file is not None:
        file.write_text(as_json(results, size=size, before=before, after=after) + "\n", encoding="utf-8")


def _facts(facts: Mapping[str, object]) -> str:
    return (
        f"Python {facts['python']} on {facts['system']}, {facts['cores']} cores, load {facts['load']:.1f}, "
        f"an empty loop's turn {facts['turn_ns']} ns of CPU"
    )


if __name__ == "__main__":
    main()
