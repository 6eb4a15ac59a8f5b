"""`aftertouch schema`: what editors check a journey file with, and programs what we write for them."""

import json
from collections.abc import Callable, Mapping

import click

from bot.plugins import question_options
from config.schema import journey_schema
from config.suggestion import suggest
from mapping.map_schema import map_schema
from mapping.report_schema import report_schema

_SCHEMAS: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "journey": lambda: journey_schema(question_options()),
    "map": map_schema,
    "report": report_schema,
}


@click.command("schema")
@click.argument("what", metavar="[journey|map|report]", default="journey")
def command(what: str) -> None:
    """Print the JSON Schema of the journey file; many editors complete and check YAML with it.

    `map` and `report` print those of what `aftertouch map --as json` and the reports' --json write, for
    programs that read it.
    """
    if what not in _SCHEMAS:
        raise click.UsageError(f'there is no schema of "{what}"; {suggest(what, _SCHEMAS)}')
    click.echo(json.dumps(_SCHEMAS[what](), indent=2, ensure_ascii=False))
