"""What we say about cases, to the rooms of teams and to customers."""

from typing import Literal

from config.phrases import Phrases

CaseKey = Literal[
    "head", "head_urgent", "nobody_named", "held",
    "state_open", "state_claimed", "state_snoozed", "state_waiting", "state_resolved", "state_asked",
    "state_reopened", "state_closed", "state_closed_fixed",
    "reason_fixed", "reason_explained", "reason_refunded", "reason_could_not", "reason_no_contact",
    "reason_duplicate", "reason_other",
    "told_answer", "told_words", "felt", "before", "step", "due_reply", "due_resolve",
    "level_very_negative", "level_negative", "level_neutral", "level_positive", "level_very_positive",
    "sent_photo", "sent_voice", "sent_file",
    "do_claim", "do_reply", "do_snooze", "do_hand", "do_resolve", "do_reopen", "do_release",
    "news_joined", "news_handed", "news_wrote", "news_silent", "news_woken", "news_late_reply",
    "news_late_resolve", "news_over_reply", "news_over_resolve", "news_fixed", "news_not_fixed",
    "news_reopened", "news_gone",
    "file_cases", "file_opened", "file_replied", "file_wrote", "file_resolved", "file_fixed",
    "file_not_fixed", "file_reopened", "file_closed",
    "from_person", "someone", "passed_on", "ask_fixed", "fixed_yes", "fixed_no", "glad", "sorry",
]  # fmt: skip
"""Every phrase about cases."""

CASES: Phrases[CaseKey] = Phrases("feedback", "words", "cases")
