"""What is said on Telegram alone: buttons, the menu of commands, and what the bot says of itself."""

from typing import Literal

from config.phrases import Phrases

Phrase = Literal[
    "done", "reply_here", "stray_button", "write_first",
    "command_stop", "command_pause", "command_language", "command_privacy", "command_mydata",
    "command_forget", "command_help", "command_link", "command_channels", "command_team",
    "about", "short_about",
]  # fmt: skip

TELEGRAM: Phrases[Phrase] = Phrases("bot", "words", "telegram")

phrase = TELEGRAM.say
"""Return the phrase `key` in the language we speak to somebody who prefers `language`."""
