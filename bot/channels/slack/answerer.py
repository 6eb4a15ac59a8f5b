"""The way of a command's answer to Slack: its picture is handed over, then the message, then its files."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.channel import Receipt
from bot.channels.slack import marks
from bot.channels.slack.addresses import MessageRef, Place, is_direct, read_address, read_reference
from bot.channels.slack.failing import code_of
from bot.channels.slack.listening import Pause
from bot.channels.slack.payload import text
from bot.channels.slack.rendering import Message, is_private
from bot.channels.slack.showing import fallback, show
from bot.channels.slack.speaking import Speaker
from bot.channels.slack.uploading import hand_over, keep_picture
from feedback.prompts import Document, Prompt
from feedback.records import OutboxItem

_READ_IN = timedelta(seconds=2)
"""How long Slack may take until it has looked at a picture; a message that shows it sooner is refused."""

_MOST_REMEMBERED = 1000

_NOT_THERE = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"})
_NOT_CHANGED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_NOT_SHOWN = frozenset({"invalid_blocks", "invalid_arguments", "invalid_attachments"})


class Answerer:
    """Answers commands; `post` puts a message before everybody at a place."""

    def __init__(
        self,
        *,
        speaker: Speaker,
        direct_channel: Callable[[Place], Awaitable[str]],
        post: Callable[[Place, Message], Awaitable[Receipt]],
        pause: Pause,
    ) -> None:
        self._speaker = speaker
        self._direct_channel = direct_channel
        self._post = post
        self._pause = pause
        self._said: dict[str, MessageRef] = {}
        self._has_no_tables: set[str] = set()

    async def answer(self, item: OutboxItem, place: Place) -> Receipt:
        """Answer in the place of what `item` amends, or anew; raises what asking Slack may raise."""
        ref = self._said.get(item.id) or await self._with_picture(item, place)
        if item.prompt.documents:
            self._remember(item.id, ref)  # if handing over fails, the words are not said twice
            await self._hand_over(item.prompt.documents, whom=_whom(item, place), ref=ref)
            self._said.pop(item.id, None)
        return Receipt(reference=str(ref))

    async def _with_picture(self, item: OutboxItem, place: Place) -> MessageRef:
        """Say it with its picture and its table, or as much of them as the team is shown."""
        prompt = item.prompt
        file = await keep_picture(self._speaker, prompt.picture, team=place.team) if prompt.picture else None
        for message, is_late in self._versions(prompt, file, team=place.team):
            if is_late:
                await self._pause(_READ_IN)
            try:
                return await self._put(item, place, message)
            except SlackApiError as error:
                if code_of(error) not in _NOT_SHOWN:
                    raise
        ref = await self._put(item, place, _message(prompt, None, has_table=False))
        if prompt.grids:
            self._has_no_tables.add(place.team)
        if prompt.picture is not None:
            beside = Document(name=prompt.picture.name, mime=prompt.picture.mime, data=prompt.picture.data)
            await self._hand_over([beside], whom=_whom(item, place), ref=ref)
        return ref

    def _versions(self, prompt: Prompt, file: str | None, *, team: str) -> Iterator[tuple[Message, bool]]:
        """Yield what to try, best first, and whether Slack may need a moment before."""
        has_table = bool(prompt.grids) and team not in self._has_no_tables
        if file is not None or has_table:
            yield _message(prompt, file, has_table=has_table), False
        if file is not None:
            yield _message(prompt, file, has_table=has_table), True
        if file is not None and has_table:
            yield _message(prompt, file, has_table=False), False

    async def _put(self, item: OutboxItem, place: Place, message: Message) -> MessageRef:
        amended = read_reference(item.amends or "")
        is_for_one = is_private(item, place)
        if amended is not None and not amended.only and (not is_for_one or is_direct(amended.channel)):
            try:
                return await change(self._speaker, place.team, amended, message)
            except SlackApiError as error:
                if code_of(error) not in _NOT_CHANGED:
                    raise
        if is_for_one:
            return await self._whisper(_whom(item, place), message)
        return _ref(await self._post(place, message))

    async def _whisper(self, whom: Place, message: Message) -> MessageRef:
        """Show it to one person of a channel; who is not there gets it in their direct messages."""
        try:
            return await whisper(self._speaker, whom, message)
        except SlackApiError as error:
            if code_of(error) not in _NOT_THERE:
                raise
        return _ref(await self._post(Place(team=whom.team, user=whom.user), message))

    async def _hand_over(self, documents: Sequence[Document], *, whom: Place, ref: MessageRef) -> None:
        """Share files below the message; what one person alone was shown has nothing below it."""
        channel, thread = ref.channel, ref.ts
        if ref.only:
            channel, thread = await self._direct_channel(Place(team=whom.team, user=whom.user)), ""
        await hand_over(self._speaker, documents, team=whom.team, channel=channel, thread=thread or None)

    def _remember(self, item: str, ref: MessageRef) -> None:
        if len(self._said) < _MOST_REMEMBERED:
            self._said[item] = ref


async def whisper(speaker: Speaker, place: Place, message: Message) -> MessageRef:
    """Show a message to one person of a channel."""
    answer = await speaker.ask(
        place.team,
        "chat.postEphemeral",
        channel=place.channel,
        user=place.user,
        text=message.text,
        blocks=list(message.blocks),
    )
    return MessageRef(channel=place.channel or "", ts=text(answer, "message_ts"), only=True)


async def change(speaker: Speaker, team: str, ref: MessageRef, message: Message) -> MessageRef:
    """Let a message be another."""
    await speaker.ask(
        team,
        "chat.update",
        channel=ref.channel,
        ts=ref.ts,
        text=message.text,
        blocks=list(message.blocks),
        metadata=message.metadata,
    )
    return ref


def _message(prompt: Prompt, file: str | None, *, has_table: bool) -> Message:
    return Message(
        text=fallback(prompt),
        blocks=show(prompt, file=file, has_table=has_table),
        metadata={"event_type": marks.EVENT_TYPE, "event_payload": {"prompt": prompt.id}},
    )


def _whom(item: OutboxItem, place: Place) -> Place:
    """Return whoever an answer is for: in a channel where others read along, perhaps one of them."""
    named = read_address(item.prompt.audience or "")
    if named is None or not named.user:
        return place
    return Place(team=place.team, user=named.user, channel=place.channel)


def _ref(receipt: Receipt) -> MessageRef:
    found = read_reference(receipt.reference)
    if found is None:
        raise ValueError("Slack names a message in no way that is known")
    return found
