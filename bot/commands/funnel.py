"""`/funnel`: how many customers go on from stage to stage."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "funnel",
    summary={
        "en": "How many customers go on from stage to stage.",
        "de": "Wie viele von Phase zu Phase weitergehen.",
    },
    usage={
        "en": "/funnel [filters] [window 30d] [without STAGES]",
        "de": "/funnel [Filter] [window 30d] [without PHASEN]",
    },
    examples=("/funnel", "/funnel q2 2026 window 14d"),
)
