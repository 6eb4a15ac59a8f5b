"""Where Slack calls us, and where people install us from."""

from typing import Final

EVENTS: Final = "/slack/events"
INTERACTIVE: Final = "/slack/interactive"
COMMANDS: Final = "/slack/commands"
INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"
