"""`/scores`: how each stage and touchpoint felt, and who replied."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "scores",
    examples=("/scores", "/scores persona busy-parent"),
)
