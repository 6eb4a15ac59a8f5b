"""The map in both themes, and whether those who see colours otherwise can tell its levels apart."""

import os
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from config.emotion import Level
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.measure import drawable
from mapping.palette import DARK, LIGHT, Ink, ink_of
from mapping.renderers.png import PEN, draw
from mapping.svg import Pen, dark_paint, document
from tests.mapping.test_renderer_contract import of_cell

GOLDENS = Path(__file__).parent / "goldens"
MOST_KIB = 250
WIDE = 1000

# Linear RGB as people without one kind of cone see it: Machado, Oliveira and Fernandes 2009, severity 1.
SEEN = {
    "all three kinds of cones": np.eye(3),
    "no red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue cones": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ @ np.ones(3)
TELLING = 10.0
"""Difference in CIELAB that is seen at a glance, also between small signs."""


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


def lab(colour: str, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a colour in CIELAB as somebody sees it."""
    channels = np.array(list(bytes.fromhex(colour[1:]))) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    part = (TO_XYZ @ np.clip(sight @ linear, 0, 1)) / WHITE
    root = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_any_two_levels_are_told_apart_by_everybody(theme: dict[Ink, str], sight: str) -> None:
    for one, other in combinations(Level, 2):
        apart = lab(theme[ink_of(one)], SEEN[sight]) - lab(theme[ink_of(other)], SEEN[sight])

        assert np.linalg.norm(apart) >= TELLING


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_and_signs_stand_out_from_their_ground(theme: dict[Ink, str]) -> None:
    for ink in (Ink.TEXT, Ink.MUTED, *(ink_of(level) for level in Level)):
        assert contrast(theme[ink], theme[Ink.PANEL]) >= 3
        assert contrast(theme[ink], theme[Ink.RIBBON]) >= 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_that_is_read_stands_out_as_small_letters_have_to(theme: dict[Ink, str]) -> None:
    letters = (Ink.TEXT, Ink.MUTED, *(ink_of(level) for level in Level))
    read = [(ink, ground) for ink in letters for ground in (Ink.PAGE, Ink.PANEL)]
    read += [(ink, Ink.BAR) for ink in (Ink.ON_BAR, Ink.ON_BAR_MUTED)]
    read += [(ink, ground) for ink in (Ink.TEXT, Ink.MUTED) for ground in _TINTS]

    for ink, ground in read:
        assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    for line in (ink for ink in theme if ink.name.startswith("LINE_")):
        assert contrast(theme[line], theme[Ink.PANEL]) >= 3, line


def contrast(one: str, other: str) -> float:
    """Return the ratio of luminances as WCAG has it."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = np.array(list(bytes.fromhex(colour[1:]))) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(TO_XYZ[1] @ linear)


_TINTS = (Ink.NEGATIVE_TINT, Ink.VERY_NEGATIVE_TINT)
PENS = {"light": PEN, "dark": Pen(dark_paint, drawable)}


@pytest.mark.parametrize("theme", PENS)
@pytest.mark.parametrize("case", ["example", "twelve"])
def test_the_map_looks_as_it_did_in_both_themes(
    case: str, theme: str, example: JourneyMap, map_of: MapOf
) -> None:
    journey_map = example if case == "example" else map_of(12)
    fresh = draw(document(journey_map, pen=PENS[theme]), width=WIDE)

    golden = GOLDENS / f"{case}-{theme}.png"
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        golden.write_bytes(fresh)
    assert golden.stat().st_size <= MOST_KIB * 1024
    assert looks_like(golden.read_bytes(), fresh)


ONE = Cell(visibility=Visibility.SHOWN, answers=1, customers=1, voters=1, score=2.0, low=1.9, high=2.0)
EQUAL = replace(ONE, answers=90, customers=90, voters=90)
EDGES: dict[str, Cell | int] = {
    "nobody": Cell(answers=0, customers=0, voters=0),
    "one-answer": ONE,
    "all-equal": EQUAL,
    "stages-1": 1,
    "stages-8": 8,
    "stages-9": 9,
    "stages-16": 16,
}


@pytest.mark.parametrize(
    ("case", "theme"), [*((case, "light") for case in EDGES), ("nobody", "dark"), ("stages-16", "dark")]
)
def test_the_map_looks_as_it_did_at_its_edges(
    case: str, theme: str, example: JourneyMap, map_of: MapOf
) -> None:
    edge = EDGES[case]
    journey_map = map_of(edge) if isinstance(edge, int) else of_cell(example, edge)
    fresh = draw(document(journey_map, pen=PENS[theme]), width=WIDE // 2)

    golden = GOLDENS / "edges" / f"{case}-{theme}.png"
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        Image.open(BytesIO(fresh)).convert("RGB").save(golden, optimize=True)
    assert golden.stat().st_size <= MOST_KIB * 1024
    assert looks_like(golden.read_bytes(), fresh)


def test_the_comparison_sees_a_face_that_moved_and_a_theme_that_changed(example: JourneyMap) -> None:
    kept = (GOLDENS / "example-light.png").read_bytes()
    first = example.stages[0]
    stages = (replace(first, cell=replace(first.cell, score=0.7)), *example.stages[1:])
    moved = drawn(example.about, overall=example.overall, stages=stages)

    assert not looks_like(kept, draw(document(moved, pen=PEN), width=WIDE))
    assert not looks_like(kept, (GOLDENS / "example-dark.png").read_bytes())


def looks_like(one: bytes, other: bytes) -> bool:
    """Compare pictures as the eye does: softened, so that a hair at a letter's edge counts for nothing."""
    first, second = (
        Image.open(BytesIO(each)).convert("RGB").filter(ImageFilter.GaussianBlur(2)) for each in (one, other)
    )
    if first.size != second.size:
        return False
    apart = np.asarray(ImageChops.difference(first, second))
    return bool(apart.mean() < 1 and apart.max() < 48)
