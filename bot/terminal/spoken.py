"""Which languages a report, map or digest can be asked for in: those we speak, and the journey's own."""

import click

from config.journey import Journey
from config.language_tag import fallbacks
from config.suggestion import suggest
from mapping.catalogue import MAPS


def check_language(journey: Journey, language: str | None) -> None:
    """Refuse a language in which nothing would be said; None is the journey's own."""
    if language is None:
        return
    declared = {journey.language, *journey.languages, *journey.title.languages}
    known = {*MAPS.languages, *(tag.casefold() for tag in declared)}
    if known.isdisjoint(fallbacks(language)):
        raise click.UsageError(f'--language: nothing here speaks "{language}"; {suggest(language, known)}')
