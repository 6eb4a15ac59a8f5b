"""`aftertouch schema`: what editors check a journey file with."""

import json

import click

from bot.plugins import question_options
from config.schema import journey_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the journey file; many editors complete and check YAML with it."""
    click.echo(json.dumps(journey_schema(question_options()), indent=2, ensure_ascii=False))
