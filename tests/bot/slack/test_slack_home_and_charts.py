"""The App Home, charts with what stands in for them, and the manifest the app is made from."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.channels.slack import SlackChannel, paths
from bot.channels.slack.charts import chart_block, stand_ins
from bot.channels.slack.forms import form_view
from bot.channels.slack.home import home_view
from bot.channels.slack.manifest import manifest
from bot.channels.slack.scopes import BOT_SCOPES
from bot.channels.slack.words import SLACK, Key, slack_say
from bot.form import Form, FormQuestion
from bot.home import Asked, Chart, Home, Overview, Series
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening
from tests.bot.slack.given import ADDRESS, FACES, NUMBERS, TEXT, USER, elements, listed
from tests.emulators.slack.objects import mapping, mappings, text
from tests.emulators.slack.testing import Hand

CHART = Chart(
    kind="line",
    title="Satisfaction by week",
    labels=("May 4", "May 11"),
    series=(Series(name="Delivery", values=(0.5, 1.25)), Series(name="Support", values=(-1, 0))),
)
HOME = Home(
    language="en",
    asked=(
        Asked(about="Delivery <fast>", when="May 4", is_open=True),
        Asked(about="Support", when="May 1", is_open=False),
    ),
    languages=(("en", "English"), ("de", "Deutsch")),
    overview=Overview(page="https://us.example/map", charts=(CHART,)),
)


async def home_of(address: str) -> Home | None:
    return HOME if address == ADDRESS else None


@pytest.fixture
async def channel(slack: Hand, clock: Clock) -> AsyncIterator[SlackChannel]:
    inbox = FakeInbox()
    async with (
        channel_on(slack, homes=home_of, clock=clock) as made,
        listening(made, inbox, slack),
    ):
        yield made


async def test_who_opens_the_home_sees_what_is_asked_of_them_and_what_they_can_wish(
    slack: Hand, channel: SlackChannel
) -> None:
    await slack.post("open-home", user=USER)
    await slack.logged("views.publish")

    view = mapping((await slack.post("open-home", user=USER))["view"])
    shown = json.dumps(view["blocks"])
    assert "Delivery &lt;fast&gt;" in shown
    wishes = [str(each.get("action_id")) for each in elements(mappings(view["blocks"]))]
    assert {"order:pause 30d", "order:stop", "order:privacy", "order:language de"} <= set(wishes)
    assert "data_visualization" in shown
    assert await slack.violations() == []


async def test_a_team_without_charts_gets_a_table_and_is_not_tried_again(
    slack: Hand, channel: SlackChannel
) -> None:
    await slack.post("faults", kind="refuse", method="views.publish", error="invalid_arguments")
    await channel.homes.publish(HOME, address=ADDRESS)
    await channel.homes.publish(HOME, address=ADDRESS)

    verdicts = [
        text(each, "verdict") for each in mappings((await slack.get("log", method="views.publish"))["log"])
    ]
    assert len(verdicts) == 3
    assert len(set(verdicts[1:])) == 1
    assert verdicts[0] != verdicts[1]


async def test_a_team_that_has_no_charts_yet_refuses_them_once_and_gets_one_picture_of_them(
    slack: Hand, channel: SlackChannel
) -> None:
    await slack.post("team", id="T01TEST", charts="refused")
    pictured = replace(CHART, picture="https://us.example/map.png")
    overview = Overview(charts=(pictured, replace(pictured, title="By week")))
    for _ in range(2):
        await channel.homes.publish(replace(HOME, overview=overview), address=ADDRESS)

    calls = await slack.logged("views.publish", count=3)
    shown = [json.dumps(each) for each in calls]
    assert ["data_visualization" in each for each in shown] == [True, False, False]
    assert [each.count("https://us.example/map.png") for each in shown[1:]] == [1, 1]


def test_whom_we_do_not_know_can_only_begin_and_whoever_wants_to_be_forgotten_is_asked_once_more() -> None:
    stranger = json.dumps(home_view(Home(language="en", is_known=False)))
    known = elements(mappings(json.loads(json.dumps(home_view(HOME)))["blocks"]))

    assert "order:start" in stranger
    assert "order:forget" not in stranger
    (forget,) = [each for each in known if each.get("action_id") == "order:forget"]
    assert "never be read again" in json.dumps(forget["confirm"])


def test_a_picture_stands_in_for_a_chart_where_there_is_one() -> None:
    with_picture = replace(CHART, picture="https://us.example/map.png")

    assert [block["type"] for block in stand_ins(with_picture)] == ["header", "image"]
    assert [block["type"] for block in stand_ins(CHART)] == ["header", "table"]


@given(
    st.lists(st.text(max_size=60), min_size=1, max_size=40),
    st.lists(st.tuples(st.text(max_size=60), st.floats(-2, 2)), min_size=1, max_size=15),
)
@settings(deadline=None, max_examples=50)
def test_every_chart_keeps_the_limits_of_charts(labels: list[str], lines: list[tuple[str, float]]) -> None:
    series = tuple(Series(name=name, values=[value] * len(labels)) for name, value in lines)
    drawn = mapping(
        json.loads(json.dumps(chart_block(replace(CHART, labels=labels, series=series))))["chart"]
    )

    categories = mapping(drawn["axis_config"])["categories"]
    assert isinstance(categories, list)
    assert 0 < len(categories) <= 20
    names = [text(one, "name") for one in mappings(drawn["series"])]
    assert len(set(names)) == len(names) <= 6
    assert all(0 < len(name) <= 20 for name in (*names, *map(str, categories)))
    for one in mappings(drawn["series"]):
        assert [point["label"] for point in mappings(one["data"])] == categories


def test_a_stopped_customer_can_begin_again() -> None:
    view = home_view(replace(HOME, is_stopped=True))

    assert "order:start" in json.dumps(view)
    assert "order:stop" not in json.dumps(view)


def test_no_map_is_announced_where_there_is_none_to_show() -> None:
    told = json.dumps(home_view(replace(HOME, overview=Overview())))

    assert "Journey map" not in told
    assert "Journey map" in json.dumps(home_view(replace(HOME, overview=Overview(page="https://us.example"))))


@given(st.lists(st.text(max_size=400), max_size=30), st.booleans())
@settings(deadline=None, max_examples=50)
def test_every_home_and_every_form_is_a_view_the_sdk_takes(asked: list[str], many: bool) -> None:  # noqa: FBT001 - hypothesis draws it
    home = replace(
        HOME, asked=tuple(Asked(about=one, when="today", is_open=many) for one in asked), overview=None
    )
    shapes = (
        FACES,
        NUMBERS,
        TEXT,
        listed(*(one or "x" for one in asked[:12]), "y", many=many, writable=True),
    )
    form = Form(
        session="s1",
        language="de",
        questions=[FormQuestion(id=f"q{n}", text="&" * 3000, shape=shape) for n, shape in enumerate(shapes)],
    )

    for view in (home_view(home), form_view(form, sealed="v1|s1|a|de|t")):
        View(**view).validate_json()  # type: ignore[arg-type] # the SDK types every field, and we give a whole view


@pytest.mark.parametrize("language", SLACK.languages)
def test_every_language_keeps_within_what_buttons_and_titles_take(language: str) -> None:
    titles: Sequence[Key] = ("form_title", "send", "cancel", "point_title")
    buttons: Sequence[Key] = ("done", "form", "pause", "stop", "start", "privacy", "mydata")
    assert all(len(slack_say(key, language)) <= 24 for key in titles)
    assert len(slack_say("forget", language)) <= 30
    assert len(slack_say("forget_sure", language)) <= 300
    assert all(len(slack_say(key, language)) <= 75 for key in buttons)


def test_the_manifest_of_an_app_over_http_names_every_way_in() -> None:
    made = json.loads(json.dumps(manifest(mode="http", public_url="https://us.example/")))

    assert made["settings"]["event_subscriptions"]["request_url"] == f"https://us.example{paths.EVENTS}"
    assert made["settings"]["interactivity"]["request_url"] == f"https://us.example{paths.INTERACTIVE}"
    asked_at = made["settings"]["interactivity"]["message_menu_options_url"]
    assert asked_at == f"https://us.example{paths.INTERACTIVE}"
    assert made["features"]["slash_commands"][0]["url"] == f"https://us.example{paths.COMMANDS}"
    assert made["settings"]["socket_mode_enabled"] is False
    assert "redirect_urls" not in made["oauth_config"]
    assert made["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)


def test_the_manifest_for_socket_mode_names_no_address() -> None:
    made = manifest(mode="socket")

    assert "https://" not in json.dumps(made)
    assert json.loads(json.dumps(made))["settings"]["socket_mode_enabled"] is True


def test_an_app_for_many_teams_needs_an_address_and_exchanges_its_tokens() -> None:
    made = json.loads(json.dumps(manifest(mode="socket", public_url="https://us.example", is_for_many=True)))

    assert made["oauth_config"]["redirect_urls"] == [f"https://us.example{paths.REDIRECT}"]
    assert made["settings"]["token_rotation_enabled"] is True
    with pytest.raises(ValueError, match="public https address"):
        manifest(mode="http")
    with pytest.raises(ValueError, match="https://"):
        manifest(mode="http", public_url="http://us.example")
