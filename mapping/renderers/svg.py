"""The map as a vector picture: sharp at any size, its text can be selected and searched."""

from mapping.journey_map import JourneyMap
from mapping.renderer import Renderer
from mapping.svg import document


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as SVG in UTF-8."""
    return document(journey_map).encode()


SPEC = Renderer(name="svg", media_type="image/svg+xml", suffix=".svg", render=render)
