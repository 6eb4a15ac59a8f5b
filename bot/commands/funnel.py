"""`/funnel`: how many customers go on from stage to stage."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "funnel",
    examples=("/funnel", "/funnel q2 2026 window 14d"),
)
