"""A conversation between people on several platforms, written down as it is seen in each place.

AFTERTOUCH_UPDATE_GOLDENS=1 writes what happened this time into the files; read the difference.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import App
from tests.bot.telegram.conftest import Talk
from tests.emulators.common.json_shapes import Object, list_in, object_in
from tests.emulators.slack.objects import JsonObject, mapping, mappings, text
from tests.emulators.slack.testing import Hand

_CODE = re.compile(r"\b[Cc]ase ([0-9A-Z]{8})\b")
_OWN_WORDS = "\n\n/journey "
"""What Slack shows of buttons to whoever sees none."""
_NAMES = {"U02ADM": "Ad Min", "U01CUST": "Cust"}
_FILES = Path(__file__).parent / "loops"


@dataclass
class Diary:
    """Writes down what somebody does, and then what is new in every place that is watched."""

    app: App
    slack: Hand | None = None
    telegram: Talk | None = None
    chats: dict[int, str] = field(default_factory=dict)
    web: dict[str, str] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    _shown: dict[tuple[int, str], str] = field(default_factory=dict)
    _read: dict[str, str | None] = field(default_factory=dict)
    _told: int = 0

    def watches(self, chat: int, name: str) -> None:
        """Watch a chat on Telegram."""
        self.chats[chat] = name

    async def did(self, what: str) -> None:
        """Write down what somebody did, and all that came of it."""
        self._lines += ["", f"# {what}"]
        for chat, name in self.chats.items():
            await self._telegram(chat, name)
        await self._slack()
        for address, name in self.web.items():
            self._web(address, name)

    def text(self) -> str:
        """Return it as it is kept: codes of cases are made by chance, and called CODE."""
        written = "\n".join(line.rstrip() for line in self._lines[1:]) + "\n"
        for code in set(_CODE.findall(written)):
            written = written.replace(code, "CODE")
        return written

    def _add(self, where: str, words: str, buttons: list[str], how: str = "") -> None:
        for number, line in enumerate(words.splitlines() or [""]):
            self._lines.append(f"{where + how if number == 0 else '':>26} | {line}")
        if buttons:
            self._lines.append(f"{'':>26} | {' '.join(f'[{each}]' for each in buttons)}")

    async def _telegram(self, chat: int, name: str) -> None:
        for message in await self.telegram.shown(chat) if self.telegram else ():
            number = str(message["message_id"])
            words, buttons = _words(message), _buttons(message)
            now = "\n".join((words, *buttons))
            before = self._shown.get((chat, number))
            if before != now and message.get("by") != "from_us":
                self._shown[chat, number] = now
                self._add(name, words, buttons, "" if before is None else " (changed)")

    async def _slack(self) -> None:
        """Add what is new in Slack; of a message that changed twice the last, all in an order that stays."""
        if self.slack is None:
            return
        told = mappings((await self.slack.get("outbox", after=self._told))["outbox"])
        self._told = max((int(text(each, "number")) for each in told), default=self._told)
        last = {(text(each, "ts"), text(each, "method")): _seen_in_slack(each) for each in told}
        for seen in sorted(last.values()):
            self._add(*seen)

    def _web(self, address: str, name: str) -> None:
        feed = self.app.store.read_feed("web", address, after=self._read.get(address), limit=50)
        for each in feed:
            self._read[address] = each.cursor
            prompt = getattr(each, "prompt", None)
            if prompt is not None:
                self._add(name, prompt.text, [choice.label for choice in prompt.shape.choices])


def assert_as_it_went(name: str, played: str) -> None:
    """Hold a conversation to its file."""
    file = _FILES / f"{name}.txt"
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(played, encoding="utf-8")
    assert file.exists(), f"{file.name} is not there yet: run once with AFTERTOUCH_UPDATE_GOLDENS=1"
    assert played == file.read_text(encoding="utf-8")


def _seen_in_slack(entry: JsonObject) -> tuple[str, str, list[str], str]:
    """Return what an entry of the outbox shows: where, its words, its buttons, and how."""
    method, user = text(entry, "method"), text(entry, "user")
    words = text(entry, "text").partition(_OWN_WORDS)[0] or "[file]"
    elements = (
        mappings(block["elements"])
        for block in mappings(entry.get("blocks", []))
        if block["type"] == "actions"
    )
    buttons = [text(mapping(each["text"]), "text") for row in elements for each in row if "text" in each]
    where = (
        f"Slack, to {_NAMES.get(user, user)} alone" if method == "chat.postEphemeral" else "Slack, Service"
    )
    return where, words, buttons, " (changed)" if method == "chat.update" else ""


def _words(message: Object) -> str:
    for kind in ("photo", "document"):
        if kind in message:
            return f"[{kind}] {message.get('caption') or ''}"
    return str(message.get("text") or "")


def _buttons(message: Object) -> list[str]:
    markup = object_in(message["reply_markup"]) if message.get("reply_markup") else {}
    rows = (list_in(row) for row in list_in(markup.get("inline_keyboard")))
    return [str(object_in(each)["text"]) for row in rows for each in row]
