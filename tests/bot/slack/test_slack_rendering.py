"""Messages as Slack shows them: within every limit, whatever is asked, and the same without blocks."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.channels.slack.addresses import Place, read_address
from bot.channels.slack.marks import prompt_of
from bot.channels.slack.rendering import Message, render
from feedback.prompts import Choice, Look, Prompt, Shape
from feedback.records import OutboxItem
from tests.bot.slack.given import (
    ADDRESS,
    FACES,
    NOTHING_TO_ANSWER,
    NUMBERS,
    SHARED,
    STARS,
    TEXT,
    USER,
    elements,
    item,
    listed,
    prompt,
)

GOLDENS = Path(__file__).parent / "goldens"

# Long words are short ones repeated: to draw thousands of signs one by one takes longer than the test.
WORDS = st.builds(lambda some, times: some * times, st.text(max_size=8), st.sampled_from([1, 1, 1, 20, 400]))
SIGNS = st.builds(lambda some, times: some * times, st.text("&<> a\n", max_size=4), st.sampled_from([1, 900]))


LOOKS: Sequence[Look] = ("faces", "stars", "numbers", "list", "text")


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    look = draw(st.sampled_from(LOOKS))
    count = draw(st.integers(0, 11) | (st.integers(12, 230) if look == "list" else st.nothing()))
    labels = draw(st.lists(WORDS | SIGNS, min_size=1, max_size=4))
    choices = tuple(
        Choice(value=f"v{number}", label=labels[number % len(labels)], spoken=labels[-number % len(labels)])
        for number in range(count)
    )
    return Shape(
        look=look,
        choices=() if look == "text" else choices,
        many=look == "list" and draw(st.booleans()),
        most=draw(st.none() | st.integers(1, 11)),
        writable=draw(st.booleans()),
        most_characters=draw(st.none() | st.integers(1, 20_000)),
        low=draw(st.none() | WORDS),
        high=draw(st.none() | WORDS),
    )


@st.composite
def items(draw: st.DrawFn) -> OutboxItem:
    shape = draw(shapes())
    said = Prompt(
        id=f"{draw(st.sampled_from(['s1', 'x' * 64]))}.{draw(st.integers(1, 999))}",
        session="s1",
        question=draw(st.sampled_from([None, "q1"])),
        purpose=draw(st.sampled_from(["ask", "reask", "remind", "thanks", "notice", "doubt"])),
        text=draw(WORDS | SIGNS) * draw(st.sampled_from([1, 1, 5])),
        language=draw(st.sampled_from(["en", "de", "fr", "es", "it", "pt", "nl"])),
        shape=shape,
        skip=draw(st.none() | WORDS),
        nameless=draw(st.none() | WORDS),
    )
    chosen = tuple(choice.value for choice in shape.choices)[: draw(st.integers(0, 3))]
    address = draw(st.sampled_from([ADDRESS, SHARED]))
    return item(said, address=address, chosen=chosen if shape.many else chosen[:1])


def place_of(sent: OutboxItem) -> Place:
    place = read_address(sent.address)
    assert place is not None
    return place


def rendered(sent: OutboxItem, *, has_form: bool = False) -> Message:
    return render(sent, place_of(sent), has_form=has_form)


@settings(max_examples=30, deadline=None)
@given(sent=items(), has_form=st.booleans())
def test_every_message_keeps_every_limit_of_block_kit(sent: OutboxItem, *, has_form: bool) -> None:
    message = rendered(sent, has_form=has_form)

    assert 0 < len(message.text) < 4000
    assert len(message.blocks) <= 50
    for block in message.blocks:
        parsed = Block.parse(dict(block))
        assert parsed is not None, block["type"]
        parsed.validate_json()
    for words in mrkdwn_of(message):
        assert 0 < len(words) <= 3000
        assert not bare_signs(words.replace(f"<@{USER}>", ""))


@settings(max_examples=30, deadline=None)
@given(sent=items(), has_form=st.booleans())
def test_no_two_blocks_and_no_two_elements_of_a_message_have_the_same_id(
    sent: OutboxItem, *, has_form: bool
) -> None:
    message = rendered(sent, has_form=has_form)

    blocks = [block["block_id"] for block in message.blocks if "block_id" in block]
    assert len(set(blocks)) == len(blocks)
    actions = [each["action_id"] for each in elements(message.blocks) if "action_id" in each]
    assert len(set(actions)) == len(actions)


@settings(max_examples=30, deadline=None)
@given(sent=items())
def test_every_element_that_can_be_acted_on_says_which_prompt_it_belongs_to(sent: OutboxItem) -> None:
    for block in rendered(sent).blocks:
        if "block_id" in block:
            assert prompt_of(str(block["block_id"])) == sent.prompt.id


@pytest.mark.parametrize(
    "sent", [item(prompt(FACES)), item(prompt(STARS)), item(prompt(listed("Yes", "No")))]
)
def test_whoever_sees_no_blocks_reads_every_choice_in_the_text(sent: OutboxItem) -> None:
    message = rendered(sent)

    for choice in sent.prompt.shape.choices:
        assert choice.value in message.text or choice.label in message.text


def test_eleven_numbers_break_into_two_rows() -> None:
    rows = [
        block for block in rendered(item(prompt(NUMBERS, skip=None))).blocks if block["type"] == "actions"
    ]

    assert [len(elements([row])) for row in rows] == [6, 5]


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (listed("Yes", "No"), "button"),
        (listed(*"abcdefg"), "radio_buttons"),
        (listed("a rather long answer that no button shows whole", "short"), "radio_buttons"),
        (listed(*(f"option {number}" for number in range(40))), "static_select"),
        (listed("a", "b", many=True), "checkboxes"),
        (listed(*(f"option {number}" for number in range(40)), many=True), "multi_static_select"),
        (listed("👍 Solved", "👎 Not solved"), "feedback_buttons"),
    ],
)
def test_how_many_options_there_are_decides_how_they_are_shown(shape: Shape, kind: str) -> None:
    found = elements(rendered(item(prompt(shape, skip=None))).blocks)

    assert found[0]["type"] == kind


def test_an_amended_message_shows_what_was_chosen_and_can_still_be_changed() -> None:
    message = rendered(item(prompt(FACES), amends="D1:1.1", chosen=("4",)))

    buttons = elements(message.blocks)
    assert [each["value"] for each in buttons if each.get("style") == "primary"] == ["4"]
    assert [each["value"] for each in buttons if each["type"] == "button"] == ["1", "2", "3", "4", "5"]
    assert "✓ Your answer: 🙂 (4 of 5, good)" in mrkdwn_of(message)


def test_in_a_shared_channel_the_person_is_named_and_others_do_not_see_what_was_chosen() -> None:
    message = rendered(item(prompt(FACES), address=SHARED, amends="C1:1.1", chosen=("4",)))

    assert message.text.startswith(f"<@{USER}> ")
    assert f"Only <@{USER}> can answer this." in mrkdwn_of(message)
    assert not [each for each in elements(message.blocks) if each.get("style") == "primary"]
    assert "✓ Noted, thank you." in mrkdwn_of(message)


def test_a_form_is_offered_until_the_question_is_answered() -> None:
    before = rendered(item(prompt(FACES)), has_form=True)
    after = rendered(item(prompt(FACES), amends="D1:1.1", chosen=("4",)), has_form=True)

    assert [each["value"] for each in elements(before.blocks) if each.get("action_id") == "form:0"] == ["s1"]
    assert not [each for each in elements(after.blocks) if each.get("action_id") in ("form:0", "skip:0")]


CASES: Mapping[str, OutboxItem] = {
    "faces": item(prompt(FACES)),
    "stars": item(prompt(STARS)),
    "numbers": item(prompt(NUMBERS, text="How likely are you to recommend us?")),
    "words": item(prompt(TEXT, text="What could we do better?")),
    "one_of_few": item(prompt(listed("Delivery", "Price", "Service"), text="What was it about?")),
    "one_of_many": item(prompt(listed(*(f"Shop {number}" for number in range(1, 13))), text="Where?")),
    "several": item(
        prompt(listed("Fast", "Kind", "Cheap", many=True, most=2, writable=True), text="What was good?")
    ),
    "thumbs": item(prompt(listed("👍", "👎"), text="Did we fix it?")),
    "amended": item(prompt(FACES), amends="D1:1.1", chosen=("4",)),
    "shared": item(prompt(FACES), address=SHARED),
    "shared_words": item(prompt(TEXT, text="What could we do better?"), address=SHARED),
    "shared_amended": item(prompt(FACES), address=SHARED, amends="C1:1.1", chosen=("4",)),
    "notice": item(
        prompt(NOTHING_TO_ANSWER, text="Changed. Thank you for putting it right.", purpose="notice")
    ),
    "escaped": item(prompt(NOTHING_TO_ANSWER, text="Fish & Chips <b>£5</b>", purpose="thanks")),
    "german_reminder": item(
        prompt(FACES, text="Wie war es?", purpose="remind", language="de", skip="Auslassen")
    ),
    "doubt_in_a_channel": item(
        prompt(
            listed("Keep 5 of 5", "Change my answer"), text="Which should count?", purpose="doubt", skip=None
        ),
        address=SHARED,
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_kind_of_message_is_what_its_golden_file_shows(
    name: str, request: pytest.FixtureRequest
) -> None:
    message = rendered(CASES[name], has_form=name == "faces")
    found = {"text": message.text, "blocks": list(message.blocks), "metadata": message.metadata}
    file = GOLDENS / f"{name}.json"
    if not file.exists():
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: look at it, then commit it")

    assert found == json.loads(file.read_text(encoding="utf-8"))


def mrkdwn_of(message: Message) -> list[str]:
    found: list[str] = []
    for block in message.blocks:
        texts = [block.get("text"), *elements([block])]
        found += [
            str(each["text"]) for each in texts if isinstance(each, dict) and each.get("type") == "mrkdwn"
        ]
    return found


def bare_signs(marked: str) -> bool:
    return (
        "<" in marked
        or ">" in marked
        or "&" in marked.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    )
