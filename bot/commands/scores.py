"""`/scores`: how each stage and touchpoint felt, and who replied."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "scores",
    summary={
        "en": "How each stage and touchpoint felt, and who replied.",
        "de": "Wie sich jede Phase und jeder Kontaktpunkt anfühlte, und wer antwortete.",
    },
    usage={
        "en": "/scores [filters]",
        "de": "/scores [Filter]",
    },
    examples=("/scores", "/scores persona busy-parent"),
)
