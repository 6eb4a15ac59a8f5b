"""What we say to support teams that give commands."""

from typing import Literal

from config.phrases import Phrases

CareKey = Literal[
    "did_you_mean", "one_of", "case_how", "case_act", "case_which", "case_unknown",
    "claimed", "claimed_already", "replied", "snoozed", "handed", "resolved", "resolved_already",
    "resolved_asked", "reopened", "released", "noted", "done_already",
    "refused_taken", "refused_over", "refused_not_over", "refused_no_words", "refused_past",
    "refused_nobody", "refused_unreachable", "refused_not_held", "refused_team",
    "reply_ask", "note_ask", "snooze_ask", "snooze_which", "hand_ask", "hand_who", "resolve_ask",
    "resolve_which", "in_length", "tomorrow", "next_week", "to_team", "to_person", "story", "note_line",
    "cases_none", "cases_all", "cases_mine", "cases_open", "cases_overdue", "cases_team", "cases_more",
    "cases_which", "case_line", "case_urgent", "due_none", "due_by", "due_over",
    "show",
    "tab_all", "tab_mine", "tab_open", "tab_overdue",
]  # fmt: skip
"""Every phrase about what support teams do."""

CARE: Phrases[CareKey] = Phrases("bot", "words", "care")
