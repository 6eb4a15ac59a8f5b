"""`/media`: whom each medium and campaign reached, and who went on."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "media",
    report="channels",
    summary={
        "en": "Whom each medium and campaign reached, and who went on.",
        "de": "Wen jedes Medium und jede Kampagne erreichte, und wer weiterging.",
    },
    usage={
        "en": "/media [filters] [goal STAGE] [window 30d]",
        "de": "/media [Filter] [goal PHASE] [window 30d]",
    },
    examples=("/media", "/media goal buy this quarter"),
)
