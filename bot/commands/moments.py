"""`/moments`: which moments decide what customers remember."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "moments",
    examples=("/moments", "/moments last 12 weeks"),
)
