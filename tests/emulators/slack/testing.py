"""For tests of a client: the emulator as a process, its controls, and a place for its deliveries."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ..common.closing import close
from ..common.json_shapes import Json
from ..common.process import emulator
from ..common.remote import Remote
from .objects import JsonObject, mapping, mappings, text
from .seeds import APP_TOKEN, BOT_TOKEN

PATIENCE_S = 10


class Says(Protocol):
    """What Bolt hands to listeners as `say`, `ack` or `respond`."""

    def __call__(self, *words: object, **more: object) -> Awaitable[object]:
        """Say, acknowledge or respond."""
        ...


class Hand(Remote):
    """The control verbs of one emulated Slack, and clients for its Web API."""

    def client(self, token: str = BOT_TOKEN) -> AsyncWebClient:
        """The SDK's client, without its retries: what is repeated shall be the test's own doing."""
        return AsyncWebClient(token=token, base_url=f"{self.url}/api/", retry_handlers=[])

    async def violations(self, *, wait_s: float = 0) -> list[str]:
        """The codes of what the client did wrong so far."""
        found = await self.get("violations", wait_s=wait_s)
        return [text(each, "code") for each in mappings(found["violations"])]

    async def violation(self, code: str) -> JsonObject:
        """The first violation of the rule `code`; waits for it."""
        seen = 0
        while True:
            found = mappings((await self.get("violations", after=seen, wait_s=PATIENCE_S))["violations"])
            named = [each for each in found if each["code"] == code]
            if named:
                return named[0]
            assert found, f"no violation {code}; there are: {await self.violations()}"
            seen += len(found)

    async def logged(self, method: str, *, count: int = 1) -> list[JsonObject]:
        """The first `count` records of `method`; waits for them."""
        found: list[JsonObject] = []
        after = 0
        while len(found) < count:
            fresh = mappings((await self.get("log", method=method, after=after, wait_s=PATIENCE_S))["log"])
            assert fresh, f"only {len(found)} of {count} calls of {method}"
            found += fresh
            after = int(text(fresh[-1], "number"))
        return found

    async def sent(self, *, count: int = 1, method: str = "") -> list[JsonObject]:
        """The first `count` entries of the outbox; waits for them."""
        found: list[JsonObject] = []
        while len(found) < count:
            before = len(found)
            answer = await self.get(
                "outbox", after=0 if not found else _last(found), method=method, wait_s=PATIENCE_S
            )
            found += mappings(answer["outbox"])
            assert len(found) > before, f"only {before} of {count} entries in the outbox"
        return found

    async def say(self, words: str, *, channel: str = "C01GEN", user: str = "U01CUST") -> str:
        """Write as a customer; give back the message's ts."""
        return text(await self.post("message", channel=channel, user=user, text=words), "ts")


def _last(found: list[JsonObject]) -> int:
    return int(text(found[-1], "number"))


@contextmanager
def slack_process(*options: str) -> Iterator[str]:
    """Run an emulator with a frozen clock; give its URL."""
    with emulator("tests.emulators.slack", *options) as process:
        yield process.url


@asynccontextmanager
async def hand_on(url: str) -> AsyncIterator[Hand]:
    """A hand on the emulator at `url`, as new."""
    hand = Hand(url)
    async with hand:
        await hand.post("reset")
        yield hand


@asynccontextmanager
async def taking(handler: Handler) -> AsyncIterator[str]:
    """Serve `handler` for every POST; give the URL for the emulator's deliveries."""
    app = web.Application()
    app.router.add_post("/slack/events", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await close(runner)


def bolt_handler(app: AsyncApp) -> Handler:
    """An aiohttp handler that hands everything to a Bolt app."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return handle


@asynccontextmanager
async def socket_mode(app: AsyncApp, url: str) -> AsyncIterator[None]:
    """Connect a Bolt app by Socket Mode until the block ends."""
    client = AsyncWebClient(token=APP_TOKEN, base_url=f"{url}/api/")
    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's handler has no types
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # the same


def error_of(error: SlackApiError) -> str:
    """Slack's code for a refusal."""
    data: Json = error.response.data if isinstance(error.response.data, dict) else {}
    return text(mapping(data), "error")


def button(action_id: str = "go", *, label: str = "Go", **more: Json) -> JsonObject:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}, **more}


def actions(*elements: JsonObject) -> list[JsonObject]:
    """Blocks with one row of elements."""
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def modal(title: str = "A modal", **more: Json) -> JsonObject:
    """A modal with one input."""
    element: JsonObject = {"type": "plain_text_input", "action_id": "words"}
    label: JsonObject = {"type": "plain_text", "text": "Words"}
    return {
        "type": "modal", "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "in", "label": label, "element": element}], **more,
    }  # fmt: skip
