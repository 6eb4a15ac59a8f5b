"""How a colleague is told, alone, why something is not done: kindly, and with what to do instead."""

from bot.caring.words import CARE, CareKey
from bot.command import Answer


def refuse(key: CareKey, language: str, **facts: str) -> Answer:
    """Return what is said to whoever can put something right; only they see it, also where others listen."""
    return Answer(text=CARE.say(key, language, **facts), is_refusal=True, is_private=True)
