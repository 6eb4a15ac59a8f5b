"""`/drivers`: which touchpoints go with how people find the whole."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "drivers",
    summary={
        "en": "Which touchpoints go with how people find the whole.",
        "de": "Welche Kontaktpunkte damit einhergehen, wie das Ganze gefällt.",
    },
    usage={
        "en": "/drivers [filters] [question ID]",
        "de": "/drivers [Filter] [question ID]",
    },
    examples=("/drivers", "/drivers this year"),
)
