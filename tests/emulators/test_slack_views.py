"""Modals and App Home: triggers, the stack of three, hashes, and what an acknowledgement does."""

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.objects import JsonObject, items, mapping, parsed, text
from tests.emulators.slack.testing import Hand, error_of, hand_on, modal, slack_process, taking

VALUES: JsonObject = {"in": {"words": {"type": "plain_text_input", "value": "fine"}}}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process("--mode", "http") as running:
        yield running


class App:
    """Takes interactions; answers with `answer`; keeps the last payload."""

    def __init__(self) -> None:
        self.answer: JsonObject = {}
        self.payload: JsonObject = {}

    async def take(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        self.payload = mapping(parsed(str(form.get("payload", "{}")))) or dict(form)  # type: ignore[arg-type] # a command's form is text
        return web.json_response(self.answer) if self.answer else web.Response()

    @property
    def trigger(self) -> str:
        return text(self.payload, "trigger_id")


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        await hand.post("app", events=["app_uninstalled"])
        yield hand


@pytest.fixture
async def app(slack: Hand) -> AsyncIterator[App]:
    made = App()
    async with taking(made.take) as there:
        await slack.post("app", request_url=there)
        yield made


async def shortcut(slack: Hand) -> None:
    await slack.post("shortcut", user="U01CUST", callback_id="ask")


async def opened(slack: Hand, app: App, **more: object) -> JsonObject:
    await shortcut(slack)
    answer = await slack.client().views_open(trigger_id=app.trigger, view=modal() | more)
    return mapping(answer["view"])


async def refusal(slack: Hand, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await slack.client().api_call(method, json=arguments)
    return error_of(refused.value)


async def test_a_trigger_opens_one_view_within_3_seconds(slack: Hand, app: App) -> None:
    await opened(slack, app)
    used = await refusal(slack, "views.open", trigger_id=app.trigger, view=modal())
    await shortcut(slack)
    await slack.advance(3.001)
    expired = await refusal(slack, "views.open", trigger_id=app.trigger, view=modal())
    unknown = await refusal(slack, "views.open", trigger_id="1.2.3", view=modal())

    assert (used, expired, unknown) == ("exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id")


async def test_a_bad_view_is_refused_with_its_reasons(slack: Hand, app: App) -> None:
    await shortcut(slack)

    with pytest.raises(SlackApiError) as refused:
        await slack.client().views_open(trigger_id=app.trigger, view=modal("x" * 25))

    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_three_views_stack_and_a_fourth_does_not(slack: Hand, app: App) -> None:
    root = await opened(slack, app)
    for _ in range(2):
        await slack.post("submit", user="U01CUST", values=VALUES)
        await opened(slack, app)
    app.answer = {"response_action": "push", "view": modal()}
    await slack.post("submit", user="U01CUST", values=VALUES)
    await slack.post("submit", user="U01CUST", values=VALUES)
    app.answer = {"response_action": "errors", "errors": {"in": "again"}}
    await slack.post("submit", user="U01CUST", values=VALUES)

    code = await refusal(slack, "views.push", trigger_id=app.trigger, view=modal())
    state = await slack.get("state")

    assert code == "push_limit_reached"
    assert len(items(mapping(state["stacks"])["T01TEST:U01CUST"])) == 3
    assert root["root_view_id"] == root["id"]


async def test_a_push_needs_a_modal_to_push_onto(slack: Hand, app: App) -> None:
    await shortcut(slack)

    assert await refusal(slack, "views.push", trigger_id=app.trigger, view=modal()) == "not_found"


async def test_a_stale_hash_is_a_conflict(slack: Hand, app: App) -> None:
    view = await opened(slack, app)
    await slack.client().views_update(view_id=text(view, "id"), hash=text(view, "hash"), view=modal("Two"))

    code = await refusal(slack, "views.update", view_id=view["id"], hash=view["hash"], view=modal("Three"))

    assert code == "hash_conflict"


async def test_an_external_id_names_one_view(slack: Hand, app: App) -> None:
    await opened(slack, app, external_id="mine")
    await slack.client().views_update(external_id="mine", view=modal("Two", external_id="mine"))
    await shortcut(slack)
    home = {"type": "home", "external_id": "mine", "blocks": [{"type": "divider"}]}

    assert await refusal(slack, "views.publish", user_id="U01CUST", view=home) == "duplicate_external_id"


async def test_a_submission_closes_the_modal_or_does_what_it_is_told(slack: Hand, app: App) -> None:
    answers: list[JsonObject] = [
        {"response_action": "errors", "errors": {"in": "Too short"}},
        {"response_action": "update", "view": modal("Two")},
        {"response_action": "push", "view": modal("Three")},
        {},
        {"response_action": "clear"},
    ]
    await opened(slack, app)
    told = []
    for each in answers:
        app.answer = each
        told.append((await slack.post("submit", user="U01CUST", values=VALUES))["modal"])

    assert told == ["errors", "updated", "pushed", "closed", "cleared"]
    assert mapping(mapping(mapping(app.payload["view"])["state"])["values"]) == VALUES
    assert await slack.violations() == []


async def test_nonsense_in_an_acknowledgement_is_recorded(slack: Hand, app: App) -> None:
    await opened(slack, app)
    useless: list[JsonObject] = [{"ok": True}, {"response_action": "errors", "errors": {"elsewhere": "x"}}]
    for answer in useless:
        app.answer = answer
        await slack.post("submit", user="U01CUST", values=VALUES)

    assert await slack.violations() == ["bad_ack", "bad_ack"]


async def test_closing_is_told_to_those_who_asked(slack: Hand, app: App) -> None:
    await opened(slack, app)
    quiet = await slack.post("close-view", user="U01CUST")
    await opened(slack, app, notify_on_close=True)
    await slack.post("close-view", user="U01CUST", all=True)

    assert quiet["outcome"] == "not wanted"
    assert (app.payload["type"], app.payload["is_cleared"]) == ("view_closed", True)


async def test_app_home_is_published_with_a_hash_and_shown(slack: Hand, app: App) -> None:
    home: JsonObject = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await slack.client().views_publish(user_id="U01CUST", view=home)
    await slack.client().views_publish(user_id="U01CUST", view=home, hash=first["view"]["hash"])
    code = await refusal(slack, "views.publish", user_id="U01CUST", view=home, hash=first["view"]["hash"])

    shown = await slack.post("open-home", user="U01CUST")

    assert code == "hash_conflict"
    assert mapping(shown["view"])["id"] == first["view"]["id"]


async def test_external_options_are_the_apps_answer(slack: Hand, app: App) -> None:
    select = {"type": "external_select", "action_id": "who", "min_query_length": 1}
    label = {"type": "plain_text", "text": "Who"}
    await opened(slack, app, blocks=[{"type": "input", "block_id": "in", "label": label, "element": select}])
    app.answer = {"options": [{"text": {"type": "plain_text", "text": "Ann"}, "value": "ann"}]}
    view_id = text(mapping((await slack.sent(method="views.open"))[0]["view"]), "id")

    told = await slack.post(
        "suggest", user="U01CUST", view_id=view_id, block_id="in", action_id="who", value="a"
    )

    assert told["options"] == app.answer["options"]
    assert app.payload["value"] == "a"


@pytest.mark.parametrize(
    "options",
    [
        [{"text": {"type": "plain_text", "text": "A" * 76}, "value": "a"}],
        [{"text": {"type": "plain_text", "text": "Ann"}, "value": "v" * 151}],
        [{"text": {"type": "plain_text", "text": f"Ann {each}"}, "value": f"{each}"} for each in range(101)],
    ],
    ids=["label", "value", "count"],
)
async def test_external_options_beyond_the_limits_are_shown_to_nobody(
    slack: Hand, app: App, options: Json
) -> None:
    view_id = await asking(slack, app)
    app.answer = {"options": options}

    told = await slack.post("suggest", user="U01CUST", view_id=view_id, action_id="who", value="a")

    assert "options" not in told
    assert await slack.violations() == ["bad_ack"]


async def test_the_app_is_not_asked_before_enough_is_typed(slack: Hand, app: App) -> None:
    view_id = await asking(slack, app, min_query_length=2)
    app.answer = {"options": []}

    early = await slack.post("suggest", user="U01CUST", view_id=view_id, action_id="who", value="a")
    later = await slack.post("suggest", user="U01CUST", view_id=view_id, action_id="who", value="an")

    assert (early["outcome"], later["outcome"], later["options"]) == ("not asked", "ok", [])
    assert await slack.violations() == []


async def asking(slack: Hand, app: App, *, min_query_length: int = 0) -> str:
    """Open a view with a menu whose options the app is asked for; return its id."""
    select = {"type": "external_select", "action_id": "who", "min_query_length": min_query_length}
    label = {"type": "plain_text", "text": "Who"}
    await opened(slack, app, blocks=[{"type": "input", "block_id": "in", "label": label, "element": select}])
    return text(mapping((await slack.sent(method="views.open"))[0]["view"]), "id")
