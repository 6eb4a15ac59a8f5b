"""The map under links that hold for a day: they open for whoever holds one, and for nobody else."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final, Literal

from fastapi import APIRouter, Response

from bot.http.map_api import MapQuery, Maps, map_response
from bot.http.problems import Problem
from bot.pictures import language_of_picture

PATH: Final = "/pictures"


def make_pictures(*, maps: Maps, secret: bytes, now: Callable[[], datetime]) -> APIRouter:
    """Return the routes of the map's picture and page."""
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get("/{name}/map.{form}")
    async def shown(name: str, form: Literal["png", "html"]) -> Response:
        """Draw the map."""
        language = language_of_picture(name, now=now(), secret=secret)
        if language is None:
            raise Problem(HTTPStatus.NOT_FOUND, "this link is over; open the page it stood on once more")
        return await map_response(maps, form, query=MapQuery(language=language))

    return router
