"""`/segments`: which personas and segments feel otherwise, and where."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "segments",
    summary={
        "en": "Which personas and segments feel otherwise, and where.",
        "de": "Welche Personas und Segmente anders fühlen, und wo.",
    },
    usage={
        "en": "/segments [filters]",
        "de": "/segments [Filter]",
    },
    examples=("/segments", "/segments stage delivery"),
)
