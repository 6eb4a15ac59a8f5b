"""The map under links that managers share: published figures, until the link is over; each use is logged."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final, Literal

from fastapi import APIRouter, Response

from bot.http.map_api import MapQuery, Maps, map_response
from bot.http.problems import Problem
from bot.share import PATH, shared_under
from feedback.audit import AuditEntry

_ANYBODY: Final = "link"
"""Who opens a link: whoever holds it."""


def make_shared(
    *,
    maps: Maps,
    secret: bytes,
    now: Callable[[], datetime],
    note: Callable[[Sequence[AuditEntry]], None],
) -> APIRouter:
    """Return the routes of maps that were shared; `note` writes to the audit log."""
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get("/{name}/map.{form}")
    async def shown(name: str, form: Literal["html", "png", "svg", "pdf"]) -> Response:
        """Draw the map."""
        shared = shared_under(name, now=now(), secret=secret)
        if shared is None:
            raise Problem(HTTPStatus.NOT_FOUND, "this link is over; ask who sent it to you for a new one")
        asked = shared.query
        query = MapQuery(
            language=asked.language, persona=asked.persona, segment=asked.segment, medium=asked.medium,
            stage=asked.stage, since=asked.since, until=asked.until,
        )  # fmt: skip
        response = await map_response(maps, form, query=query)
        entry = AuditEntry(
            at=now(), who=_ANYBODY, role="anybody", command="shared-map", outcome="done",
            about=(form, f"until={shared.until:%Y-%m-%d}", name.rpartition(".")[2]),
        )  # fmt: skip
        await asyncio.to_thread(note, (entry,))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return router
