"""What each command does and how it is used, in the words of whoever asks."""

from config.phrases import Phrases

COMMANDS: Phrases[str] = Phrases("bot", "words", "commands")
"""For each command NAME, `what_NAME` says in a line what it does, and `usage_NAME` how it is written.

Where managers use it for something else than customers, `what_NAME_manager` and `usage_NAME_manager` do.
"""


def told(name: str, language: str, *, leads: bool = False) -> str:
    """Say in a line what a command does, to who `leads` what it does for managers."""
    return _said(f"what_{name}", language, leads=leads)


def written(name: str, language: str, *, leads: bool = False) -> str:
    """Show how a command is written, without what its channel puts before it."""
    return _said(f"usage_{name}", language, leads=leads)


def _said(key: str, language: str, *, leads: bool) -> str:
    own = f"{key}_manager"
    return COMMANDS.say(own if leads and own in COMMANDS.all(language).plain else key, language)
