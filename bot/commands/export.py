"""`/export`: the map or a report as a file."""

from bot.asking.files import answer_export
from bot.command import Command

SPEC = Command(
    name="export",
    roles=frozenset({"manager"}),
    run=answer_export,
    examples=("/export map as pdf", "/export trend this year as xlsx"),
)
