"""`/compare`: two periods or two groups side by side."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "compare",
    examples=(
        "/compare march vs april",
        "/compare persona busy-parent vs others",
        "/compare März gegen April",
    ),
)
