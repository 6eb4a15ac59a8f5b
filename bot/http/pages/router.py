"""The pages everybody may open: the chat, the way in by invitation, and the list of what the API offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from bot.http.pages.assets import assets
from bot.http.pages.rendering import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the pages say of whoever runs them; `embedders` are sites that may show the chat in a frame."""

    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title by language, for pages that follow whom they speak to."""
    language: str = "en"
    embedders: tuple[str, ...] = ()


def make_pages(site: Site) -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    titles = {"": site.title, **site.titles}
    entitled = partial(page, title=site.title, titles=titles, language=site.language)
    router.add_api_route("/static/{path:path}", _static)

    @router.get("/chat")
    async def chat() -> Response:
        return entitled("chat.html", embedders=site.embedders)

    @router.get("/i")
    async def invitation() -> Response:
        return entitled("invitation.html")

    @router.get("/c")
    async def code() -> Response:
        return entitled("code.html")

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        return page("docs.html", title="Aftertouch API", language="en", api=request.app.openapi())

    return router


async def _static(path: str, request: Request) -> Response:
    asset = assets().get(path)
    if asset is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"ETag": asset.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == asset.etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
