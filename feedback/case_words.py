"""What we say about cases, to the rooms of teams and to customers."""

from collections.abc import Mapping
from typing import Literal

from config.phrases import Phrases

CaseKey = Literal[
    "head", "head_urgent", "nobody_named", "held", "vetoed", "asked_for",
    "state_open", "state_claimed", "state_snoozed", "state_waiting", "state_resolved", "state_asked",
    "state_reopened", "state_closed", "state_closed_fixed",
    "reason_fixed", "reason_explained", "reason_refunded", "reason_could_not", "reason_no_contact",
    "reason_duplicate", "reason_other",
    "told_answer", "told_words", "felt", "before", "step", "due_reply", "due_resolve",
    "level_very_negative", "level_negative", "level_neutral", "level_positive", "level_very_positive",
    "do_claim", "do_reply", "do_snooze", "do_hand", "do_resolve", "do_reopen", "do_release",
    "news_joined", "news_handed", "news_handed_to", "news_wrote", "news_silent", "news_woken",
    "news_late_reply",
    "news_late_resolve", "news_over_reply", "news_over_resolve", "news_fixed", "news_not_fixed",
    "news_reopened", "news_gone",
    "emotion_admiration", "emotion_amusement", "emotion_anger", "emotion_annoyance", "emotion_approval",
    "emotion_caring", "emotion_confusion", "emotion_curiosity", "emotion_desire",
    "emotion_disappointment", "emotion_disapproval", "emotion_disgust", "emotion_embarrassment",
    "emotion_excitement", "emotion_fear", "emotion_gratitude", "emotion_grief", "emotion_joy",
    "emotion_love", "emotion_nervousness", "emotion_optimism", "emotion_pride", "emotion_realization",
    "emotion_relief", "emotion_remorse", "emotion_sadness", "emotion_surprise",
]  # fmt: skip
"""Every phrase to a team about its cases."""

AftercareKey = Literal[
    "from_person", "someone", "passed_on", "ask_fixed", "fixed_yes", "fixed_no", "glad", "sorry",
    "not_passed", "sent_photo", "sent_voice", "sent_file",
    "file_cases", "file_opened", "file_replied", "file_wrote", "file_resolved", "file_fixed",
    "file_not_fixed", "file_reopened", "file_closed",
]  # fmt: skip
"""Every phrase to a customer about their case."""

CASES: Phrases[CaseKey] = Phrases("feedback", "words", "cases")

AFTERCARE: Phrases[AftercareKey] = Phrases("feedback", "words", "aftercare")

EMOTIONS: Mapping[str, CaseKey] = {
    "admiration": "emotion_admiration",
    "amusement": "emotion_amusement",
    "anger": "emotion_anger",
    "annoyance": "emotion_annoyance",
    "approval": "emotion_approval",
    "caring": "emotion_caring",
    "confusion": "emotion_confusion",
    "curiosity": "emotion_curiosity",
    "desire": "emotion_desire",
    "disappointment": "emotion_disappointment",
    "disapproval": "emotion_disapproval",
    "disgust": "emotion_disgust",
    "embarrassment": "emotion_embarrassment",
    "excitement": "emotion_excitement",
    "fear": "emotion_fear",
    "gratitude": "emotion_gratitude",
    "grief": "emotion_grief",
    "joy": "emotion_joy",
    "love": "emotion_love",
    "nervousness": "emotion_nervousness",
    "optimism": "emotion_optimism",
    "pride": "emotion_pride",
    "realization": "emotion_realization",
    "relief": "emotion_relief",
    "remorse": "emotion_remorse",
    "sadness": "emotion_sadness",
    "surprise": "emotion_surprise",
}
"""What each emotion is called."""
