"""The aiohttp application: Slack's own addresses, the control verbs, and the page for playing a customer."""

import argparse
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from ..common.bench import Bench
from ..common.control import add_action, add_control
from .admin_control import AdminControl
from .api import Api
from .customer_control import CustomerControl
from .hooks import Hooks
from .oauth_pages import OAuthPages
from .seeds import first_world
from .slack import Slack
from .world import World

_PAGE = Path(__file__).parent / "page"
_MOST_BYTES = 64 * 1024 * 1024


def make_app(bench: Bench, options: argparse.Namespace) -> web.Application:
    """The emulator as the options want it."""

    def make_world() -> World:
        world = first_world()
        world.app.mode, world.app.request_url = options.mode, options.request_url
        world.app.rotates, world.app.is_commercial = options.rotation, options.commercial
        return world

    slack = Slack(bench=bench, make_world=make_world, is_limited=options.rate_limits == "on")
    served = web.Application(client_max_size=_MOST_BYTES, middlewares=[_knows_its_site(slack)])
    _add_slack(served, slack)
    _add_verbs(served, slack)
    _add_page(served)
    return served


def _knows_its_site(slack: Slack) -> Middleware:
    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        slack.site = f"{request.scheme}://{request.host}"
        return await handler(request)

    return middleware


def _add_slack(app: web.Application, slack: Slack) -> None:
    hooks, pages = Hooks(slack), OAuthPages(slack)
    app.router.add_route("*", "/api/{method}", Api(slack).handle)
    app.router.add_get("/link/", slack.gateway.sockets.serve)
    app.router.add_post("/actions/{team}/{key}", hooks.respond)
    app.router.add_route("*", "/upload/v1/{file}", hooks.upload)
    app.router.add_get("/files/{file}/{name}", hooks.download)
    app.router.add_get("/image/{name}", hooks.picture)
    app.router.add_get("/oauth/v2/authorize", pages.ask)
    app.router.add_post("/oauth/v2/authorize", pages.answer)


def _add_verbs(app: web.Application, slack: Slack) -> None:
    async def reset() -> None:
        slack.reset()

    add_control(app, slack.bench, reset=reset)
    for verbs in (CustomerControl(slack), AdminControl(slack)):
        for name in (each for each in dir(verbs) if not each.startswith("_")):
            add_action(app, name.replace("_", "-"), getattr(verbs, name))


def _add_page(app: web.Application) -> None:
    async def page(request: web.Request) -> web.FileResponse:
        return web.FileResponse(_PAGE / "index.html")

    app.router.add_get("/", page)
    for name in ("page.css", "page.js", "blocks.js"):
        app.router.add_get(f"/{name}", _file(name))


def _file(name: str) -> Handler:
    async def serve(request: web.Request) -> web.FileResponse:
        return web.FileResponse(_PAGE / name)

    return serve
