"""`GET /v1/map.FORM`: the journey map as data, picture or page."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, Literal, Protocol

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from bot.http.api_keys import Keys, authorize
from bot.http.interaction_reading import refusal
from bot.http.openapi import problems
from feedback.intake import Refused
from mapping.renderers.html import POLICY as PAGE_POLICY

Form = Literal[
    "json", "svg", "png", "html", "pdf", "pptx", "markdown", "mermaid", "csv", "xlsx", "slack", "terminal"
]

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[Mapping[Form, str]] = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "markdown": "text/markdown; charset=utf-8",
    "mermaid": "text/vnd.mermaid; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "slack": "application/json",
    "terminal": "text/plain; charset=utf-8",
}

# A map is a picture of customers' words: whatever they hold, nothing in it is run or fetched. The page runs
# its own script, which the policy names by its hash, and is a stranger to our own pages.
_INERT: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

_PAGE: Final = f"sandbox allow-scripts; {PAGE_POLICY}"


class MapQuery(BaseModel):
    """Which map is wanted; what is left out is not restricted.

    `stage` and `medium` draw a part of it, with the figures that the whole map has there.
    `period` is a year, quarter, month or week: 2026, 2026-Q1, 2026-03 or 2026-W10. `since` and `until` may
    stand for it where they are the first and last day of one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str | None = None
    persona: str | None = None
    segment: str | None = None
    medium: str | None = None
    stage: str | None = None
    period: str | None = None
    since: date | None = None
    until: date | None = None


class Maps(Protocol):
    """Draws the map."""

    async def render(self, form: Form, *, query: MapQuery) -> bytes | Refused:
        """Return the map in `form`, or what is wrong with the query."""


def make_map_api(*, maps: Maps, keys: Keys) -> APIRouter:
    """Return the route that shows the map."""
    router = APIRouter(prefix="/v1", tags=["Map"])

    @router.get(
        "/map.{form}",
        summary="Get the journey map",
        response_class=Response,
        responses={
            200: {"description": "The map.", "content": {media: {} for media in MEDIA_TYPES.values()}},
            **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
        },
    )
    async def map_in(
        request: Request, form: Annotated[Form, Path()], query: Annotated[MapQuery, Query()]
    ) -> Response:
        """Draw the map as it was last published; every figure has its n and interval, few are hidden.

        A figure is published anew when at least `min_customers` new customers have come. See
        docs/disclosure.md for what may be asked.
        """
        await authorize(request, keys)
        return await map_response(maps, form, query=query)

    return router


async def map_response(maps: Maps, form: Form, *, query: MapQuery) -> Response:
    """Return the response that shows the map, or raise the problem with the query."""
    drawn = await maps.render(form, query=query)
    if isinstance(drawn, Refused):
        raise refusal(drawn, what="this query")
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": _PAGE if form == "html" else _INERT,
    }
    return Response(drawn, media_type=MEDIA_TYPES[form], headers=headers)
