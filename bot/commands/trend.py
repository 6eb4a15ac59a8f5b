"""`/trend`: how it felt over time, and which changes are more than chance."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "trend",
    examples=("/trend this year", "/trend by week stage delivery"),
)
