"""Titles and phrases as a journey file writes them within a line."""

import json

from config.text import ANY_LANGUAGE, Text


def title_in_yaml(title: Text, language: str) -> str:
    """Return a title for a journey file in `language`: that of its own, or one for each language."""
    if set(title.root) == {ANY_LANGUAGE}:
        return in_yaml(title.root[ANY_LANGUAGE])
    wordings = {tag or language: words for tag, words in title.root.items()} | {
        tag: words for tag, words in title.root.items() if tag
    }
    return f"{{ {', '.join(f'{in_yaml(tag)}: {in_yaml(words)}' for tag, words in wordings.items())} }}"


def in_yaml(value: object) -> str:
    """Return text, or a list of texts."""
    # JSON's strings and lists are YAML's as well.
    return json.dumps(value, ensure_ascii=False)
