"""`/paths`: which ways customers take, and where they leave the plan."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "paths",
    examples=("/paths", "/paths by stage persona busy-parent"),
)
