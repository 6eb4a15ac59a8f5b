"""The program between an emulated Slack and an emulated Telegram, with the web chat besides."""

from dataclasses import dataclass, replace
from datetime import timedelta

import httpx

from bot.app import App
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.clock import FakeClock
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem
from feedback.sent_photos import photo_beside
from tests.bot.slack.emulated import FakeInbox
from tests.bot.telegram.conftest import Talk
from tests.emulators.common.json_shapes import number_in, object_in, text_in
from tests.emulators.slack.objects import JsonObject, mappings, text
from tests.emulators.slack.testing import Hand

AGENT, ROOM = "U02ADM", "C01GEN"
_A_WHILE = timedelta(seconds=5)


@dataclass
class Bridge:
    """The program, with a Slack on one side and a Telegram on the other."""

    app: App
    slack: Hand
    heard: FakeInbox
    telegram: Talk
    clock: FakeClock
    held: InboxItem | None = None
    said: int = 0

    async def takes_in(self) -> None:
        """Take in what came from Slack and was held back."""
        assert self.held is not None
        await self.app.inbox.put(self.held)
        await self.goes_on()

    async def downloaded(self, file: JsonObject) -> bytes:
        """Return what Slack hands out of a file."""
        async with httpx.AsyncClient() as client:
            return (await client.get(text(file, "url_private"))).content

    async def goes_on(self) -> None:
        """Let time pass on all three clocks until everything is said that there is to say."""
        for _ in range(4):
            self.clock.advance(_A_WHILE)
            await self.telegram.remote.advance(_A_WHILE.total_seconds())
            await self.slack.advance(_A_WHILE.total_seconds())
            await self.app.settle()

    async def says(self, words: str, *, by: str = AGENT) -> None:
        """Let an agent give a slash command."""
        await self.slack.post("command", user=by, channel=ROOM, command="/journey", text=words)
        await self.hears(b'"command"')

    async def in_thread(self, words: str, *, on: JsonObject, by: str = AGENT) -> None:
        """Let an agent reply to a message of the channel."""
        await self.slack.post("message", user=by, channel=ROOM, text=words, thread_ts=on["ts"])
        await self.hears(words.encode())

    async def hears(self, kind: bytes) -> None:
        """Take in what comes from Slack until something of a kind has come; our own messages come, too."""
        item = None
        while item is None or kind not in item.payload:
            item = replace(await self.heard.next(), received_at=self.clock.now())
            await self.app.inbox.put(item)
        await self.goes_on()

    async def answered(self) -> None:
        """Take in what the customer did in Telegram."""
        await self.app.inbox.put(replace(await self.telegram.inbox.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def shown_in_slack(self) -> list[str]:
        told = await self.slack.get("outbox", after=0)
        return [text(each, "text") for each in mappings(told["outbox"])]

    async def has_shown(self, words: str) -> bool:
        found = await self.slack.client().conversations_history(channel=ROOM, limit=50)
        return any(words in str(each.get("text")) for each in found.get("messages") or ())

    async def enrols(self, team: str) -> None:
        """Make the channel the room of a team."""
        now = self.clock.now()
        self.app.store.invite_team(team, "TEAM2345", now=now, until=now + timedelta(days=1))
        await self.says("team TEAM-2345")

    async def message(self, words: str) -> JsonObject:
        """Return a message of the channel as it is now that says something."""
        found = await self.slack.client().conversations_history(channel=ROOM, limit=50)
        messages = found.get("messages") or []
        return next(each for each in messages if words in str(each))

    async def taps(self, message: JsonObject, label: str) -> None:
        """Let the agent press a button of a message."""
        await self.press(message, label, by=AGENT)
        await self.hears(b"block_actions")

    async def press(self, message: JsonObject, label: str, *, by: str) -> None:
        """Press a button of a message; nobody has heard of it yet."""
        elements = [
            each
            for block in mappings(message["blocks"])
            if block["type"] == "actions"
            for each in mappings(block["elements"])
        ]
        button = next(each for each in elements if label in str(each.get("text")))
        await self.slack.post(
            "interact",
            user=by,
            channel=ROOM,
            message_ts=message["ts"],
            action={"type": "button", "action_id": button["action_id"], "value": button["value"]},
        )

    async def a_group(self, name: str) -> tuple[int, int]:
        """Make a group on Telegram that we are in; return who made it, and the group."""
        user = await self.telegram.customer(first_name=name)
        made = await self.telegram.remote.post("group", user=user, title="Service", supergroup=True)
        now = self.clock.now()
        self.app.store.invite_team("Service", "TEAM2345", now=now, until=now + timedelta(days=1))
        return user, number_in(object_in(made["chat"])["id"])

    async def joins(self, group: int, name: str) -> int:
        user = await self.telegram.customer(first_name=name)
        await self.telegram.remote.post("group", user=user, chat=group, member="member")
        return user

    async def on_telegram(self, user: int, words: str, *, chat: int) -> None:
        await self.telegram.remote.post("say", user=user, chat=chat, text=words)
        await self.hears_telegram(words.encode())

    async def hears_telegram(self, kind: bytes) -> None:
        item = None
        while item is None or kind not in item.payload:
            item = replace(await self.telegram.inbox.next(), received_at=self.clock.now())
            await self.app.inbox.put(item)
        await self.goes_on()

    async def on_the_web(self, customer: str, words: str | None, *, photo: bytes | None = None) -> None:
        """Let a customer say something in the web chat, or send a photo."""
        self.said += 1
        payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words), photo=photo is not None))
        now = self.clock.now()
        if photo is not None:
            key = photo_beside(f"{customer}:{self.said}")
            item = InboxItem(channel="web", key=key, address=customer, payload=photo, received_at=now)
            await self.app.inbox.put(item)
        item = InboxItem(
            channel="web", key=f"{customer}:{self.said}", address=customer, payload=payload, received_at=now
        )
        await self.app.inbox.put(item)
        await self.goes_on()

    async def unhappy_on_the_web(self, customer: str, name: str) -> None:
        """Let a customer in the web chat be asked and choose the worst."""
        facts = CustomerFacts(external_id=customer, name=name, addresses=(("web", customer),))
        now = self.clock.now()
        touch = Touch(
            source="till", source_id=customer, touchpoint="courier", occurred_at=now, customer=facts
        )
        await self.app.submit(touch)
        await self.goes_on()
        await self.on_the_web(customer, "1")

    async def presses(self, user: int, group: int, words: str, label: str) -> None:
        """Let somebody tap a button of the message in a group that says something."""
        found = [each for each in await self.telegram.shown(group) if words in str(each["text"])]
        await self.telegram.remote.post(
            "tap", user=user, chat=group, message_id=found[0]["message_id"], label=label
        )

    async def shown(self, customer: int) -> list[str]:
        return [text_in(each["text"]) for each in await self.telegram.shown(customer)]
