"""`/pains`: what hurts and where: how many, how deep, in whose words."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "pains",
    summary={
        "en": "What hurts and where: how many, how deep, in whose words.",
        "de": "Was wo schmerzt: wie viele, wie tief, in wessen Worten.",
    },
    usage={
        "en": "/pains [filters] [count N]",
        "de": "/pains [Filter] [count N]",
    },
    examples=("/pains", "/pains stage delivery", "/pains letzte 30 Tage"),
)
