"""Whether every wording is there in every language the journey promises."""

from collections.abc import Iterator

from pydantic import BaseModel

from config.errors import Flaw, KeyPath
from config.journey import Journey
from config.language_tag import fallbacks
from config.suggestion import suggest
from config.text import Text


def check_languages(journey: Journey) -> Iterator[Flaw]:
    """Yield languages nobody declared, and warn of wordings that are missing."""
    if not journey.languages:
        return  # nothing is promised, so every wording there is will do
    promised = {journey.language, *journey.languages}
    for path, text in _texts(journey, ()):
        yield from _undeclared(text, promised, path)
        # A title for the team's own eyes may stay in one language; what customers read may not.
        if text.languages or _is_for_customers(path, journey):
            yield from _missing(text, promised, path, own=journey.language)


def _undeclared(text: Text, promised: set[str], path: KeyPath) -> Iterator[Flaw]:
    for language in sorted(text.languages):
        if not any(_covers(other, language) or _covers(language, other) for other in promised):
            what = f'"{language}" is not among the journey\'s languages'
            fix = f"{suggest(language, promised)}, or add {language} to languages at the top"
            yield Flaw(path=(*path, language), what=what, fix=fix)


def _missing(text: Text, promised: set[str], path: KeyPath, *, own: str) -> Iterator[Flaw]:
    written = text.languages or {own}
    missing = sorted(wanted for wanted in promised if not any(_covers(key, wanted) for key in written))
    if missing:
        what = f"there is no wording in {' and '.join(missing)}"
        fix = f"add {missing[0]}: ...; until then people read {_fallback(written, own)}"
        yield Flaw(path=path, what=what, fix=fix, is_warning=True)


def _fallback(written: frozenset[str] | set[str], own: str) -> str:
    return own if any(_covers(key, own) for key in written) else min(written)


def _covers(written: str, wanted: str) -> bool:
    """Say whether a wording in `written` serves who wants `wanted`: pt serves pt-BR."""
    return written.casefold() in fallbacks(wanted)


def _is_for_customers(path: KeyPath, journey: Journey) -> bool:
    if path[0] in {"themes", "opportunities"}:
        return journey.policy.hear_back  # then they read what was done about what
    return (path[0] == "surveys" and path[2:] != ("title",)) or path[:2] == ("policy", "danger")


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            # In the file, the options of a question's kind stand flat among its other keys.
            below = path if name == "options" else (*path, name)
            yield from _texts(getattr(value, name), below)
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
