"""What each command does and how it is used, in the words of whoever asks."""

from config.phrases import Phrases

COMMANDS: Phrases[str] = Phrases("bot", "words", "commands")
"""For each command NAME, `what_NAME` says in a line what it does, and `usage_NAME` how it is written."""


def told(name: str, language: str) -> str:
    """Say in a line what a command does."""
    return COMMANDS.say(f"what_{name}", language)


def written(name: str, language: str) -> str:
    """Show how a command is written, without what its channel puts before it."""
    return COMMANDS.say(f"usage_{name}", language)
