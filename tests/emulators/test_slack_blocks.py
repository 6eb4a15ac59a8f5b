"""Blocks and views are checked against Slack's limits, in Slack's words."""

import json

import pytest

from tests.emulators.slack.checks import block_problems, view_problems
from tests.emulators.slack.limits import BUILT_IN, TIERS, data_file
from tests.emulators.slack.objects import JsonObject
from tests.emulators.slack.testing import actions, button, modal
from tests.emulators.slack.writing import unescaped


def said(*blocks: JsonObject) -> list[str]:
    return block_problems(list(blocks), pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS")


def words(kind: str, written: str) -> JsonObject:
    return {"type": kind, "text": written}


SECTION: JsonObject = {"type": "section", "text": words("mrkdwn", "*Hello*")}
OPTION: JsonObject = {"text": words("plain_text", "One"), "value": "1"}
PIE: JsonObject = {
    "type": "data_visualization",
    "title": "Moods",
    "chart": {"type": "pie", "segments": [{"label": "good", "value": 3}, {"label": "bad", "value": 1}]},
}
LINE: JsonObject = {
    "type": "data_visualization",
    "title": "Journey",
    "chart": {
        "type": "line",
        "series": [{"name": "score", "data": [{"label": "buy", "value": 4}, {"label": "use", "value": -2}]}],
        "axis_config": {"categories": ["buy", "use"], "x_label": "Stage"},
    },
}
TABLE: JsonObject = {
    "type": "data_table",
    "caption": "Answers",
    "rows": [
        [words("raw_text", "Stage"), words("raw_text", "Score")],
        [words("raw_text", "buy"), {"type": "raw_number", "value": 4}],
    ],
}

GOOD: dict[str, JsonObject] = {
    "section": SECTION,
    "section with fields": {"type": "section", "fields": [words("plain_text", "a"), words("mrkdwn", "b")]},
    "section with accessory": SECTION | {"accessory": button()},
    "header": {"type": "header", "text": words("plain_text", "Hi")},
    "divider": {"type": "divider"},
    "actions": actions(button("a", value="1"), button("b", style="primary"))[0],
    "select": actions({"type": "static_select", "action_id": "s", "options": [OPTION]})[0],
    "context": {"type": "context", "elements": [words("mrkdwn", "small")]},
    "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a map"},
    "slack file": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a map"},
    "markdown": {"type": "markdown", "text": "**Hi**"},
    "card of the SDK's": {"type": "card", "title": words("plain_text", "Card")},
    "feedback buttons": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": words("plain_text", "Good"), "value": "1"},
                "negative_button": {"text": words("plain_text", "Bad"), "value": "0"},
            }
        ],
    },
    "pie": PIE,
    "line": LINE,
    "data table": TABLE,
}


@pytest.mark.parametrize("name", GOOD)
def test_slack_takes_good_blocks(name: str) -> None:
    assert said(GOOD[name]) == []


def section(written: str) -> JsonObject:
    return {"type": "section", "text": words("mrkdwn", written)}


def chart(**change: object) -> JsonObject:
    return json.loads(json.dumps(PIE | change))  # type: ignore[no-any-return] # made of JSON


BAD: list[tuple[str, JsonObject, str]] = [
    ("long section", section("x" * 3001),
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ("empty section", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("section of nothing", {"type": "section"},
    "must define either `fields` or `text` [json-pointer:/blocks/0]"),
    (
        "long header",
        {"type": "header", "text": words("plain_text", "x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        "mrkdwn header",
        {"type": "header", "text": words("mrkdwn", "x")},
        "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
    ),
    (
        "long button",
        actions(button(label="x" * 76))[0],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        "long value",
        actions(button(value="x" * 2001))[0],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        "long action_id",
        actions(button("x" * 256))[0],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        "26 buttons",
        actions(*(button(f"b{each}") for each in range(26)))[0],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        "no buttons",
        {"type": "actions", "elements": []},
        "no less than 1 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        "disabled button",
        actions(button(disabled=True))[0],
        "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
    ),
    (
        "equal action_ids",
        actions(button("a"), button("a"))[0],
        '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        "input among actions",
        actions({"type": "plain_text_input", "action_id": "a"})[0],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    ("unknown block", {"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    (
        "11 fields",
        {"type": "section", "fields": [words("mrkdwn", "x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        "long field",
        {"type": "section", "fields": [words("mrkdwn", "x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        "101 options",
        actions({"type": "static_select", "action_id": "s", "options": [OPTION] * 101})[0],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "6 overflow options",
        actions({"type": "overflow", "action_id": "s", "options": [OPTION] * 6})[0],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "long option",
        actions({"type": "overflow", "action_id": "s", "options": [OPTION | {"value": "x" * 151}]})[0],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    (
        "image without alt",
        {"type": "image", "image_url": "https://example.com/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    ("chart's title", chart(title="x" * 51),
    "must be less than 51 characters [json-pointer:/blocks/0/title]"),
    (
        "13 segments",
        chart(chart={"type": "pie", "segments": [{"label": str(each), "value": 1} for each in range(13)]}),
        "no more than 12 items allowed [json-pointer:/blocks/0/chart/segments]",
    ),
    (
        "segment of nothing",
        chart(chart={"type": "pie", "segments": [{"label": "a", "value": 0}]}),
        "must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    (
        "chart of no kind",
        chart(chart={"type": "radar"}),
        "must be a valid enum value [json-pointer:/blocks/0/chart/type]",
    ),
    (
        "labels beside the categories",
        LINE | {"chart": {"type": "bar", "series": [{"name": "s", "data": [{"label": "x", "value": 1}]}],
                          "axis_config": {"categories": ["y"]}}},
        "labels must match the categories of axis_config [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    ("table without caption", TABLE | {"caption": ""},
    "missing required field: caption [json-pointer:/blocks/0]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "words_of_slack"), [each[1:] for each in BAD], ids=[each[0] for each in BAD]
)
def test_slack_refuses_a_bad_block_and_says_where(block: JsonObject, words_of_slack: str) -> None:
    assert words_of_slack in said(block)


def test_a_message_has_50_blocks_at_most() -> None:
    assert said(*[SECTION] * 50) == []
    assert said(*[SECTION] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_a_message_has_2_charts_at_most() -> None:
    assert said(PIE, LINE) == []
    assert said(PIE, LINE, PIE) == ["no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"]


def test_block_ids_are_unique_in_a_message() -> None:
    twice = SECTION | {"block_id": "same"}

    assert said(twice, twice) == ['`block_id` "same" already exists [json-pointer:/blocks/1/block_id]']


def test_equal_action_ids_are_fine_in_different_blocks() -> None:
    first, second = actions(button("a"))[0], actions(button("a"))[0] | {"block_id": "other"}

    assert said(first, second) == []


def test_slack_takes_a_good_modal() -> None:
    assert view_problems(modal()) == []


@pytest.mark.parametrize(
    ("change", "words_of_slack"),
    [
        (
            {"title": words("plain_text", "x" * 25)},
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            {"private_metadata": "x" * 3001},
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        ({"callback_id": "x" * 256}, "must be less than 256 characters [json-pointer:/view/callback_id]"),
        ({"blocks": [SECTION] * 101}, "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"title": None}, "missing required field: title [json-pointer:/view]"),
        ({"submit": None}, "missing required field: submit [json-pointer:/view]"),
        ({"type": "sheet"}, "must be a valid enum value [json-pointer:/view/type]"),
    ],
)
def test_slack_refuses_a_bad_modal(change: JsonObject, words_of_slack: str) -> None:
    assert words_of_slack in view_problems(modal() | change)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("salt &amp; pepper, 1 &lt; 2", ""),
        ("<@U123> in <#C123|general>, see <https://example.com/?a=1&b=2|this> <!here>", ""),
        ("> a quotation\n> of two lines", ""),
        ("salt & pepper", "&"),
        ("1 < 2", "<"),
        ("2 > 1", ">"),
        ("<script>", "<"),
    ],
)
def test_text_that_should_be_escaped_is_seen(written: str, bare: str) -> None:
    assert unescaped(written) == bare


@pytest.mark.parametrize(
    ("name", "built_in"),
    [
        ("slack_block_kit_limits.json", BUILT_IN),
        ("slack_rate_limit_tiers_java_sdk_2026-08.json", TIERS),
    ],
)
def test_the_built_in_numbers_are_those_of_the_data_folder(name: str, built_in: dict[str, object]) -> None:
    path = data_file(name)
    if path is None:
        pytest.skip(f"AFTERTOUCH_DATA_DIR has no platforms/{name}")
    published = json.loads(path.read_text(encoding="utf-8"))

    assert {key: published.get(key) for key in built_in} == dict(built_in)
