"""The whole program before an emulated Slack: server, workers and store, wired by the settings."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from bot.app import App, open_app
from bot.channels.slack import paths
from bot.http.server import make_server
from config.settings import Settings
from feedback.clock import SystemClock
from feedback.intake import CustomerFacts, Touch, Touched
from tests.bot.serving import free_port
from tests.bot.slack.emulated import SIGNING_SECRET
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.objects import JsonObject, mapping, text
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import Hand

_PATIENCE = 60
CLOCK = SystemClock()
"""The machine's: the emulator signs by it."""

JOURNEY = """
id: shop
title: Shop
languages: [en, de]
timezone: {zone}
policy: {{fresh_for: 2d, wait: 0s{policy}}}
scorer: rating
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {{id: courier, title: The courier, survey: delivery}}
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {{id: rating, kind: rating, ask: How was it?, required: true}}
      - {{id: why, kind: text, about: reason, ask: Why?}}
      - {{id: again, kind: rating, ask: And the box?}}
"""

NO_MORE: Mapping[str, object] = {}
"""No settings beyond the usual ones."""

MANY: Mapping[str, object] = {
    "slack_bot_token": None,
    "slack_client_id": "1111.2222",
    "slack_client_secret": SecretStr("client-secret"),
}
"""What the settings hold of an app that many Slack teams install."""


@dataclass
class Shop:
    """The program at work, and a hand on the Slack it speaks to."""

    app: App
    slack: Hand
    site: str
    touches: int = 0

    async def touch(self, *addresses: str, customer: str = "ada") -> Touched:
        """Let a customer reach the touchpoint."""
        self.touches += 1
        facts = CustomerFacts(
            external_id=customer, addresses=tuple(("slack", address) for address in addresses)
        )
        touched = await self.app.submit(
            Touch(
                source="till",
                source_id=str(self.touches),
                customer=facts,
                touchpoint="courier",
                occurred_at=CLOCK.now(),
            )
        )
        assert isinstance(touched, Touched)
        return touched

    async def tap(self, shown: JsonObject, action: str, *, value: str = "", user: str = "U01CUST") -> None:
        done = await self.slack.post(
            "interact",
            user=user,
            channel=text(shown, "channel"),
            message_ts=text(shown, "ts"),
            action={"type": "button", "action_id": action, "value": value},
        )
        assert done["ok"] is True, done


def settings_of(folder: Path, slack: Hand, **more: object) -> Settings:
    known: dict[str, object] = {
        "database_url": f"sqlite:///{folder / 'aftertouch.db'}",
        "key_file": folder / "aftertouch.key",
        "journey": folder / "journey.yaml",
        "slack_bot_token": SecretStr(BOT_TOKEN),
        "slack_api": f"{slack.url}/api/",
        "slack_reads_freely": True,
    }
    return Settings.model_validate(known | more)


@asynccontextmanager
async def shop_on(
    slack: Hand,
    folder: Path,
    *,
    transport: str = "socket",
    zone: str = "UTC",
    journey: str = JOURNEY,
    policy: str = "",
    colleagues: Sequence[str] = (),
    agents: Sequence[str] = (),
    more: Mapping[str, object] = NO_MORE,
) -> AsyncIterator[Shop]:
    """Let the program work; Slack reaches it by `transport`, and has all the time in the world."""
    (folder / "journey.yaml").write_text(journey.format(zone=zone, policy=policy), encoding="utf-8")
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    way_in: dict[str, object] = (
        {"slack_app_token": SecretStr(APP_TOKEN)}
        if transport == "socket"
        else {"slack_signing_secret": SecretStr(SIGNING_SECRET)}
    )
    people = ", ".join(f"slack:{agent}=agent" for agent in agents)
    known = {"public_url": site, "slack_managers": tuple(colleagues), "people": people, **way_in, **more}
    app = open_app(settings_of(folder, slack, **known))
    await slack.post("rates", on=False)
    async with _served(app, port):
        if transport == "socket":
            await slack.get("sockets", count=1, wait_s=_PATIENCE)
        else:
            urls: Json = {
                "request_url": f"{site}{paths.EVENTS}",
                "interactivity_url": f"{site}{paths.INTERACTIVE}",
                "options_url": f"{site}{paths.INTERACTIVE}",
                "command_url": f"{site}{paths.COMMANDS}",
            }
            await slack.post("app", mode="http", verify=True, **mapping(urls))
        yield Shop(app, slack, site)


@asynccontextmanager
async def _served(app: App, port: int) -> AsyncIterator[None]:
    config = uvicorn.Config(make_server(app), host="127.0.0.1", port=port, log_level="critical")
    server = uvicorn.Server(config)
    started, startup = asyncio.Event(), server.startup

    async def tell(sockets: object = None) -> None:
        await startup()
        started.set()

    server.startup = tell  # type: ignore[method-assign] # uvicorn tells nobody when it is ready
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(_PATIENCE):
            await started.wait()
        yield
    finally:
        app.listeners.close()
        server.should_exit = True
        await task
