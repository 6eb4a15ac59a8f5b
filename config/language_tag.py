"""Tags of languages, such as pt-BR: all that who judges needs to know of the journey file's wordings."""

from functools import lru_cache


@lru_cache(maxsize=512)
def fallbacks(language: str) -> tuple[str, ...]:
    """Return `language` and its ever shorter forms: pt-BR, then pt."""
    parts = language.replace("_", "-").split("-")
    return tuple("-".join(parts[:length]).casefold() for length in range(len(parts), 0, -1))
