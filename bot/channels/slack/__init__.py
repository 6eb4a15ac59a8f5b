"""Slack: direct messages and shared channels, forms, the App Home, over HTTP or Socket Mode."""

from bot.channels.slack.channel import SlackChannel

SPEC = SlackChannel

__all__ = ["SPEC", "SlackChannel"]
