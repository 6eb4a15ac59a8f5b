"""What we say to support teams that give commands."""

from typing import Literal

from config.phrases import Phrases

CareKey = Literal[
    "did_you_mean", "one_of", "case_how", "case_act", "case_which", "case_unknown", "claimed",
    "claimed_already", "replied", "snoozed", "handed", "resolved", "resolved_already", "resolved_asked",
    "reopened", "released", "noted", "done_already", "refused_taken", "refused_over", "refused_not_over",
    "refused_no_words", "refused_past", "refused_nobody", "refused_unreachable", "refused_not_held",
    "refused_team", "said_which", "said_about", "said_for", "said_send", "said_note", "said_along",
    "reply_ask", "note_ask", "snooze_ask", "snooze_which", "hand_ask", "hand_alone",
    "hand_who", "hand_nobody", "resolve_ask", "resolve_which", "in_length", "tomorrow", "next_week",
    "to_team", "to_person", "story", "note_line",
    "cases_none", "cases_all", "cases_mine", "cases_open", "cases_overdue", "cases_team", "cases_more",
    "cases_which", "case_line", "case_urgent", "due_none", "due_by", "due_over", "show", "tab_all",
    "tab_mine", "tab_open", "tab_overdue", "follow_how", "whom_unknown", "whom_several", "where_unknown",
    "where_lacking", "follow_now", "follow_later", "follow_not", "follow_noted", "follow_anyway",
    "why_imported", "why_no_survey", "why_dated_ahead", "why_stale", "why_opted_out", "why_held",
    "why_vetoed", "why_unreachable", "why_no_consent", "why_open_case", "why_asked_once",
    "why_already_answered", "why_asked_enough", "why_not_sampled", "why_known_well", "why_paused",
    "why_not_yet", "why_conversation_running", "why_cooling_down", "why_over_cap", "why_over_budget",
    "why_quiet_hours", "list_title", "list_now", "list_later", "list_not", "list_unknown", "list_lost",
    "list_notes", "list_note", "list_last", "list_confirm", "list_empty", "list_long", "list_gone",
    "going_out", "gone_out", "gone_lost", "done_now", "done_later", "done_not", "done_before", "done_gone",
    "veto_how", "veto_never", "veto_about", "veto_lifted", "veto_none", "veto_line", "veto_line_about",
    "veto_undo", "test_how", "test_unknown", "test_no_survey", "test_sent", "test_nowhere", "test_language",
    "preview_head", "preview_intro", "preview_question", "preview_required", "preview_choices",
    "preview_written", "preview_branch", "preview_next", "preview_end", "preview_to", "preview_thanks",
    "preview_nothing_set",
]  # fmt: skip
"""Every phrase about what support teams do."""

CARE: Phrases[CareKey] = Phrases("bot", "words", "care")
