"""Print what the map's methods are worth, by simulation: `make bench-methods`.

The surveys lie in AFTERTOUCH_DATA_DIR; without them made-up ones serve where that makes sense.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.methods import disclosure, drivers, intervals, monitors, paths

_PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "intervals": intervals.lines,
    "drivers": drivers.lines,
    "paths": paths.lines,
    "monitors": monitors.lines,
    "disclosure": disclosure.lines,
}


def main(given: Sequence[str] | None = None) -> int:
    """Print each part's sentences as they come."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.methods", description=__doc__)
    parser.add_argument("--only", choices=sorted(_PARTS), action="append", help="one part; may be repeated")
    asked = parser.parse_args(given)
    for name in asked.only or _PARTS:
        print(f"== {name}", flush=True)
        for line in _PARTS[name]():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
