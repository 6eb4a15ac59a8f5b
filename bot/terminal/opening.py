"""How the commands of the terminal open the program, and let go of it whatever happens."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bot.keyring import open_keyring
from bot.logs import set_up_logs
from bot.map_room import MapRoom, open_map_room
from bot.parts import MACHINE
from bot.shell import Shell
from config.settings import Settings
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring

if TYPE_CHECKING:  # the whole program is a quarter of what a command waits for, and few need it
    from bot.app import App


@contextmanager
def opened(shell: Shell) -> "Iterator[App]":
    """Open the program of the settings, with the channels that `aftertouch run` has; nothing runs yet."""
    from bot.app import open_app  # noqa: PLC0415 - see above

    hush(shell.settings)
    with closing(open_app(shell.settings)) as app:
        yield app


@contextmanager
def map_room(shell: Shell) -> Iterator[MapRoom]:
    """Open what tells figures, for what asks nobody anything."""
    hush(shell.settings)
    with closing(open_map_room(shell.settings)) as room:
        yield room


@contextmanager
def stored(shell: Shell) -> Iterator[Store]:
    """Open the store alone, for what works without a journey."""
    settings = shell.settings
    hush(settings)
    with closing(open_with(settings, open_keyring(settings, entropy=MACHINE.entropy))) as store:
        yield store


def hush(settings: Settings) -> None:
    """Log errors only, unless another level was asked for: a command speaks for itself."""
    usual = Settings.model_fields["log_level"].default
    level = "error" if settings.log_level == usual else settings.log_level
    set_up_logs(level=level, form=settings.log_format)


def open_with(settings: Settings, keyring: Keyring) -> Store:
    """Open the store of the settings with a keyring."""
    return open_store(
        settings.database_url,
        keyring=keyring,
        workspace=settings.workspace,
        entropy=MACHINE.entropy,
        now=MACHINE.clock.now(),
    )


def link_to(app: "App", interaction: str) -> str:
    """Return the invitation to an interaction, as a link into the web chat."""
    from bot.http.server import inviter  # noqa: PLC0415 - brings the whole HTTP server along, which few commands need

    return inviter(app)(interaction)
