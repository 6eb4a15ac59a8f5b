"""The map as slides: shapes and texts that can be edited, a table of the figures, notes that tell all."""

from mapping.journey_map import JourneyMap
from mapping.renderer import Renderer


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as an Office Open XML presentation."""
    from mapping.slides_writing import write  # noqa: PLC0415 - python-pptx is slow to import

    return write(journey_map)


SPEC = Renderer(
    name="pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    suffix=".pptx",
    render=render,
)
