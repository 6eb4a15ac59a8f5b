"""The map under links that managers share: published figures, until the link is over; each use is logged."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final, Literal

from fastapi import APIRouter, Response

from bot.http.map_api import MapQuery, Maps, map_response
from bot.http.pages.rendering import page
from bot.http.pages.router import Site
from bot.http.problems import Problem
from bot.share import PATH, language_of, shared_under
from config.phrases import Phrases
from feedback.audit import AuditEntry

_ANYBODY: Final = "link"
"""Who opens a link: whoever holds it."""

_OVER = "this link is over; ask who sent it to you for a new one"
LINKS: Phrases[Literal["over", "ask_for_new"]] = Phrases("bot", "words", "links")


def make_shared(
    *,
    site: Site,
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
            if form == "html":
                return _over(language_of(name, secret=secret) or site.language)
            raise Problem(HTTPStatus.NOT_FOUND, _OVER)
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


def _over(language: str) -> Response:
    """Return the page for whoever comes too late, in the language of the map."""
    response = page(
        "over.html",
        language=language,
        title=LINKS.say("over", language),
        told=LINKS.say("ask_for_new", language),
    )
    response.status_code = HTTPStatus.NOT_FOUND
    return response
