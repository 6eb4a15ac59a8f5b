"""`/drivers`: which touchpoints go with how people find the whole."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "drivers",
    examples=("/drivers", "/drivers this year"),
)
