"""`/opportunities`: what could be done better, and what speaks for it."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "opportunities",
    examples=("/opportunities", "/opportunities stage delivery"),
)
