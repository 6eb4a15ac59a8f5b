"""Small decisions: what is wrong with a form, who a person is, and what Slack's words come to."""

import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channel import Failure, Finding, Receipt
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.slack.failing import failure_of
from bot.channels.slack.forms import form_view
from bot.channels.slack.profiles import read_person
from bot.channels.slack.submitting import flaws, replies
from bot.form import Form, FormQuestion
from feedback.outbox import FailureKind
from feedback.prompts import Reply
from tests.bot.serving import free_port
from tests.bot.slack.given import ADDRESS, FACES, NOON, SECRET, TEAM, TEXT, item, listed
from tests.bot.slack.slackish import Slackish, channel_at, running

QUESTIONS = (
    FormQuestion(id="rating", text="How was it?", shape=FACES, is_optional=False),
    FormQuestion(
        id="good", text="What was good?", shape=listed("a", "b", "c", many=True, most=2, writable=True)
    ),
    FormQuestion(id="why", text="Why?", shape=TEXT),
)


def filled(values: dict[str, object]) -> dict[str, object]:
    view = form_view(Form(session="s1", language="en", questions=QUESTIONS), sealed="x")
    read: dict[str, object] = json.loads(json.dumps(view | {"state": {"values": values}}))
    return read


RATED = {"q:rating": {"choice": {"selected_option": {"value": "5"}}}}
THREE = [{"value": value} for value in ("o1", "o2", "o3")]


def test_too_many_ticks_and_too_many_words_are_said_at_their_field() -> None:
    view = filled(
        RATED
        | {
            "q:good": {"pick:2": {"selected_options": THREE}},
            "q:why": {"words": {"value": "x" * 2001}},
        }
    )

    assert flaws(view, language="en") == {
        "q:good": "Please pick at most 2.",
        "q:why": "Please use at most 2000 characters.",
    }
    assert flaws(view, language="de")["q:good"] == "Bitte wählen Sie höchstens 2."


def test_ticks_and_own_words_are_one_reply() -> None:
    view = filled(
        RATED
        | {
            "q:good": {"pick:2": {"selected_options": THREE[:1]}},
            "q:good:words": {"words": {"value": "and the tea"}},
        }
    )

    assert flaws(view, language="en") == {}
    assert list(replies(view).items()) == [
        ("rating", Reply(choices=("5",))),
        ("good", Reply(choices=("o1",), text="and the tea")),
        ("why", Reply(skip=True)),
    ]


def test_an_answer_given_before_stands_in_the_form() -> None:
    known = FormQuestion(id="rating", text="How was it?", shape=FACES, chosen=("4",))
    written = FormQuestion(id="why", text="Why?", shape=TEXT, written="so quick")
    view = json.loads(
        json.dumps(form_view(Form(session="s1", language="en", questions=(known, written)), sealed="x"))
    )

    assert view["blocks"][0]["element"]["initial_option"]["value"] == "4"
    assert view["blocks"][1]["element"]["initial_value"] == "so quick"


def test_guests_strangers_and_people_who_left_are_told_apart() -> None:
    assert read_person({"is_restricted": True}).is_guest
    assert read_person({"is_stranger": True}).is_stranger
    assert read_person({"deleted": True}).is_gone
    assert read_person({"is_bot": True}).is_bot
    assert read_person({}).profile.name is None


@pytest.mark.parametrize(
    "answer", [{"user": {"id": "U1", "deleted": True}}, {"user": {"id": "U1", "is_bot": True}}]
)
async def test_nobody_is_found_by_the_address_of_a_bot_or_of_somebody_who_left(
    answer: dict[str, object],
) -> None:
    async with running(Slackish({"users.lookupByEmail": {"ok": True, **answer}})) as site:
        channel = channel_at(site)
        assert await channel.profiles.address_of("a@b.example", team=TEAM) is None
        await channel.close()


def refused(data: dict[str, object], *, status: int = 200) -> SlackApiError:
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.example/api/chat.postMessage",
        req_args={},
        data=data,
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call] # the SDK leaves it untyped


@pytest.mark.parametrize(
    ("data", "status", "kind", "detail"),
    [
        (
            {"error": "missing_scope", "needed": "chat:write"},
            200,
            "misconfigured",
            "missing_scope (chat:write)",
        ),
        ({"error": "some_new_word"}, 200, "rejected", "some_new_word"),
        ({"error": "<script>"}, 200, "unknown", "200"),
        ({}, 503, "unknown", "503"),
        ({"error": "team_added_to_org"}, 200, "unreachable", "team_added_to_org"),
    ],
)
def test_a_refusal_is_told_by_its_code_and_never_by_more(
    data: dict[str, object], status: int, kind: FailureKind, detail: str
) -> None:
    failure = failure_of(refused(data, status=status))

    assert failure.kind == kind
    assert failure.detail.startswith(f"Slack says {detail}")


async def test_where_slack_cannot_be_reached_the_check_says_so() -> None:
    nowhere = Connection(teams=OneTeam(token="xoxb-1"), base_url=f"http://127.0.0.1:{free_port()}/api/")
    channel = SlackChannel(nowhere, secret=SECRET, now=lambda: NOON)

    token, line = await channel.verify()
    await channel.close()
    assert "could not be asked" in token.what
    assert line == Finding(
        what="there is no app-level token for Socket Mode",
        is_right=False,
        fix="make an app-level token with the scope connections:write on the app's page of Slack",
    )


def history(*prompts: str, more: str = "") -> dict[str, object]:
    messages = [
        {
            "ts": f"{number}.1",
            "metadata": {"event_type": "aftertouch_prompt", "event_payload": {"prompt": one}},
        }
        for number, one in enumerate(prompts, start=1)
    ]
    return {
        "ok": True,
        "messages": [{"ts": "9.9", "text": "hello"}, *messages],
        "has_more": bool(more),
        "response_metadata": {"next_cursor": more},
    }


async def looked_up(answers: dict[str, object], *, reads_freely: bool = True) -> tuple[object, int]:
    slackish = Slackish({"conversations.open": {"ok": True, "channel": {"id": "D1"}}, **answers})
    async with running(slackish) as site:
        channel = channel_at(site, reads_freely=reads_freely)
        found = await channel.find(item())
        await channel.close()
    return found, sum(path.endswith("history") for path, _token in slackish.asked)


async def test_a_message_is_known_by_its_prompt_among_others() -> None:
    found, _reads = await looked_up({"conversations.history": history("s9.9", "s1.1")})

    assert found == Receipt(reference="D1:2.1")


@pytest.mark.parametrize(("reads_freely", "reads"), [(True, 4), (False, 1)])
async def test_where_too_much_was_said_since_nobody_can_say(*, reads_freely: bool, reads: int) -> None:
    answers: dict[str, object] = {"conversations.history": history("s9.9", more="next")}
    found, asked = await looked_up(answers, reads_freely=reads_freely)

    assert isinstance(found, Failure)
    assert (found.kind, asked) == ("unknown", reads)


async def test_a_look_that_fails_is_repeated_and_the_message_is_not() -> None:
    found, _reads = await looked_up({"conversations.history": {"ok": False, "error": "internal_error"}})

    assert isinstance(found, Failure)
    assert found.kind == "unreachable"


async def test_a_file_of_no_address_is_asked_of_nobody() -> None:
    channel = channel_at("http://127.0.0.1:1")

    result = await channel.fetch("F1", address="somewhere")
    assert isinstance(result, Failure)
    assert await channel.look_up("somewhere") is None
    assert await channel.find(item(address="somewhere")) is None
    assert await channel.find(item(address=ADDRESS, amends="D1:1.1")) is None
    assert channel.lanes(item(address="somewhere")) == ()
