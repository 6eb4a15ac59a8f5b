"""The port that every way to write a map down goes through."""

from collections.abc import Callable
from dataclasses import dataclass

from mapping.journey_map import JourneyMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """Writes a map in one format; a module in `renderers/` holds one as `SPEC`.

    One that `has_views` can write a map with its views, which take longer to make.
    """

    name: str
    media_type: str
    suffix: str
    render: Callable[[JourneyMap], bytes]
    has_views: bool = False
