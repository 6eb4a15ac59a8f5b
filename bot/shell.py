"""What every command of the terminal starts from: the settings, and the journey they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # these cost 0.3 s to import, which --help must not wait for
    from config.settings import Settings
    from config.settings_loader import ResolvedSettings


@dataclass(frozen=True)
class Shell:
    """The global options and the environment, resolved when a command first asks."""

    overrides: Mapping[str, str | None]
    env: Mapping[str, str]
    env_file: Path | None

    @cached_property
    def resolved(self) -> "ResolvedSettings":
        """The settings in force with their sources; raises `ConfigError` with all that is wrong."""
        from config.settings_loader import load_settings  # noqa: PLC0415 - see above

        return load_settings(self.overrides, env=self.env, env_file=self.env_file)

    @property
    def settings(self) -> "Settings":
        """The settings in force."""
        return self.resolved.settings


def _option(name: str, setting: str, help_text: str) -> click.Option:
    return click.Option([f"--{name}", setting], metavar="VALUE", help=help_text)


SHELL_OPTIONS: tuple[click.Option, ...] = (
    _option("database", "database_url", "Where answers are kept: sqlite:///FILE or postgresql://..."),
    _option("journey", "journey", "The journey file."),
    _option("key-file", "key_file", "The file with the master key."),
    _option("workspace", "workspace", "Whose data these are, when several share a database."),
    _option("log-level", "log_level", "debug, info, warning or error."),
)
"""The global options: settings that the command line may override."""
