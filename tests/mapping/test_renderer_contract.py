"""Every renderer in the folder keeps the port's promises; one without golden files fails.

Set AFTERTOUCH_UPDATE_GOLDENS=1 to write the goldens anew, then look at them before you commit.
"""

import os
import re
import struct
import zlib
from base64 import b64encode
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.typing import NDArray

import mapping.renderers
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.renderer import Renderer
from mapping.renderers.png import SPEC, draw
from tests.json_schemas import problems

GOLDENS = Path(__file__).parent / "goldens"
UPDATE = bool(os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"))
NAMES = [module.name for module in iter_modules(mapping.renderers.__path__)]


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


class Rendered(Protocol):
    def __call__(self, name: str, case: str) -> bytes: ...


@pytest.fixture(scope="module")
def rendered(example: JourneyMap, map_of: MapOf) -> Rendered:
    """What a renderer makes of a map that has a golden; drawing takes long, so each is made once."""
    maps = {
        "example": lambda: example,
        "three": lambda: map_of(3, language="de"),
        "twelve": lambda: map_of(12),
    }
    return cache(lambda name, case: renderer(name).render(maps[case]()))


def renderer(name: str) -> Renderer:
    spec = import_module(f"mapping.renderers.{name}").SPEC
    assert isinstance(spec, Renderer)
    return spec


@pytest.mark.parametrize("name", NAMES)
def test_a_renderer_says_what_it_is(name: str) -> None:
    spec = renderer(name)

    assert spec.name == name
    assert spec.suffix.startswith(".")
    assert "/" in spec.media_type


@pytest.mark.parametrize("name", NAMES)
def test_the_same_map_gives_the_same_bytes(name: str, example: JourneyMap, rendered: Rendered) -> None:
    assert renderer(name).render(example) == rendered(name, "example")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", ["example", "three", "twelve"])
def test_a_renderer_writes_its_golden(name: str, case: str, rendered: Rendered) -> None:
    spec = renderer(name)
    golden = GOLDENS / f"{case}{spec.suffix}"
    fresh = rendered(name, case)
    if UPDATE:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_bytes(fresh)

    assert golden.exists(), f"renderer {name} has no golden {golden.name}; see this module's docstring"
    if spec.media_type == "image/png":
        kept = golden.read_bytes()
        assert fresh == kept or looks_like(fresh, kept)
    elif spec.suffix == ".pptx":
        assert unzipped(fresh) == unzipped(golden.read_bytes())
    elif spec.media_type == "application/pdf":
        assert inflated(fresh) == inflated(golden.read_bytes())
    else:
        assert fresh == golden.read_bytes()


def unzipped(packed: bytes) -> dict[str, bytes]:
    """Return the parts of an archive: builds of zlib pack the same differently."""
    with ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def inflated(document: bytes) -> list[bytes]:
    """Return a PDF's objects unpacked, without where they lie: builds of zlib pack the same differently."""
    parts = re.split(rb"stream\n|\nendstream", document.partition(b"\nxref\n")[0])
    return [unpacked(part) for part in parts]


def unpacked(part: bytes) -> bytes:
    """Return what is packed in a stream; a head loses what the packing decides."""
    if part.startswith(b"\x78"):
        return zlib.decompress(part)
    return re.sub(rb"/Length \d+", b"", part)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", ["nobody", "one answer", "all equal", "sixteen stages"])
def test_a_renderer_writes_every_map(name: str, case: str, example: JourneyMap, map_of: MapOf) -> None:
    one = Cell(visibility=Visibility.SHOWN, answers=1, customers=1, voters=1, score=2.0, low=1.9, high=2.0)
    made = {
        "nobody": lambda: of_cell(example, Cell(answers=0, customers=0, voters=0)),
        "one answer": lambda: of_cell(example, one),
        "all equal": lambda: of_cell(example, replace(one, answers=90, customers=90, voters=90)),
        "sixteen stages": lambda: map_of(16),
    }

    written = renderer(name).render(made[case]())

    assert written
    assert name != "json" or problems("map", written) == []


def of_cell(example: JourneyMap, cell: Cell) -> JourneyMap:
    """Return the example with the same figures everywhere."""
    stages = [
        replace(
            stage,
            cell=cell,
            touchpoints=tuple(replace(point, cell=cell) for point in stage.touchpoints),
            moments=(),
            quotes=stage.quotes if cell.answers else (),
        )
        for stage in example.stages
    ]
    return drawn(example.about, overall=cell, stages=stages)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if renderer(name).media_type in {"text/html", "image/svg+xml"}]
)
def test_words_of_customers_stay_words(name: str, map_of: MapOf) -> None:
    written = renderer(name).render(map_of(8))

    assert b"<script" not in written
    assert b"&lt;script&gt;" in written


def looks_like(one: bytes, other: bytes) -> bool:
    """Lay the pictures over each other; what differs stays bright. A hair at letters' edges is let pass."""
    sizes = [struct.unpack(">II", png[16:24]) for png in (one, other)]
    if sizes[0] != sizes[1]:
        return False
    width, height = sizes[0]
    images = [
        f'<image width="{width}" height="{height}" style="mix-blend-mode:{mode}" '
        f'href="data:image/png;base64,{b64encode(png).decode()}"/>'
        for png, mode in ((one, "normal"), (other, "difference"))
    ]
    overlay = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(images)}</svg>'
    )
    apart = pixels(draw(overlay, width=250))[:, :, :3]
    return bool(apart.mean() < 0.5 and apart.max() < 64)


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Decode an 8-bit RGBA picture; slow, so for small ones."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += 12 + size
    raw, row = zlib.decompress(packed), 1 + width * 4
    done = bytearray(height * width * 4)
    for y in range(height):
        unfilter(raw[y * row], raw[y * row + 1 : (y + 1) * row], done, y * width * 4, width * 4 if y else 0)
    return np.frombuffer(bytes(done), dtype=np.uint8).reshape(height, width, 4)


def unfilter(kind: int, row: bytes, done: bytearray, start: int, up_by: int) -> None:
    """Undo one row's filter, as the PNG specification has it."""
    for x, byte in enumerate(row):
        left = done[start + x - 4] if x > 3 else 0
        up = done[start + x - up_by] if up_by else 0
        corner = done[start + x - up_by - 4] if up_by and x > 3 else 0
        base = left + up - corner
        nearest = min((left, up, corner), key=lambda value: abs(base - value))
        done[start + x] = (byte + (0, left, up, (left + up) // 2, nearest)[kind]) & 255


def test_the_comparison_of_pictures_sees_a_face_that_moved(example: JourneyMap, rendered: Rendered) -> None:
    picture = rendered("png", "example")
    stages = (
        replace(example.stages[0], cell=replace(example.stages[0].cell, score=0.7)),
        *example.stages[1:],
    )

    moved = SPEC.render(drawn(example.about, overall=example.overall, stages=stages))

    assert not looks_like(picture, moved)
