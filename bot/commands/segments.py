"""`/segments`: which personas and segments feel otherwise, and where."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "segments",
    examples=("/segments", "/segments stage delivery"),
)
