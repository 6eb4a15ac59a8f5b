"""What goes out: a prompt's messages in order, or the amendment of the one it was answered in.

An answer to a command may take the place of an earlier one. Telegram makes a picture of a text, and no text
of a picture: where a message cannot become what it should be, the answer is said anew, and the old one loses
its buttons.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Bot, ForceReply, InlineKeyboardMarkup, InputFile, InputMediaPhoto, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.account import MOST_AT_ONCE
from bot.channels.telegram.answering import Shown, show
from bot.channels.telegram.audience import Audience, audience_of
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.following import Following, Safe, Unsafe
from bot.channels.telegram.lanes import Floods, Lanes
from bot.channels.telegram.markup import inline
from bot.channels.telegram.mentioning import Mentioned, mentioned_at
from bot.channels.telegram.photos import PHOTOS, with_photos
from bot.channels.telegram.phrases import phrase
from bot.channels.telegram.quieting import Quieting
from bot.channels.telegram.refusals import (
    cannot_become,
    failure_of,
    is_no_farewell,
    is_unchanged,
    takes_no_picture,
)
from bot.channels.telegram.rendering import Outgoing, amended, render
from bot.channels.telegram.updates import message_at, moved_to
from feedback.outbox import Failure, Receipt
from feedback.prompts import Document, Picture
from feedback.records import OutboxItem

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MOST_REMEMBERED = 1000


class Sender:
    """Sends one item at a time to Telegram, a few at once; repeats nothing."""

    def __init__(
        self,
        bot: Bot,
        *,
        signer: Signer,
        lanes: Lanes,
        now: Callable[[], datetime],
        username: str | None = None,
        safe: Safe | None = None,
    ) -> None:
        """Remember in `safe` what an answer leaves behind, where there is one."""
        self._bot = bot
        self._signer = signer
        self._lanes = lanes
        self._username = username
        self._floods = Floods(now=now)
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._moved: dict[int, int] = {}
        self._begun: dict[str, Sequence[str]] = {}
        self._following = Following(bot, safe=safe or Unsafe(), now=now)
        self._quieting = Quieting(bot, signer=signer)

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Send `item` or amend what it amends."""
        to = audience_of(item)
        if to is None:
            return Failure(kind="rejected", detail="its address is none of Telegram's")
        async with self._room:
            try:
                receipt = await self._sent_to(item, to)
            except TelegramError as error:
                return self._waiting(failure_of(error), to.chat, is_edit=item.amends is not None)
        return self._learnt(receipt, item.address, to.chat)

    def _learnt(self, receipt: Receipt | Failure, address: str, chat: int) -> Receipt | Failure:
        """Let the house know where a chat is now that this send found moved; later ones go there at once."""
        new = self._moved.get(chat)
        if new is None or isinstance(receipt, Failure):
            return receipt
        return replace(receipt, moved_to=moved_to(address, new))

    async def _sent_to(self, item: OutboxItem, to: Audience) -> Receipt | Failure:
        if item.prompt.purpose == "answer":
            return await self._answer(item, to)
        return await (self._amend(item) if item.amends else self._say(item, to.chat))

    async def _say(self, item: OutboxItem, chat: int) -> Receipt | Failure:
        """Send all messages of a prompt, then its files; the last with words is the one that is amended."""
        to = await self._mentioned(item, chat)
        said, files = with_photos(render(item.prompt, signer=self._signer, to=to), item.prompt.documents)
        references = await self._in_order(item.id, chat, [*said, *files])
        reference = references[len(said) - 1]
        await self._quieting.said(item.prompt, reference, has_buttons=bool(said[-1].rows))
        return Receipt(reference=reference)

    async def _in_order(self, item: str, chat: int, messages: Sequence[Outgoing | Document]) -> Sequence[str]:
        """Send messages one by one; after a failure in between the next try goes on from there."""
        references = list(self._begun.pop(item, ()))
        for message in messages[len(references) :]:
            try:
                references.append(await self._message(self._moved.get(chat, chat), message))
            except TelegramError:
                self._remember_begun(item, references)
                raise
        return references

    async def _answer(self, item: OutboxItem, to: Audience) -> Receipt:
        """Answer a command: in the place of `amends` if it can be, in private what is for one alone."""
        whom = None if to.chat > 0 else await mentioned_at(self._bot, item.prompt.whom or "", chat=to.chat)
        shown = show(item.prompt, signer=self._signer, is_group=to.chat < 0, whom=whom)
        place = message_at(item.amends or "")
        if place is not None and place[0] == to.chat and item.id not in self._begun:
            if await self._became(place, shown.head):
                return await self._with_rest(item, to.chat, shown, first=item.amends or "")
            await self._strip(place)
        try:
            return await self._anew(item, to.chat, shown)
        except Forbidden as error:
            if to.group is None or is_no_farewell(error):
                raise
            return await self._hint(item, to.group, to.user or 0)

    async def _anew(self, item: OutboxItem, chat: int, shown: Shown) -> Receipt:
        messages: list[Outgoing | Document] = [shown.head, *shown.rest, *item.prompt.documents]
        references = await self._in_order(item.id, chat, messages)
        await self._following.remember(references[0], references[1 : 1 + len(shown.rest)])
        return Receipt(reference=references[0])

    async def _with_rest(self, item: OutboxItem, chat: int, shown: Shown, *, first: str) -> Receipt:
        """Let what follows a message that was amended go, and the new follow it."""
        await self._following.let_go(first)
        messages: list[Outgoing | Document] = [*shown.rest, *item.prompt.documents]
        references = await self._in_order(f"{item.id} rest", chat, messages)
        await self._following.remember(first, references[: len(shown.rest)])
        return Receipt(reference=first)

    async def _became(self, place: tuple[int, int], head: Outgoing) -> bool:
        """Say whether a message became what it should be; False where Telegram does not turn it into that."""
        chat, message = place
        try:
            if head.picture is None:
                await self._edit_text(chat, message, head)
            elif head.picture.mime in PHOTOS:
                await self._edit_picture(chat, message, head, head.picture)
            else:
                return False
        except BadRequest as error:
            if is_unchanged(error):
                return True
            if cannot_become(error):
                return False
            raise
        return True

    async def _edit_text(self, chat: int, message: int, said: Outgoing) -> None:
        await self._bot.edit_message_text(
            text=said.text,
            chat_id=chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=inline(said.rows),
        )

    async def _edit_picture(self, chat: int, message: int, said: Outgoing, picture: Picture) -> None:
        await self._bot.edit_message_media(
            InputMediaPhoto(
                picture.data, filename=picture.name, caption=said.text or None, parse_mode=ParseMode.HTML
            ),
            chat_id=chat,
            message_id=message,
            reply_markup=inline(said.rows),
        )

    async def _strip(self, place: tuple[int, int]) -> None:
        """Take the buttons, and what follows, from a message whose place another takes."""
        with suppress(TelegramError):
            await self._bot.edit_message_reply_markup(chat_id=place[0], message_id=place[1])
        await self._following.let_go(f"{place[0]}:{place[1]}")

    async def _hint(self, item: OutboxItem, group: int, user: int) -> Receipt:
        """Say in the group how to be answered in private: a bot may write to nobody first."""
        who = await mentioned_at(self._bot, f"{group}/{user}", chat=self._moved.get(group, group))
        bot = f"@{self._username}" if self._username else "the bot"
        words = phrase("write_first", item.prompt.language, bot=bot)
        text = f"{who}\n{words}" if who else words
        return Receipt(reference=await self._message(self._moved.get(group, group), Outgoing(text=text)))

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
        if message.picture is not None:
            return await self._pictured(chat, message, message.picture)
        sent = await self._bot.send_message(
            chat_id=chat,
            text=message.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(message, is_group=chat < 0),
        )
        return f"{chat}:{sent.message_id}"

    async def _pictured(self, chat: int, message: Outgoing, picture: Picture) -> str:
        """Send a picture; what Telegram takes for none goes as a file, which is as good to look at."""
        if picture.mime in PHOTOS:
            try:
                sent = await self._bot.send_photo(
                    chat_id=chat,
                    photo=InputFile(picture.data, filename=picture.name),
                    caption=message.text or None,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_markup(message, is_group=chat < 0),
                )
            except BadRequest as error:
                if not takes_no_picture(error):
                    raise
            else:
                return f"{chat}:{sent.message_id}"
        sent = await self._bot.send_document(
            chat_id=chat,
            document=InputFile(picture.data, filename=picture.name),
            caption=message.text or None,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(message, is_group=chat < 0),
        )
        return f"{chat}:{sent.message_id}"

    async def _handed_over(self, chat: int, document: Document) -> str:
        sent = await self._bot.send_document(
            chat_id=chat,
            document=InputFile(document.content, filename=document.name),
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
        self._quieting.shown(item.prompt, receipt.reference)
        try:
            await self._edit_text(place[0], place[1], message)
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

    def _remember_begun(self, item: str, references: Sequence[str]) -> None:
        """Remember how far a prompt of several messages got; after a restart it begins anew."""
        if references and len(self._begun) < _MOST_REMEMBERED:
            self._begun[item] = references


def _markup(message: Outgoing, *, is_group: bool) -> InlineKeyboardMarkup | ForceReply | None:
    if message.rows:
        return inline(message.rows)
    if message.placeholder is None:
        return None
    return ForceReply(input_field_placeholder=message.placeholder, selective=is_group or None)
