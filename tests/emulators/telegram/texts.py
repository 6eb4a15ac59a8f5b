"""From a request's text, parse mode and entities to the text a message shows, or a refusal."""

from collections.abc import Callable, Mapping

from ..common.json_shapes import Object, list_in, object_in, text_in
from .formatted import Formatted, completed, given_entities
from .html_mode import parse_html
from .limits import CAPTION, TEXT
from .markdown_mode import parse_markdown, parse_markdown_v2
from .rules import Refusal

_MODES: Mapping[str, Callable[[str], Formatted]] = {
    "html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2, "": Formatted,
}  # fmt: skip


def message_text(arguments: Object) -> Formatted:
    """Return the text of a message.

    Raises Refusal for one that is empty, too long or cannot be parsed.
    """
    raw = text_in(arguments.get("text"))
    if not raw:
        raise Refusal("text_empty")
    shown = _shown(raw, arguments, "entities")
    if not shown.text:
        raise Refusal("text_blank")
    if len(shown.text) > TEXT:
        raise Refusal("text_too_long")
    return shown


def caption_of(arguments: Object) -> Formatted:
    """Return the caption of a message, perhaps empty.

    Raises Refusal for one that is too long or cannot be parsed.
    """
    shown = _shown(text_in(arguments.get("caption")), arguments, "caption_entities")
    if len(shown.text) > CAPTION:
        raise Refusal("caption_too_long")
    return shown


def _shown(raw: str, arguments: Object, entities: str) -> Formatted:
    if given := list_in(arguments.get(entities)):
        return completed(given_entities(raw, [object_in(each) for each in given]))
    mode = text_in(arguments.get("parse_mode")).lower()
    if mode not in _MODES:
        raise Refusal("unsupported_parse_mode")
    return completed(_MODES[mode](raw))
