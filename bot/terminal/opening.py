"""How the commands of the terminal open the program, and let go of it whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.app import App, open_app
from bot.shell import Shell


@contextmanager
def opened(shell: Shell) -> Iterator[App]:
    """Open the program of the settings, with the channels that `aftertouch run` has; nothing runs yet."""
    app = open_app(shell.settings)
    try:
        yield app
    finally:
        app.close()


def link_to(app: App, interaction: str) -> str:
    """Return the invitation to an interaction, as a link into the web chat."""
    from bot.server import inviter  # noqa: PLC0415 - brings the whole HTTP server along, which few commands need

    return inviter(app)(interaction)
