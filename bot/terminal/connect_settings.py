"""The settings as they will be, once what was answered is kept."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.shell import Shell
from config.settings import Settings
from config.settings_loader import load_settings


def with_answers(shell: Shell, answers: Mapping[str, str]) -> Settings:
    """Return the settings with `answers` in them; raise `ConfigError` for one that is no value."""
    return load_settings({**shell.overrides, **answers}, env=shell.env, env_file=shell.env_file).settings


def https_flaw(typed: str) -> str | None:
    """Say what is wrong with an address that a platform is to call."""
    parts = urlsplit(typed)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        return "this is no address that can be called; write for example https://feedback.example.com"
    return None
