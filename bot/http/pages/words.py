"""The words of the pages: a script for each page that has its catalogues in every language."""

import json
from collections.abc import Iterator

from config.phrases import Phrases

PAGES: tuple[Phrases[str], ...] = (
    Phrases("bot", "words", "chat"),
    Phrases("bot", "words", "code"),
    Phrases("bot", "words", "invitation"),
)


def catalogue_scripts() -> Iterator[tuple[str, bytes]]:
    """Yield the path of each script under /static, and the script."""
    for phrases in PAGES:
        said = {tag: dict(phrases.all(tag).plain) for tag in phrases.languages}
        script = f"export const WORDS = {json.dumps(said, ensure_ascii=False)};\n"
        yield f"{phrases.domain}/catalogue.js", script.encode()
