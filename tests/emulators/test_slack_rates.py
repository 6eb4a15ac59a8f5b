"""Rate limits: tiers per method and workspace, posts per channel, and the wait that Slack names."""

from collections.abc import AsyncIterator, Iterator

import pytest
from slack_sdk.errors import SlackApiError

from tests.emulators.slack.rates import Limiter, RateSettings
from tests.emulators.slack.testing import Hand, hand_on, slack_process


def waits(
    limiter: Limiter, method: str, *, times: int, team: str = "T1", channel: str = "C1", at: int = 0
) -> list[int]:
    return [
        limiter.retry_after(method, team=team, channel=channel, now_ms=at, is_commercial=False)
        for _ in range(times)
    ]


@pytest.mark.parametrize(
    ("method", "per_minute"),
    [("apps.connections.open", 1), ("users.list", 20), ("chat.update", 50), ("views.open", 100)],
)
def test_a_tier_allows_its_number_and_a_small_burst(method: str, per_minute: int) -> None:
    told = waits(Limiter(), method, times=per_minute + 3)

    assert told == [0] * (per_minute + 2) + [60]


def test_a_channel_takes_a_burst_and_then_one_post_a_second() -> None:
    limiter = Limiter()

    burst = waits(limiter, "chat.postMessage", times=5)
    later = waits(limiter, "chat.postMessage", times=1, at=4000)

    assert (burst, later) == ([0, 0, 0, 0, 4], [0])


def test_channels_and_workspaces_have_limits_of_their_own() -> None:
    limiter = Limiter()
    waits(limiter, "chat.postMessage", times=5)

    assert waits(limiter, "chat.postMessage", times=1, channel="C2") == [0]
    assert waits(limiter, "chat.postMessage", times=1, team="T2") == [0]


def test_a_workspace_takes_several_hundred_posts_a_minute() -> None:
    limiter = Limiter(settings=RateSettings(posts_per_minute=3))

    told = [waits(limiter, "chat.postMessage", times=1, channel=f"C{each}")[0] for each in range(4)]

    assert told == [0, 0, 0, 60]


def test_apps_outside_the_marketplace_read_once_a_minute() -> None:
    limiter = Limiter()
    told = [
        limiter.retry_after("conversations.history", team="T1", channel="C1", now_ms=0, is_commercial=True)
        for _ in range(2)
    ]

    assert told == [0, 60]


def test_limits_can_be_switched_off() -> None:
    limiter = Limiter(settings=RateSettings(is_on=False))

    assert set(waits(limiter, "apps.connections.open", times=50)) == {0}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process() as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


async def posted(slack: Hand) -> str:
    try:
        await slack.client().chat_postMessage(channel="C01GEN", text="hello")
    except SlackApiError as refused:
        answer = refused.response
        return f"{answer.status_code} {answer['error']} {answer.headers['Retry-After']}"
    return "ok"


async def test_the_client_is_told_how_long_to_wait_on_the_emulators_clock(slack: Hand) -> None:
    burst = [await posted(slack) for _ in range(5)]
    await slack.advance(4)
    later = await posted(slack)

    assert burst == ["ok"] * 4 + ["429 ratelimited 4"]
    assert later == "ok"
    assert await slack.violations() == []


async def test_who_does_not_wait_is_recorded_and_refused_again(slack: Hand) -> None:
    told = [await posted(slack) for _ in range(6)]

    assert told[4:] == ["429 ratelimited 4"] * 2
    assert await slack.violations() == ["ignored_retry_after"]


async def test_commercial_apps_read_15_messages_at_most(slack: Hand) -> None:
    await slack.post("app", is_commercial=True)
    for each in range(20):
        await slack.say(f"message {each}")

    read = await slack.client().conversations_history(channel="C01GEN", limit=100)

    assert (len(read["messages"]), read["has_more"]) == (15, True)
