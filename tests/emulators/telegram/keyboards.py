"""Keyboards under and below messages: what Telegram takes, and what it would hide."""

import json
from collections.abc import Mapping, Sequence

from ..common.json_shapes import Json, Object, list_in, object_in, text_in
from .limits import BUTTONS, CALLBACK_DATA_BYTES, MARKUP_BYTES, PLACEHOLDER
from .rules import Refusal

_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_MARKUPS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_LINKS = ("http://", "https://", "tg://")


def checked_markup(markup: Json, *, private: bool, inline_only: bool = False) -> Object | None:
    """Return the markup a message gets, None for none.

    Raises Refusal for one that Telegram does not take.
    """
    if markup is None:
        return None
    if not isinstance(markup, Mapping):
        raise Refusal("markup_expected_object")
    if not any(each in markup for each in _MARKUPS):
        return None
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise Refusal("markup_too_long")
    if "inline_keyboard" in markup:
        return _inline(markup, private=private)
    if inline_only:
        raise Refusal("inline_keyboard_expected")
    return _custom(markup, private=private)


def rows_of(markup: Object | None) -> list[list[Object]]:
    """Return the rows of an inline or custom keyboard."""
    found = markup or {}
    rows = list_in(found.get("inline_keyboard") or found.get("keyboard"))
    return [[_button(each) for each in list_in(row)] for row in rows]


def _button(value: Json) -> Object:
    return {"text": value} if isinstance(value, str) else object_in(value)


def _inline(markup: Object, *, private: bool) -> Object | None:
    rows = [row for row in rows_of(markup) if row]
    if sum(map(len, rows)) > BUTTONS:
        raise Refusal("markup_too_long")
    for row in rows:
        for button in row:
            _check_inline(button, private=private)
    return {"inline_keyboard": rows} if rows else None


def _check_inline(button: Object, *, private: bool) -> None:
    if not text_in(button.get("text")).strip():
        raise Refusal("button_without_text")
    actions = [each for each in _ACTIONS if button.get(each) is not None]
    if not actions:
        raise Refusal("button_without_action")
    if len(actions) > 1:
        raise Refusal("button_with_two_actions")
    if actions == ["callback_data"]:
        _check_data(text_in(button["callback_data"]))
    if actions == ["url"] and not _is_link(text_in(button["url"])):
        raise Refusal("button_url_invalid")
    if actions == ["web_app"]:
        _check_web_app(button, private=private)


def _check_data(written: str) -> None:
    if not 1 <= len(written.encode()) <= CALLBACK_DATA_BYTES:
        raise Refusal("button_data_invalid")


def _is_link(url: str) -> bool:
    return url.startswith(_LINKS) or ("." in url and " " not in url and "://" not in url)


def _check_web_app(button: Object, *, private: bool) -> None:
    if not private:
        raise Refusal("button_type_invalid")
    if not text_in(object_in(button.get("web_app")).get("url")).startswith("https://"):
        raise Refusal("button_url_invalid")


def _custom(markup: Object, *, private: bool) -> Object:
    if len(text_in(markup.get("input_field_placeholder"))) > PLACEHOLDER:
        raise Refusal("placeholder_invalid")
    buttons: Sequence[Object] = [each for row in rows_of(markup) for each in row]
    for each in buttons:
        if not text_in(each.get("text")).strip():
            raise Refusal("button_without_text")
        if not private and any(key.startswith("request_") or key == "web_app" for key in each):
            raise Refusal("button_type_invalid")
    return markup
