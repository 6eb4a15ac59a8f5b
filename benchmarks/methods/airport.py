"""Two years of an airport's customer survey, from the data for building and testing."""

import csv
import os
from pathlib import Path

import numpy as np

from mapping.methods.answered import Answered

SHARED = Path(os.environ.get("AFTERTOUCH_DATA_DIR", Path(__file__).parents[3] / "shared" / "data"))

TOUCHPOINTS = {
    "Q7ART": "art",
    "Q7FOOD": "food",
    "Q7STORE": "shops",
    "Q7SIGN": "signs",
    "Q7WALKWAYS": "walkways",
    "Q7SCREENS": "screens",
    "Q7WIFI": "wifi",
    "Q7ROADS": "roads",
    "Q9ALL": "clean",
    "Q10SAFE": "safe",
    "Q14PASSTHRU": "security",
}
"""Columns of the airport's surveys of 2014 and 2015, and what their customers rated."""

_UNUSED = 6


def airport(year: int) -> Answered | None:
    """Read the airport's survey of 2014 or 2015 (1..5; 6 did not use, 0 or nothing blank); None if absent."""
    path = SHARED / "feedback" / "sfo" / f"sfo_{year}.csv"
    if not path.exists():
        return None
    with path.open(encoding="latin-1", newline="") as file:
        rows = [
            [row[name].strip() or "0" for name in (*TOUCHPOINTS, "Q7ALL")] for row in csv.DictReader(file)
        ]
    marks = np.array(rows, dtype=np.float64)
    valence = np.where((marks >= 1) & (marks < _UNUSED), marks - 3, np.nan)
    return Answered(
        touchpoints=tuple(TOUCHPOINTS.values()),
        scores=valence[:, :-1],
        unused=marks[:, :-1] == _UNUSED,
        overall=valence[:, -1],
    )
