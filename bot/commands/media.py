"""`/media`: whom each medium and campaign reached, and who went on."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "media",
    report="channels",
    examples=("/media", "/media goal buy this quarter"),
)
