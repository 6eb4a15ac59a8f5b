"""What each block, element and object of Block Kit may hold, as one table.

Source of every row: https://docs.slack.dev/reference/block-kit/ (its page for the name of the row).
Types that are missing here are left to the SDK's own models.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "plain", "string", "object", "list", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What one field may hold; `most` and `least` are names of limits."""

    kind: Kind = "any"
    most: str = ""
    least: str = ""
    of: str = ""  # the family of an object, or of a list's members
    needed: bool = False


Shape = dict[str, Field]

ANY = Field()
ID = Field(kind="string", most="ACTION_ID_MAX_LENGTH")
PLACEHOLDER = Field(kind="plain", most="SELECT_PLACEHOLDER_MAX_LENGTH")
CONFIRM = Field(kind="object", of="confirm")
OPTION = Field(kind="object", of="option")
CHOICES: Shape = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": ANY}
SELECT: Shape = CHOICES | {"placeholder": PLACEHOLDER, "initial_option": OPTION}
OPTIONS: Shape = {
    "options": Field(kind="list", of="option", most="SELECT_OPTIONS_MAX_ITEMS"),
    "option_groups": Field(kind="list", of="option_group", most="SELECT_OPTION_GROUPS_MAX_ITEMS"),
}
MANY: Shape = {"max_selected_items": ANY, "initial_options": Field(kind="list", of="option")}
TYPED: Shape = {
    "action_id": ID, "placeholder": PLACEHOLDER, "initial_value": ANY, "focus_on_load": ANY,
    "dispatch_action_config": ANY,
}  # fmt: skip
PICKER: Shape = CHOICES | {"placeholder": PLACEHOLDER}
PICTURE: Shape = {
    "image_url": Field(kind="string", most="IMAGE_IMAGE_URL_MAX_LENGTH"),
    "alt_text": Field(kind="string", most="IMAGE_ALT_TEXT_MAX_LENGTH", needed=True),
    "slack_file": ANY,
}

TEXTS: Mapping[str, Shape] = {
    "plain_text": {"text": Field(kind="string", needed=True), "emoji": ANY},
    "mrkdwn": {"text": Field(kind="string", needed=True), "verbatim": ANY},
}

OBJECTS: Mapping[str, Shape] = {
    "confirm": {
        "title": Field(kind="plain", most="CONFIRMATION_TITLE_MAX_LENGTH", needed=True),
        "text": Field(kind="text", most="CONFIRMATION_TEXT_MAX_LENGTH", needed=True),
        "confirm": Field(kind="plain", most="CONFIRMATION_CONFIRM_MAX_LENGTH", needed=True),
        "deny": Field(kind="plain", most="CONFIRMATION_DENY_MAX_LENGTH", needed=True),
        "style": ANY,
    },
    "option": {
        "text": Field(kind="text", most="OPTION_TEXT_MAX_LENGTH", needed=True),
        "value": Field(kind="string", most="OPTION_VALUE_MAX_LENGTH", needed=True),
        "description": Field(kind="text", most="OPTION_DESCRIPTION_MAX_LENGTH"),
        "url": Field(kind="string", most="OPTION_URL_MAX_LENGTH"),
    },
    "option_group": {
        "label": Field(kind="plain", most="OPTION_GROUP_LABEL_MAX_LENGTH", needed=True),
        "options": Field(kind="list", of="option", most="OPTION_GROUP_OPTIONS_MAX_ITEMS", needed=True),
    },
    "feedback_button": {
        "text": Field(kind="plain", most="FEEDBACK_BUTTON_TEXT_MAX_LENGTH", needed=True),
        "value": Field(kind="string", most="FEEDBACK_BUTTON_VALUE_MAX_LENGTH", needed=True),
        "accessibility_label": Field(kind="string", most="FEEDBACK_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"),
    },
}

BUTTON: Shape = {
    "text": Field(kind="plain", most="BUTTON_TEXT_MAX_LENGTH", needed=True),
    "action_id": ID,
    "url": Field(kind="string", most="BUTTON_URL_MAX_LENGTH"),
    "value": Field(kind="string", most="BUTTON_VALUE_MAX_LENGTH"),
    "style": ANY,
    "confirm": CONFIRM,
    "accessibility_label": Field(kind="string", most="BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"),
    "agent_prompt": ANY,
}

ELEMENTS: Mapping[str, Shape] = {
    "button": BUTTON,
    "image": PICTURE,
    "overflow": {
        "action_id": ID,
        "confirm": CONFIRM,
        "options": Field(kind="list", of="option", most="OVERFLOW_OPTIONS_MAX_ITEMS", needed=True),
    },
    "checkboxes": CHOICES
    | {
        "options": Field(kind="list", of="option", most="CHECKBOXES_OPTIONS_MAX_ITEMS", needed=True),
        "initial_options": Field(kind="list", of="option"),
    },
    "radio_buttons": CHOICES
    | {
        "options": Field(kind="list", of="option", most="RADIO_BUTTONS_OPTIONS_MAX_ITEMS", needed=True),
        "initial_option": OPTION,
    },
    "static_select": SELECT | OPTIONS,
    "multi_static_select": PICKER | OPTIONS | MANY,
    "external_select": SELECT | {"min_query_length": ANY},
    "multi_external_select": PICKER | MANY | {"min_query_length": ANY},
    "users_select": PICKER | {"initial_user": ANY},
    "multi_users_select": PICKER | {"initial_users": ANY, "max_selected_items": ANY},
    "conversations_select": PICKER
    | {
        "initial_conversation": ANY,
        "default_to_current_conversation": ANY,
        "response_url_enabled": ANY,
        "filter": ANY,
    },
    "multi_conversations_select": PICKER
    | {
        "initial_conversations": ANY,
        "default_to_current_conversation": ANY,
        "max_selected_items": ANY,
        "filter": ANY,
    },
    "channels_select": PICKER | {"initial_channel": ANY, "response_url_enabled": ANY},
    "multi_channels_select": PICKER | {"initial_channels": ANY, "max_selected_items": ANY},
    "datepicker": PICKER | {"initial_date": ANY},
    "timepicker": PICKER | {"initial_time": ANY, "timezone": ANY},
    "datetimepicker": CHOICES | {"initial_date_time": ANY},
    "plain_text_input": TYPED | {"multiline": ANY, "min_length": ANY, "max_length": ANY},
    "email_text_input": TYPED,
    "url_text_input": TYPED,
    "number_input": TYPED | {"is_decimal_allowed": ANY, "min_value": ANY, "max_value": ANY},
    "file_input": {"action_id": ID, "filetypes": ANY, "max_files": ANY},
    "rich_text_input": TYPED,
    "feedback_buttons": {
        "action_id": ID,
        "positive_button": Field(kind="object", of="feedback_button", needed=True),
        "negative_button": Field(kind="object", of="feedback_button", needed=True),
    },
    "icon_button": {
        "action_id": ID,
        "icon": Field(kind="string", needed=True),
        "text": Field(kind="plain", needed=True),
        "value": Field(kind="string", most="ICON_BUTTON_VALUE_MAX_LENGTH"),
        "confirm": CONFIRM,
        "accessibility_label": Field(kind="string", most="ICON_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"),
        "visible_to_user_ids": ANY,
    },
}

BLOCKS: Mapping[str, Shape] = {
    "section": {
        "text": Field(kind="text", most="SECTION_TEXT_MAX_LENGTH"),
        "fields": Field(kind="list", of="field", most="SECTION_FIELDS_MAX_ITEMS"),
        "accessory": Field(kind="object", of="element"),
        "expand": ANY,
    },
    "divider": {},
    "header": {"text": Field(kind="plain", most="HEADER_TEXT_MAX_LENGTH", needed=True), "level": ANY},
    "image": PICTURE | {"title": Field(kind="plain", most="IMAGE_TITLE_MAX_LENGTH")},
    "actions": {
        "elements": Field(kind="list", of="element", most="ACTIONS_ELEMENTS_MAX_ITEMS", needed=True),
    },
    "context": {
        "elements": Field(kind="list", of="context", most="CONTEXT_ELEMENTS_MAX_ITEMS", needed=True),
    },
    "context_actions": {
        "elements": Field(kind="list", of="element", most="CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS", needed=True),
    },
    "input": {
        "label": Field(kind="plain", most="INPUT_LABEL_MAX_LENGTH", needed=True),
        "element": Field(kind="object", of="element", needed=True),
        "hint": Field(kind="plain", most="INPUT_HINT_MAX_LENGTH"),
        "optional": ANY,
        "dispatch_action": ANY,
    },
    "markdown": {"text": Field(kind="string", most="MARKDOWN_TEXT_MAX_LENGTH", needed=True)},
    "rich_text": {"elements": Field(kind="list", of="any", needed=True)},
    "table": {
        "rows": Field(kind="list", of="any", most="TABLE_ROWS_MAX_ITEMS", needed=True),
        "column_settings": Field(kind="list", of="any", most="TABLE_COLUMNS_MAX_ITEMS"),
    },
    "file": {"external_id": Field(kind="string", needed=True), "source": Field(kind="string", needed=True)},
    "call": {"call_id": ANY, "api_decoration_available": ANY, "call": ANY},
    "data_visualization": {
        "title": Field(kind="string", most="DATA_VISUALIZATION_TITLE_MAX_LENGTH", needed=True),
        "chart": Field(kind="object", of="any", needed=True),
    },
    "data_table": {
        "caption": ANY,
        "rows": Field(
            kind="list", of="any", most="DATA_TABLE_ROWS_MAX_ITEMS", least="DATA_TABLE_ROWS_MIN_ITEMS",
            needed=True,
        ),
        "page_size": ANY,
        "row_header_column_index": ANY,
    },
}  # fmt: skip

VIEW: Shape = {
    "blocks": Field(kind="list", of="block", most="VIEW_BLOCKS_MAX_ITEMS", needed=True),
    "title": Field(kind="plain", most="VIEW_TITLE_MAX_LENGTH"),
    "submit": Field(kind="plain", most="VIEW_SUBMIT_MAX_LENGTH"),
    "close": Field(kind="plain", most="VIEW_CLOSE_MAX_LENGTH"),
    "private_metadata": Field(kind="string", most="VIEW_PRIVATE_METADATA_MAX_LENGTH"),
    "callback_id": Field(kind="string", most="VIEW_CALLBACK_ID_MAX_LENGTH"),
    "external_id": Field(kind="string", most="VIEW_EXTERNAL_ID_MAX_LENGTH"),
    "clear_on_close": ANY,
    "notify_on_close": ANY,
    "submit_disabled": ANY,
}
