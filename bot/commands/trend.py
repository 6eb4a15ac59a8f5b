"""`/trend`: how it felt over time, and which changes are more than chance."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "trend",
    summary={
        "en": "How it felt over time, and which changes are more than chance.",
        "de": "Wie es sich im Lauf der Zeit anfühlte, und was mehr als Zufall ist.",
    },
    usage={
        "en": "/trend [filters] [by week|month|quarter|year]",
        "de": "/trend [Filter] [by week|month|quarter|year]",
    },
    examples=("/trend this year", "/trend by week stage delivery"),
)
