"""Text as Slack reads it: what must be escaped, and what a mention or a link looks like.

Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re
from collections.abc import Iterator

from ..common.json_shapes import Json, Object
from .objects import items, mapping, mappings, text

_MARKUP = re.compile(r"<(?:@[UWB]\w+|#C\w+|![a-zA-Z]\w*[^<>]*|[a-z][a-z0-9+.-]*:[^<>|]+)(?:\|[^<>]*)?>")
_BARE = re.compile(r"&(?!amp;|lt;|gt;)|<|(?<!^)>", re.MULTILINE)  # `>` at a line's start quotes


def unescaped(written: str) -> str:
    """The first `&`, `<` or `>` of mrkdwn that should have been written `&amp;`, `&lt;` or `&gt;`; or ""."""
    bare = _BARE.search(_MARKUP.sub("", written))
    return bare.group() if bare else ""


def mrkdwn_texts(value: Json) -> Iterator[str]:
    """Every mrkdwn text anywhere inside blocks."""
    for each in items(value):
        yield from _inside(mapping(each))


def _inside(given: Object) -> Iterator[str]:
    if text(given, "type") == "mrkdwn":
        yield text(given, "text")
    for value in given.values():
        if isinstance(value, dict):
            yield from _inside(value)
        elif isinstance(value, list):
            for each in mappings(value):
                yield from _inside(each)


def truncated(written: str, most: int) -> str:
    """Text cut as Slack cuts what is too long."""
    return written if len(written) <= most else written[: most - 1] + "…"
