"""`/channels`: whom each medium and campaign reached, and who went on."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "channels",
    summary={
        "en": "Whom each medium and campaign reached, and who went on.",
        "de": "Wen jedes Medium und jede Kampagne erreichte, und wer weiterging.",
    },
    usage={
        "en": "/channels [filters] [goal STAGE] [window 30d]",
        "de": "/channels [Filter] [goal PHASE] [window 30d]",
    },
    examples=("/channels", "/channels goal buy this quarter"),
)
