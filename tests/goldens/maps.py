"""The gallery's pictures of the map, made from its golden files."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from mapping.palette import DARK, LIGHT

ROOT = Path(__file__).parents[2]
GOLDENS = ROOT / "tests" / "mapping" / "goldens"
PICTURES = ROOT / "docs" / "img" / "maps"
LARGEST_KIB = 128
WIDE = 1000
_COLOURS = (64, 32)


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture: the golden that it shows, its heading, and what is to be seen."""

    golden: str
    title: str
    about: str

    @property
    def picture(self) -> Path:
        """Where the picture lies."""
        return PICTURES / f"{Path(self.golden).name.replace('.', '-')}.png"


SHOWN = (
    Shown("example-light.png", "The map", "As `png` and `svg` have it; sample figures."),
    Shown("example-dark.png", "The map in the dark", "As the page shows it where a screen is set to dark."),
    Shown(
        "twelve-light.png",
        "Two bands",
        "Nine to sixteen stages, with names and quotes in several scripts, few answers, and none.",
    ),
    Shown("example.pdf", "On paper", "The first page of `pdf`; all figures follow on the next."),
    Shown(
        "example.pptx", "As a slide", "The first slide of `pptx`, in LibreOffice: every text can be edited."
    ),
)


def written() -> str:
    """Return the page's part about maps."""
    parts = (
        f"### {shown.title}\n\n{shown.about}\n\n![{shown.title}](img/maps/{shown.picture.name})\n"
        for shown in SHOWN
    )
    head = "\n## Maps\n\nMade from `tests/mapping/goldens/`; [all formats](map-formats.md).\n\n"
    return head + "\n".join(parts)


def photograph() -> Iterator[Path]:
    """Make every picture that this machine has the tools for; PDF needs poppler, slides LibreOffice."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shown in SHOWN:
        taken = _taken(GOLDENS / shown.golden)
        if taken is not None:
            shown.picture.write_bytes(small(taken))
            yield shown.picture


def _taken(golden: Path) -> Image.Image | None:
    if golden.suffix == ".png":
        return Image.open(golden)
    with TemporaryDirectory() as folder:
        page = golden
        if golden.suffix == ".pptx":
            if shutil.which("soffice") is None:
                return None
            home = f"-env:UserInstallation=file://{folder}/home"
            command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", folder, str(golden)]
            subprocess.run(command, check=True, capture_output=True)
            page = Path(folder) / f"{golden.stem}.pdf"
        if shutil.which("pdftoppm") is None:
            return None
        width = ["-scale-to-x", str(WIDE), "-scale-to-y", "-1"]
        done = subprocess.run(
            ["pdftoppm", "-png", "-f", "1", "-l", "1", *width, str(page)], check=True, capture_output=True
        )
        return Image.open(BytesIO(done.stdout))


def small(taken: Image.Image) -> bytes:
    """Return a picture as PNG with fewer colours, the themes' own among them however little they cover."""
    picture, out = taken.convert("RGB"), BytesIO()
    own = b"".join(bytes.fromhex(colour[1:]) for theme in (LIGHT, DARK) for colour in theme.values())
    for colours in _COLOURS:
        found = bytes(picture.quantize(colours).getpalette() or ())[: 3 * colours]
        palette = Image.new("P", (1, 1))
        palette.putpalette((own + found)[: 3 * 256])
        out = BytesIO()
        picture.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST_KIB * 1024:
            break
    return out.getvalue()
