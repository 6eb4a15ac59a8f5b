"""`aftertouch demo`: simulated customers live a shop's journey; then one chats and sees the map move."""

import asyncio
import errno
import gc
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from types import FrameType

import click
import uvicorn

from bot.app import App, open_app
from bot.cartographer import Cartographer
from bot.http.demo_pages import demo_routers
from bot.http.server import make_server
from bot.logs import set_up_logs
from bot.plugins import renderers
from bot.reporting import Query
from bot.simulation.place import Place
from bot.terminal.demo_life import CUSTOMERS, DAYS, SEED, Wanted, live
from bot.terminal.run import address_of, bind
from config.settings import Settings
from mapping.disclosure import Cell
from mapping.journey_map import JourneyMap

FOLDER = Path(".aftertouch-demo")
FORMS = ("html", "svg", "png", "json")
_MOST_PORTS = 50
_GRACE = 1


@click.command("demo")
@click.option(
    "--once", is_flag=True, help="Write the map's files into --out and stop: no server, no browser."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where --once writes."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to serve."
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8080, show_default=True,
    help="The port; the next free one, if it is in use.",
)  # fmt: skip
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, show_default=True,
    metavar="DIR", help="Where the demo lives.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option(
    "--customers", type=click.IntRange(5, 5_000), metavar="N", help=f"How many to simulate [{CUSTOMERS}]."
)
@click.option("--days", type=click.IntRange(7, 365), metavar="N", help=f"For how many days [{DAYS}].")
@click.option(
    "--seed", type=int, metavar="N", help=f"Which customers [{SEED}]: the same seed, the same ones."
)
def command(
    *,
    once: bool,
    out: Path | None,
    host: str,
    port: int,
    folder: Path,
    no_browser: bool,
    customers: int | None,
    days: int | None,
    seed: int | None,
) -> None:
    """Let simulated customers live a shop's journey; answer in the chat, and watch the map move.

    Everything stays on this machine, in one folder. A second start goes on where the first one was stopped.
    """
    if once != (out is not None):
        raise click.UsageError("--once and --out DIR belong together: --once --out map")
    if out is not None:
        _be_able_to_write(out)
    set_up_logs(level="warning", form="text")
    place = Place(folder=folder)
    place.settle_in()
    wanted = Wanted(customers, days, seed)
    try:
        if out is not None:
            live(place, place.settings(), wanted)
            _write(place.settings(), out)
        else:
            _show(place, wanted, host=host, port=port, browser=not no_browser)
    finally:
        # All is written. Python would look through everything once more for garbage, for seconds, before it
        # lets go of the terminal.
        gc.freeze()


def _be_able_to_write(out: Path) -> None:
    """Find out before the simulation whether its result can be kept."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".aftertouch-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise click.ClickException(
            f"cannot write into {out}: {(error.strerror or 'no reason given').lower()}; "
            "name a folder that you may write into with --out"
        ) from error


def _write(settings: Settings, out: Path) -> None:
    """Write the map in every form, and say what it holds."""
    app = open_app(settings, channels=lambda *_: ())
    try:
        asyncio.run(_sum_up(app.cartographer))
        drawn = app.cartographer.draw(Query())
        page = app.cartographer.draw_page(Query())
    finally:
        app.close()
    paths = [out / f"map.{form}" for form in FORMS]
    for path, form in zip(paths, FORMS, strict=True):
        renderer = renderers()[form]
        path.write_bytes(renderer.render(page if renderer.has_views else drawn))
    click.echo(_summary(drawn))
    for path in paths:
        click.echo(f"  {path}")


async def _sum_up(cartographer: Cartographer) -> None:
    while await cartographer.turn():
        continue


def _summary(drawn: JourneyMap) -> str:
    """Say in two lines what the map shows."""
    told = (f"{stage.title} {_figure(stage.cell)}" for stage in drawn.stages)
    headline = drawn.text.headline
    return (
        f"{headline[:1].upper()}{headline[1:]}. How it felt, -2 to +2:\n  {' · '.join(told)}\nWrote"
    ).replace("-", "−")


def _figure(cell: Cell) -> str:
    return "hidden (too few)" if cell.score is None else f"{cell.score:+.1f} (n={cell.voters})"


def _show(place: Place, wanted: Wanted, *, host: str, port: int, browser: bool) -> None:
    """Simulate, then serve until Ctrl-C."""
    with _free(host, port) as listening:
        site, at = address_of(listening), listening.getsockname()[1]
        if port not in {0, at}:
            click.echo(f"Port {port} is in use, so this demo takes {at}.", err=True)
        settings = place.settings(host=host, port=at)
        marker = place.begun()
        if marker is None or not marker.is_done:
            click.echo(f"The page will be at {site} in a moment.")
        live(place, settings, wanted)
        app = open_app(settings)
        click.echo(
            f"\n  Chat and living map   {site}\n  The map alone         {site}/demo/map.svg\n"
            f"  The API               {site}/docs\n\nStop with Ctrl-C.",
        )
        if browser:
            _open(site)
        _serve(app, listening)
    click.echo(
        f"\nStopped; everything is kept in {place.folder}. The same command goes on from here.\n"
        f"To start afresh: rm -r {place.folder}"
    )


def _free(host: str, port: int) -> socket.socket:
    """Return a socket at `port`, or at the next one that is free."""
    for each in range(port, min(port + _MOST_PORTS, 65_535) + 1):
        try:
            return bind(host, each)
        except click.ClickException as error:
            if not isinstance(error.__cause__, OSError) or error.__cause__.errno != errno.EADDRINUSE:
                raise
    raise click.ClickException(f"ports {port} to {port + _MOST_PORTS} are all in use; choose with --port")


def _open(site: str) -> None:
    """Open the page where there is a screen to show it on; whatever fails, the URL has been printed."""
    has_screen = sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if has_screen:
        # The socket listens already, so the browser waits for the server; and nobody for the browser.
        threading.Thread(target=webbrowser.open, args=(site,), daemon=True).start()


class _Server(uvicorn.Server):
    """Lets those who listen go as soon as it is told to stop: an open page would keep it waiting."""

    def __init__(self, config: uvicorn.Config, app: App) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop."""
        super().handle_exit(sig, frame)
        self._app.listeners.close()


def _serve(app: App, listening: socket.socket) -> None:
    config = uvicorn.Config(
        make_server(app, more=demo_routers(app)),
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )
    try:
        asyncio.run(_Server(config, app).serve(sockets=[listening]))
    except KeyboardInterrupt:
        return
