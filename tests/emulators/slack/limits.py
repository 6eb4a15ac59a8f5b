"""Slack's numbers: sizes of Block Kit, and calls per minute.

The full tables are read from the folder that `AFTERTOUCH_DATA_DIR` names (default: ../shared/data);
a machine without it gets the facts below.
Sources: https://docs.slack.dev/reference/block-kit/ (a page per block and element; as a file
`slack_block_kit_limits.json`, from slackblocks 3.0.0) and https://docs.slack.dev/apis/web-api/rate-limits
(as a file `slack_rate_limit_tiers_java_sdk_2026-08.json`, from slackapi/java-slack-sdk).
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

MOST_TEXT = 40_000  # https://docs.slack.dev/changelog/2018-truncating-really-long-messages
ADVISED_TEXT = 4_000  # the same page: "we recommend ... no more than 4,000 characters"

BUILT_IN: Mapping[str, int] = {
    "ACTION_ID_MAX_LENGTH": 255,
    "ACTIONS_ELEMENTS_MAX_ITEMS": 25,
    "BLOCK_ID_MAX_LENGTH": 255,
    "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": 75,
    "BUTTON_TEXT_MAX_LENGTH": 75,
    "BUTTON_URL_MAX_LENGTH": 3000,
    "BUTTON_VALUE_MAX_LENGTH": 2000,
    "CHECKBOXES_OPTIONS_MAX_ITEMS": 10,
    "CONFIRMATION_CONFIRM_MAX_LENGTH": 30,
    "CONFIRMATION_DENY_MAX_LENGTH": 30,
    "CONFIRMATION_TEXT_MAX_LENGTH": 300,
    "CONFIRMATION_TITLE_MAX_LENGTH": 100,
    "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS": 5,
    "CONTEXT_ELEMENTS_MAX_ITEMS": 10,
    "DATA_TABLE_CELL_TEXT_MIN_LENGTH": 1,
    "DATA_TABLE_COLUMNS_MAX_ITEMS": 20,
    "DATA_TABLE_COLUMNS_MIN_ITEMS": 1,
    "DATA_TABLE_CONTENT_MAX_LENGTH": 20_000,
    "DATA_TABLE_PAGE_SIZE_MAX": 100,
    "DATA_TABLE_PAGE_SIZE_MIN": 1,
    "DATA_TABLE_ROWS_MAX_ITEMS": 201,
    "DATA_TABLE_ROWS_MIN_ITEMS": 2,
    "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH": 50,
    "DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS": 20,
    "DATA_VISUALIZATION_CATEGORIES_MIN_ITEMS": 1,
    "DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH": 20,
    "DATA_VISUALIZATION_DATA_MAX_ITEMS": 20,
    "DATA_VISUALIZATION_DATA_MIN_ITEMS": 1,
    "DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH": 20,
    "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH": 20,
    "DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS": 12,
    "DATA_VISUALIZATION_SEGMENTS_MIN_ITEMS": 1,
    "DATA_VISUALIZATION_SERIES_MAX_ITEMS": 12,
    "DATA_VISUALIZATION_SERIES_MIN_ITEMS": 1,
    "DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH": 20,
    "DATA_VISUALIZATION_TITLE_MAX_LENGTH": 50,
    "FEEDBACK_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": 75,
    "FEEDBACK_BUTTON_TEXT_MAX_LENGTH": 75,
    "FEEDBACK_BUTTON_VALUE_MAX_LENGTH": 2000,
    "HEADER_TEXT_MAX_LENGTH": 150,
    "ICON_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": 75,
    "ICON_BUTTON_VALUE_MAX_LENGTH": 2000,
    "IMAGE_ALT_TEXT_MAX_LENGTH": 2000,
    "IMAGE_IMAGE_URL_MAX_LENGTH": 3000,
    "IMAGE_TITLE_MAX_LENGTH": 2000,
    "INPUT_HINT_MAX_LENGTH": 2000,
    "INPUT_LABEL_MAX_LENGTH": 2000,
    "MARKDOWN_TEXT_MAX_LENGTH": 12_000,
    "MARKDOWN_TOTAL_TEXT_MAX_LENGTH": 12_000,
    "MESSAGE_ATTACHMENTS_MAX_ITEMS": 100,
    "MESSAGE_BLOCKS_MAX_ITEMS": 50,
    "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS": 2,
    "OPTION_DESCRIPTION_MAX_LENGTH": 75,
    "OPTION_GROUP_LABEL_MAX_LENGTH": 75,
    "OPTION_GROUP_OPTIONS_MAX_ITEMS": 100,
    "OPTION_TEXT_MAX_LENGTH": 75,
    "OPTION_URL_MAX_LENGTH": 3000,
    "OPTION_VALUE_MAX_LENGTH": 150,
    "OVERFLOW_OPTIONS_MAX_ITEMS": 5,
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX": 3000,
    "PLAIN_TEXT_INPUT_MIN_LENGTH_MAX": 3000,
    "RADIO_BUTTONS_OPTIONS_MAX_ITEMS": 10,
    "SECTION_FIELDS_ITEM_MAX_LENGTH": 2000,
    "SECTION_FIELDS_MAX_ITEMS": 10,
    "SECTION_TEXT_MAX_LENGTH": 3000,
    "SELECT_OPTION_GROUPS_MAX_ITEMS": 100,
    "SELECT_OPTIONS_MAX_ITEMS": 100,
    "SELECT_PLACEHOLDER_MAX_LENGTH": 150,
    "TABLE_COLUMNS_MAX_ITEMS": 20,
    "TABLE_ROWS_MAX_ITEMS": 100,
    "TEXT_MAX_LENGTH": 3000,
    "VIDEO_ALT_TEXT_MAX_LENGTH": 2000,
    "VIDEO_TITLE_MAX_LENGTH": 200,
    "VIEW_BLOCKS_MAX_ITEMS": 100,
    "VIEW_CALLBACK_ID_MAX_LENGTH": 255,
    "VIEW_CLOSE_MAX_LENGTH": 24,
    "VIEW_EXTERNAL_ID_MAX_LENGTH": 255,
    "VIEW_PRIVATE_METADATA_MAX_LENGTH": 3000,
    "VIEW_SUBMIT_MAX_LENGTH": 24,
    "VIEW_TITLE_MAX_LENGTH": 24,
}

TIERS: Mapping[str, str] = {
    "api.test": "Tier4",
    "apps.connections.open": "Tier1",
    "apps.uninstall": "Tier1",
    "auth.revoke": "Tier3",
    "auth.test": "SpecialTier_auth_test",
    "bookmarks.add": "Tier2",
    "bookmarks.list": "Tier3",
    "chat.delete": "Tier3",
    "chat.deleteScheduledMessage": "Tier3",
    "chat.getPermalink": "SpecialTier_chat_getPermalink",
    "chat.postEphemeral": "Tier4",
    "chat.postMessage": "SpecialTier_chat_postMessage",
    "chat.scheduleMessage": "Tier3",
    "chat.unfurl": "Tier3",
    "chat.update": "Tier3",
    "conversations.create": "Tier2",
    "conversations.history": "Tier3",
    "conversations.info": "Tier3",
    "conversations.invite": "Tier3",
    "conversations.join": "Tier3",
    "conversations.leave": "Tier3",
    "conversations.list": "Tier2",
    "conversations.mark": "Tier3",
    "conversations.members": "Tier4",
    "conversations.open": "Tier3",
    "conversations.replies": "Tier3",
    "dnd.info": "Tier3",
    "emoji.list": "Tier2",
    "files.completeUploadExternal": "Tier4",
    "files.getUploadURLExternal": "Tier4",
    "files.info": "Tier4",
    "files.list": "Tier3",
    "oauth.v2.access": "Tier4",
    "pins.add": "Tier2",
    "reactions.add": "Tier3",
    "reactions.get": "Tier3",
    "reactions.list": "Tier2",
    "reactions.remove": "Tier2",
    "team.info": "Tier3",
    "usergroups.list": "Tier2",
    "usergroups.users.list": "Tier2",
    "users.conversations": "Tier2",
    "users.getPresence": "Tier3",
    "users.info": "Tier4",
    "users.list": "Tier2",
    "users.lookupByEmail": "Tier3",
    "users.profile.get": "Tier4",
    "users.profile.set": "Tier3",
    "views.open": "Tier4",
    "views.publish": "Tier4",
    "views.push": "Tier4",
    "views.update": "Tier4",
}
"""The tier of each method that is emulated, and of some neighbours that are refused as not emulated."""


def data_file(name: str) -> Path | None:
    """A file of the data folder for platforms, where there is one."""
    path = Path(os.environ.get("AFTERTOUCH_DATA_DIR", "../shared/data")) / "platforms" / name
    return path if path.is_file() else None


@cache
def block_limits() -> Mapping[str, int]:
    """Every known limit of Block Kit by its name."""
    path = data_file("slack_block_kit_limits.json")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return {**BUILT_IN, **{name: value for name, value in found.items() if isinstance(value, int)}}


@cache
def method_tiers() -> Mapping[str, str]:
    """The tier of every known method by its name, emulated or not."""
    path = data_file("slack_rate_limit_tiers_java_sdk_2026-08.json")
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return {**TIERS, **{name: value for name, value in found.items() if isinstance(value, str)}}
