"""Telegram: private chats by buttons, replies and reactions, and groups for teams."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["SPEC", "TelegramChannel"]

SPEC = TelegramChannel
