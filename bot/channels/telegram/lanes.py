"""How fast Telegram lets us speak: to one person, in one group, and altogether.

Its FAQ says: no more than one message a second to a chat (short bursts may go through), 20 a minute to a
group, about 30 a second in all. It says nothing of edits; we assume that they are counted apart from messages
where a chat is concerned, in the same numbers, and together with them for the whole.
"""

import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from bot.channel import Lane
from bot.channels.telegram.audience import audience_of
from bot.channels.telegram.updates import CHANNEL
from feedback.records import OutboxItem

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

# A lane of `most` within `period` after a burst lets through burst + most in the worst period: these stay
# within 30 a second, five in five seconds (a burst of two costs a little of the pace), and 20 a minute.
_OVERALL = Lane(key=f"{CHANNEL}:all", most=29, period=_SECOND)


class Lanes:
    """Names the lanes of chats by a keyed hash: a lane's key is no address."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"aftertouch telegram lane", sha256)

    def of(self, item: OutboxItem) -> Sequence[Lane]:
        """Return every lane that sending `item` passes through."""
        to = audience_of(item)
        if to is None:
            return (_OVERALL,)
        return (_OVERALL, self.of_chat(to.chat, is_edit=item.amends is not None))

    def of_chat(self, chat: int, *, is_edit: bool) -> Lane:
        """Return the lane of one chat; groups have negative ids."""
        kind = "edits" if is_edit else "chat"
        key = f"{CHANNEL}:{kind}:{hmac.digest(self._key, str(chat).encode(), sha256)[:12].hex()}"
        if chat < 0:
            return Lane(key=key, most=18, period=_MINUTE, burst=2)
        return Lane(key=key, most=3, period=5 * _SECOND, burst=2)


class Floods:
    """Which chats are under flood control: one is its own affair, a second means that all have to wait."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[int, datetime] = {}

    def lane(self, chat: int, own: Lane, *, retry_after: timedelta) -> str:
        """Return the key of the lane that has to wait for `retry_after`, now that `chat` was refused."""
        now = self._now()
        self._until = {each: until for each, until in self._until.items() if until > now}
        is_general = any(each != chat for each in self._until)
        self._until[chat] = now + retry_after
        return _OVERALL.key if is_general else own.key
