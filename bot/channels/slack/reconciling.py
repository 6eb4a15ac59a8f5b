"""Whether a message of unknown outcome did arrive: looked for by the prompt's id in its metadata."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channel import Failure, Receipt
from bot.channels.slack import marks
from bot.channels.slack.addresses import MessageRef, Place
from bot.channels.slack.failing import NETWORK, failure_of
from bot.channels.slack.payload import Fields, part, parts, text
from bot.channels.slack.rendering import is_private
from bot.channels.slack.sending import NOT_INSTALLED, Sender
from bot.channels.slack.speaking import NotInstalled, Speaker
from feedback.records import OutboxItem

_SKEW = timedelta(minutes=2)
"""How far Slack's clock may be from ours."""
_READ_EVERY = timedelta(minutes=1)
_PAGE = 15
"""As many messages as apps outside the Marketplace that are sold are given at once, once a minute."""
_PAGES = 4
"""More than sixty messages since then, and we say that we do not know."""


class Finder:
    """Looks a message up in its channel's history; `reads_freely` where that may be more than once a minute.

    Limits: https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps.
    """

    def __init__(
        self, *, speaker: Speaker, sender: Sender, now: Callable[[], datetime], reads_freely: bool
    ) -> None:
        self._speaker = speaker
        self._sender = sender
        self._now = now
        self._reads_freely = reads_freely
        self._read_at: dict[str, datetime] = {}

    async def find(self, item: OutboxItem) -> Receipt | Failure | None:
        """Return the receipt of `item` if it arrived; None if it did not; a failure when nobody can say."""
        if item.amends is not None:
            # To change it again does no harm.
            return None
        try:
            place = await self._sender.place_of(item.address)
            if place is None:
                return None
            if is_private(item, place):
                return Failure(kind="unknown", detail="what one person is shown stands in no history")
            return await self._look(item, place)
        except NotInstalled:
            return NOT_INSTALLED
        except NETWORK as error:
            found = failure_of(error)
            # Reading changes nothing, so whatever became of it, only the look is to be repeated.
            return Failure(kind="unreachable", detail=found.detail) if found.kind == "unknown" else found

    async def _look(self, item: OutboxItem, place: Place) -> Receipt | Failure | None:
        channel = place.channel or await self._sender.direct_channel(place)
        cursor: str | None = None
        for _page in range(_PAGES if self._reads_freely else 1):
            if wait := self._wait(place.team):
                return Failure(kind="throttled", retry_after=wait, detail="Slack lets us read once a minute")
            answer = await self._history(item, place, channel, cursor)
            if (ts := _ours(answer, item.prompt.id)) is not None:
                return Receipt(reference=str(MessageRef(channel=channel, ts=ts)))
            cursor = text(part(answer, "response_metadata"), "next_cursor")
            if not answer.get("has_more") or not cursor:
                return None
        return Failure(kind="unknown", detail="too much was said since in that channel to look through")

    def _wait(self, team: str) -> timedelta | None:
        """Return how long reading has to wait in `team`, and note that it is read otherwise."""
        now, last = self._now(), self._read_at.get(team)
        if not self._reads_freely and last is not None and now < last + _READ_EVERY:
            return last + _READ_EVERY - now
        self._read_at[team] = now
        return None

    async def _history(self, item: OutboxItem, place: Place, channel: str, cursor: str | None) -> Fields:
        return await self._speaker.ask(
            place.team,
            "conversations.history",
            channel=channel,
            oldest=f"{(item.created_at - _SKEW).timestamp():.6f}",
            include_all_metadata=True,
            limit=_PAGE,
            cursor=cursor,
        )


def _ours(answer: Fields, prompt: str) -> str | None:
    for message in parts(answer, "messages"):
        metadata = part(message, "metadata")
        is_prompt = text(metadata, "event_type") == marks.EVENT_TYPE
        if is_prompt and text(part(metadata, "event_payload"), "prompt") == prompt:
            return text(message, "ts")
    return None
