"""The page's own script and style sheet, as they lie beside this file."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from mapping.palette import Ink

_LIFT_LIGHT, _LIFT_DARK = "#3A4D63", "#415872"
"""The chevron of an opened stage."""


@cache
def script() -> str:
    """Return the script."""
    return _read("map.js")


def sheet() -> str:
    """Return the style rules of what the script makes, without colours."""
    return _read("map.css")


def properties(theme: Mapping[Ink, str], *, dark: bool) -> str:
    """Return a theme's colours as custom properties."""
    colours = {str(ink): colour for ink, colour in theme.items()}
    colours["lift"] = _LIFT_DARK if dark else _LIFT_LIGHT
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _read(name: str) -> str:
    return files(__package__ or "mapping.pages").joinpath(name).read_text(encoding="utf-8")
