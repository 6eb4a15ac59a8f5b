"""What we say in summaries, responses and digests, whatever the figures are."""

from typing import Literal

from config.phrases import Phrases

BriefingKey = Literal[
    "summary_forms", "summary_file", "as_pdf", "as_markdown", "as_slides",
    "responses_title", "responses_words", "responses_whole", "responses_none", "responses_hidden",
    "head_stage", "head_shown", "head_replied", "head_share", "head_score",
    "head_customers", "my_cases", "only_agents", "no_own_case", "own_cases",
    "show_case", "case_answers",
]  # fmt: skip

BRIEFING: Phrases[BriefingKey] = Phrases("bot", "words", "briefing")
