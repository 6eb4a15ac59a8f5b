"""What only Slack needs said."""

from typing import Literal

from config.phrases import Phrases

Key = Literal[
    "done", "form", "form_title", "send", "cancel", "pick", "only_they", "reply_in_thread",
    "your_answer", "forget", "forget_sure", "help", "help_point", "help_room", "home_answered",
    "home_asked", "home_cases", "home_commands", "home_map", "home_none",
    "point_note",
    "home_title", "home_wishes", "more", "mydata", "needed", "own_words", "pause", "point_about",
    "point_nobody", "write", "write_title",
    "point_not_you", "point_title", "point_whom", "privacy", "start", "stop", "too_long", "too_many",
]  # fmt: skip

SLACK: Phrases[Key] = Phrases("bot", "words", "slack")

slack_say = SLACK.say
"""Return the phrase `key` in `language`, with `facts` filled in."""
