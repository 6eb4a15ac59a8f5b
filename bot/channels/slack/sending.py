"""The outbox's way to Slack: a post, a change of one, or words that one person of a channel sees."""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.channel import Failure, Receipt
from bot.channels.slack.addresses import MessageRef, Place, read_address, read_reference
from bot.channels.slack.answerer import Answerer, change, whisper
from bot.channels.slack.failing import NETWORK, code_of, failure_of
from bot.channels.slack.lanes import Lanes
from bot.channels.slack.listening import Pause
from bot.channels.slack.payload import Fields, text
from bot.channels.slack.profiles import Profiles
from bot.channels.slack.quieting import Quieting
from bot.channels.slack.rendering import Message, is_private, render
from bot.channels.slack.speaking import NotInstalled, Speaker
from bot.channels.slack.uploading import hand_over
from feedback.records import OutboxItem

NOT_INSTALLED = Failure(kind="gone", detail="the Slack team has removed the app")


class Sender:
    """Sends one item and says what became of it; when to try again is not decided here."""

    def __init__(
        self,
        *,
        speaker: Speaker,
        profiles: Profiles,
        lanes: Lanes,
        has_forms: Callable[[], bool],
        pause: Pause,
    ) -> None:
        """Offer forms where `has_forms` says that somebody makes them."""
        self._speaker = speaker
        self._profiles = profiles
        self._lanes = lanes
        self._has_forms = has_forms
        self._direct: dict[Place, str] = {}
        self._quieting = Quieting(speaker)
        self._answerer = Answerer(
            speaker=speaker, direct_channel=self.direct_channel, post=self._post, pause=pause
        )

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Put `item` before the person at its address, or amend the message it amends."""
        try:
            place = await self._profiles.place_of(item.address)
            if place is None:
                return Failure(kind="rejected", detail="this is no address of Slack")
            return await self._sent(item, place)
        except NotInstalled:
            return NOT_INSTALLED
        except NETWORK as error:
            return self._failure(error, item)

    def _failure(self, error: Exception, item: OutboxItem) -> Failure:
        """Say what the error means: with one team, what is set up wrong stops all of the channel.

        A channel that we write to for everybody's sake is lost to us once we are put out of it.
        """
        failure = failure_of(error, lane=self._lanes.held(item))
        place = read_address(item.address)
        if code_of(error) == "not_in_channel" and place is not None and not place.user:
            return replace(failure, kind="gone")
        is_whole = failure.kind == "misconfigured" and not self._speaker.is_for_many
        return replace(failure, lane=None) if is_whole else failure

    async def place_of(self, address: str) -> Place | None:
        """Return the place `address` is; raises what asking Slack may raise."""
        return await self._profiles.place_of(address)

    async def direct_channel(self, place: Place) -> str:
        """Return the channel of somebody's direct messages with us."""
        if place not in self._direct:
            answer = await self._speaker.ask(place.team, "conversations.open", users=place.user)
            found = answer.get("channel")
            self._direct[place] = text(found, "id") if isinstance(found, dict) else ""
        return self._direct[place]

    async def _sent(self, item: OutboxItem, place: Place) -> Receipt | Failure:
        if item.prompt.purpose == "answer":
            return await self._answerer.answer(item, place)
        message = render(item, place, has_form=item.prompt.more and self._has_forms())
        if item.amends is not None:
            self._quieting.shown(item)
            return await self._amend(item.amends, place, message)
        if item.prompt.documents:
            # Somebody's own never where others read along, whatever place the words go to.
            where = await self.direct_channel(place) if place.user else place.channel
            await hand_over(self._speaker, item.prompt.documents, team=place.team, channel=where or "")
        if is_private(item, place):
            return await self._whisper(place, message)
        receipt = await self._post(place, message)
        await self._quieting.said(item, place, read_reference(receipt.reference))
        return receipt

    async def _post(self, place: Place, message: Message) -> Receipt:
        """Post it; a person's id stands for their direct messages, so that nothing has to be opened first.

        Opening each conversation would cost a broadcast six times as long: it is of tier 3.
        """
        where = place.channel or self._direct.get(place) or place.user
        try:
            answer = await self._posted(place, where, message)
        except SlackApiError as error:
            if where != place.user or code_of(error) != "channel_not_found":
                raise
            answer = await self._posted(place, await self.direct_channel(place), message)
        channel = text(answer, "channel")
        if not place.is_shared:
            self._direct[place] = channel
        return Receipt(reference=str(MessageRef(channel=channel, ts=text(answer, "ts"))))

    async def _posted(self, place: Place, channel: str, message: Message) -> Fields:
        return await self._speaker.ask(
            place.team,
            "chat.postMessage",
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            metadata=message.metadata,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _whisper(self, place: Place, message: Message) -> Receipt:
        return Receipt(reference=str(await whisper(self._speaker, place, message)))

    async def _amend(self, amends: str, place: Place, message: Message) -> Receipt | Failure:
        ref = read_reference(amends)
        if ref is None:
            return Failure(kind="rejected", detail="what is to be changed is no message of Slack")
        if ref.only:
            # Slack lets nobody change what one person was shown; it is gone when they look again.
            return Receipt(reference=amends)
        await change(self._speaker, place.team, ref, message)
        return Receipt(reference=amends)
