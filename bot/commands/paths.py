"""`/paths`: which ways customers take, and where they leave the plan."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "paths",
    summary={
        "en": "Which ways customers take, and where they leave the plan.",
        "de": "Welche Wege die Leute nehmen, und wo sie vom Plan abgehen.",
    },
    usage={
        "en": "/paths [filters] [by stage|touchpoint]",
        "de": "/paths [Filter] [by stage|touchpoint]",
    },
    examples=("/paths", "/paths by stage persona busy-parent"),
)
