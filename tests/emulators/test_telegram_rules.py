"""The emulator's numbers and excerpt are Telegram's own: the specification's and the SDK's."""

import inspect
import json
from pathlib import Path

import pytest
from telegram import constants

from tests.emulators.telegram import limits, rules
from tests.emulators.telegram.builtin_spec import BUILTIN
from tests.emulators.telegram.methods.table import METHODS
from tests.emulators.telegram.rules import RULES
from tests.emulators.telegram_client import SPEC, needs_spec

THEIRS = {
    "TEXT": constants.MessageLimit.MAX_TEXT_LENGTH,
    "CAPTION": constants.MessageLimit.CAPTION_LENGTH,
    "ENTITIES": constants.MessageLimit.MESSAGE_ENTITIES,
    "START_PAYLOAD": constants.MessageLimit.DEEP_LINK_LENGTH,
    "CALLBACK_DATA_BYTES": constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA,
    "BUTTONS": constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER,
    "BUTTONS_PER_ROW": constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW,
    "PLACEHOLDER": constants.ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER,
    "ANSWER": constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH,
    "COMMAND": constants.BotCommandLimit.MAX_COMMAND,
    "COMMAND_DESCRIPTION": constants.BotCommandLimit.MAX_DESCRIPTION,
    "COMMANDS": constants.BotCommandLimit.MAX_COMMAND_NUMBER,
    "NAME": constants.BotNameLimit.MAX_NAME_LENGTH,
    "DESCRIPTION": constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
    "SHORT_DESCRIPTION": constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH,
    "SECRET": constants.WebhookLimit.MAX_SECRET_TOKEN_LENGTH,
    "CONNECTIONS": constants.WebhookLimit.MAX_CONNECTIONS_LIMIT,
    "UPDATES": constants.PollingLimit.MAX_LIMIT,
    "GROUP_MOST": constants.MediaGroupLimit.MAX_MEDIA_LENGTH,
    "GROUP_LEAST": constants.MediaGroupLimit.MIN_MEDIA_LENGTH,
    "UPLOAD_BYTES": constants.FileSizeLimit.FILESIZE_UPLOAD,
    "PHOTO_BYTES": constants.FileSizeLimit.PHOTOSIZE_UPLOAD,
    "DOWNLOAD_BYTES": constants.FileSizeLimit.FILESIZE_DOWNLOAD,
    "PER_SECOND_PER_CHAT": constants.FloodLimit.MESSAGES_PER_SECOND_PER_CHAT,
    "PER_SECOND": constants.FloodLimit.MESSAGES_PER_SECOND,
    "PER_MINUTE_PER_GROUP": constants.FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP,
    "PAID_PER_SECOND": constants.FloodLimit.PAID_MESSAGES_PER_SECOND,
}


@pytest.mark.parametrize("name", THEIRS)
def test_a_limit_is_the_one_the_sdk_knows(name: str) -> None:
    assert getattr(limits, name) == THEIRS[name]


@needs_spec
@pytest.mark.parametrize("part", ["methods", "types"])
def test_the_built_in_excerpt_says_what_the_specification_says(part: str) -> None:
    whole, excerpt = json.loads(SPEC.read_text())[part], json.loads(json.dumps(BUILTIN))[part]

    for name, described in excerpt.items():
        theirs = {each["name"]: (each["types"], each["required"]) for each in whole[name].get("fields", [])}
        ours = {each["name"]: (each["types"], each["required"]) for each in described["fields"]}
        assert (name, ours) == (name, theirs)


def test_every_emulated_method_is_in_the_excerpt() -> None:
    methods = json.loads(json.dumps(BUILTIN))["methods"]

    assert {each.lower() for each in methods} == set(METHODS)


def test_every_rule_cites_its_source() -> None:
    assert all(rule.source and rule.words for rule in RULES.values())


def test_no_rule_stands_in_the_table_for_nothing() -> None:
    folder = Path(inspect.getfile(rules)).parent
    sources = "".join(each.read_text() for each in folder.rglob("*.py") if each.name != "rules.py")

    assert [code for code in RULES if f'"{code}"' not in sources] == []
