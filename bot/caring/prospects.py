"""What a list of follow-ups takes: how long its questions go out, and the files that lists come in."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.actor import Actor
from bot.channel import Channel, Failure, Fetches, Paced
from feedback.prompts import Attachment, Prompt, Shape
from feedback.records import OutboxItem

_NONE = timedelta(0)
_MOST_BYTES = 2_000_000
_WHENEVER = datetime(2026, 1, 1, tzinfo=UTC)
_SAMPLES: Mapping[str, tuple[str, str]] = {"slack": ("T1/U1", "T1/U2")}
_OTHERWISE = ("1", "2")


def pacing(channels: Mapping[str, Channel]) -> Callable[[str, int], timedelta]:
    """Return what tells how long so many messages to as many people take, by each platform's limits."""

    def lasts(name: str, count: int) -> timedelta:
        channel = channels.get(name)
        if not isinstance(channel, Paced) or count < 1:
            return _NONE
        one, other = (channel.lanes(_to(name, each)) for each in _SAMPLES.get(name, _OTHERWISE))
        shared = [lane for lane in one if lane.key in {each.key for each in other}]
        waits = (lane.period * max(0, count - lane.burst) / lane.most for lane in shared)
        return max(waits, default=_NONE)

    return lasts


def fetching(channels: Mapping[str, Channel]) -> Callable[[Attachment, Actor], Awaitable[bytes | None]]:
    """Return what fetches something that came with a command."""

    async def fetch(attachment: Attachment, actor: Actor) -> bytes | None:
        channel = channels.get(actor.channel)
        if not isinstance(channel, Fetches) or (attachment.size or 0) > _MOST_BYTES:
            return None
        found = await channel.fetch(attachment.reference, address=actor.address)
        return None if isinstance(found, Failure) or len(found) > _MOST_BYTES else found

    return fetch


def _to(channel: str, address: str) -> OutboxItem:
    prompt = Prompt(
        id="0.1", session="0", question="0", purpose="ask", text="", language="en", shape=Shape(look="text")
    )
    return OutboxItem(
        id="0.1",
        customer="0",
        session="0",
        channel=channel,
        address=address,
        prompt=prompt,
        priority=5,
        due_at=_WHENEVER,
        created_at=_WHENEVER,
    )
