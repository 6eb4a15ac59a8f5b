"""Goldens put before emulators: each call is made again, so that they judge it, and their pages show it."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import httpx
from aiohttp import web

from tests.emulators.common.json_shapes import Json, Object, number_in, object_in, text_in
from tests.emulators.common.remote import Remote
from tests.emulators.slack.objects import JsonObject, mapping, mappings, text
from tests.emulators.slack.seeds import BOT_TOKEN
from tests.emulators.slack.testing import taking
from tests.emulators.telegram_client import TOKEN
from tests.goldens.on_slack import COLLEAGUE
from tests.goldens.on_telegram import ADA, NEIGHBOUR
from tests.goldens.script import ANSWER, Event, Ours, Step, Theirs
from tests.goldens.slack_wire import direct_of


class Refused(AssertionError):
    """An emulator refused a call; the message is its own."""


class Emulated(Protocol):
    """An emulator, before which goldens can be put."""

    async def begin(self) -> None:
        """Forget all that was, and let the customers be there."""

    async def ours(self, call: Ours) -> None:
        """Make a call; raises `Refused`."""

    async def theirs(self, act: Theirs) -> None:
        """Let a customer act."""

    async def violations(self) -> list[str]:
        """Return the rules of the platform that were broken though it let it pass."""


async def put(emulated: Emulated, steps: Iterable[Step]) -> None:
    """Let all of a golden happen."""
    await emulated.begin()
    for step in steps:
        for event in step.events:
            await happen(emulated, event)


async def happen(emulated: Emulated, event: Event) -> None:
    """Let one event happen."""
    await (emulated.ours(event) if isinstance(event, Ours) else emulated.theirs(event))


class EmulatedTelegram:
    """Knows by which ids the emulator goes, where the goldens have others."""

    def __init__(self, remote: Remote, client: httpx.AsyncClient) -> None:
        self._remote = remote
        self._client = client
        self._ids: dict[str, Json] = {}

    async def begin(self) -> None:
        await self._remote.post("reset")
        await self._remote.post("flood", enabled=False)
        for user, name in ((ADA, "Ada"), (NEIGHBOUR, "Bob")):
            await self._remote.post("user", id=user, first_name=name, started=True)
        self._ids = {str(ADA): ADA, str(NEIGHBOUR): NEIGHBOUR}

    async def ours(self, call: Ours) -> None:
        arguments = {name: self._known(name, value) for name, value in call.arguments.items()}
        await self._found_group(text_in(call.arguments.get("chat_id")))
        arguments |= {"chat_id": self._ids[text_in(arguments["chat_id"])]} if "chat_id" in arguments else {}
        url = f"{self._remote.url}/bot{TOKEN}/{call.method}"
        if call.method == "sendDocument":
            file = text_in(object_in(arguments.pop("document")).get("file"))
            sent = {"document": (file, b"what is kept")}
            answer = await self._client.post(url, data={"chat_id": str(arguments["chat_id"])}, files=sent)
        else:
            answer = await self._client.post(url, json=arguments)
        told = object_in(answer.json())
        if told.get("ok") is not True:
            raise Refused(f"{call.method}: {told.get('description')}")
        if call.known_as:
            self._ids[call.known_as] = object_in(told["result"])["message_id"]

    async def theirs(self, act: Theirs) -> None:
        about = act.about
        match act.did:
            case "says":
                await self._found_group(text_in(about.get("chat")))
                where: Object = {"chat": self._ids[text_in(about["chat"])]} if "chat" in about else {}
                if "reply_to" in about:
                    where = {**where, "reply_to": self._ids[text_in(about["reply_to"])]}
                shown = await self._remote.post("say", user=ADA, text=about["text"], **where)
                self._ids[text_in(about["known_as"])] = object_in(shown["message"])["message_id"]
            case "edits":
                number = self._ids[text_in(about["message"])]
                await self._remote.post("edit", user=ADA, text=about["text"], message_id=number)
            case "taps":
                number = self._ids[text_in(about["message"])]
                by = self._ids[text_in(about.get("user", str(ADA)))]
                place: Object = {"chat": self._ids[text_in(about["chat"])]} if "chat" in about else {}
                done = await self._remote.post("tap", user=by, message_id=number, data=about["data"], **place)
                self._ids[text_in(about["press"])] = object_in(done["press"])["id"]
            case "sends a file":
                await self._remote.post("document", user=ADA)
            case _:
                raise LookupError(act.did)

    async def violations(self) -> list[str]:
        return codes_of(await self._remote.get("violations"))

    def _known(self, name: str, value: Json) -> Json:
        return self._ids[text_in(value)] if name in ("message_id", "callback_query_id") else value

    async def _found_group(self, chat: str) -> None:
        if chat.startswith("-") and chat not in self._ids:
            made = await self._remote.post("group", user=ADA, title="The neighbours", supergroup=True)
            self._ids[chat] = number_in(object_in(made["chat"])["id"])


class EmulatedSlack:
    """Knows by which ids the emulator goes, where the goldens have others."""

    def __init__(self, remote: Remote, client: httpx.AsyncClient, told: list[JsonObject], url: str) -> None:
        self._remote = remote
        self._client = client
        self._told = told
        self._url = url
        self._ids: dict[str, str] = {}
        self._files = 0

    async def begin(self) -> None:
        await self._remote.post("reset")
        await self._remote.post("rates", on=False)
        await self._remote.post("app", mode="http", request_url=self._url, interactivity_url=self._url)
        await self._remote.post("channel", id="C01GEN", join=COLLEAGUE)
        self._ids, self._files = {}, 0

    async def ours(self, call: Ours) -> None:
        if call.method == ANSWER:
            return
        arguments = {name: self._known(value) for name, value in call.arguments.items()}
        if "trigger_id" in arguments:
            arguments["trigger_id"] = await self._trigger(call.arguments)
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
        answer = await self._client.post(
            f"{self._remote.url}/api/{call.method}", json=arguments, headers=headers
        )
        told: JsonObject = mapping(answer.json())
        if told.get("ok") is not True:
            raise Refused(f"{call.method}: {told.get('error')} {told.get('response_metadata')}")
        await self._learn(call, told)

    async def theirs(self, act: Theirs) -> None:
        about = act.about
        match act.did:
            case "says":
                thread = self._ids.get(text_in(about.get("thread")), "")
                where: Object = (
                    {"channel": self._ids[f"of {about['thread']}"], "thread_ts": thread} if thread else {}
                )
                said = await self._remote.post(
                    "message", user="U01CUST", text=_escaped(about["text"]), **where
                )
                self._ids[text_in(about["known_as"])] = text_in(said["ts"])
                self._ids[f"of {about['known_as']}"] = text_in(said["channel"])
            case "edits":
                ts, channel = self._ids[text_in(about["message"])], self._ids[f"of {about['message']}"]
                words = _escaped(about["text"])
                await self._remote.post("edit-message", user="U01CUST", channel=channel, ts=ts, text=words)
            case "opens the Home":
                await self._remote.post("open-home", user=about["user"])
            case _:
                return  # what is tapped shows in what we do then

    async def violations(self) -> list[str]:
        return codes_of(await self._remote.get("violations"))

    async def _learn(self, call: Ours, told: JsonObject) -> None:
        if call.known_as:
            self._ids[call.known_as] = text(told, "ts") or text(told, "message_ts")
            self._ids[f"of {call.known_as}"] = text(told, "channel") or text_in(call.arguments["channel"])
            if (user := text_in(call.arguments["channel"])).startswith("U"):
                self._ids[direct_of(user)] = text(told, "channel")
        if call.method == "files.getUploadURLExternal":
            self._files += 1
            length = int(text_in(call.arguments["length"]))
            await self._client.post(text(told, "upload_url"), content=b"." * length)
            self._ids[f"F0{self._files}"] = text(told, "file_id")

    def _known(self, value: Json) -> Json:
        """Return what the emulator calls what the goldens call `value`, also within lists and objects."""
        if isinstance(value, str):
            return self._ids.get(value, value)
        if isinstance(value, list):
            return [self._known(each) for each in value]
        if isinstance(value, Mapping):
            return {name: self._known(each) for name, each in value.items()}
        return value

    async def _trigger(self, arguments: Object) -> str:
        """Let a customer do something for which a view may open."""
        del arguments
        self._told.clear()
        await self._remote.post("shortcut", user="U01CUST", callback_id="golden")
        return next(text(each, "trigger_id") for each in self._told if each.get("trigger_id"))


def _escaped(words: Json) -> str:
    return text_in(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@asynccontextmanager
async def emulated_telegram(url: str) -> AsyncIterator[EmulatedTelegram]:
    """Reach for the emulator at `url`."""
    async with Remote(url) as remote, httpx.AsyncClient(trust_env=False, verify=False) as client:
        yield EmulatedTelegram(remote, client)


@asynccontextmanager
async def emulated_slack(url: str) -> AsyncIterator[EmulatedSlack]:
    """Reach for the emulator at `url`; what it tells the app is taken here."""
    told: list[JsonObject] = []

    async def take(request: web.Request) -> web.StreamResponse:
        form = await request.post() if "form" in request.content_type else {}
        told.append(mapping(str(form.get("payload", ""))))
        return web.Response()

    async with (
        taking(take) as place,
        Remote(url) as remote,
        httpx.AsyncClient(trust_env=False, verify=False) as client,
    ):
        yield EmulatedSlack(remote, client, told, place)


def codes_of(found: Object) -> list[str]:
    """Return the rules that a client broke, as an emulator tells them."""
    return [text(each, "code") for each in mappings(found["violations"])]
