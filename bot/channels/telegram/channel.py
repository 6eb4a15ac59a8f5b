"""Telegram as a channel: all its parts, made with those they work with."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

import httpx
from starlette.routing import BaseRoute
from telegram.error import TelegramError

from bot.channel import Finding, Furnishing, Lane, Meaning, Profile, Put
from bot.channels.telegram import connecting, fetching, verifying
from bot.channels.telegram.account import LONG_POLL, Account, open_line
from bot.channels.telegram.attending import Attendant
from bot.channels.telegram.audience import audience_of
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.commands import TeamCommands
from bot.channels.telegram.following import Safe
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.membership import is_member, look_at_group
from bot.channels.telegram.menus import ChatMenus
from bot.channels.telegram.polling import Poller, Sleep
from bot.channels.telegram.raw import read_raw
from bot.channels.telegram.reading import Reader
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.updates import CHANNEL, profile_of, user_of
from bot.channels.telegram.webhook import webhook_route
from feedback.outbox import Failure, Receipt
from feedback.records import InboxItem, OutboxItem

TAPS_LIVE = timedelta(seconds=150)
"""tdlib/telegram-bot-api 10.0, Client.cpp: how long a callback query waits to be fetched."""

_NO_TEAM: TeamCommands = MappingProxyType({})


class TelegramChannel:
    """One bot. It listens by polling, or serves a webhook where its account names one."""

    name = CHANNEL
    keeps_taps = TAPS_LIVE

    def __init__(
        self,
        account: Account,
        *,
        now: Callable[[], datetime],
        team_commands: TeamCommands = _NO_TEAM,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        long_poll: timedelta = LONG_POLL,
        transport: httpx.AsyncBaseTransport | None = None,
        safe: Safe | None = None,
    ) -> None:
        """Open no connection yet; `transport` takes the place of the network in tests.

        What a later process has to know is kept in `safe`.
        """
        signer, lanes = Signer(account.secret), Lanes(account.secret)
        self._account = account
        self._team = team_commands
        self._now = now
        self._lanes = lanes
        self._line = open_line(account, long_poll=long_poll, transport=transport)
        self._reader = Reader(signer=signer, username=account.username)
        self._sender = Sender(
            self._line.bot, signer=signer, lanes=lanes, now=now, username=account.username, safe=safe
        )
        self._attendant = Attendant(self._line.bot, signer=signer, now=now)
        self._menus = ChatMenus(self._line.bot, now=now)
        self._poller = Poller(
            bot=self._line.bot,
            attendant=self._attendant,
            now=now,
            sleep=sleep,
            chance=chance,
            long_poll=long_poll,
        )

    def parse(self, item: InboxItem) -> Meaning | None:
        update = read_raw(item.payload)
        return None if update is None else self._reader.read(update)

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        done = await self._sender.send(item)
        to = audience_of(item) if item.prompt.purpose == "answer" else None
        if to is not None and isinstance(done, Receipt):
            self._menus.look_after(to.chat, language=item.prompt.language)
        return done

    def furnish(self, furnishing: Furnishing) -> None:
        """Show in the menus of chats what may be used there."""
        self._menus.offers = furnishing.offers

    def changed(self, address: str) -> None:
        """Do nothing: a menu is looked after where a command was answered."""

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        return self._lanes.of(item)

    async def listen(self, put: Put) -> None:
        if self._account.webhook is None:
            await self._poller.run(put)
        else:
            await asyncio.Event().wait()

    async def is_hearing(self) -> bool:
        """Say whether Telegram answers our calls; where it calls us, being there is all it takes."""
        return self._account.webhook is not None or self._poller.is_hearing

    def routes(self, put: Put) -> Sequence[BaseRoute]:
        webhook = self._account.webhook
        if webhook is None:
            return ()
        return (webhook_route(webhook, put, attendant=self._attendant, now=self._now),)

    def profile(self, item: InboxItem) -> Profile | None:
        return profile_of(read_raw(item.payload) or {})

    async def look_up(self, address: str) -> Profile | None:
        """Ask Telegram for the person's first name; it tells neither language nor time zone."""
        user = user_of(address)
        try:
            chat = None if user is None else await self._line.bot.get_chat(user)
        except TelegramError:
            return None
        return Profile(name=chat.first_name) if chat is not None and chat.first_name else None

    def known_as(self, address: str) -> str:
        """Return the private chat of the person at `address`: it has their own id."""
        user = user_of(address)
        return address if user is None else str(user)

    async def is_in(self, group: str, *, address: str) -> bool | None:
        return await is_member(self._line.bot, group, address)

    async def look_at_group(self, group: str) -> Finding:
        return await look_at_group(self._line.bot, group)

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        return await fetching.fetch(self._line.bot, reference)

    async def verify(self) -> Sequence[Finding]:
        return await verifying.verify(
            self._line.bot, webhook=self._account.webhook, team=self._team, now=self._now()
        )

    async def connect(self) -> Sequence[Finding]:
        """Set the bot up on Telegram as its account says: webhook or polling, menus, description."""
        made = await connecting.connect(self._line.bot, webhook=self._account.webhook, team=self._team)
        return made.findings

    async def settle(self) -> None:
        """Wait until every tap stored so far has been attended to, and every menu."""
        await self._attendant.settle()
        await self._menus.settle()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._attendant.close()
        await self._menus.close()
        await self._line.close()
