"""What we say about answering without a name."""

from typing import Literal

from config.phrases import Phrases

AnonymousKey = Literal[
    "button", "reply", "word", "on", "late", "thanks",
    "back_button", "back_reply", "back_word", "back_on", "back_late",
]  # fmt: skip
"""Every phrase about answering anonymously."""

ANONYMOUS: Phrases[AnonymousKey] = Phrases("feedback", "words", "anonymous")
