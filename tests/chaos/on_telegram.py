"""Conversations on the emulated Telegram."""

from collections.abc import Mapping, Sequence
from html import unescape
from re import sub

from tests.chaos.platform import Account, Shown
from tests.chaos.scenario import PlatformName
from tests.emulators.common.json_shapes import Json, Object, list_in, number_in, object_in, text_in
from tests.emulators.common.remote import Remote

TOKEN = "7000000001:a-token-for-tests-only"


class OnTelegram:
    """Everybody talks to the bot in private."""

    name: PlatformName = "telegram"

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._read = 0
        self._last: dict[str, int] = {}
        self._acts = 0
        self._bystander: str | None = None

    def environment(self) -> Mapping[str, str]:
        return {"AFTERTOUCH_TELEGRAM_TOKEN": TOKEN, "AFTERTOUCH_TELEGRAM_API": self._remote.url}

    async def customer(self) -> str:
        made = await self._remote.post("user", started=True, first_name="Ada")
        return str(number_in(made["chat_id"]))

    async def news(self, *, wait_s: float) -> Sequence[Shown]:
        records = await self._records(after=self._read, wait_s=wait_s)
        self._read = max([self._read, *(number_in(each["number"]) for each in records)])
        chats = {chat_of(each) for each in records if has_arrived(each)}
        return [shown for chat in sorted(chats) for shown in await self._shown(chat)]

    async def tap(self, shown: Shown, place: int) -> bool:
        self._acts += 1
        await self._remote.post(
            "tap", user=int(shown.address), message_id=int(shown.message), data=shown.buttons[place]
        )
        return False

    async def say(self, shown: Shown, words: str) -> None:
        self._acts += 1
        await self._remote.post("say", user=int(shown.address), text=words)

    async def arm(self, faults: Sequence[Object]) -> None:
        await self._remote.post("faults", faults=list(faults))

    async def disconnect(self) -> None:
        await self._remote.post("faults", kind="cut_before", method="getUpdates")

    async def calm(self) -> None:
        """Let a bystander say something: an update that was held back follows the next one."""
        await self._remote.post("faults", clear=True)
        self._bystander = self._bystander or await self.customer()
        self._acts += 1
        await self._remote.post("say", user=int(self._bystander), text="Hello")

    async def seen(self, *, more: int, wait_s: float) -> None:
        last = await self._newest()
        await self._remote.get("log", after=last + more - 1, wait_s=wait_s)

    async def is_idle(self) -> bool:
        return not list_in((await self._remote.get("updates"))["pending"])

    async def account(self) -> Account:
        lost = list_in((await self._remote.get("updates"))["lost"])
        records = await self._records(after=0, wait_s=0)
        cut = [each for each in records if has_arrived(each) and each["fault"] == "lost_answer"]
        return Account(
            heard=(),
            least=self._acts - len(lost),
            unheard={_whose(object_in(each)) for each in lost},
            lost_answers=[(chat_of(each), text_of(each)) for each in cut],
        )

    async def _newest(self) -> int:
        found = list_in((await self._remote.get("log", after=self._read))["log"])
        return max([self._read, *(number_in(object_in(each)["number"]) for each in found)])

    async def _records(self, *, after: int, wait_s: float) -> Sequence[Object]:
        found = await self._remote.get("log", after=after, wait_s=wait_s)
        return [object_in(each) for each in list_in(found["log"])]

    async def _shown(self, chat: str) -> Sequence[Shown]:
        after = self._last.get(chat, 0)
        found = await self._remote.get("outbox", chat=chat, after=after)
        messages = [object_in(each) for each in list_in(found["messages"])]
        self._last[chat] = max([after, *(number_in(each["message_id"]) for each in messages)])
        return [
            Shown(
                address=chat,
                text=text_in(each.get("text")),
                message=str(number_in(each["message_id"])),
                buttons=_buttons(each.get("markup")),
            )
            for each in messages
            if each.get("sender") == "bot"
        ]


def has_arrived(record: Object) -> bool:
    """Say whether it is about a message that came into its chat."""
    is_done = record["verdict"] == "ok" or record["fault"] == "lost_answer"
    return record["method"] == "sendMessage" and is_done and record["status"] == 200


def chat_of(record: Object) -> str:
    return str(object_in(record["arguments"]).get("chat_id"))


def text_of(record: Object) -> str:
    return unescape(sub(r"<[^>]*>", "", text_in(object_in(record["arguments"]).get("text"))))


def _buttons(markup: Json) -> Sequence[str]:
    rows = list_in(object_in(markup).get("inline_keyboard"))
    return [text_in(object_in(each).get("callback_data")) for row in rows for each in list_in(row)]


def _whose(update: Object) -> str:
    for kind in ("message", "callback_query"):
        if kind in update:
            return str(number_in(object_in(object_in(update[kind])["from"])["id"]))
    return ""
