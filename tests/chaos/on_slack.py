"""Conversations on the emulated Slack, in direct messages and over Socket Mode."""

from collections.abc import Mapping, Sequence
from itertools import count

from slack_sdk.web.async_client import AsyncWebClient

from tests.chaos.platform import Account, Shown
from tests.chaos.scenario import PlatformName
from tests.emulators.common.json_shapes import Object, list_in, number_in, object_in, text_in
from tests.emulators.common.remote import Remote
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN

_TEAM = "T01TEST"


class OnSlack:
    """Everybody talks to the app in its direct messages."""

    name: PlatformName = "slack"

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._bot = AsyncWebClient(token=BOT_TOKEN, base_url=f"{remote.url}/api/", retry_handlers=[])
        self._read = 0
        self._seen = 0
        self._numbers = count(1)
        self._people: dict[str, str] = {}
        self._taps = 0

    def environment(self) -> Mapping[str, str]:
        return {
            "AFTERTOUCH_SLACK_BOT_TOKEN": BOT_TOKEN,
            "AFTERTOUCH_SLACK_APP_TOKEN": APP_TOKEN,
            "AFTERTOUCH_SLACK_API": f"{self._remote.url}/api/",
            "AFTERTOUCH_SLACK_READS_FREELY": "true",
        }

    async def customer(self) -> str:
        """Let somebody come whose direct messages with the app are open, so that we know which they are."""
        user = f"U{next(self._numbers):08}"
        await self._remote.post("user", id=user)
        opened: object = (await self._bot.conversations_open(users=user)).data
        channel = object_in(object_in(opened).get("channel")) if isinstance(opened, dict) else {}
        self._people[text_in(channel.get("id"))] = f"{_TEAM}/{user}"
        return f"{_TEAM}/{user}"

    async def news(self, *, wait_s: float) -> Sequence[Shown]:
        found = await self._remote.get("outbox", after=self._read, method="chat.postMessage", wait_s=wait_s)
        entries = [object_in(each) for each in list_in(found["outbox"])]
        self._read = max([self._read, *(number_in(each["number"]) for each in entries)])
        return [self._shown(each) for each in entries]

    async def tap(self, shown: Shown, place: int) -> bool:
        channel, _, ts = shown.message.partition(":")
        action, _, value = shown.buttons[place].partition("=")
        told = await self._remote.post(
            "interact", channel=channel, message_ts=ts, user=_user(shown.address),
            action={"action_id": action, "value": value},
        )  # fmt: skip
        is_heard = told["outcome"] == "ok"
        self._taps += is_heard
        return is_heard

    async def say(self, shown: Shown, words: str) -> None:
        channel = shown.message.partition(":")[0]
        await self._remote.post("message", user=_user(shown.address), channel=channel, text=words)

    async def arm(self, faults: Sequence[Object]) -> None:
        await self._remote.post("faults", faults=list(faults))

    async def disconnect(self) -> None:
        await self._remote.post("disconnect", reason="refresh_requested", count=1)

    async def calm(self) -> None:
        await self._remote.post("faults", clear=True)
        await self._remote.post("flush")

    async def seen(self, *, more: int, wait_s: float) -> None:
        found = list_in((await self._remote.get("log", after=self._seen))["log"])
        self._seen = max([self._seen, *(number_in(object_in(each)["number"]) for each in found)])
        await self._remote.get("log", after=self._seen + more - 1, wait_s=wait_s)

    async def is_idle(self) -> bool:
        waiting = list_in((await self._remote.get("clock"))["waiting"])
        names = [text_in(object_in(each).get("why")) for each in waiting]
        return not any(name.startswith(("retry", "ack of", "a socket for")) for name in names)

    async def account(self) -> Account:
        found = await self._remote.get("log", method="deliver.events_api")
        records = [object_in(each) for each in list_in(found["log"])]
        heard = {_event(each) for each in records if each["verdict"] == "ok"}
        unheard = {_event(each) for each in records} - heard
        return Account(
            heard=heard,
            least=len(heard) + self._taps,
            # Which words an event carried is not in the log: where one was given up, nobody's are certain.
            unheard=set(self._people.values()) if unheard else (),
            lost_answers=(),
        )

    def _shown(self, entry: Object) -> Shown:
        channel = text_in(entry["channel"])
        metadata = object_in(entry["metadata"])
        return Shown(
            address=self._people[channel],
            text=text_in(entry["text"]),
            message=f"{channel}:{text_in(entry['ts'])}",
            buttons=[
                f"{text_in(element.get('action_id'))}={text_in(element.get('value'))}"
                for block in list_in(entry["blocks"])
                for each in list_in(object_in(block).get("elements"))
                if (element := object_in(each)).get("type") == "button"
            ],
            prompt=text_in(object_in(metadata.get("event_payload")).get("prompt")) or None,
        )


def _user(address: str) -> str:
    return address.rpartition("/")[2]


def _event(record: Object) -> str:
    return text_in(object_in(record["arguments"]).get("event_id"))
