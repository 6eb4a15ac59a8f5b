"""`/export`: the map or a report as a file."""

from bot.asking.files import answer_export
from bot.command import Command

SPEC = Command(
    name="export",
    roles=frozenset({"manager"}),
    summary={
        "en": "Send the map or a report as a file.",
        "de": "Schickt die Karte oder einen Bericht als Datei.",
    },
    usage={
        "en": "/export WHAT [filters] as FORM",
        "de": "/export WAS [Filter] als FORM",
    },
    run=answer_export,
    examples=("/export map as pdf", "/export trend this year as xlsx"),
)
