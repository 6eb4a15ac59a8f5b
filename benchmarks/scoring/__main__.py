"""Print how well answers are judged, beside TextBlob and VADER on the same rows: `make bench-scoring`."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.scoring import brighter, chat, clauses, goemotions, speed, urgent_care
from benchmarks.scoring.engines import engines
from benchmarks.scoring.table import Line, as_markdown

_PARTS = ("goemotions", "urgent_care", "chat", "brighter", "clauses", "speed")


def main(given: Sequence[str] | None = None) -> int:
    """Print a table of figures with their 95 % intervals, and what judging costs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring", description=__doc__)
    default = os.environ.get("AFTERTOUCH_DATA_DIR", "../shared/data")
    parser.add_argument(
        "--data", type=Path, default=Path(default), help="the folder with text/ and feedback/"
    )
    parser.add_argument("--only", choices=_PARTS, action="append", help="one part; may be repeated")
    asked = parser.parse_args(given)
    parts = asked.only or _PARTS
    if set(parts) - {"clauses", "speed"}:
        print("\n".join(as_markdown(list(_lines(parts, asked.data)))))
    if "clauses" in parts and asked.data.is_dir():
        for line in clauses.lines(asked.data):
            print(line, flush=True)
    if "speed" in parts:
        print(*("", *speed.lines()), sep="\n")
    return 0


def _lines(parts: Sequence[str], data: Path) -> Iterator[Line]:
    compared = engines()
    if "chat" in parts:
        yield from chat.lines(compared)
    if not data.is_dir():
        print(f"no data at {data}: only the chat set is measured; name it with --data", file=sys.stderr)
        return
    if "goemotions" in parts:
        yield from goemotions.lines(data, compared)
    if "urgent_care" in parts:
        yield from urgent_care.lines(data, compared)
    if "brighter" in parts:
        yield from brighter.lines(data, compared)


if __name__ == "__main__":
    sys.exit(main())
