"""`/opportunities`: what could be done better, and what speaks for it."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "opportunities",
    summary={
        "en": "What could be done better, and what speaks for it.",
        "de": "Was besser werden kann, und was dafür spricht.",
    },
    usage={
        "en": "/opportunities [filters]",
        "de": "/opportunities [Filter]",
    },
    examples=("/opportunities", "/opportunities stage delivery"),
)
