"""`/moments`: which moments decide what customers remember."""

from bot.asking.report_answers import report_command

SPEC = report_command(
    "moments",
    summary={
        "en": "Which moments decide what customers remember.",
        "de": "Welche Momente entscheiden, was in Erinnerung bleibt.",
    },
    usage={
        "en": "/moments [filters]",
        "de": "/moments [Filter]",
    },
    examples=("/moments", "/moments last 12 weeks"),
)
