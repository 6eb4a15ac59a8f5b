"""A journey has more touchpoints than a menu shows: a colleague finds each by typing some of it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.channels.slack.elements import OPTION_TEXT, SELECTABLE, Element
from bot.channels.slack.suggesting import suggestions
from tests.bot.slack.house import JOURNEY, shop_on
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.objects import mapping, mappings, text
from tests.emulators.slack.testing import Hand

PLACES = [
    *((f"shelf_{number}", f"Shelf {number}") for number in range(150)),
    ("courier", "The delivery van"),
    ("return_desk", "Bringing it back"),
    ("cafe", "Das Café"),
]
COLLEAGUE = "T01TEST/U02ADM"


def values(found: Sequence[Element]) -> list[object]:
    return [each["value"] for each in found]


def test_without_words_the_first_touchpoints_are_offered_as_many_as_a_menu_shows() -> None:
    assert values(suggestions(" ", PLACES)) == [touchpoint for touchpoint, _ in PLACES[:SELECTABLE]]


def test_every_touchpoint_is_found_by_its_title() -> None:
    first = {touchpoint: values(suggestions(title, PLACES))[:1] for touchpoint, title in PLACES}

    assert first == {touchpoint: [touchpoint] for touchpoint, _ in PLACES}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("DELIV", "courier"),
        ("cour", "courier"),
        ("cafe", "cafe"),
        ("delivry van", "courier"),
        ("brigning", "return_desk"),
        ("return desk", "return_desk"),
        ("back", "return_desk"),
    ],
)
def test_part_of_a_name_or_an_id_finds_it_and_so_does_a_typo(typed: str, found: str) -> None:
    assert values(suggestions(typed, PLACES)) == [found]


def test_a_name_that_begins_so_comes_before_one_that_only_holds_it() -> None:
    places = [("a", "Armband"), ("b", "The band"), ("c", "Band of gold")]

    assert values(suggestions("band", places)) == ["c", "b", "a"]


def test_what_is_like_nothing_finds_nothing() -> None:
    assert suggestions("zzzzqq", PLACES) == []


def test_long_titles_are_cut_to_what_slack_takes() -> None:
    (found,) = suggestions("very", [("long", "Very " * 30)])

    label = found["text"]
    assert isinstance(label, dict)
    assert len(label["text"]) == OPTION_TEXT


_SHELVES = "".join(
    f"      - {{{{id: shelf_{each}, title: Shelf {each}, survey: delivery}}}}\n" for each in range(150)
)
MANY_PLACES = JOURNEY.replace("surveys:\n", f"{_SHELVES}surveys:\n", 1)


async def opened(slack: Hand) -> str:
    """Let a colleague point at a message; return the view that asks what it is about."""
    ts = await slack.say("That took long", user="U01CUST")
    await slack.post("shortcut", user="U02ADM", callback_id="aftertouch_follow_up", channel="C01GEN", ts=ts)
    return text(mapping((await slack.sent(method="views.open"))[0]["view"]), "id")


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_colleague_finds_the_last_of_many_touchpoints_and_has_somebody_asked(
    slack: Hand, tmp_path: Path, transport: str
) -> None:
    async with shop_on(slack, tmp_path, transport=transport, journey=MANY_PLACES, agents=[COLLEAGUE]):
        view = await opened(slack)
        first = await slack.post("suggest", user="U02ADM", view_id=view, action_id="touchpoint", value="")
        found = await slack.post(
            "suggest", user="U02ADM", view_id=view, action_id="touchpoint", value="shelf 149"
        )
        other = await slack.post("suggest", user="U01CUST", view_id=view, action_id="touchpoint", value="s")
        (last,) = mappings(found["options"])
        chosen: Json = {"touchpoint": {"touchpoint": {"type": "external_select", "selected_option": last}}}
        done = await slack.post("submit", user="U02ADM", values=chosen)
        posted = await slack.logged("chat.postMessage", count=2)

    assert len(mappings(first["options"])) == SELECTABLE
    assert mappings(other["options"]) == []
    assert mapping(done["answer"]) == {}
    assert [each for each in posted if "How was it?" in json.dumps(each)]
    assert await slack.violations() == []
