"""`/pains`: what hurts and where: how many, how deep, in whose words."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "pains",
    examples=("/pains", "/pains stage delivery", "/pains letzte 30 Tage"),
)
