"""What we say in summaries, responses and digests, whatever the figures are."""

from typing import Literal

from config.phrases import Phrases

BriefingKey = Literal[
    "summary_forms", "summary_file", "picture_of", "as_pdf", "as_markdown", "as_slides",
    "responses_title", "responses_words", "responses_whole", "responses_none", "responses_hidden",
    "head_stage", "head_shown", "head_replied", "head_share", "head_score",
    "head_customers", "my_cases", "only_agents", "no_own_case", "own_cases",
    "show_case", "case_answers", "digest_title", "digest_link", "no_new_alarm",
    "older_alarms", "muted_stages", "do_ack", "do_mute", "to_summary",
    "to_map", "digest_misread", "digest_off", "digest_none", "digest_now",
    "turn_off", "set_daily", "set_weekly", "set_monthly", "every_day",
    "every_week", "every_month", "digest_next", "digest_quiet", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "acked", "nothing_to_ack", "muted", "unmuted",
    "why_title", "why_unknown", "why_several", "why_how", "why_nothing",
    "why_stopped", "why_paused", "why_imported", "news_told", "news_ask",
    "news_yes", "news_no", "news_will", "news_wont", "news_which",
    "news_nothing_done", "news_unknown", "news_few", "news_named", "news_reached",
    "news_some", "news_nobody", "news_send", "news_is_sent", "do_unmute",
    "which_alarm", "news_none_open", "news_more_open", "news_which_done", "news_else",
    "news_is_done", "news_undo", "news_undone", "news_not_done", "news_set_done",
    "news_no_such", "news_no_theme", "news_not_asked",
]  # fmt: skip

BRIEFING: Phrases[BriefingKey] = Phrases("bot", "words", "briefing")
