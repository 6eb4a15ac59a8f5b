"""Slack as a channel, wired from what it is handed; nothing is global."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.channel import Failure, Finding, Furnishing, Lane, Left, Meaning, Nothing, Profile, Put, Receipt
from bot.channels.slack import marks
from bot.channels.slack.addresses import person_of, read_address, read_named
from bot.channels.slack.answering import Answers
from bot.channels.slack.authorising import AppSecrets, Installer
from bot.channels.slack.calling import BASE_URL, Calls
from bot.channels.slack.charts import Charting
from bot.channels.slack.fetching import Files
from bot.channels.slack.home import HomePublisher
from bot.channels.slack.installing import Installations, Installed, States
from bot.channels.slack.lanes import TEAM_A_MINUTE, Lanes
from bot.channels.slack.leaving import Goodbyes
from bot.channels.slack.listening import OpenLine, Pause, hold_line, rest
from bot.channels.slack.profiles import Profiles, profile_in
from bot.channels.slack.quiet import quiet_logger
from bot.channels.slack.reacting import Reactions
from bot.channels.slack.reading import read
from bot.channels.slack.receiving import CHANNEL, Taker, bolt_app
from bot.channels.slack.reconciling import Finder
from bot.channels.slack.rotating import RotatingTokens
from bot.channels.slack.safe import Lock, Safe
from bot.channels.slack.sending import Sender
from bot.channels.slack.serving import slack_routes
from bot.channels.slack.speaking import Speaker
from bot.channels.slack.tokens import OneToken, Tokens
from bot.channels.slack.usergroups import UserGroups
from bot.channels.slack.verifying import Mode, Verifier
from feedback.records import InboxItem, OutboxItem

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTeam:
    """The one Slack team an operator has connected, by its bot token (xoxb-)."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyTeams:
    """Slack teams that install us themselves, over pages below `public_url`."""

    secrets: AppSecrets
    safe: Safe
    lock: Lock
    public_url: str
    entropy: Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How Slack and we reach each other.

    Socket Mode needs the app-level token (xapp-), HTTP the signing secret.

    `reads_freely` is for apps of a company's own: apart from those and the Marketplace's, Slack lets an app
    read a history once a minute.
    """

    teams: OneTeam | ManyTeams
    mode: Mode = "socket"
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    base_url: str = BASE_URL
    team_a_minute: int = TEAM_A_MINUTE
    reads_freely: bool = False


class SlackChannel:
    """Asks in direct messages and in channels; `secret` seals forms and hides ids in the names of lanes."""

    name = CHANNEL
    keeps_taps = timedelta(0)  # interactions are told once; only events come again

    def __init__(
        self,
        connection: Connection,
        *,
        secret: bytes,
        now: Callable[[], datetime],
        language: str = "en",
        logger: logging.Logger | None = None,
        pause: Pause = rest,
        signed_by: Callable[[], datetime] | None = None,
    ) -> None:
        """Answer commands in `language` where nothing tells what people speak.

        `signed_by` is the clock by which signatures grow old, where that is another than `now`.
        """
        self._connection = connection
        self._secret = secret
        self._now = now
        self._logger = logger or quiet_logger()
        self._pause = pause
        self._line = OpenLine()
        self._signed_by = signed_by or now
        self._put: Put | None = None
        self.calls = Calls(base_url=connection.base_url, logger=self._logger)
        tokens, self._installer = self._teams(connection.teams)
        speaker = Speaker(calls=self.calls, tokens=tokens)
        self._lanes = Lanes(secret=secret, team_a_minute=connection.team_a_minute)
        self.profiles = Profiles(speaker=speaker, now=now)
        self._sender = Sender(
            speaker=speaker,
            profiles=self.profiles,
            lanes=self._lanes,
            has_forms=lambda: self.reactions.furnishing is not None,
            pause=pause,
        )
        self._groups = UserGroups(speaker=speaker, now=now)
        self._finder = Finder(
            speaker=speaker, sender=self._sender, now=now, reads_freely=connection.reads_freely
        )
        self._files = Files(speaker=speaker, calls=self.calls)
        self._verifier = Verifier(
            calls=self.calls,
            tokens=tokens,
            mode=connection.mode,
            app_token=connection.app_token,
            signing_secret=connection.signing_secret,
        )
        self.homes = HomePublisher(speaker=speaker, charting=Charting())
        self.reactions = Reactions(
            speaker=speaker,
            tokens=tokens,
            secret=secret,
            publisher=self.homes,
            language=language,
        )
        self._goodbyes = Goodbyes(tokens=tokens, speaker=speaker)
        self._answers = Answers(
            furnishing=lambda: self.reactions.furnishing,
            look_up=self.profiles.look_up,
            language=language,
            secret=secret,
        )

    def parse(self, item: InboxItem) -> Meaning | None:
        """Say what a raw inbox item means; None when it cannot be read.

        Where there is one Slack team, that its token is gone stops the channel until it has another one;
        nobody is gone because of it.
        """
        meaning = read(item.payload, secret=self._secret)
        is_one_team = isinstance(self._connection.teams, OneTeam)
        is_everybody = isinstance(meaning, Left) and meaning.everybody
        return Nothing() if is_one_team and is_everybody else meaning

    def furnish(self, furnishing: Furnishing) -> None:
        """Show these forms and homes from now on."""
        self.reactions.furnishing = furnishing

    def changed(self, address: str) -> None:
        """Know that what the person at `address` may see has changed; returns at once."""
        self.reactions.changed(address)

    def person(self, address: str) -> str | None:
        """Return the address that stands for a person wherever they speak; None for nobody's."""
        if read_named(address) is not None:
            return address
        place = read_address(address)
        return None if place is None else str(person_of(place))

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Put a prompt before the person at its address, or amend the one it amends."""
        return await self._sender.send(item)

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return every limit that sending `item` falls under."""
        return self._lanes.of(item)

    async def find(self, item: OutboxItem) -> Receipt | Failure | None:
        """Look whether something of unknown outcome did arrive."""
        return await self._finder.find(item)

    def profile(self, item: InboxItem) -> Profile | None:
        """Return what an inbox item tells of its sender."""
        return profile_in(item.payload)

    async def look_up(self, address: str) -> Profile | None:
        """Ask Slack about the person at `address`."""
        return await self.profiles.look_up(address)

    def known_as(self, address: str) -> str:
        """Return the address of somebody's direct messages, wherever they speak."""
        return self.person(address) or address

    async def is_in(self, group: str, *, address: str) -> bool | None:
        """Say whether somebody is in a user group of their Slack team."""
        return await self._groups.is_in(group, address=address)

    async def look_at_group(self, group: str) -> Finding:
        """Say whether a user group is there and can be read."""
        return await self._groups.look_at(group)

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        """Return what an attachment holds."""
        return await self._files.fetch(reference, address=address)

    async def verify(self) -> Sequence[Finding]:
        """Look at the token, its scopes and the way in."""
        return await self._verifier.verify()

    async def listen(self, put: Put) -> None:
        """Hold a line to Slack open until cancelled; over HTTP there is nothing to hold."""
        self._put, app_token = put, self._connection.app_token
        if self._connection.mode == "socket" and app_token is None:
            log.warning("slack_hears_nothing", fix="give the app-level token (xapp-), or the mode http")
        if self._connection.mode != "socket" or app_token is None:
            await asyncio.Event().wait()
            return
        await hold_line(
            self._taker(put),
            app_token=app_token,
            calls=self.calls,
            logger=self._logger,
            pause=self._pause,
            line=self._line,
        )

    async def is_hearing(self) -> bool:
        """Say whether the line is open; over HTTP, being there is all it takes."""
        return self._connection.mode != "socket" or await self._line.is_open()

    def routes(self, put: Put) -> "Sequence[BaseRoute]":
        """Return where Slack calls us, unless it tells us all over the line; and the pages to install us."""
        self._put = put
        pages = self._installer.routes() if self._installer else ()
        secret = self._connection.signing_secret
        if self._connection.mode == "http" and secret is None:
            log.warning("slack_hears_nothing", fix="give the signing secret, or the mode socket")
        if self._connection.mode != "http" or secret is None:
            return pages
        app = bolt_app(
            self._taker(put),
            calls=self.calls,
            signing_secret=secret,
            now=self._signed_by,
            logger=self._logger,
        )
        return (*slack_routes(app), *pages)

    async def close(self) -> None:
        """Finish what was begun beside the inbox, and let go of every connection."""
        await self.reactions.close()
        await self.calls.close()

    def _taker(self, put: Put) -> Taker:
        return Taker(
            put=put,
            secret=self._secret,
            now=self._now,
            react=self.reactions.react,
            answer=self._answers.to,
            is_late=self._goodbyes.is_late,
        )

    def _teams(self, teams: OneTeam | ManyTeams) -> tuple[Tokens, Installer | None]:
        if isinstance(teams, OneTeam):
            return OneToken(teams.token), None
        installations = Installations(
            safe=teams.safe, now=self._now, logger=self._logger, installed=self._let_in
        )
        states = States(safe=teams.safe, now=self._now, entropy=teams.entropy, logger=self._logger)
        tokens = RotatingTokens(
            installations=installations,
            calls=self.calls,
            lock=teams.lock,
            now=self._now,
            client_id=teams.secrets.client_id,
            client_secret=teams.secrets.client_secret,
        )
        installer = Installer(
            secrets=teams.secrets,
            installations=installations,
            states=states,
            calls=self.calls,
            public_url=teams.public_url,
            logger=self._logger,
        )
        return tokens, installer

    async def _let_in(self, installed: Installed) -> None:
        """Tell ourselves that a team has let us in: whoever was gone with it can be reached again."""
        if self._put is None:
            return
        told, now = {"type": marks.INSTALLED, "team_id": installed.team}, self._now()
        await self._put(
            InboxItem(
                channel=CHANNEL,
                # To the microsecond: a team may go and come back within one second.
                key=f"{marks.INSTALLED}:{installed.team}:{now.isoformat()}",
                address=installed.team,
                payload=json.dumps(told).encode(),
                received_at=now,
            )
        )
