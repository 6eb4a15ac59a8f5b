"""What goes out: a prompt's messages in order, or the amendment of the one it was answered in."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Bot, ForceReply, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot.channels.telegram.account import MOST_AT_ONCE
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.lanes import Floods, Lanes
from bot.channels.telegram.markup import inline
from bot.channels.telegram.mentioning import Mentioned, mentioned_at
from bot.channels.telegram.refusals import failure_of, is_unchanged
from bot.channels.telegram.rendering import Outgoing, amended, render
from bot.channels.telegram.updates import chat_of, message_at, moved_to
from feedback.outbox import Failure, Receipt
from feedback.prompts import Document
from feedback.records import OutboxItem

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MOST_REMEMBERED = 1000


class Sender:
    """Sends one item at a time to Telegram, a few at once; repeats nothing."""

    def __init__(self, bot: Bot, *, signer: Signer, lanes: Lanes, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._signer = signer
        self._lanes = lanes
        self._floods = Floods(now=now)
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._moved: dict[int, int] = {}
        self._begun: dict[str, int] = {}

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Send `item` or amend what it amends."""
        chat = chat_of(item.address)
        if chat is None:
            return Failure(kind="rejected", detail="its address is none of Telegram's")
        async with self._room:
            try:
                receipt = await (self._amend(item) if item.amends else self._say(item, chat))
            except TelegramError as error:
                return self._waiting(failure_of(error), chat, is_edit=item.amends is not None)
        return self._learnt(receipt, item.address, chat)

    def _learnt(self, receipt: Receipt | Failure, address: str, chat: int) -> Receipt | Failure:
        """Let the house know where a chat is now that this send found moved; later ones go there at once."""
        new = self._moved.get(chat)
        if new is None or isinstance(receipt, Failure):
            return receipt
        return replace(receipt, moved_to=moved_to(address, new))

    async def _say(self, item: OutboxItem, chat: int) -> Receipt | Failure:
        """Send all messages of a prompt; after a failure in between the next try goes on from there."""
        to = await self._mentioned(item, chat)
        messages: Sequence[Outgoing | Document] = [
            *render(item.prompt, signer=self._signer, to=to),
            *item.prompt.documents,
        ]
        reference = ""
        for place in range(self._begun.pop(item.id, 0), len(messages)):
            try:
                reference = await self._message(self._moved.get(chat, chat), messages[place])
            except TelegramError:
                self._remember_begun(item.id, place)
                raise
        return Receipt(reference=reference)

    async def _mentioned(self, item: OutboxItem, chat: int) -> Mentioned | None:
        return await mentioned_at(self._bot, item.address, chat=self._moved.get(chat, chat))

    async def _message(self, chat: int, message: Outgoing | Document) -> str:
        try:
            return await self._sent(chat, message)
        except ChatMigrated as moved:
            # Refused for good where it was, so to say it at the new place repeats nothing.
            self._moved[chat] = moved.new_chat_id
            return await self._sent(moved.new_chat_id, message)

    async def _sent(self, chat: int, message: Outgoing | Document) -> str:
        if isinstance(message, Document):
            return await self._handed_over(chat, message)
        sent = await self._bot.send_message(
            chat_id=chat,
            text=message.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(message, is_group=chat < 0),
        )
        return f"{chat}:{sent.message_id}"

    async def _handed_over(self, chat: int, document: Document) -> str:
        sent = await self._bot.send_document(
            chat_id=chat,
            document=InputFile(document.text.encode(), filename=document.name),
            disable_content_type_detection=True,
        )
        return f"{chat}:{sent.message_id}"

    async def _amend(self, item: OutboxItem) -> Receipt | Failure:
        place = message_at(item.amends or "")
        if place is None:
            return Failure(kind="rejected", detail="what it amends is no message of Telegram's")
        to = await self._mentioned(item, place[0])
        message = amended(item.prompt, chosen=item.chosen, signer=self._signer, to=to)
        receipt = Receipt(reference=item.amends or "")
        if message is None:
            return receipt
        try:
            await self._bot.edit_message_text(
                text=message.text,
                chat_id=place[0],
                message_id=place[1],
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=inline(message.rows),
            )
        except TelegramError as error:
            if not is_unchanged(error):
                raise
        return receipt

    def _waiting(self, failure: Failure, chat: int, *, is_edit: bool) -> Failure:
        if failure.kind != "throttled":
            return failure
        own = self._lanes.of_chat(chat, is_edit=is_edit)
        wait = failure.retry_after or timedelta()
        return replace(failure, lane=self._floods.lane(chat, own, retry_after=wait))

    def _remember_begun(self, item: str, place: int) -> None:
        """Remember how far a prompt of several messages got; after a restart it begins anew."""
        if place and len(self._begun) < _MOST_REMEMBERED:
            self._begun[item] = place


def _markup(message: Outgoing, *, is_group: bool) -> InlineKeyboardMarkup | ForceReply | None:
    if message.rows:
        return inline(message.rows)
    if message.placeholder is None:
        return None
    return ForceReply(input_field_placeholder=message.placeholder, selective=is_group or None)
