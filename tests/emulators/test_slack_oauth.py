"""Installing by the pages, rotating tokens on the virtual clock, and leaving."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack.testing import Hand, error_of, hand_on, slack_process

# The SDK passes client id and secret by a class that aiohttp wants to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

BACK = "https://app.example/slack/oauth_redirect"
CLIENT = {"client_id": "1111.2222", "client_secret": "client-secret"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process() as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        await hand.post("team", id="T02NEW", domain="new")
        yield hand


async def allowed(slack: Hand, *, answer: str = "allow", **change: str) -> dict[str, list[str]]:
    query = {
        "client_id": "1111.2222",
        "scope": "chat:write,commands",
        "redirect_uri": BACK,
        "state": "s1",
    } | change
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as browser:
        page = await browser.get("/oauth/v2/authorize", params=query)
        assert page.status_code == 200, page.text
        form = {"team": "T02NEW", "answer": answer}
        sent = await browser.post("/oauth/v2/authorize", params=query, data=form)
    assert sent.status_code == 302
    return parse_qs(urlsplit(sent.headers["Location"]).query)


async def refusal(slack: Hand, **arguments: str) -> str:
    with pytest.raises(SlackApiError) as refused:
        await AsyncWebClient(base_url=f"{slack.url}/api/").oauth_v2_access(**(CLIENT | arguments))
    return error_of(refused.value)


async def test_a_whole_installation(slack: Hand) -> None:
    back = await allowed(slack)
    installed = await AsyncWebClient(base_url=f"{slack.url}/api/").oauth_v2_access(
        **CLIENT, code=back["code"][0], redirect_uri=BACK
    )
    who = await slack.client(installed["access_token"]).auth_test()

    assert back["state"] == ["s1"]
    assert (installed["team"]["id"], installed["scope"]) == ("T02NEW", "chat:write,commands")
    assert (who["team_id"], who["user_id"]) == ("T02NEW", installed["bot_user_id"])


async def test_a_code_works_once_for_10_minutes_with_the_right_secret(slack: Hand) -> None:
    first, late = (await allowed(slack))["code"][0], (await allowed(slack))["code"][0]
    wrong = await refusal(slack, code=first, client_secret="guess")
    elsewhere = await refusal(slack, code=first, redirect_uri="https://else.example/")
    await AsyncWebClient(base_url=f"{slack.url}/api/").oauth_v2_access(**CLIENT, code=first)
    again = await refusal(slack, code=first)
    await slack.advance(601)

    assert (wrong, elsewhere, again) == ("bad_client_secret", "bad_redirect_uri", "code_already_used")
    assert await refusal(slack, code=late) == "invalid_code"


async def test_who_cancels_is_sent_back_without_a_code(slack: Hand) -> None:
    assert await allowed(slack, answer="cancel") == {"error": ["access_denied"], "state": ["s1"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client_id": "9"}, "invalid_client_id"),
        ({"redirect_uri": ""}, "bad_redirect_uri"),
        ({"scope": "All!"}, "invalid_scope"),
    ],
)
async def test_a_wrong_link_shows_what_is_wrong(slack: Hand, change: dict[str, str], words: str) -> None:
    query = {"client_id": "1111.2222", "scope": "chat:write", "redirect_uri": BACK, "state": "s1"} | change
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as browser:
        page = await browser.get("/oauth/v2/authorize", params=query)

    assert page.status_code == 400
    assert page.text.startswith(words)


async def test_a_rotating_token_lives_12_hours_and_its_refresh_token_once(slack: Hand) -> None:
    await slack.post("app", rotates=True)
    anonymous = AsyncWebClient(base_url=f"{slack.url}/api/")
    installed = await anonymous.oauth_v2_access(**CLIENT, code=(await allowed(slack))["code"][0])
    await slack.advance(43_200)
    with pytest.raises(SlackApiError) as expired:
        await slack.client(installed["access_token"]).auth_test()
    refreshed = await anonymous.oauth_v2_access(
        **CLIENT, grant_type="refresh_token", refresh_token=installed["refresh_token"]
    )
    again = await refusal(slack, grant_type="refresh_token", refresh_token=installed["refresh_token"])
    who = await slack.client(refreshed["access_token"]).auth_test()

    assert installed["expires_in"] == 43_200
    assert (error_of(expired.value), again) == ("token_expired", "invalid_refresh_token")
    assert who["team_id"] == "T02NEW"


async def test_a_revoked_token_and_an_uninstalled_app_are_told_apart(slack: Hand) -> None:
    installed = await AsyncWebClient(base_url=f"{slack.url}/api/").oauth_v2_access(
        **CLIENT, code=(await allowed(slack))["code"][0]
    )
    client = slack.client(installed["access_token"])
    assert (await client.auth_revoke())["revoked"]
    with pytest.raises(SlackApiError) as revoked:
        await client.auth_test()
    await slack.post("uninstall", team="T01TEST")
    with pytest.raises(SlackApiError) as gone:
        await slack.client().auth_test()

    assert (error_of(revoked.value), error_of(gone.value)) == ("token_revoked", "account_inactive")


async def test_leaving_is_told_by_two_events(slack: Hand) -> None:
    await slack.post("app", mode="http", request_url="http://127.0.0.1:9/nobody")
    await slack.post("uninstall", team="T01TEST")

    told = await slack.logged("deliver.events_api", count=2)

    kinds = {str(dict(each["arguments"])["type"]) for each in told if isinstance(each["arguments"], dict)}
    assert kinds == {"app_uninstalled", "tokens_revoked"}
