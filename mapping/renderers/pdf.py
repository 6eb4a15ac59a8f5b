"""The map for print and for the file: lines and real text, and its figures on the pages that follow."""

from mapping.journey_map import JourneyMap
from mapping.map_on_paper import pages, properties
from mapping.renderer import Renderer


def render(journey_map: JourneyMap) -> bytes:
    """Return the map as PDF: on A4 lying on its side, on A3 where it has two bands."""
    from mapping.pdf_writing import write  # noqa: PLC0415 - fpdf2 is slow to import

    return write(pages(journey_map), properties(journey_map))


SPEC = Renderer(name="pdf", media_type="application/pdf", suffix=".pdf", render=render)
