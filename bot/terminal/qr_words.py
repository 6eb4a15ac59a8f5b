"""What a poster says: its question, how to scan its code, and how to type it."""

from collections.abc import Mapping
from typing import Literal

from bot.terminal.qr_leading import Leads
from config.phrases import Phrases

Key = Literal["question", "scan", "paste", "typed_telegram", "typed_slack", "typed_web", "description"]

POSTERS: Phrases[Key] = Phrases("bot", "words", "posters")

_TYPED: Mapping[Leads, Key] = {"telegram": "typed_telegram", "slack": "typed_slack", "web": "typed_web"}


def typed_words(leads: Leads, language: str, *, place: str) -> str:
    """Say how to do without a camera; `place` is where the code is typed."""
    return POSTERS.say(_TYPED[leads], language, place=place)
