"""`aftertouch run`: the whole thing, until it is stopped."""

import asyncio
import errno
import socket

import click
import uvicorn

from bot.app import App, open_app
from bot.http.server import make_server
from bot.logs import set_up_logs
from bot.shell import Shell

_BACKLOG = 2_048


@click.command("run")
@click.option("--host", metavar="ADDRESS", help="The address to listen on (by default the settings' host).")
@click.option("--port", type=click.IntRange(0, 65_535), metavar="PORT", help="The port; 0 takes a free one.")
@click.pass_obj
def command(shell: Shell, host: str | None, port: int | None) -> None:
    """Serve the web chat, the API and the map; ask, listen, score and sum up until stopped."""
    settings = shell.settings
    set_up_logs(level=settings.log_level, form=settings.log_format)
    listening = bind(host or settings.host, settings.port if port is None else port)
    with listening:
        app = open_app(settings.model_copy(update=reached_at(listening)))
        announce(app, listening)
        serve(app, listening)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port`; what keeps it from that is said clearly."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise click.ClickException(_told(error, host, port)) from error
    listening.listen(_BACKLOG)
    listening.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return listening


def _told(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"port {port} on {host} is in use by another program, perhaps another Aftertouch; "
                "stop that one, or choose another port with --port"
            )
        case errno.EACCES:
            return f"port {port} may not be used by you; choose one above 1023 with --port"
        case _:
            return f"cannot listen on {host}, port {port}: {error.strerror or error}; check --host and --port"


def announce(app: App, listening: socket.socket) -> None:
    """Say where everything is."""
    journey = app.loaded.journey
    click.echo(f"Aftertouch runs journey {journey.id!r} (version {app.loaded.version}) on {app.store.place}")
    click.echo(f"Open {address_of(listening)} · stop with Ctrl-C")
    for touchpoint, count in dropped(app).items():
        click.echo(
            f"Note: touchpoint {touchpoint!r} is no longer in the journey; {count} open "
            f"session{'s' if count != 1 else ''} there will be finished in the version they began with.",
            err=True,
        )


def dropped(app: App) -> dict[str, int]:
    """Return how many sessions are open at touchpoints that the journey has no more."""
    counts = app.store.open_sessions_at(app.loaded.journey.id)
    return {at: count for at, count in counts.items() if count and app.loaded.journey.place(at) is None}


def reached_at(listening: socket.socket) -> dict[str, object]:
    """Return the settings of where we really listen: invitations lead there unless a public URL is set."""
    host, port = listening.getsockname()[:2]
    return {"host": host, "port": port}


def address_of(listening: socket.socket) -> str:
    """Return the URL a socket is reached at."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: App, listening: socket.socket) -> None:
    """Serve until a signal says stop; requests under way are finished, and what was taken in is written."""
    config = uvicorn.Config(
        make_server(app),
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    asyncio.run(Server(config, app=app).serve(sockets=[listening]))


class Server(uvicorn.Server):
    """Lets go of whoever listens to a conversation before it waits for requests to end: theirs never do."""

    def __init__(self, config: uvicorn.Config, *, app: App) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: listeners first, then what is under way."""
        self._app.listeners.close()
        await super().shutdown(sockets)
