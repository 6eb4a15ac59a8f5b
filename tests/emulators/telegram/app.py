"""The emulator as an aiohttp application: the Bot API, the control endpoints, the page."""

import argparse
from pathlib import Path

from aiohttp import web

from ..common.bench import Bench
from ..common.control import add_action, add_control
from .acting import Acting
from .api import Api
from .looking import Looking
from .spec import load_spec
from .world import DEFAULT_TOKEN, World

_PAGE = Path(__file__).parent / "page"
_LARGEST_FORM = 60_000_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what only this emulator can be told."""
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot's token (default: %(default)s)")
    parser.add_argument("--username", default="emulated_bot", help="the bot's name (default: %(default)s)")


def make_app(bench: Bench, options: argparse.Namespace) -> web.Application:
    """Return the application."""
    world = World(bench, load_spec(), token=options.token, username=options.username)
    app = web.Application(client_max_size=_LARGEST_FORM)
    api = Api(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]*}", api.handle)
    app.router.add_route("*", "/file/bot{token:[^/]+}/{path:.+}", api.download)
    add_control(app, bench, reset=world.reset)
    for name, act in {**Acting(world).actions(), **Looking(world).actions()}.items():
        add_action(app, name, act)
    app.router.add_get("/", _page)
    app.router.add_get("/shown/{file}", lambda request: _shown(world, request.match_info["file"]))
    app.router.add_static("/page/", _PAGE)
    app.router.add_route("*", "/{path:.*}", api.nowhere)

    async def end(app: web.Application) -> None:
        await world.reset()

    app.on_cleanup.append(end)
    return app


async def _shown(world: World, file_id: str) -> web.Response:
    """Return a picture for the page, as an app shows it."""
    file = world.files.get(file_id)
    if file is None or file.kind != "photo":
        return web.Response(status=404)
    return web.Response(body=file.content, content_type=file.mime_type)


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html")
