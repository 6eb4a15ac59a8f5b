"""`/compare`: two periods or two groups side by side."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "compare",
    summary={
        "en": "Two periods or two groups side by side.",
        "de": "Zwei Zeiträume oder zwei Gruppen nebeneinander.",
    },
    usage={
        "en": "/compare ONE vs OTHER [filters]",
        "de": "/compare EINS gegen ANDERES [Filter]",
    },
    examples=(
        "/compare march vs april",
        "/compare persona busy-parent vs others",
        "/compare März gegen April",
    ),
)
